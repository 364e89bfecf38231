using TrailBoard.Core.Search;

namespace TrailBoard.Core.Views;

/// <summary>A question for events over time, each bar divided by the values of a field.</summary>
/// <param name="Query">Which events.</param>
/// <param name="Field">The field; it must be groupable.</param>
/// <param name="MaxBuckets">How many bars at most, from 1.</param>
/// <param name="Values">How many values at most, the most frequent ones, from 1.</param>
public sealed record StackQuery(EventQuery Query, EventField Field, int MaxBuckets, int Values);

/// <summary>Events over time, and of them those that have the most frequent values of a field.</summary>
/// <param name="Bars">All of them.</param>
/// <param name="Values">The values, by count descending and then by value (ordinal).</param>
/// <param name="Total">How many different values there are in all.</param>
/// <param name="Without">How many events have no value in the field.</param>
public sealed record EventStack(EventHistogram Bars, IReadOnlyList<StackedValue> Values, int Total, long Without)
{
    /// <summary>No events.</summary>
    public static EventStack Empty { get; } = new(EventHistogram.Empty, [], 0, 0);

    /// <summary>How many events of each bar have none of the values: another one, or none.</summary>
    public IReadOnlyList<long> Rest() => [.. Bars.Buckets.Select((bucket, i) => bucket.Count - Values.Sum(value => (long)value.Counts[i]))];
}

/// <summary>The events that share a value. An event with several values in the field counts for each of them.</summary>
/// <param name="Value">The value, as <see cref="EventField"/> gives it.</param>
/// <param name="Count">How many events.</param>
/// <param name="Counts">How many in each of the bars.</param>
public sealed record StackedValue(string Value, long Count, IReadOnlyList<int> Counts);
