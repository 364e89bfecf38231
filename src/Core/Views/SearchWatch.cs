namespace TrailBoard.Core.Views;

/// <summary>
/// Watches a search in the records, which may take long: how far it has come, and whether it shall end with what it has found. One
/// watch may be given to all questions that are asked at once. Safe to use from any thread.
/// </summary>
/// <param name="changed">Called after each step, on the thread that searches.</param>
public sealed class SearchWatch(Action<SearchProgress>? changed = null)
{
    private readonly Lock _lock = new();
    private SearchProgress? _progress;
    private volatile bool _isStopped;

    /// <summary>How far the search is that has come farthest, or null before the first step, and where no records are searched.</summary>
    public SearchProgress? Progress => Volatile.Read(ref _progress);

    /// <summary>Whether the search was told to end.</summary>
    public bool IsStopped => _isStopped;

    /// <summary>Ends the search soon: questions under way are answered with what was found until then.</summary>
    public void Stop() => _isStopped = true;

    /// <summary>Notes a step. Questions that begin later, such as that of a facet without its own choice, do not set it back.</summary>
    public void Report(SearchProgress progress)
    {
        ArgumentNullException.ThrowIfNull(progress);
        lock (_lock)
        {
            if (progress.Share < (_progress?.Share ?? 0))
            {
                return;
            }

            Volatile.Write(ref _progress, progress);
        }

        changed?.Invoke(progress);
    }
}

/// <summary>How far a search in the records has come, from the newest event back.</summary>
/// <param name="Back">All events from this time on were searched.</param>
/// <param name="Share">Which part of the events of the question's range that is, from 0 to 1.</param>
/// <param name="Found">How many events were found.</param>
public sealed record SearchProgress(DateTimeOffset Back, double Share, long Found);
