using System.Collections.Concurrent;

namespace TrailBoard.Data.Columns;

/// <summary>What one commit of this process wrote.</summary>
/// <param name="Rows">The rows, in the order of writing, or null where they were too many to be remembered.</param>
/// <param name="HeadBefore">The ledger's last object before it.</param>
/// <param name="Head">The ledger's last object after it.</param>
internal sealed record CommittedRows(List<CodedRow>? Rows, long HeadBefore, long Head);

/// <summary>Commits of this process that are not in the columns yet, in their order. One at a time adds, and one at a time takes.</summary>
internal sealed class AnnouncedRows
{
    private readonly ConcurrentQueue<CommittedRows> _commits = new();

    public void Add(CommittedRows committed) => _commits.Enqueue(committed);

    public void Clear() => _commits.Clear();

    /// <summary>All rows that were written between two heads, or null where not all are known.</summary>
    public List<CodedRow>? Between(long from, long to)
    {
        // Those that were taken, and those that a look at the store has found before they were.
        while (_commits.TryPeek(out var old) && old.Head <= from)
        {
            _commits.TryDequeue(out _);
        }

        var (rows, at) = (new List<CodedRow>(), from);
        foreach (var next in _commits)
        {
            // What was committed after the second has codes that its dictionaries may not have.
            if (next.Head > to || next.HeadBefore != at || next.Rows is null)
            {
                break;
            }

            rows.AddRange(next.Rows);
            at = next.Head;
        }

        return at == to ? rows : null;
    }
}
