namespace TrailBoard.Data.Columns;

/// <summary>
/// Where new rows go between the rows of a slice. The old rows between two new ones are copied at once, column by column, so that a
/// slice that grows costs about as much as its memory is to be copied. Its memory is used again.
/// </summary>
internal sealed class NewRows(int mostRows)
{
    private readonly ushort[] _before = new ushort[mostRows];
    private readonly ushort[] _moved = new ushort[mostRows];
    private int _old;

    /// <summary>How many new rows there are.</summary>
    public int Count { get; private set; }

    /// <summary>How many rows there are with them.</summary>
    public int Rows => _old + Count;

    /// <summary>Finds the places of the changes, or false where one of them stands in the place of an old row.</summary>
    public bool TryPlace(SliceKeys keys, ChangedRows changes)
    {
        (_old, Count) = (keys.Count, changes.Count);
        var row = 0;
        for (var change = 0; change < changes.Count; change++)
        {
            var before = keys.Below(changes.Key(change), row);
            if (before < _old && keys[before] == changes.Key(change))
            {
                return false;
            }

            for (; row < before; row++)
            {
                _moved[row] = (ushort)(row + change);
            }

            _before[change] = (ushort)before;
        }

        for (; row < _old; row++)
        {
            _moved[row] = (ushort)(row + Count);
        }

        return true;
    }

    /// <summary>The number of a new row in the grown slice.</summary>
    public int RowOf(int change) => _before[change] + change;

    /// <summary>The number of an old row in the grown slice.</summary>
    public ushort Moved(int row) => _moved[row];

    /// <summary>Copies what the old rows have to their new numbers.</summary>
    public void Spread<T>(ReadOnlySpan<T> from, Span<T> to)
    {
        var row = 0;
        for (var change = 0; change < Count; change++)
        {
            var before = _before[change];
            from[row..before].CopyTo(to[(row + change)..]);
            row = before;
        }

        from[row.._old].CopyTo(to[(row + Count)..]);
    }
}
