using TrailBoard.Core.Search;

namespace TrailBoard.Core.Views;

/// <summary>Which places and which time a query can have events of, as far as coverage distinguishes them.</summary>
/// <param name="Places">The accounts and regions that the filter names.</param>
/// <param name="Range">The query's range, narrowed by what the filter says of the time.</param>
public sealed record CoverageQuestion(CoveragePlaces Places, TimeRange Range)
{
    /// <summary>
    /// Reads a query. Only what every matching event must fulfil counts: <c>region:eu-west-1 account:(1… OR 2…)</c> names places,
    /// an exclusion, a wildcard or a part of an OR of other fields does not.
    /// </summary>
    public static CoverageQuestion Of(EventQuery query)
    {
        ArgumentNullException.ThrowIfNull(query);
        var parts = Required(query.Filter).ToList();
        var range = parts.OfType<Filter.Field>().Where(part => part.Of == EventFields.Time).Aggregate(query.Range, Narrow);
        return new CoverageQuestion(new CoveragePlaces(Named(parts, EventFields.Account), Named(parts, EventFields.Region)), range);
    }

    private static IEnumerable<Filter> Required(Filter filter) => filter is Filter.And and ? and.Parts.SelectMany(Required) : [filter];

    private static HashSet<string> Named(List<Filter> parts, EventField field)
    {
        HashSet<string>? named = null;
        foreach (var values in parts.Select(part => Values(part, field)).OfType<IReadOnlyList<string>>())
        {
            if (named is null)
            {
                named = new HashSet<string>(values, StringComparer.OrdinalIgnoreCase);
            }
            else
            {
                named.IntersectWith(values);
            }
        }

        return named ?? [];
    }

    private static IReadOnlyList<string>? Values(Filter filter, EventField field) => filter switch
    {
        Filter.Field { Test: ValueTest.Like { Pattern: { IsExact: true } pattern } } leaf when leaf.Of == field => [pattern.Literals[0]],
        Filter.Or either when either.Parts.Select(part => Values(part, field)).ToList() is var values && values.TrueForAll(value => value is not null) =>
            [.. values.SelectMany(value => value!)],
        _ => null,
    };

    private static TimeRange Narrow(TimeRange range, Filter.Field part) => part.Test switch
    {
        ValueTest.TimeIs { Comparison: Comparison.GreaterOrEqual } test => From(range, test.Time),
        ValueTest.TimeIs { Comparison: Comparison.Greater } test => From(range, test.Time.AddSeconds(1)),
        ValueTest.TimeIs { Comparison: Comparison.Less } test => To(range, test.Time),
        ValueTest.TimeIs { Comparison: Comparison.LessOrEqual } test => To(range, test.Time.AddSeconds(1)),
        ValueTest.TimeIs { Comparison: Comparison.Equal } test => To(From(range, test.Time), test.Time.AddSeconds(1)),
        _ => range,
    };

    private static TimeRange From(TimeRange range, DateTimeOffset from) => range.From >= from ? range : range with { From = from };

    private static TimeRange To(TimeRange range, DateTimeOffset to) => range.To <= to ? range : range with { To = to };
}
