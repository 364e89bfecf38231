using TrailBoard.Core.Search;

namespace TrailBoard.Core.Watching;

/// <summary>What is looked for among the events that come into the store, and told when it comes.</summary>
/// <param name="Id">Its number.</param>
/// <param name="Name">What it is called: hostile text.</param>
/// <param name="Filter">The filter, as a person typed it: hostile text.</param>
/// <param name="Within">How old an event may be when it is looked at, or null for any age.</param>
/// <param name="IsPosted">Whether what it finds is also sent to the webhook of the settings.</param>
/// <param name="IsOn">Whether it looks.</param>
/// <param name="Since">From when on it has been looking at what comes in, UTC.</param>
/// <param name="LastFired">When it fired last, UTC, or null.</param>
public sealed record Watch(
    long Id, string Name, string Filter, TimeSpan? Within, bool IsPosted, bool IsOn, DateTimeOffset Since, DateTimeOffset? LastFired)
{
    /// <summary>The longest filter, in characters.</summary>
    public const int MaxFilter = 8_000;

    /// <summary>How many watches an installation has.</summary>
    public const int Most = 100;
}

/// <summary>A watch that is to be made.</summary>
/// <param name="Name">From 1 to <see cref="Views.SavedView.MaxName"/> characters, cleaned (<see cref="Views.SavedView.CleanName"/>).</param>
/// <param name="Filter">A filter without mistakes that <see cref="WatchRule.Refusal"/> does not refuse, at most <see cref="Watch.MaxFilter"/> characters.</param>
/// <param name="Within">How old an event may be when it is looked at, or null for any age.</param>
/// <param name="IsPosted">Whether what it finds is also sent to the webhook.</param>
public sealed record WatchDraft(string Name, string Filter, TimeSpan? Within, bool IsPosted);

/// <summary>When a watch fires, and which filters it can have.</summary>
public static class WatchRule
{
    /// <summary>After it has fired, a watch collects for so long what comes, and fires once for all of it.</summary>
    public static readonly TimeSpan Pause = TimeSpan.FromMinutes(5);

    /// <summary>When a watch may fire that fired last at a time: at once where it never did.</summary>
    public static DateTimeOffset NextAfter(DateTimeOffset? lastFired) => lastFired + Pause ?? DateTimeOffset.MinValue;

    /// <summary>Why no watch can have a filter, in a sentence for the person who wants one; null where it can.</summary>
    public static string? Refusal(Filter filter)
    {
        if (FilterParts.IsDeep(filter))
        {
            return "This filter asks for something in whole records. A watch looks at every event that comes in, and does not read its record: leave out what needs it, such as record: and req.";
        }

        return FilterParts.AsksWho(filter)
            ? "This filter asks who really acted, which is found out some time after an event has come in, and may change with what comes later. Use user:, role:, session: or identity: instead."
            : null;
    }
}

/// <summary>
/// Counts how often a watch would have fired if events had come in at their own times and it had looked all the time: the same rule as
/// <see cref="WatchRule"/>, one event after the other.
/// </summary>
public sealed class FiringCount
{
    private DateTimeOffset? _last;
    private bool _isWaiting;

    /// <summary>How often it fired.</summary>
    public long Firings { get; private set; }

    /// <summary>How many events it took.</summary>
    public long Events { get; private set; }

    /// <summary>Takes the next event: not before the one that was taken last.</summary>
    public void Add(DateTimeOffset time)
    {
        Events++;
        if (_isWaiting && time >= WatchRule.NextAfter(_last))
        {
            // What waited was told as soon as it might be.
            (_last, _isWaiting) = (WatchRule.NextAfter(_last), false);
        }

        if (_isWaiting || time == _last)
        {
            // It is told with what waits, or with what was told at that very moment.
            return;
        }

        Firings++;
        if (time >= WatchRule.NextAfter(_last))
        {
            _last = time;
        }
        else
        {
            _isWaiting = true;
        }
    }
}

/// <summary>What a watch would have done.</summary>
/// <param name="Firings">How often it would have fired.</param>
/// <param name="Events">How many events match.</param>
public sealed record BackTest(long Firings, long Events);
