using System.Buffers.Binary;
using System.Globalization;
using System.Numerics;
using System.Security.Cryptography;
using System.Text;

namespace TrailBoard.Data.Store;

/// <summary>
/// An event's id in 128 bits: those of the GUID that it is, else a hash of its text. ASCII case does not count, as in filters;
/// ids that differ only in case are told apart by their records.
/// </summary>
internal readonly record struct EventIdBits(long High, long Low)
{
    /// <summary>Reads an id.</summary>
    /// <param name="isText">Whether the bits do not give the text back, so that it must be read from the record.</param>
    public static EventIdBits Of(string id, out bool isText)
    {
        if (Guid.TryParseExact(id, "D", out var guid))
        {
            Span<byte> bytes = stackalloc byte[16];
            guid.TryWriteBytes(bytes, bigEndian: true, out _);
            isText = id.AsSpan().ContainsAnyInRange('A', 'F');
            return Read(bytes);
        }

        isText = true;
        id = Term.Clean(id);
        return Read(SHA256.HashData(Encoding.UTF8.GetBytes(Ascii.IsValid(id) ? id.ToLowerInvariant() : LowerAscii(id))));
    }

    /// <summary>32 bits that say which events may have the id.</summary>
    public uint Fingerprint => (uint)((((ulong)High * 0x9E3779B97F4A7C15UL) ^ BitOperations.RotateLeft((ulong)Low * 0xC2B2AE3D27D4EB4FUL, 32)) >> 32);

    /// <summary>The id as text, where it is a canonical GUID.</summary>
    public override string ToString()
    {
        Span<byte> bytes = stackalloc byte[16];
        BinaryPrimitives.WriteInt64BigEndian(bytes, High);
        BinaryPrimitives.WriteInt64BigEndian(bytes[8..], Low);
        return new Guid(bytes, bigEndian: true).ToString("D", CultureInfo.InvariantCulture);
    }

    private static EventIdBits Read(ReadOnlySpan<byte> bytes) =>
        new(BinaryPrimitives.ReadInt64BigEndian(bytes), BinaryPrimitives.ReadInt64BigEndian(bytes[8..]));

    private static string LowerAscii(string text) =>
        string.Create(text.Length, text, (span, from) =>
        {
            for (var i = 0; i < span.Length; i++)
            {
                span[i] = char.IsAsciiLetterUpper(from[i]) ? (char)(from[i] | 0x20) : from[i];
            }
        });
}
