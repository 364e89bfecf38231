using TrailBoard.Core.Views;
using TrailBoard.Data.Store;

namespace TrailBoard.Data.Columns;

/// <summary>The columns as they are after one commit of the store. It never changes, so a question that holds it needs no lock.</summary>
/// <param name="Mark">The state of the store that they are of.</param>
/// <param name="Floor">All events from this key on are here; those below it only in the database.</param>
/// <param name="Slices">In the order of keys.</param>
/// <param name="Terms">The dictionaries, at least as far as the codes here go.</param>
internal sealed record ColumnsSnapshot(StoreMark Mark, long Floor, Slice[] Slices, TermsSnapshot Terms)
{
    /// <summary>How much memory the slices take.</summary>
    public long SliceBytes => Slices.Sum(slice => slice.Bytes);

    /// <summary>How much memory all takes, the dictionaries included.</summary>
    public long Bytes => SliceBytes + Terms.Bytes;

    /// <summary>Whether all events of the range are here.</summary>
    public bool Covers(TimeRange range) => Floor == long.MinValue || (range.From is { } from && EventKey.FirstFrom(from) >= Floor);

    /// <summary>The keys of the newest events of some, below a cursor.</summary>
    /// <param name="rowsOf">The rows of a slice, by its place, or null where it has none.</param>
    public List<long> NewestKeys(Func<int, ulong[]?> rowsOf, long? below, int limit, CancellationToken cancellationToken)
    {
        var keys = new List<long>(Math.Min(limit, 1_024));
        for (var i = Slices.Length - 1; i >= 0 && keys.Count < limit; i--)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var slice = Slices[i];
            var end = below is not { } cursor || slice.Last < cursor ? slice.Rows : slice.First >= cursor ? 0 : slice.RowsBelow(cursor);
            if (end > 0 && rowsOf(i) is { } rows)
            {
                AddHighest(keys, slice, rows, end, limit);
            }
        }

        return keys;
    }

    /// <summary>The keys of the events that may have an id.</summary>
    public List<long> KeysOf(EventIdBits id)
    {
        var keys = new List<long>();
        foreach (var slice in Slices)
        {
            slice.Ids.Find(id.Fingerprint, row => keys.Add(slice.Keys[row]));
        }

        return keys;
    }

    /// <summary>The next state: these rows are new, or stand in the place of the ones with their keys.</summary>
    public ColumnsSnapshot With(CodedBatch rows, StoreMark mark, TermsSnapshot terms, SliceBuilder builder)
    {
        var changes = ChangedRows.Of(rows, Floor);
        var slices = new List<Slice>(Slices.Length + 1);
        var next = 0;
        builder.Clear();
        for (var i = 0; i <= Slices.Length; i++)
        {
            var slice = i < Slices.Length ? Slices[i] : null;
            next = AddDaysBefore(slice, changes, next, slices, builder);
            if (slice is null)
            {
                break;
            }

            // A slice takes what lies before the next slice of its day, or the end of the day.
            var end = i + 1 < Slices.Length && Slice.DayOf(Slices[i + 1].Keys[0]) == Slice.DayOf(slice.Keys[0])
                ? Slices[i + 1].Keys[0]
                : Slice.StartOf(Slice.DayOf(slice.Keys[0]) + 1);
            var first = next;
            while (next < changes.Count && changes.Key(next) < end)
            {
                next++;
            }

            if (next == first)
            {
                slices.Add(slice);
            }
            else
            {
                Merge(slice, changes.Part(first, next), slices, builder);
            }
        }

        return new ColumnsSnapshot(mark, Floor, [.. slices], terms);
    }

    /// <summary>What is left when all rows below a key are removed.</summary>
    public ColumnsSnapshot WithoutBelow(long key, SliceBuilder builder)
    {
        var slices = new List<Slice>(Slices.Length);
        builder.Clear();
        foreach (var slice in Slices)
        {
            var first = slice.RowsBelow(key);
            if (first == 0)
            {
                slices.Add(slice);
                continue;
            }

            if (first < slice.Rows)
            {
                builder.Add(slice, first);
                slices.Add(builder.Build());
            }
        }

        return this with { Slices = [.. slices] };
    }

    // Days that have no slice yet.
    private static int AddDaysBefore(Slice? slice, ChangedRows changes, int next, List<Slice> slices, SliceBuilder builder)
    {
        var before = slice is null ? long.MaxValue : Slice.DayOf(slice.Keys[0]);
        while (next < changes.Count && Slice.DayOf(changes.Key(next)) is var day && day < before)
        {
            var first = next;
            while (next < changes.Count && Slice.DayOf(changes.Key(next)) == day)
            {
                next++;
            }

            Merge(null, changes.Part(first, next), slices, builder);
        }

        return next;
    }

    private static void Merge(Slice? slice, ChangedRows changes, List<Slice> into, SliceBuilder builder)
    {
        if (slice is not null && builder.TryGrow(slice, changes) is { } grown)
        {
            into.Add(grown);
            return;
        }

        // Too many for one slice become slices of about the same size, so that each has room for more.
        var most = (slice?.Rows ?? 0) + changes.Count;
        var parts = (most + builder.MostRows - 1) / builder.MostRows;
        var rowsOfPart = (most + parts - 1) / parts;
        var ids = slice is null ? [] : builder.IdsOf(slice);
        Span<int> codes = stackalloc int[Slice.Columns];
        var (row, change) = (0, 0);
        while (row < (slice?.Rows ?? 0) || change < changes.Count)
        {
            var old = row < (slice?.Rows ?? 0) ? slice!.Keys[row] : long.MaxValue;
            if (change < changes.Count && changes.Key(change) <= old)
            {
                row += changes.Key(change) == old ? 1 : 0;
                builder.Add(changes.Key(change), changes.Id(change), changes.Codes(change));
                change++;
            }
            else
            {
                slice!.Read(row, codes);
                builder.Add(old, ids[row], codes);
                row++;
            }

            if (builder.Rows == rowsOfPart)
            {
                into.Add(builder.Build());
            }
        }

        if (builder.Rows > 0)
        {
            into.Add(builder.Build());
        }
    }

    private static void AddHighest(List<long> keys, Slice slice, ulong[] rows, int end, int limit)
    {
        for (var word = (end - 1) >> 6; word >= 0; word--)
        {
            for (var bits = rows[word] & RowBits.Within(word, 0, end); bits != 0;)
            {
                var bit = System.Numerics.BitOperations.Log2(bits);
                bits &= ~(1UL << bit);
                keys.Add(slice.Keys[(word << 6) + bit]);
                if (keys.Count == limit)
                {
                    return;
                }
            }
        }
    }
}
