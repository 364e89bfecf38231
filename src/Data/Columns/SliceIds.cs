using System.Buffers;

namespace TrailBoard.Data.Columns;

/// <summary>
/// In which rows of a slice an id may be: 32 bits of each id, in their order, and its row. 6 bytes an event, where an index in
/// the database would be 20 and slow down every insert. Ids that share their bits are told apart by the rows of the database.
/// </summary>
internal sealed class SliceIds
{
    private const int Digits = 256;

    // After the first the distance is some hundreds at most, after the next some tens.
    private const int Guesses = 2;
    private const int FirstStep = 8;

    private readonly uint[] _ids;
    private readonly ushort[] _rows;

    /// <param name="ids">The bits of each row's id.</param>
    public SliceIds(ReadOnlySpan<uint> ids)
    {
        (_ids, _rows) = (ids.ToArray(), new ushort[ids.Length]);
        for (var row = 0; row < _rows.Length; row++)
        {
            _rows[row] = (ushort)row;
        }

        Sort();
    }

    /// <summary>The ids of a slice with new rows among them.</summary>
    /// <param name="ids">The bits of the new ones, in their order.</param>
    /// <param name="changes">Which of the new rows has each.</param>
    public SliceIds Grow(ReadOnlySpan<uint> ids, ReadOnlySpan<int> changes, NewRows rows)
    {
        var grown = new SliceIds(new uint[rows.Rows], new ushort[rows.Rows]);
        var (old, next) = (0, 0);
        for (var i = 0; i < grown._ids.Length; i++)
        {
            if (next == ids.Length || (old < _ids.Length && _ids[old] <= ids[next]))
            {
                (grown._ids[i], grown._rows[i]) = (_ids[old], rows.Moved(_rows[old]));
                old++;
            }
            else
            {
                (grown._ids[i], grown._rows[i]) = (ids[next], (ushort)rows.RowOf(changes[next]));
                next++;
            }
        }

        return grown;
    }

    private SliceIds(uint[] ids, ushort[] rows) => (_ids, _rows) = (ids, rows);

    public static SliceIds From(SliceReader reader) => new(reader.Read<uint>(), reader.Read<ushort>());

    public void WriteTo(SliceWriter writer)
    {
        writer.Write<uint>(_ids);
        writer.Write<ushort>(_rows);
    }

    public long Bytes => (6L * _ids.Length) + 80;

    /// <summary>Adds the rows in which an id may be.</summary>
    public void Find(uint id, Action<int> found)
    {
        for (var i = Below(id); i < _ids.Length && _ids[i] == id; i++)
        {
            found(_rows[i]);
        }
    }

    // How many bits are lower. They are those of a hash, so that they lie where evenly spread ones would, give or take a few: a search by
    // halves would touch memory all over in each of hundreds of slices. Where they lie otherwise, steps that double find the place.
    private int Below(uint id)
    {
        var at = (int)(((ulong)id * (ulong)_ids.Length) >> 32);
        for (var guess = 0; guess < Guesses && _ids.Length > 0; guess++)
        {
            at = (int)Math.Clamp(at + ((((long)id - _ids[at]) * _ids.Length) >> 32), 0, _ids.Length - 1);
        }

        var (from, to) = (at, at);
        for (var step = FirstStep; from > 0 && _ids[from - 1] >= id; step *= 2)
        {
            (from, to) = (Math.Max(0, from - step), from - 1);
        }

        for (var step = FirstStep; to < _ids.Length && _ids[to] < id; step *= 2)
        {
            (from, to) = (to + 1, Math.Min(_ids.Length, to + step));
        }

        while (from < to)
        {
            var middle = (from + to) >>> 1;
            (from, to) = _ids[middle] < id ? (middle + 1, to) : (from, middle);
        }

        return from;
    }

    /// <summary>The bits of each row's id, in the order of rows.</summary>
    public void CopyTo(Span<uint> ids)
    {
        for (var i = 0; i < _ids.Length; i++)
        {
            ids[_rows[i]] = _ids[i];
        }
    }

    // By one byte after the other: twelve times as fast as sorting by comparing, and slices are made anew at every commit.
    private void Sort()
    {
        var count = _ids.Length;
        var (otherIds, otherRows) = (ArrayPool<uint>.Shared.Rent(count), ArrayPool<ushort>.Shared.Rent(count));
        Span<int> starts = stackalloc int[Digits];
        var (fromIds, fromRows, toIds, toRows) = (_ids, _rows, otherIds, otherRows);
        for (var shift = 0; shift < 32; shift += 8)
        {
            starts.Clear();
            for (var i = 0; i < count; i++)
            {
                starts[(int)(fromIds[i] >> shift) & (Digits - 1)]++;
            }

            var start = 0;
            for (var digit = 0; digit < Digits; digit++)
            {
                (starts[digit], start) = (start, start + starts[digit]);
            }

            for (var i = 0; i < count; i++)
            {
                var to = starts[(int)(fromIds[i] >> shift) & (Digits - 1)]++;
                (toIds[to], toRows[to]) = (fromIds[i], fromRows[i]);
            }

            (fromIds, fromRows, toIds, toRows) = (toIds, toRows, fromIds, fromRows);
        }

        // After an even number of passes everything is where it began.
        ArrayPool<uint>.Shared.Return(otherIds);
        ArrayPool<ushort>.Shared.Return(otherRows);
    }
}
