namespace TrailBoard.Data.Columns;

/// <summary>
/// Which rows of a slice the last conditions matched: the facets of a page recombine the same few conditions, each without its own, and
/// the next question differs by one. A code never gets another value and a slice no other rows, so what is remembered stays right after
/// commits; it goes with the slice.
/// </summary>
internal sealed class RecentRows
{
    // A bit an event each: all of them are 3% of a slice.
    private const int Most = 8;

    private readonly Entry?[] _entries = new Entry?[Most];
    private int _added = -1;

    /// <summary>The most memory that they may take in a slice of so many rows.</summary>
    public static long BytesOf(int rows) => Most * ((8L * RowBits.Words(rows)) + 64);

    /// <param name="condition">Compared as an object, not by what it says: see <see cref="CodeSets.Same"/>.</param>
    public bool TryFind(object condition, out ulong[]? rows)
    {
        // The last first: most are asked for again by the next facet of the same page.
        var last = Volatile.Read(ref _added);
        for (var back = 0; back < Most; back++)
        {
            if (Volatile.Read(ref _entries[(uint)(last - back) % Most]) is { } entry && ReferenceEquals(entry.Condition, condition))
            {
                rows = entry.Rows;
                return true;
            }
        }

        rows = null;
        return false;
    }

    /// <summary>Remembers rows in the place of the oldest. Two threads may do so at once; at worst one of them is forgotten.</summary>
    public void Add(object condition, ulong[]? rows) => Volatile.Write(ref _entries[(uint)Interlocked.Increment(ref _added) % Most], new Entry(condition, rows));

    private sealed record Entry(object Condition, ulong[]? Rows);
}
