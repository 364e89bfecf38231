using System.Buffers.Binary;

namespace TrailBoard.Core.Import.Reading;

/// <summary>The CRC-32 of gzip, sixteen bytes at a step.</summary>
internal static class Crc32
{
    private static readonly uint[] Tables = Build();

    /// <summary>Goes on from an earlier value; start from 0.</summary>
    public static uint Append(uint crc, ReadOnlySpan<byte> bytes)
    {
        crc = ~crc;
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

        return ~crc;
    }

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
