namespace TrailBoard.Core.Import.Reading;

/// <summary>What an object's first bytes say that it is, whatever its name says.</summary>
internal static class ByteFormat
{
    private static readonly (byte[] Magic, string Name)[] Unsupported =
    [
        ("PK\x03\x04"u8.ToArray(), "zip"), ("PK\x05\x06"u8.ToArray(), "zip"), ([0x28, 0xb5, 0x2f, 0xfd], "zstd"), ("PAR1"u8.ToArray(), "parquet"),
        ("BZh"u8.ToArray(), "bzip2"), ([0xfd, 0x37, 0x7a, 0x58, 0x5a, 0x00], "xz"), ([0x04, 0x22, 0x4d, 0x18], "lz4"),
        ([0x37, 0x7a, 0xbc, 0xaf, 0x27, 0x1c], "7z"), ("Obj\x01"u8.ToArray(), "avro"), ("ORC"u8.ToArray(), "orc"),
        ([0xff, 0x06, 0x00, 0x00, 0x73, 0x4e, 0x61, 0x50, 0x70, 0x59], "snappy"),
    ];

    public static bool IsGzip(ReadOnlySpan<byte> head) => head.Length >= 2 && head[0] == 0x1f && head[1] == 0x8b;

    /// <summary>The name of a format that TrailBoard knows and does not read, or null.</summary>
    public static string? UnsupportedName(ReadOnlySpan<byte> head)
    {
        foreach (var (magic, name) in Unsupported)
        {
            if (head.StartsWith(magic))
            {
                return name;
            }
        }

        return null;
    }

    /// <summary>UTF-16 by its byte order mark; null where there is none.</summary>
    public static bool? Utf16IsBigEndian(ReadOnlySpan<byte> head) =>
        head.StartsWith<byte>([0xff, 0xfe]) ? false : head.StartsWith<byte>([0xfe, 0xff]) ? true : null;

    /// <summary>Whether the bytes look like UTF-16 though no mark says so: every other byte of ASCII text is zero.</summary>
    public static bool LooksLikeUtf16(ReadOnlySpan<byte> head) =>
        head.Length >= 4 && ((head[0] == 0 && head[2] == 0 && head[1] != 0 && head[3] != 0) || (head[1] == 0 && head[3] == 0 && head[0] != 0 && head[2] != 0));
}
