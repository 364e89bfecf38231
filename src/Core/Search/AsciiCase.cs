using System.Buffers;
using System.Numerics;

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

    /// <summary>The same of texts in UTF-8.</summary>
    public static bool Equal(ReadOnlySpan<byte> left, ReadOnlySpan<byte> right) =>
        left.Length == right.Length && CommonPrefix(left, right) == left.Length;

    /// <summary>Where the part first occurs in the text, or -1, in time proportional to the text.</summary>
    public static int IndexOf(ReadOnlySpan<char> text, ReadOnlySpan<char> part) => FirstIndexOf(text, part);

    /// <summary>
    /// The same of texts in UTF-8. A whole character's bytes are never a part of other characters' bytes, so that a text of whole
    /// characters occurs in the bytes where it occurs in the text.
    /// </summary>
    public static int IndexOf(ReadOnlySpan<byte> text, ReadOnlySpan<byte> part) => FirstIndexOf(text, part);

    private static int FirstIndexOf<T>(ReadOnlySpan<T> text, ReadOnlySpan<T> part)
        where T : unmanaged, IBinaryInteger<T>
    {
        if (part.IsEmpty)
        {
            return 0;
        }

        var lower = Fold(part[0]);
        var upper = IsWithin(lower, 'a', 'z') ? lower ^ T.CreateTruncating(0x20) : lower;
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

    private static T Fold<T>(T c)
        where T : unmanaged, IBinaryInteger<T> => IsWithin(c, 'A', 'Z') ? c | T.CreateTruncating(0x20) : c;

    private static bool IsWithin<T>(T c, char first, char last)
        where T : unmanaged, IBinaryInteger<T> => c >= T.CreateTruncating(first) && c <= T.CreateTruncating(last);

    /// <summary>How many of their first signs are the same.</summary>
    public static int CommonPrefix<T>(ReadOnlySpan<T> left, ReadOnlySpan<T> right)
        where T : unmanaged, IBinaryInteger<T>
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
    private static int SteadyIndexOf<T>(ReadOnlySpan<T> text, ReadOnlySpan<T> part)
        where T : unmanaged, IBinaryInteger<T>
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

    private static ReadOnlySpan<int> Borders<T>(ReadOnlySpan<T> part, int[] borders)
        where T : unmanaged, IBinaryInteger<T>
    {
        borders[0] = 0;
        for (int i = 1, same = 0; i < part.Length; i++)
        {
            same = Extend(part, borders, same, part[i]);
            borders[i] = same;
        }

        return borders;
    }

    private static int Extend<T>(ReadOnlySpan<T> part, ReadOnlySpan<int> borders, int same, T c)
        where T : unmanaged, IBinaryInteger<T>
    {
        while (same > 0 && Fold(part[same]) != Fold(c))
        {
            same = borders[same - 1];
        }

        return Fold(part[same]) == Fold(c) ? same + 1 : 0;
    }
}
