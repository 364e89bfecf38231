namespace TrailBoard.Data.Columns;

/// <summary>Makes slices of rows that come in the order of their keys. Used by one at a time; its memory is used again.</summary>
internal sealed partial class SliceBuilder(int mostRows)
{
    private readonly long[] _keys = new long[mostRows];
    private readonly uint[] _ids = new uint[mostRows];
    private readonly int[][] _codes = [.. Enumerable.Range(0, Slice.Columns).Select(_ => new int[mostRows])];
    private readonly ushort[] _places = new ushort[mostRows];

    // For each code its place, one more than that: 0 is none yet. Negative codes are sets of terms.
    private int[] _placeOfTerm = new int[1 << 10];
    private int[] _placeOfSet = new int[1 << 10];
    private uint[] _oldIds = [];
    private int _rows;

    /// <summary>How many rows a slice may have.</summary>
    public int MostRows => mostRows;

    /// <summary>How many rows were added to the slice that is being made.</summary>
    public int Rows => _rows;

    /// <summary>Forgets what was added.</summary>
    public void Clear() => _rows = 0;

    public void Add(long key, uint id, ReadOnlySpan<int> codes)
    {
        (_keys[_rows], _ids[_rows]) = (key, id);
        for (var column = 0; column < _codes.Length; column++)
        {
            _codes[column][_rows] = codes[column];
        }

        _rows++;
    }

    /// <summary>Adds the rows of a slice from one on.</summary>
    public void Add(Slice slice, int from)
    {
        var ids = IdsOf(slice);
        Span<int> codes = stackalloc int[Slice.Columns];
        for (var row = from; row < slice.Rows; row++)
        {
            slice.Read(row, codes);
            Add(slice.Keys[row], ids[row], codes);
        }
    }

    /// <summary>The bits of the ids of a slice, in the order of its rows. They are overwritten by the next.</summary>
    public ReadOnlySpan<uint> IdsOf(Slice slice)
    {
        if (_oldIds.Length < slice.Rows)
        {
            _oldIds = new uint[slice.Rows];
        }

        slice.Ids.CopyTo(_oldIds);
        return _oldIds.AsSpan(0, slice.Rows);
    }

    /// <summary>The slice of what was added, and begins the next.</summary>
    public Slice Build()
    {
        var slice = new Slice(new SliceKeys(_keys.AsSpan(0, _rows)), new SliceIds(_ids.AsSpan(0, _rows)), Array.ConvertAll(_codes, Encode));
        Clear();
        return slice;
    }

    private CodeColumn Encode(int[] codes)
    {
        var different = new List<int>();
        for (var row = 0; row < _rows; row++)
        {
            ref var place = ref PlaceOf(codes[row]);
            if (place == 0)
            {
                different.Add(codes[row]);
                place = different.Count;
            }

            _places[row] = (ushort)(place - 1);
        }

        foreach (var code in different)
        {
            PlaceOf(code) = 0;
        }

        return new CodeColumn([.. different], _places.AsSpan(0, _rows));
    }

    private ref int PlaceOf(int code)
    {
        ref var places = ref code >= 0 ? ref _placeOfTerm : ref _placeOfSet;
        var index = code >= 0 ? code : ~code;
        if (index >= places.Length)
        {
            Array.Resize(ref places, Math.Max(index + 1, places.Length * 2));
        }

        return ref places[index];
    }
}
