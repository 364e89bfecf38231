using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using TrailBoard.Core.Identity;

namespace TrailBoard.Data.Store.Actors;

/// <summary>
/// What a chain asks for, in 47 bits, which the database keeps in six bytes: an issued key, a session of a role, or an event's copies. Whoever is found by them is looked at again, so
/// two questions that come to the same bits cost a little time and nothing else.
/// </summary>
internal static class ActorQuestion
{
    private const long Bits = (1L << 47) - 1;

    public static long OfKey(string accessKey) => Of('k', accessKey);

    public static long OfSession(string assumedRoleId) => Of('s', assumedRoleId);

    public static long OfCopies(string sharedEventId) => Of('c', sharedEventId);

    /// <summary>The questions that an event answers which issued a session.</summary>
    public static IEnumerable<long> AnsweredBy(CallerRecord record)
    {
        if (record.Issued is { } issued)
        {
            yield return OfKey(issued.AccessKey);
            if (issued.AssumedRoleId is { } role)
            {
                yield return OfSession(role);
            }
        }

        if (record.SharedEventId is { } shared)
        {
            yield return OfCopies(shared);
        }
    }

    private static long Of(char kind, string text) => BinaryPrimitives.ReadInt64LittleEndian(SHA256.HashData(Encoding.UTF8.GetBytes(kind + text))) & Bits;
}
