using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using TrailBoard.Data.Words;

namespace TrailBoard.Data.Columns;

/// <summary>
/// The codes of one column in one slice: each different code once, and for each row which of them it has, in no bytes where
/// there is only one, in one byte where there are at most 256, else in two. That is smaller than the codes themselves, and what
/// is asked about a code is asked once a slice.
/// </summary>
internal sealed partial class CodeColumn
{
    // Beyond this many, looking each row up is faster than comparing it with each.
    private const int FewPlaces = 4;

    // A summary costs 12 bytes a code; where nearly every row has its own it would cost more than it spares.
    private const int RowsOfSummarisedCode = 8;

    private readonly byte[]? _narrow;
    private readonly ushort[]? _wide;

    /// <param name="codes">The different codes, in the order in which they first occur.</param>
    /// <param name="places">For each row which of the codes it has.</param>
    public CodeColumn(int[] codes, ReadOnlySpan<ushort> places)
    {
        Codes = codes;
        // Whole words of 64 rows, so that no loop has a special end.
        var length = RowBits.Words(places.Length) << 6;
        if (codes.Length is > 1 and <= 256)
        {
            _narrow = new byte[length];
            for (var row = 0; row < places.Length; row++)
            {
                _narrow[row] = (byte)places[row];
            }
        }
        else if (codes.Length > 256)
        {
            _wide = new ushort[length];
            places.CopyTo(_wide);
        }
    }

    private CodeColumn(int[] codes, byte[] narrow, ushort[] wide) =>
        (Codes, _narrow, _wide) = (codes, narrow.Length > 0 ? narrow : null, wide.Length > 0 ? wide : null);

    public static CodeColumn From(SliceReader reader) => new(reader.Read<int>(), reader.Read<byte>(), reader.Read<ushort>());

    public void WriteTo(SliceWriter writer)
    {
        writer.Write<int>(Codes);
        writer.Write<byte>(_narrow);
        writer.Write<ushort>(_wide);
    }

    /// <summary>The column of codes that two columns make together.</summary>
    public static CodeColumn Of(int rows, CodeColumn one, CodeColumn other, Func<int, int, int> code)
    {
        var places = new ushort[rows];
        var (codes, placeOf) = (new List<int>(), new Dictionary<(int, int), ushort>());
        var (last, lastPlace) = ((-1, -1), (ushort)0);
        for (var row = 0; row < rows; row++)
        {
            var pair = (one.PlaceOf(row), other.PlaceOf(row));
            if (pair != last)
            {
                if (!placeOf.TryGetValue(pair, out lastPlace))
                {
                    placeOf.Add(pair, lastPlace = (ushort)codes.Count);
                    codes.Add(code(one.Codes[pair.Item1], other.Codes[pair.Item2]));
                }

                last = pair;
            }

            places[row] = lastPlace;
        }

        return new CodeColumn([.. codes], places);
    }

    /// <summary>The different codes; a place is an index into them.</summary>
    public int[] Codes { get; }

    /// <summary>What all rows of the slice count to, or null where that is counted when it is asked for.</summary>
    public PlaceCounts? Summary { get; private set; }

    public long Bytes => (_narrow?.Length ?? 0) + (2L * (_wide?.Length ?? 0)) + (6L * Codes.Length) + (16L * (Summary?.Places ?? 0)) + 96;

    /// <summary>The code of a row.</summary>
    public int this[int row] => Codes[PlaceOf(row)];

    private int PlaceOf(int row) => _narrow is not null ? _narrow[row] : _wide is not null ? _wide[row] : 0;

    public void Summarise(Slice slice)
    {
        if (Summary is null && IsSummarised(Codes.Length, slice.Rows))
        {
            var counts = new PlaceCounts();
            Count(slice, slice.Every, counts);
            Summary = counts;
        }
    }

    /// <summary>The rows whose code is in the set.</summary>
    public ulong[]? Match(CodeSet set, Slice slice)
    {
        if (set.IsEmpty)
        {
            return null;
        }

        var matches = new byte[Codes.Length];
        var count = 0;
        for (var place = 0; place < matches.Length; place++)
        {
            if (set.Contains(Codes[place]))
            {
                matches[place] = 1;
                count++;
            }
        }

        return Match(matches, count, slice);
    }

    /// <summary>The rows whose code, the number of a block, is in the set.</summary>
    public ulong[]? Match(BlockSet set, Slice slice)
    {
        var matches = new byte[Codes.Length];
        var count = 0;
        for (var place = 0; place < matches.Length; place++)
        {
            if (set.MayHold(Codes[place]))
            {
                matches[place] = 1;
                count++;
            }
        }

        return Match(matches, count, slice);
    }

