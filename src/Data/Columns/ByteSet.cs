using System.Runtime.Intrinsics;

namespace TrailBoard.Data.Columns;

/// <summary>
/// A set of bytes, asked about sixteen at once: the low half of a byte chooses eight bits of the set, the high half one of them.
/// </summary>
internal readonly struct ByteSet
{
    private readonly Vector128<byte> _below;
    private readonly Vector128<byte> _above;

    /// <param name="members">For each byte from 0 on whether it is in the set: 1 or 0. Those behind the last are not.</param>
    public ByteSet(ReadOnlySpan<byte> members)
    {
        Span<byte> bits = stackalloc byte[32];
        bits.Clear();
        for (var value = 0; value < members.Length; value++)
        {
            bits[(value & 15) + (value >= 128 ? 16 : 0)] |= (byte)(members[value] << ((value >> 4) & 7));
        }

        (_below, _above) = (Vector128.Create<byte>(bits), Vector128.Create<byte>(bits[16..]));
    }

    /// <summary>A bit for each of 64 bytes.</summary>
    public ulong Of(ReadOnlySpan<byte> bytes) =>
        Of(Vector128.Create(bytes)) | ((ulong)Of(Vector128.Create(bytes[16..])) << 16) | ((ulong)Of(Vector128.Create(bytes[32..])) << 32) | ((ulong)Of(Vector128.Create(bytes[48..])) << 48);

    private uint Of(Vector128<byte> bytes)
    {
        var (low, high) = (bytes & Vector128.Create((byte)15), bytes >>> 4);
        var bit = Vector128.Shuffle(Vector128.Create((byte)1, 2, 4, 8, 16, 32, 64, 128, 1, 2, 4, 8, 16, 32, 64, 128), high);
        var row = Vector128.ConditionalSelect(Vector128.GreaterThan(bytes, Vector128.Create((byte)127)), Vector128.Shuffle(_above, low), Vector128.Shuffle(_below, low));
        return ~Vector128.Equals(row & bit, Vector128<byte>.Zero).ExtractMostSignificantBits() & ushort.MaxValue;
    }
}
