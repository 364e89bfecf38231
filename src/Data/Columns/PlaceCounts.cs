using System.Collections.Concurrent;
using System.Runtime.CompilerServices;

namespace TrailBoard.Data.Columns;

/// <summary>What the rows of one slice count to, by the place of their code. Made once and cleared for each slice.</summary>
internal sealed class PlaceCounts
{
    // Three counts in a word: a slice has at most 65,536 rows, so none reaches the next.
    private const int Bits = 21;
    private const ulong Mask = (1UL << Bits) - 1;

    // As many as were in use at once: for a large slice their arrays are large, and new ones for each question would be most of its garbage.
    private static readonly ConcurrentBag<PlaceCounts> Spare = [];

    private ulong[] _packed = [];
    private ushort[] _first = [];
    private ushort[] _last = [];

    public int Places { get; private set; }

    /// <summary>Counts that may be given back when they are no longer read.</summary>
    public static PlaceCounts Lend() => Spare.TryTake(out var counts) ? counts : new PlaceCounts();

    public static void TakeBack(PlaceCounts counts) => Spare.Add(counts);

    public void Clear(int places)
    {
        Places = places;
        if (_packed.Length < places)
        {
            (_packed, _first, _last) = (new ulong[places], new ushort[places], new ushort[places]);
        }
        else
        {
            Array.Clear(_packed, 0, places);
        }
    }

    /// <summary>Adds a row; rows come in order.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Add(int place, int row, ulong error, ulong write)
    {
        ref var packed = ref _packed[place];
        if (packed == 0)
        {
            _first[place] = (ushort)row;
        }

        packed += 1 | ((error & 1) << Bits) | ((write & 1) << (2 * Bits));
        _last[place] = (ushort)row;
    }

    /// <summary>What a slice counts to with new rows among its rows.</summary>
    /// <param name="places">How many places there are then.</param>
    /// <param name="placeOf">The place of each new row.</param>
    /// <param name="errors">Which of the new rows were refused or failed.</param>
    /// <param name="writes">Which of the new rows write.</param>
    public PlaceCounts Grow(int places, ReadOnlySpan<ushort> placeOf, ReadOnlySpan<bool> errors, ReadOnlySpan<bool> writes, NewRows rows)
    {
        var grown = new PlaceCounts();
        grown.Clear(places);
        _packed.AsSpan(0, Places).CopyTo(grown._packed);
        for (var place = 0; place < Places; place++)
        {
            (grown._first[place], grown._last[place]) = (rows.Moved(_first[place]), rows.Moved(_last[place]));
        }

        for (var change = 0; change < placeOf.Length; change++)
        {
            var (place, row) = (placeOf[change], (ushort)rows.RowOf(change));
            var isFirst = grown._packed[place] == 0;
            grown._packed[place] += 1 | (errors[change] ? 1UL << Bits : 0) | (writes[change] ? 1UL << (2 * Bits) : 0);
            grown._first[place] = isFirst ? row : Math.Min(grown._first[place], row);
            grown._last[place] = isFirst ? row : Math.Max(grown._last[place], row);
        }

        return grown;
    }

    /// <summary>Sets the counts of the only place.</summary>
    public void SetOnly(int count, int errors, int writes, int first, int last)
    {
        _packed[0] = (ulong)(count + ((long)errors << Bits) + ((long)writes << (2 * Bits)));
        (_first[0], _last[0]) = ((ushort)first, (ushort)last);
    }

    public long Count(int place) => (long)(_packed[place] & Mask);

    public long Errors(int place) => (long)((_packed[place] >> Bits) & Mask);

    public long Writes(int place) => (long)(_packed[place] >> (2 * Bits));

    public int First(int place) => _first[place];

    public int Last(int place) => _last[place];
}
