using System.Collections.Frozen;
using TrailBoard.Core.Views;

namespace TrailBoard.Web.State;

/// <summary>The events of those activities of a list that are unfolded; those of an activity that is folded again are let go.</summary>
public sealed class UnfoldedEvents(IEventQueries queries, Action changed) : IDisposable
{
    private readonly LatestToken _questions = new();
    private readonly Answer<FrozenDictionary<FoldedRow, IReadOnlyList<StoredEvent>>> _events = new();
    private IReadOnlyList<FoldedRow> _wanted = [];

    /// <summary>Whether some are still being read.</summary>
    public bool IsLoading => _events.IsLoading;

    /// <summary>Why they could not be read, or null.</summary>
    public string? Problem => _events.Problem;

    /// <summary>What is known; another object with each change.</summary>
    public object? Known => _events.Value;

    /// <summary>The events of an activity, oldest first; null where they are not read yet.</summary>
    public IReadOnlyList<StoredEvent>? Of(FoldedRow row) => _events.Value?.GetValueOrDefault(row);

    /// <summary>Reads the events of these activities, as far as they are not known.</summary>
    public Task ShowAsync(IReadOnlyList<FoldedRow> rows)
    {
        ArgumentNullException.ThrowIfNull(rows);
        if (rows.SequenceEqual(_wanted))
        {
            return Task.CompletedTask;
        }

        _wanted = rows;
        return ReadAsync();
    }

    /// <summary>Reads what is missing.</summary>
    public Task ReadAsync()
    {
        var rows = _wanted;
        return _events.AskAsync(token => ReadAsync(rows, token), changed, _questions.Next());
    }

    public void Dispose() => _questions.Dispose();

    private async Task<FrozenDictionary<FoldedRow, IReadOnlyList<StoredEvent>>> ReadAsync(IReadOnlyList<FoldedRow> rows, CancellationToken cancellationToken)
    {
        var missing = rows.Where(row => Of(row) is null).SelectMany(row => row.Places).ToList();
        var read = missing.Count == 0 ? [] : (await queries.AtAsync(missing, cancellationToken)).ToDictionary(stored => stored.Cursor);

        // What retention has taken meanwhile is not there any more.
        return rows.ToFrozenDictionary(row => row, row => Of(row) ?? [.. row.Places.Select(place => read.GetValueOrDefault(place)).OfType<StoredEvent>()]);
    }
}
