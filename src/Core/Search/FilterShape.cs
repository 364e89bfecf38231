using System.Collections.Immutable;

namespace TrailBoard.Core.Search;

/// <summary>
/// The canonical shape of filters: no And directly in an And, no Or in an Or, none of one part, no Not in a Not, and parts
/// that hold for every event or for none only at the top.
/// </summary>
internal static class FilterShape
{
    /// <summary>The filter that no event matches.</summary>
    public static Filter None { get; } = new Filter.Not(Filter.All);

    public static bool IsAll(Filter filter) => filter is Filter.And { Parts.IsEmpty: true };

    public static bool IsNone(Filter filter) => filter is Filter.Not { Part: Filter.And { Parts.IsEmpty: true } };

    /// <summary>The same question in the canonical shape.</summary>
    public static Filter Simplify(Filter filter) => filter switch
    {
        Filter.And all => And(all.Parts.Select(Simplify)),
        Filter.Or any => Or(any.Parts.Select(Simplify)),
        Filter.Not negated => Not(Simplify(negated.Part)),
        Filter.Field { Test: ValueTest.Like { Pattern.IsAny: true } } field => field with { Test = new ValueTest.Present() },
        Filter.Words { Text.Length: 0 } => Filter.All,
        _ => filter,
    };

    /// <summary>Joins filters that are canonical already.</summary>
    public static Filter And(IEnumerable<Filter> filters)
    {
        var parts = ImmutableArray.CreateBuilder<Filter>();
        foreach (var filter in filters)
        {
            if (IsNone(filter))
            {
                return None;
            }

            parts.AddRange(filter is Filter.And all ? all.Parts : [filter]);
        }

        return parts.Count == 1 ? parts[0] : new Filter.And(parts.ToImmutable());
    }

    /// <summary>Joins alternatives that are canonical already.</summary>
    public static Filter Or(IEnumerable<Filter> filters)
    {
        var parts = ImmutableArray.CreateBuilder<Filter>();
        foreach (var filter in filters)
        {
            if (IsAll(filter))
            {
                return Filter.All;
            }

            parts.AddRange(filter is Filter.Or any ? any.Parts : IsNone(filter) ? [] : [filter]);
        }

        return parts.Count switch
        {
            0 => None,
            1 => parts[0],
            _ => new Filter.Or(parts.ToImmutable()),
        };
    }

    /// <summary>Turns a canonical filter round.</summary>
    public static Filter Not(Filter filter) => filter is Filter.Not negated ? negated.Part : new Filter.Not(filter);
}
