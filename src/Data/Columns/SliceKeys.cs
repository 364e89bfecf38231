namespace TrailBoard.Data.Columns;

/// <summary>The keys of a slice in their order, in 6 bytes each: a slice is of one day, and a day has 48 bits of keys.</summary>
internal sealed class SliceKeys
{
    private readonly long _start;
    private readonly ushort[] _high;
    private readonly uint[] _low;

    public SliceKeys(ReadOnlySpan<long> keys)
    {
        _start = Slice.StartOf(Slice.DayOf(keys[0]));
        (_high, _low) = (new ushort[keys.Length], new uint[keys.Length]);
        for (var row = 0; row < keys.Length; row++)
        {
            var behind = keys[row] - _start;
            (_high[row], _low[row]) = (checked((ushort)(behind >> 32)), unchecked((uint)behind));
        }
    }

    /// <summary>The keys of a slice with new rows of its day among them.</summary>
    public SliceKeys Grow(ChangedRows changes, NewRows rows)
    {
        var (high, low) = (new ushort[rows.Rows], new uint[rows.Rows]);
        rows.Spread<ushort>(_high, high);
        rows.Spread<uint>(_low, low);
        for (var change = 0; change < changes.Count; change++)
        {
            var behind = changes.Key(change) - _start;
            (high[rows.RowOf(change)], low[rows.RowOf(change)]) = (checked((ushort)(behind >> 32)), unchecked((uint)behind));
        }

        return new SliceKeys(_start, high, low);
    }

    private SliceKeys(long start, ushort[] high, uint[] low) => (_start, _high, _low) = (start, high, low);

    public static SliceKeys From(SliceReader reader) => new(reader.Read<long>()[0], reader.Read<ushort>(), reader.Read<uint>());

    public void WriteTo(SliceWriter writer)
    {
        writer.Write<long>(_start);
        writer.Write<ushort>(_high);
        writer.Write<uint>(_low);
    }

    public int Count => _low.Length;

    public long Bytes => (6L * Count) + 80;

    public long this[int row] => _start + (((long)_high[row] << 32) | _low[row]);

    /// <summary>How many keys are lower.</summary>
    /// <param name="key">The key.</param>
    /// <param name="from">So many are known to be.</param>
    public int Below(long key, int from = 0)
    {
        var to = Count;
        while (from < to)
        {
            var middle = (from + to) >>> 1;
            (from, to) = this[middle] < key ? (middle + 1, to) : (from, middle);
        }

        return from;
    }

    /// <summary>The row of a key, or -1.</summary>
    public int Find(long key) => Below(key) is var row && row < Count && this[row] == key ? row : -1;
}
