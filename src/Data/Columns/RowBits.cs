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

    /// <summary>The rows that are in both.</summary>
    public static ulong[]? And(ulong[] left, ulong[] right)
    {
        var (both, any) = (GC.AllocateUninitializedArray<ulong>(left.Length), 0UL);
        for (var i = 0; i < both.Length; i++)
        {
            any |= both[i] = left[i] & right[i];
        }

        return any == 0 ? null : both;
    }

    /// <summary>The rows that are in either.</summary>
    public static ulong[] Or(ulong[] left, ulong[] right)
    {
        var either = GC.AllocateUninitializedArray<ulong>(left.Length);
        for (var i = 0; i < either.Length; i++)
        {
            either[i] = left[i] | right[i];
        }

        return either;
    }

    /// <summary>All rows but these.</summary>
    public static ulong[]? Not(ulong[] every, ulong[] words)
    {
        var (rest, any) = (GC.AllocateUninitializedArray<ulong>(every.Length), 0UL);
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
        if (from >= to)
        {
            return 0;
        }

        var (first, last) = (from >> 6, (to - 1) >> 6);
        var count = BitOperations.PopCount(words[first] & other[first] & Within(first, from, to));
        for (var word = first + 1; word < last; word++)
        {
            count += BitOperations.PopCount(words[word] & other[word]);
        }

        return last == first ? count : count + BitOperations.PopCount(words[last] & other[last] & Within(last, from, to));
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
