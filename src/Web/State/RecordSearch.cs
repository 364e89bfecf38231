using TrailBoard.Core.Search;
using TrailBoard.Core.Views;

namespace TrailBoard.Web.State;

/// <summary>
/// A question that needs a search in the records, as the page shows it: how far it is, and the way to stop it and keep what was
/// found. Safe to use from any thread.
/// </summary>
public sealed class RecordSearch
{
    // A person reads no faster.
    private static readonly TimeSpan Pace = TimeSpan.FromMilliseconds(250);

    private readonly SearchWatch _list = new();
    private readonly SearchWatch _all;
    private readonly TimeProvider _clock;
    private readonly Action _changed;
    private volatile bool _isLong;
    private long _shown;

    private RecordSearch(TimeProvider clock, Action changed)
    {
        (_clock, _changed, _all) = (clock, changed, new SearchWatch(_ => Show()));
        _shown = clock.GetTimestamp();
        _ = ShowLaterAsync();
    }

    /// <summary>What there is to watch about a question; null where its answer needs no search.</summary>
    public static RecordSearch? Of(Filter filter, TimeProvider clock, Action changed) => FilterParts.IsDeep(filter) ? new RecordSearch(clock, changed) : null;

    /// <summary>How far the search for all events is, or null before its first step.</summary>
    public SearchProgress? Progress => _all.Progress;

    /// <summary>Whether it takes long enough to be told of.</summary>
    public bool IsLong => _isLong;

    /// <summary>Whether a person stopped it.</summary>
    public bool IsStopped => _all.IsStopped;

    /// <summary>The question for all that match: counts, groups, the chart.</summary>
    public EventQuery All(EventQuery query) => query with { Watch = _all };

    /// <summary>The question for the list, which ends when a page is full.</summary>
    public EventQuery List(EventQuery query) => query with { Watch = _list };

    /// <summary>Ends the search; what was found stays, and is counted.</summary>
    public void Stop()
    {
        _list.Stop();
        _all.Stop();
        _changed();
    }

    /// <summary>Shows the page anew, if that was not just done.</summary>
    public void Show()
    {
        if (_clock.GetElapsedTime(Interlocked.Read(ref _shown)) >= Pace)
        {
            Interlocked.Exchange(ref _shown, _clock.GetTimestamp());
            _changed();
        }
    }

    // The first step itself may take long. A timer may wake a moment before its time by the clock, and the page may not be drawn again soon:
    // so whether it is long is not asked of the clock.
    private async Task ShowLaterAsync()
    {
        await Task.Delay(Pace, _clock);
        _isLong = true;
        _changed();
    }
}
