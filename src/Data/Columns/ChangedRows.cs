namespace TrailBoard.Data.Columns;

/// <summary>The rows of a batch in the order of their keys, each key once, or a part of them.</summary>
internal readonly struct ChangedRows
{
    private readonly CodedBatch _batch;
    private readonly long[] _keys;
    private readonly int[] _rows;
    private readonly int _from;

    private ChangedRows(CodedBatch batch, long[] keys, int[] rows, int from, int count) =>
        (_batch, _keys, _rows, _from, Count) = (batch, keys, rows, from, count);

    /// <summary>The rows from a key on. A row may have been written twice; the last writing counts.</summary>
    public static ChangedRows Of(CodedBatch batch, long floor)
    {
        var (keys, rows) = (new long[batch.Count], new int[batch.Count]);
        var count = 0;
        for (var row = 0; row < batch.Count; row++)
        {
            if (batch.Key(row) >= floor)
            {
                (keys[count], rows[count]) = (batch.Key(row), row);
                count++;
            }
        }

        Array.Sort(keys, rows, 0, count);
        var different = 0;
        for (var i = 0; i < count; i++)
        {
            if (different > 0 && keys[different - 1] == keys[i])
            {
                rows[different - 1] = Math.Max(rows[different - 1], rows[i]);
                continue;
            }

            (keys[different], rows[different]) = (keys[i], rows[i]);
            different++;
        }

        return new ChangedRows(batch, keys, rows, 0, different);
    }

    public int Count { get; }

    public long Key(int change) => _keys[_from + change];

    public uint Id(int change) => _batch.Id(_rows[_from + change]);

    public ReadOnlySpan<int> Codes(int change) => _batch.Codes(_rows[_from + change]);

    /// <summary>Those from one up to but without another.</summary>
    public ChangedRows Part(int from, int to) => new(_batch, _keys, _rows, _from + from, to - from);
}
