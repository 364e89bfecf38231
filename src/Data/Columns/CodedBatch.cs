using TrailBoard.Data.Store;

namespace TrailBoard.Data.Columns;

/// <summary>
/// Rows as columns keep them, in the order of writing: the key, some bits of the id, and the codes at the numbers of their kinds, the
/// flags at 0 and the block last. In few arrays: an object for each row would be a large part of an import's garbage.
/// </summary>
internal sealed class CodedBatch
{
    // Pieces are small enough for the heap of small objects, so that what an import leaves behind is collected soon and cheaply.
    private const int RowsOfPiece = 1 << 10;

    private readonly List<Piece> _pieces = [];

    public int Count { get; private set; }

    public void Add(EventRow row)
    {
        Span<int> codes = stackalloc int[Slice.Columns];
        codes[0] = row.Flags & Slice.Flags;
        foreach (var column in EventColumns.All)
        {
            codes[(int)column.Kind] = column.Read(row);
        }

        codes[Slice.Block] = checked((int)row.Block);
        Add(row.Key, row.Id.Fingerprint, codes);
    }

    public void Add(long key, uint id, ReadOnlySpan<int> codes)
    {
        var at = Count % RowsOfPiece;
        if (Count / RowsOfPiece == _pieces.Count)
        {
            _pieces.Add(new Piece());
        }

        var piece = _pieces[Count / RowsOfPiece];
        (piece.Keys[at], piece.Ids[at]) = (key, id);
        codes.CopyTo(piece.Codes.AsSpan(at * Slice.Columns, Slice.Columns));
        Count++;
    }

    /// <summary>Adds all rows of another.</summary>
    public void Add(CodedBatch other)
    {
        for (var row = 0; row < other.Count; row++)
        {
            Add(other.Key(row), other.Id(row), other.Codes(row));
        }
    }

    public long Key(int row) => _pieces[row / RowsOfPiece].Keys[row % RowsOfPiece];

    public uint Id(int row) => _pieces[row / RowsOfPiece].Ids[row % RowsOfPiece];

    public ReadOnlySpan<int> Codes(int row) => _pieces[row / RowsOfPiece].Codes.AsSpan(row % RowsOfPiece * Slice.Columns, Slice.Columns);

    /// <summary>Forgets all rows from one on.</summary>
    public void RemoveFrom(int row)
    {
        Count = row;
        var pieces = (row + RowsOfPiece - 1) / RowsOfPiece;
        _pieces.RemoveRange(pieces, _pieces.Count - pieces);
    }

    private sealed class Piece
    {
        public long[] Keys { get; } = new long[RowsOfPiece];

        public uint[] Ids { get; } = new uint[RowsOfPiece];

        public int[] Codes { get; } = new int[RowsOfPiece * Slice.Columns];
    }
}
