using TrailBoard.Data.Columns;

namespace TrailBoard.Data.Store;

/// <summary>The rows of a transaction, for the columns in memory: as far as they are few enough to be remembered.</summary>
internal sealed class WrittenRows
{
    // An object is never split between transactions, however large it is; beyond this the columns read the rows themselves.
    private const int Most = 100_000;

    private readonly CodedBatch _rows = new();
    private int _mark;
    private bool _areTooMany;

    /// <summary>The rows in the order of writing, or null where they are too many.</summary>
    public CodedBatch? Rows => _areTooMany ? null : _rows;

    public void Add(EventRow row)
    {
        _areTooMany |= _rows.Count == Most;
        if (!_areTooMany)
        {
            _rows.Add(row);
        }
    }

    /// <summary>Marks the start of an object.</summary>
    public void Mark() => _mark = _rows.Count;

    /// <summary>Forgets the rows since the mark.</summary>
    public void BackToMark() => _rows.RemoveFrom(_mark);
}
