using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace TrailBoard.Core.Import.Reading;

/// <summary>
/// The CRC-32 of gzip. Where the processor multiplies without carries, 64 bytes at a step, as in Intel's paper "Fast CRC Computation for
/// Generic Polynomials Using PCLMULQDQ Instruction"; else, and at the ends, sixteen bytes at a step by tables. Stands in for
/// System.IO.Hashing, which does not restore here.
/// </summary>
internal static class Crc32
{
    private const int Stripe = 64;
    private const int Lane = 16;

    private static readonly uint[] Tables = Build();

    /// <summary>Goes on from an earlier value; start from 0.</summary>
    public static uint Append(uint crc, ReadOnlySpan<byte> bytes)
    {
        crc = ~crc;
        if (Pclmulqdq.IsSupported && bytes.Length >= 2 * Stripe)
        {
            var folded = bytes.Length & ~(Lane - 1);
            crc = Fold(crc, bytes[..folded]);
            bytes = bytes[folded..];
        }

        return ~ByTables(crc, bytes);
    }

    /// <summary>The same by tables alone, without the complements before and after.</summary>
    internal static uint ByTables(uint crc, ReadOnlySpan<byte> bytes)
    {
        var t = Tables.AsSpan(0, 16 * 256);
        while (bytes.Length >= 16)
        {
            var a = BinaryPrimitives.ReadUInt32LittleEndian(bytes) ^ crc;
            var b = BinaryPrimitives.ReadUInt32LittleEndian(bytes[4..]);
            var c = BinaryPrimitives.ReadUInt32LittleEndian(bytes[8..]);
            var d = BinaryPrimitives.ReadUInt32LittleEndian(bytes[12..]);
            crc = t[0x0f00 + (byte)a] ^ t[0x0e00 + (byte)(a >> 8)] ^ t[0x0d00 + (byte)(a >> 16)] ^ t[0x0c00 + (byte)(a >> 24)]
                ^ t[0x0b00 + (byte)b] ^ t[0x0a00 + (byte)(b >> 8)] ^ t[0x0900 + (byte)(b >> 16)] ^ t[0x0800 + (byte)(b >> 24)]
                ^ t[0x0700 + (byte)c] ^ t[0x0600 + (byte)(c >> 8)] ^ t[0x0500 + (byte)(c >> 16)] ^ t[0x0400 + (byte)(c >> 24)]
                ^ t[0x0300 + (byte)d] ^ t[0x0200 + (byte)(d >> 8)] ^ t[0x0100 + (byte)(d >> 16)] ^ t[(byte)(d >> 24)];
            bytes = bytes[16..];
        }

        foreach (var value in bytes)
        {
            crc = (crc >> 8) ^ t[(byte)(crc ^ value)];
        }

        return crc;
    }

    // Four lanes are folded forward over the bytes, then into one; what that one holds has the same remainder as all of them had.
    private static uint Fold(uint crc, ReadOnlySpan<byte> bytes)
    {
        var lanes = MemoryMarshal.Cast<byte, Vector128<ulong>>(bytes);
        var (a, b, c, d) = (lanes[0] ^ Vector128.CreateScalar(crc).AsUInt64(), lanes[1], lanes[2], lanes[3]);
        var byStripe = Vector128.Create(0x0154442bd4UL, 0x01c6e41596UL);
        var next = 4;
        for (; next + 4 <= lanes.Length; next += 4)
        {
            a = Forward(a, byStripe) ^ lanes[next];
            b = Forward(b, byStripe) ^ lanes[next + 1];
            c = Forward(c, byStripe) ^ lanes[next + 2];
            d = Forward(d, byStripe) ^ lanes[next + 3];
        }

        var byLane = Vector128.Create(0x01751997d0UL, 0x00ccaa009eUL);
        var all = Forward(Forward(Forward(a, byLane) ^ b, byLane) ^ c, byLane) ^ d;
        for (; next < lanes.Length; next++)
        {
            all = Forward(all, byLane) ^ lanes[next];
        }

        Span<byte> last = stackalloc byte[Lane];
        all.AsByte().CopyTo(last);
        return ByTables(0, last);
    }

    private static Vector128<ulong> Forward(Vector128<ulong> lane, Vector128<ulong> by) =>
        Pclmulqdq.CarrylessMultiply(lane, by, 0x00) ^ Pclmulqdq.CarrylessMultiply(lane, by, 0x11);

    private static uint[] Build()
    {
        var tables = new uint[16 * 256];
        for (uint i = 0; i < 256; i++)
        {
            var value = i;
            for (var bit = 0; bit < 8; bit++)
            {
                value = (value & 1) != 0 ? (value >> 1) ^ 0xedb88320 : value >> 1;
            }

            tables[i] = value;
        }

        for (var i = 256; i < tables.Length; i++)
        {
            var previous = tables[i - 256];
            tables[i] = (previous >> 8) ^ tables[(byte)previous];
        }

        return tables;
    }
}
