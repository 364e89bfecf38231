namespace TrailBoard.Core.Events;

/// <summary>
/// Reads an <c>eventTime</c>: ISO 8601, and the forms that databases export (<c>2024-06-02 19:41:40.000000000</c>). The
/// result is UTC cut to the second; a time without a zone is UTC whatever the machine's zone is.
/// </summary>
internal static class EventTime
{
    // The store's key has 32 bits and a sign for seconds around 2010.
    private const int FirstYear = 1900;
    private const int LastYear = 2145;

    /// <summary>Reads a time.</summary>
    public static bool TryParse(ReadOnlySpan<byte> text, out DateTimeOffset time)
    {
        time = default;
        if (text.Length < 19 || text[4] != '-' || text[7] != '-' || text[10] is not ((byte)'T' or (byte)' ' or (byte)'t')
            || text[13] != ':' || text[16] != ':')
        {
            return false;
        }

        if (!TryDigits(text[..4], out var year) || !TryDigits(text.Slice(5, 2), out var month) || !TryDigits(text.Slice(8, 2), out var day)
            || !TryDigits(text.Slice(11, 2), out var hour) || !TryDigits(text.Slice(14, 2), out var minute) || !TryDigits(text.Slice(17, 2), out var second)
            || year is < FirstYear or > LastYear || month is < 1 or > 12 || day < 1 || day > DateTime.DaysInMonth(year, month)
            || hour > 23 || minute > 59 || second > 59)
        {
            return false;
        }

        if (!TrySkipFraction(text[19..], out var zone) || !TryOffset(zone, out var offset))
        {
            return false;
        }

        time = new DateTimeOffset(year, month, day, hour, minute, second, TimeSpan.Zero).AddMinutes(-offset);
        return true;
    }

    private static bool TrySkipFraction(ReadOnlySpan<byte> text, out ReadOnlySpan<byte> rest)
    {
        rest = text;
        if (text.IsEmpty || text[0] is not ((byte)'.' or (byte)','))
        {
            return true;
        }

        var digits = text[1..].IndexOfAnyExceptInRange((byte)'0', (byte)'9');
        rest = digits < 0 ? [] : text[(digits + 1)..];
        return digits != 0 && text.Length > 1;
    }

    private static bool TryOffset(ReadOnlySpan<byte> zone, out int minutes)
    {
        minutes = 0;
        if (zone.IsEmpty || zone.SequenceEqual("Z"u8) || zone.SequenceEqual("z"u8) || zone.SequenceEqual(" UTC"u8))
        {
            return true;
        }

        if (zone[0] is not ((byte)'+' or (byte)'-'))
        {
            return false;
        }

        var digits = zone[1..];
        var minute = 0;
        var valid = digits.Length switch
        {
            2 => true,
            4 => TryDigits(digits[2..], out minute),
            5 => digits[2] == ':' && TryDigits(digits[3..], out minute),
            _ => false,
        };
        if (!valid || !TryDigits(digits[..2], out var hour) || hour > 18 || minute > 59)
        {
            return false;
        }

        minutes = ((hour * 60) + minute) * (zone[0] == '-' ? -1 : 1);
        return true;
    }

    private static bool TryDigits(ReadOnlySpan<byte> digits, out int value)
    {
        value = 0;
        foreach (var digit in digits)
        {
            if (digit is < (byte)'0' or > (byte)'9')
            {
                return false;
            }

            value = (value * 10) + (digit - '0');
        }

        return true;
    }
}
