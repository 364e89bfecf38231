using System.Collections.Concurrent;

namespace TrailBoard.Data.Columns;

/// <summary>What one commit of this process wrote.</summary>
/// <param name="Rows">The rows, in the order of writing, or null where they were too many to be remembered.</param>
/// <param name="HeadBefore">The ledger's last object before it.</param>
/// <param name="Head">The ledger's last object after it.</param>
internal sealed record CommittedRows(CodedBatch? Rows, long HeadBefore, long Head);

/// <summary>Commits of this process that are not in the columns yet, in their order. One at a time adds, and one at a time takes.</summary>
internal sealed class AnnouncedRows
{
    private readonly ConcurrentQueue<CommittedRows> _commits = new();
    private long _rows;

    /// <summary>How many rows are remembered.</summary>
    public long Rows => Volatile.Read(ref _rows);

    public void Add(CommittedRows committed)
    {
        Interlocked.Add(ref _rows, committed.Rows?.Count ?? 0);
        _commits.Enqueue(committed);
    }

    public void Clear() => Forget(long.MaxValue);

    /// <summary>Forgets what was committed up to a head: it was taken in, or a look at the store has found it.</summary>
    public void Forget(long head)
    {
        while (_commits.TryPeek(out var old) && old.Head <= head)
        {
            if (_commits.TryDequeue(out var gone))
            {
                Interlocked.Add(ref _rows, -(gone.Rows?.Count ?? 0));
            }
        }
    }

    /// <summary>All rows that were written between two heads, or null where not all are known.</summary>
    public CodedBatch? Between(long from, long to)
    {
        Forget(from);
        var (rows, at) = (new CodedBatch(), from);
        foreach (var next in _commits)
        {
            // What was committed after the second has codes that its dictionaries may not have.
            if (next.Head > to || next.HeadBefore != at || next.Rows is null)
            {
                break;
            }

            rows.Add(next.Rows);
            at = next.Head;
        }

        return at == to ? rows : null;
    }
}
