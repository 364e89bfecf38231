using System.Globalization;
using System.Text;

namespace TrailBoard.Core.Events;

/// <summary>JSON string escapes, read the way records need it: a lone surrogate is U+FFFD and never an exception.</summary>
public static class JsonText
{
    /// <summary>Unescapes the inside of a JSON string. The result is never longer than the source.</summary>
    /// <param name="source">What stands between the quotes, in UTF-8.</param>
    /// <param name="target">Where the text goes, in UTF-8; as long as the source.</param>
    /// <param name="replaced">Whether something was not valid Unicode and stands as U+FFFD.</param>
    /// <returns>The bytes written, or -1 where an escape is malformed.</returns>
    public static int Unescape(ReadOnlySpan<byte> source, Span<byte> target, out bool replaced)
    {
        replaced = false;
        var written = 0;
        while (true)
        {
            var slash = source.IndexOf((byte)'\\');
            if (slash < 0)
            {
                source.CopyTo(target[written..]);
                return written + source.Length;
            }

            source[..slash].CopyTo(target[written..]);
            written += slash;
            source = source[slash..];
            if (source.Length < 2)
            {
                return -1;
            }

            if (source[1] != (byte)'u')
            {
                if (!TryPlain(source[1], out target[written]))
                {
                    return -1;
                }

                written++;
                source = source[2..];
                continue;
            }

            if (!TryCodeUnit(source, out var unit))
            {
                return -1;
            }

            source = source[6..];
            if (char.IsHighSurrogate(unit) && TryCodeUnit(source, out var low) && char.IsLowSurrogate(low))
            {
                source = source[6..];
                written += new Rune(unit, low).EncodeToUtf8(target[written..]);
                continue;
            }

            replaced |= char.IsSurrogate(unit);
            written += (char.IsSurrogate(unit) ? Rune.ReplacementChar : new Rune(unit)).EncodeToUtf8(target[written..]);
        }
    }

    private static bool TryPlain(byte escape, out byte value)
    {
        value = escape switch
        {
            (byte)'"' or (byte)'\\' or (byte)'/' => escape,
            (byte)'n' => (byte)'\n',
            (byte)'r' => (byte)'\r',
            (byte)'t' => (byte)'\t',
            (byte)'b' => (byte)'\b',
            (byte)'f' => (byte)'\f',
            _ => 0,
        };
        return value != 0;
    }

    private static bool TryCodeUnit(ReadOnlySpan<byte> source, out char unit)
    {
        unit = default;
        if (source.Length < 6 || source[0] != (byte)'\\' || source[1] != (byte)'u'
            || !ushort.TryParse(source.Slice(2, 4), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var value))
        {
            return false;
        }

        unit = (char)value;
        return true;
    }
}