    /// <summary>Counts the rows by the place of their code.</summary>
    public void Count(Slice slice, ulong[] rows, PlaceCounts counts)
    {
        counts.Clear(Codes.Length);
        if (_narrow is not null)
        {
            Count<byte>(_narrow, slice, rows, counts);
        }
        else if (_wide is not null)
        {
            Count<ushort>(_wide, slice, rows, counts);
        }
        else
        {
            counts.SetOnly(
                RowBits.Count(rows),
                RowBits.Count(rows, slice.Errors, 0, slice.Rows),
                RowBits.Count(rows, slice.Writes, 0, slice.Rows),
                RowBits.Lowest(rows),
                RowBits.Highest(rows));
        }
    }

    /// <summary>Adds the rows of a range to counts by a number that each place has; -1 is not counted.</summary>
    public void CountInto(int[] counts, int[] numberOfPlace, ulong[] rows, int from, int to)
    {
        for (var word = from >> 6; word <= (to - 1) >> 6; word++)
        {
            for (var bits = rows[word] & RowBits.Within(word, from, to); bits != 0; bits &= bits - 1)
            {
                var row = (word << 6) + BitOperations.TrailingZeroCount(bits);
                var number = numberOfPlace[_narrow is not null ? _narrow[row] : _wide is not null ? _wide[row] : 0];
                if (number >= 0)
                {
                    counts[number]++;
                }
            }
        }
    }

    private ulong[]? Match(byte[] matches, int count, Slice slice) =>
        count == 0 ? null
        : count == matches.Length ? slice.Every
        : _narrow is not null ? Match(_narrow, matches, count, slice)
        : Match(_wide!, matches, count, slice);

    private static ulong[]? Match<T>(T[] places, byte[] matches, int count, Slice slice)
        where T : unmanaged, IBinaryInteger<T>
    {
        var words = GC.AllocateUninitializedArray<ulong>(RowBits.Words(slice.Rows));
        if (count <= FewPlaces)
        {
            Compare(places, PlacesOf<T>(matches, 1, count), words, ulong.MinValue);
        }
        else if (matches.Length - count <= FewPlaces)
        {
            Compare(places, PlacesOf<T>(matches, 0, matches.Length - count), words, ulong.MaxValue);
        }
        else if (places is byte[] narrow)
        {
            LookUp(narrow, new ByteSet(matches), words);
        }
        else
        {
            LookUp(places, matches, words);
        }

        RowBits.Trim(words, slice.Rows);
        return words;
    }

    private static T[] PlacesOf<T>(byte[] matches, byte sought, int count)
        where T : unmanaged, IBinaryInteger<T>
    {
        var found = new T[count];
        for (int i = 0, place = -1; i < count; i++)
        {
            place = Array.IndexOf(matches, sought, place + 1);
            found[i] = T.CreateTruncating(place);
        }

        return found;
    }

    // The rows that have one of a few places, turned over or not.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Compare<T>(T[] places, T[] sought, ulong[] words, ulong turned)
        where T : unmanaged, IBinaryInteger<T>
    {
        for (var word = 0; word < words.Length; word++)
        {
            var bits = 0UL;
            for (var at = 0; at < 64; at += Vector512<T>.Count)
            {
                var of = Vector512.LoadUnsafe(ref places[(word << 6) + at]);
                var equal = Vector512<T>.Zero;
                foreach (var place in sought)
                {
                    equal |= Vector512.Equals(of, Vector512.Create(place));
                }

                bits |= equal.ExtractMostSignificantBits() << at;
            }

            words[word] = bits ^ turned;
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void LookUp(byte[] places, ByteSet set, ulong[] words)
    {
        for (var word = 0; word < words.Length; word++)
        {
            words[word] = set.Of(places.AsSpan(word << 6, 64));
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void LookUp<T>(T[] places, byte[] matches, ulong[] words)
        where T : unmanaged, IBinaryInteger<T>
    {
        for (var word = 0; word < words.Length; word++)
        {
            var of = places.AsSpan(word << 6, 64);
            var bits = 0UL;
            for (var i = 0; i < of.Length; i++)
            {
                bits |= (ulong)matches[int.CreateTruncating(of[i])] << i;
            }

            words[word] = bits;
        }
    }

    private static void Count<T>(T[] places, Slice slice, ulong[] rows, PlaceCounts counts)
        where T : unmanaged, IBinaryInteger<T>
    {
        for (var word = 0; word < rows.Length; word++)
        {
            var (errors, writes) = (slice.Errors[word], slice.Writes[word]);
            var of = places.AsSpan(word << 6, 64);
            if (rows[word] == ulong.MaxValue)
            {
                for (var i = 0; i < of.Length; i++)
                {
                    counts.Add(int.CreateTruncating(of[i]), (word << 6) + i, errors >> i, writes >> i);
                }

                continue;
            }

            for (var bits = rows[word]; bits != 0; bits &= bits - 1)
            {
                var i = BitOperations.TrailingZeroCount(bits);
                counts.Add(int.CreateTruncating(of[i]), (word << 6) + i, errors >> i, writes >> i);
            }
        }
    }
}
