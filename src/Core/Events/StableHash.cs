using System.Buffers.Binary;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

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

        // Of all bytes that are read this sees every one, so it goes without the checks of spans: each read ends before the length.
        ref var at = ref MemoryMarshal.GetReference(bytes);
        var left = length;
        for (; left > 16; left -= 16)
        {
            hash = Mix(Eight(ref at) ^ K1, Eight(ref Unsafe.Add(ref at, 8)) ^ hash);
            at = ref Unsafe.Add(ref at, 16);
        }

        ulong a, b;
        if (left >= 8)
        {
            a = Eight(ref at);
            b = Eight(ref Unsafe.Add(ref at, left - 8));
        }
        else if (left >= 4)
        {
            a = Four(ref at);
            b = Four(ref Unsafe.Add(ref at, left - 4));
        }
        else if (left > 0)
        {
            a = ((ulong)at << 16) | ((ulong)Unsafe.Add(ref at, left >> 1) << 8) | Unsafe.Add(ref at, left - 1);
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

    private static ulong Eight(ref byte at)
    {
        var value = Unsafe.ReadUnaligned<ulong>(ref at);
        return BitConverter.IsLittleEndian ? value : BinaryPrimitives.ReverseEndianness(value);
    }

    private static ulong Four(ref byte at)
    {
        var value = Unsafe.ReadUnaligned<uint>(ref at);
        return BitConverter.IsLittleEndian ? value : BinaryPrimitives.ReverseEndianness(value);
    }

    private static ulong Mix(ulong a, ulong b)
    {
        var high = Math.BigMul(a, b, out var low);
        return high ^ low;
    }
}
