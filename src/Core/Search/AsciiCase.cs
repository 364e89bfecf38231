using System.Buffers;

namespace TrailBoard.Core.Search;

/// <summary>
/// Comparison in which ASCII letters have no case and all else is compared exactly. The framework's
/// <see cref="StringComparison.OrdinalIgnoreCase"/> also folds other alphabets, which SQLite does not.
/// </summary>
internal static class AsciiCase
{
    public static char Fold(char c) => char.IsAsciiLetterUpper(c) ? (char)(c | 0x20) : c;

    public static bool Equal(ReadOnlySpan<char> left, ReadOnlySpan<char> right) =>
        left.Length == right.Length && CommonPrefix(left, right) == left.Length;

    /// <summary>Where the part first occurs in the text, or -1, in time proportional to the text.</summary>
    public static int IndexOf(ReadOnlySpan<char> text, ReadOnlySpan<char> part)
    {
        if (part.IsEmpty)
        {
            return 0;
        }

        var lower = Fold(part[0]);
        var upper = char.IsAsciiLetterLower(lower) ? (char)(lower & ~0x20) : lower;
        var wasted = 0;
        for (var at = 0; at + part.Length <= text.Length; at++)
        {
            var next = text[at..^(part.Length - 1)].IndexOfAny(lower, upper);
            if (next < 0)
            {
                return -1;
            }

            at += next;
            var same = CommonPrefix(text[at..], part);
            if (same == part.Length)
            {
                return at;
            }

            // Text such as "aaaa…" looked through for "aaaa…b" would take the product of their lengths this way.
            wasted += same;
            if (wasted > (4 * at) + 256)
            {
                var found = SteadyIndexOf(text[(at + 1)..], part);
                return found < 0 ? -1 : at + 1 + found;
            }
        }

        return -1;
    }

    private static int CommonPrefix(ReadOnlySpan<char> left, ReadOnlySpan<char> right)
    {
        var length = Math.Min(left.Length, right.Length);
        var i = 0;
        while (i < length && (left[i] == right[i] || Fold(left[i]) == Fold(right[i])))
        {
            i++;
        }

        return i;
    }

    /// <summary>Knuth, Morris and Pratt: never looks at a character of the text twice.</summary>
    private static int SteadyIndexOf(ReadOnlySpan<char> text, ReadOnlySpan<char> part)
    {
        if (part.Length > text.Length)
        {
            return -1;
        }

        var rented = ArrayPool<int>.Shared.Rent(part.Length);
        try
        {
            var borders = Borders(part, rented);
            for (int i = 0, same = 0; i < text.Length; i++)
            {
                same = Extend(part, borders, same, text[i]);
                if (same == part.Length)
                {
                    return i + 1 - part.Length;
                }
            }

            return -1;
        }
        finally
        {
            ArrayPool<int>.Shared.Return(rented);
        }
    }

    private static ReadOnlySpan<int> Borders(ReadOnlySpan<char> part, int[] borders)
    {
        borders[0] = 0;
        for (int i = 1, same = 0; i < part.Length; i++)
        {
            same = Extend(part, borders, same, part[i]);
            borders[i] = same;
        }

        return borders;
    }

    private static int Extend(ReadOnlySpan<char> part, ReadOnlySpan<int> borders, int same, char c)
    {
        while (same > 0 && Fold(part[same]) != Fold(c))
        {
            same = borders[same - 1];
        }

        return Fold(part[same]) == Fold(c) ? same + 1 : 0;
    }
}
