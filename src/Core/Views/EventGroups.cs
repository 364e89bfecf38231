using TrailBoard.Core.Search;

namespace TrailBoard.Core.Views;

/// <summary>A question for groups.</summary>
/// <param name="Query">Which events.</param>
/// <param name="Field">The field to group by; it must be groupable.</param>
/// <param name="Limit">How many groups to return at most.</param>
/// <param name="Sparkline">Into how many equal buckets of the events' time span each group's counts are split; 0 for none.</param>
public sealed record GroupQuery(EventQuery Query, EventField Field, int Limit, int Sparkline = 0)
{
    /// <summary>
    /// Whether only values and their counts are wanted, which is several times as fast: of each group the other numbers are then 0, its
    /// times are not set, and there is no sparkline.
    /// </summary>
    public bool CountsOnly { get; init; }
}

/// <summary>Groups, by count descending and then by value (ordinal).</summary>
/// <param name="Groups">The first of them.</param>
/// <param name="Total">How many different values there are in all.</param>
/// <param name="Events">How many events match, with or without a value.</param>
/// <param name="Without">How many of them have no value in the field.</param>
public sealed record EventGroups(IReadOnlyList<EventGroup> Groups, int Total, long Events, long Without);

/// <summary>The events that share a value. An event with several values in the field counts in each of their groups.</summary>
/// <param name="Value">The value, as <see cref="EventField"/> gives it.</param>
/// <param name="Count">How many events.</param>
/// <param name="Errors">How many of them were refused or failed.</param>
/// <param name="Writes">How many say <c>readOnly: false</c>.</param>
/// <param name="First">The time of the oldest, UTC.</param>
/// <param name="Last">The time of the newest, UTC.</param>
/// <param name="Sparkline">Counts over time, or empty.</param>
public sealed record EventGroup(
    string Value,
    long Count,
    long Errors,
    long Writes,
    DateTimeOffset First,
    DateTimeOffset Last,
    IReadOnlyList<int> Sparkline);

/// <summary>Events over time.</summary>
/// <param name="Start">The start of the first bucket, UTC.</param>
/// <param name="Width">The width of each bucket.</param>
/// <param name="Buckets">The buckets, in order, empty ones included.</param>
public sealed record EventHistogram(DateTimeOffset Start, TimeSpan Width, IReadOnlyList<TimeBucket> Buckets)
{
    /// <summary>No events.</summary>
    public static EventHistogram Empty { get; } = new(default, TimeSpan.Zero, []);

    /// <summary>How many events there are in all.</summary>
    public long Total => Buckets.Sum(bucket => bucket.Count);
}

/// <summary>One bar: all events, and of them those that failed and those that write.</summary>
public readonly record struct TimeBucket(long Count, long Errors, long Writes);
