using System.Numerics;

namespace TrailBoard.Data.Columns;

/// <summary>One bit a row, 64 to a word. No rows is null; bits behind the last row are never set.</summary>
internal static class RowBits
{
    public static int Words(int rows) => (rows + 63) >> 6;

    /// <summary>All of the first rows.</summary>
    public static ulong[] First(int rows)
    {
        var words = new ulong[Words(rows)];
        words.AsSpan().Fill(ulong.MaxValue);
        Trim(words, rows);
        return words;
    }

    /// <summary>The rows from one up to but without another.</summary>
    public static ulong[]? Range(int from, int to, int rows)
    {
        if (from >= to)
        {
            return null;
        }

        var words = new ulong[Words(rows)];
        for (var word = from >> 6; word <= (to - 1) >> 6; word++)
        {
            words[word] = Within(word, from, to);
        }

        return words;
    }

    public static void Trim(ulong[] words, int rows)
    {
        if ((rows & 63) != 0)
        {
            words[^1] &= ulong.MaxValue >> (64 - (rows & 63));
        }
    }

    /// <summary>Keeps in the first what the second has too.</summary>
    public static ulong[]? And(ulong[] into, ulong[] other)
    {
        var any = 0UL;
        for (var i = 0; i < into.Length; i++)
        {
            any |= into[i] &= other[i];
        }

        return any == 0 ? null : into;
    }

    public static void Or(ulong[] into, ulong[] other)
    {
        for (var i = 0; i < into.Length; i++)
        {
            into[i] |= other[i];
        }
    }

    /// <summary>All rows but these.</summary>
    public static ulong[]? Not(ulong[] every, ulong[] words)
    {
        var (rest, any) = (new ulong[every.Length], 0UL);
        for (var i = 0; i < rest.Length; i++)
        {
            any |= rest[i] = every[i] & ~words[i];
        }

        return any == 0 ? null : rest;
    }

    public static int Count(ReadOnlySpan<ulong> words)
    {
        var count = 0;
        foreach (var word in words)
        {
            count += BitOperations.PopCount(word);
        }

        return count;
    }

    /// <summary>How many rows of a range are in both.</summary>
    public static int Count(ReadOnlySpan<ulong> words, ReadOnlySpan<ulong> other, int from, int to)
    {
        var count = 0;
        for (var word = from >> 6; word <= (to - 1) >> 6; word++)
        {
            count += BitOperations.PopCount(words[word] & other[word] & Within(word, from, to));
        }

        return count;
    }

    /// <summary>The lowest row.</summary>
    public static int Lowest(ReadOnlySpan<ulong> words)
    {
        var word = words.IndexOfAnyExcept(0UL);
        return (word << 6) + BitOperations.TrailingZeroCount(words[word]);
    }

    /// <summary>The highest row.</summary>
    public static int Highest(ReadOnlySpan<ulong> words)
    {
        var word = words.LastIndexOfAnyExcept(0UL);
        return (word << 6) + BitOperations.Log2(words[word]);
    }

    /// <summary>The bits of a word that belong to rows of a range.</summary>
    public static ulong Within(int word, int from, int to)
    {
        var bits = ulong.MaxValue;
        if (from > word << 6)
        {
            bits &= ulong.MaxValue << (from & 63);
        }

        if (to < (word + 1) << 6)
        {
            bits &= ulong.MaxValue >> (64 - (to & 63));
        }

        return bits;
    }
}
