using System.Buffers;
using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using TrailBoard.Data.Store;

namespace TrailBoard.Data.Columns;

/// <content>Counting alone, in the way that is fastest for so many codes and rows.</content>
internal sealed partial class CodeColumn
{
    // With fewer rows than this part of the codes, clearing and reading a count for each code would be most of the work.
    private const int CodesOfFewRows = 4;

    private ushort[]? _countsOfAll;

    /// <summary>Adds the rows to the counts of their codes' values.</summary>
    /// <param name="part">The part of a code that is the field's.</param>
    public void AddTo(ValueCounts counts, CodePart part, Slice slice, ulong[] rows)
    {
        var count = rows == slice.Every ? slice.Rows : RowBits.Count(rows);
        if (Codes.Length == 1)
        {
            counts.Add(part.Of(Codes[0]), count);
        }
        else if (rows == slice.Every)
        {
            var all = CountsOfAll(slice);
            for (var place = 0; place < Codes.Length; place++)
            {
                counts.Add(part.Of(Codes[place]), all[place]);
            }
        }
        else if (count < Codes.Length / CodesOfFewRows)
        {
            AddEach(counts, part, rows);
        }
        else
        {
            AddByPlace(counts, part, slice, rows, count);
        }
    }

    // Where they are no summary they are counted when they are first asked for. Two may do so at once, and come to the same.
    private ushort[] CountsOfAll(Slice slice)
    {
        if (Volatile.Read(ref _countsOfAll) is not { } counts)
        {
            var lent = ArrayPool<int>.Shared.Rent(Codes.Length);
            Array.Clear(lent, 0, Codes.Length);
            CountPlaces(slice.Every, slice.Every, 0, lent);
            counts = new ushort[Codes.Length];
            for (var place = 0; place < counts.Length; place++)
            {
                // There are at least two codes, so that none has all of 65,536 rows.
                counts[place] = checked((ushort)lent[place]);
            }

            ArrayPool<int>.Shared.Return(lent);
            Volatile.Write(ref _countsOfAll, counts);
        }

        return counts;
    }

    private void AddEach(ValueCounts counts, CodePart part, ulong[] rows)
    {
        for (var word = 0; word < rows.Length; word++)
        {
            for (var left = rows[word]; left != 0; left &= left - 1)
            {
                counts.Add(part.Of(this[(word << 6) + BitOperations.TrailingZeroCount(left)]), 1);
            }
        }
    }

    private void AddByPlace(ValueCounts counts, CodePart part, Slice slice, ulong[] rows, int count)
    {
        // Of most rows the others are counted, and taken off from all.
        var others = count > slice.Rows / 2 ? CountsOfAll(slice) : null;
        var counted = others is null ? count : slice.Rows - count;
        var turned = others is null ? 0 : ulong.MaxValue;
        var lent = ArrayPool<int>.Shared.Rent(Codes.Length);
        try
        {
            Array.Clear(lent, 0, Codes.Length);
            // With so few codes to compare a word's rows with each of them is less than to look at each row.
            if (_narrow is not null && (long)Codes.Length * rows.Length <= counted)
            {
                ComparePlaces(_narrow, slice.Every, rows, turned, lent.AsSpan(0, Codes.Length));
            }
            else
            {
                CountPlaces(slice.Every, rows, turned, lent);
            }

            for (var place = 0; place < Codes.Length; place++)
            {
                if ((others is null ? lent[place] : others[place] - lent[place]) is var some and > 0)
                {
                    counts.Add(part.Of(Codes[place]), some);
                }
            }
        }
        finally
        {
            ArrayPool<int>.Shared.Return(lent);
        }
    }

    private void CountPlaces(ulong[] every, ulong[] rows, ulong turned, int[] counts)
    {
        if (_narrow is not null)
        {
            CountPlaces(_narrow, every, rows, turned, counts);
        }
        else
        {
            CountPlaces(_wide!, every, rows, turned, counts);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void CountPlaces<T>(T[] places, ulong[] every, ulong[] rows, ulong turned, int[] counts)
        where T : unmanaged, IBinaryInteger<T>
    {
        for (var word = 0; word < rows.Length; word++)
        {
            var of = places.AsSpan(word << 6, 64);
            var left = (rows[word] ^ turned) & every[word];
            if (left == ulong.MaxValue)
            {
                foreach (var place in of)
                {
                    counts[int.CreateTruncating(place)]++;
                }

                continue;
            }

            for (; left != 0; left &= left - 1)
            {
                counts[int.CreateTruncating(of[BitOperations.TrailingZeroCount(left)])]++;
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void ComparePlaces(byte[] places, ulong[] every, ulong[] rows, ulong turned, Span<int> counts)
    {
        for (var word = 0; word < rows.Length; word++)
        {
            var left = (rows[word] ^ turned) & every[word];
            if (left == 0)
            {
                continue;
            }

            var of = Vector512.LoadUnsafe(ref places[word << 6]);
            for (var place = 0; place < counts.Length; place++)
            {
                counts[place] += BitOperations.PopCount(Vector512.Equals(of, Vector512.Create((byte)place)).ExtractMostSignificantBits() & left);
            }
        }
    }
}
