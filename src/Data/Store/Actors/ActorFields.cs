using System.Linq.Expressions;
using TrailBoard.Core.Search;

namespace TrailBoard.Data.Store.Actors;

/// <summary>
/// The fields that follow from an event's access key where that is a session's, and from its caller where not. Nothing of them is stored
/// with events: the code of one or of the other is the event's, and the lowest bit tells of which.
/// </summary>
internal static class ActorFields
{
    /// <summary>Whether a field tells who really acted, or how sure that is.</summary>
    public static bool Has(EventField field) => field.Equals(EventFields.Actor) || field.Equals(EventFields.ActorProof);

    /// <summary>The code of a key of a session.</summary>
    public static int OfKey(int key) => (key << 1) + 1;

    /// <summary>The code of a caller.</summary>
    public static int OfCaller(int caller) => caller << 1;

    /// <summary>The code of a row.</summary>
    public static int CodeOf(EventRow row, KnownActors actors) => actors.IsSession(row.AccessKey) ? OfKey(row.AccessKey) : OfCaller(row.Actor);

    /// <summary>The code of a row, for the database. Keys that last are fewer than those of sessions.</summary>
    public static Expression<Func<EventRow, int>> Code(KnownActors actors)
    {
        var lasting = Enumerable.Range(0, actors.Count.Keys).Where(key => !actors.IsSession(key)).ToList();
        return row => lasting.Contains(row.AccessKey) ? row.Actor * 2 : (row.AccessKey * 2) + 1;
    }
}
