using System.Buffers.Binary;

namespace TrailBoard.Core.Events;

/// <summary>
/// A 64-bit hash that is the same on every machine and in every version: the store's keys are made of it, so it is written
/// here rather than taken from the framework. Not for secrets.
/// </summary>
internal static class StableHash
{
    private const ulong K0 = 0xa0761d6478bd642f;
    private const ulong K1 = 0xe7037ed1a0b428db;
    private const ulong K2 = 0x8ebc6af09c88c6e3;

    /// <summary>Hashes bytes.</summary>
    public static ulong Of(ReadOnlySpan<byte> bytes)
    {
        var length = bytes.Length;
        var hash = K0 ^ (ulong)length;
        while (bytes.Length > 16)
        {
            hash = Mix(BinaryPrimitives.ReadUInt64LittleEndian(bytes) ^ K1, BinaryPrimitives.ReadUInt64LittleEndian(bytes[8..]) ^ hash);
            bytes = bytes[16..];
        }

        ulong a, b;
        if (bytes.Length >= 8)
        {
            a = BinaryPrimitives.ReadUInt64LittleEndian(bytes);
            b = BinaryPrimitives.ReadUInt64LittleEndian(bytes[^8..]);
        }
        else if (bytes.Length >= 4)
        {
            a = BinaryPrimitives.ReadUInt32LittleEndian(bytes);
            b = BinaryPrimitives.ReadUInt32LittleEndian(bytes[^4..]);
        }
        else if (bytes.Length > 0)
        {
            a = ((ulong)bytes[0] << 16) | ((ulong)bytes[bytes.Length >> 1] << 8) | bytes[^1];
            b = 0;
        }
        else
        {
            a = b = 0;
        }

        return Mix(K1 ^ (ulong)length, Mix(a ^ K2, b ^ hash));
    }

    /// <summary>Joins two hashes; the order matters.</summary>
    public static ulong Join(ulong left, ulong right) => Mix(left ^ K2, right ^ K1);

    private static ulong Mix(ulong a, ulong b)
    {
        var high = Math.BigMul(a, b, out var low);
        return high ^ low;
    }
}
