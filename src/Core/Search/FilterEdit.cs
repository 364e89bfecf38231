using System.Collections.Immutable;

namespace TrailBoard.Core.Search;

/// <summary>What a filter already says about one value of a field.</summary>
public enum ValueChoice
{
    /// <summary>Nothing.</summary>
    None,

    /// <summary>Events with it are asked for.</summary>
    Included,

    /// <summary>Events with it are left out.</summary>
    Excluded,
}

/// <summary>
/// Changes that people make to a filter by clicking on values. Values are taken literally, stars included; null stands for
/// events that have no value in the field.
/// </summary>
public static class FilterEdit
{
    /// <summary>The chips of a filter: the parts that must all hold, each of which can be removed.</summary>
    public static ImmutableArray<Filter> Parts(Filter filter) => FilterParts.Of(filter);

    /// <summary>The filter without one of its parts.</summary>
    public static Filter Remove(Filter filter, Filter part) => FilterShape.And(FilterParts.Of(filter).Where(other => !other.Equals(part)));

    /// <summary>The filter with one of its parts turned round, in its place: what was asked for is left out, what was left out is asked for.</summary>
    public static Filter Invert(Filter filter, Filter part) => FilterShape.And(FilterParts.Of(filter).Select(other => other.Equals(part) ? FilterShape.Not(other) : other));

    /// <summary>What the filter says about a value.</summary>
    public static ValueChoice Choice(Filter filter, EventField field, string? value)
    {
        var leaf = Leaf(field, value);
        var parts = FilterParts.Of(filter);
        return parts.Contains(FilterShape.Not(leaf)) ? ValueChoice.Excluded
            : parts.Any(part => Choices(part, field).Contains(leaf)) ? ValueChoice.Included
            : ValueChoice.None;
    }

    /// <summary>
    /// Asks for events with the value. Where other values of the field are already asked for, this one is another choice
    /// (<c>service:(ecr OR ecs)</c>); where a pattern covers it already, the answer is narrowed to it.
    /// </summary>
    public static Filter Include(Filter filter, EventField field, string? value)
    {
        var leaf = Leaf(field, value);
        if (Choice(filter, field, value) == ValueChoice.Included)
        {
            return filter;
        }

        var parts = FilterParts.Of(Remove(filter, FilterShape.Not(leaf))).ToList();
        var choice = parts.FindIndex(part => Choices(part, field) is { IsEmpty: false } choices && !choices.Any(other => Covers(other, value)));
        if (choice < 0)
        {
            return FilterShape.And([.. parts, leaf]);
        }

        parts[choice] = FilterShape.Or([parts[choice], leaf]);
        return FilterShape.And(parts);
    }

    /// <summary>Asks for events with the value, whatever was asked about the field before.</summary>
    public static Filter Only(Filter filter, EventField field, string? value) =>
        FilterShape.And([FilterParts.Without(filter, field), Leaf(field, value)]);

    /// <summary>Leaves out events with the value.</summary>
    public static Filter Exclude(Filter filter, EventField field, string? value)
    {
        var not = FilterShape.Not(Leaf(field, value));
        var kept = Clear(filter, field, value);
        return FilterShape.And([kept, not]);
    }

    /// <summary>Says nothing about the value any more, neither for nor against.</summary>
    public static Filter Clear(Filter filter, EventField field, string? value)
    {
        var leaf = Leaf(field, value);
        return FilterShape.And(FilterParts.Of(filter)
            .Where(part => !part.Equals(FilterShape.Not(leaf)))
            .Select(part => Choices(part, field) is var choices && !choices.Contains(leaf) ? part
                : choices.Length == 1 ? Filter.All
                : FilterShape.Or(choices.Remove(leaf))));
    }

    /// <summary>The filter that asks for one value of a field, taken literally.</summary>
    /// <exception cref="ArgumentException">The value is none that the field can have.</exception>
    public static Filter Leaf(EventField field, string? value) => value is null
        ? new Filter.Not(new Filter.Field(field, new ValueTest.Present()))
        : new Filter.Field(field, field.Kind switch
        {
            FieldKind.YesNo => new ValueTest.Is(value switch
            {
                "true" => true,
                "false" => false,
                _ => throw new ArgumentException($"{field.Name} is true or false, not {value}.", nameof(value)),
            }),
            FieldKind.Time => new ValueTest.TimeIs(Comparison.Equal, TimeText.TryParse(value, out var time) && time.IsSecond
                ? time.Start
                : throw new ArgumentException($"{value} is no time to the second.", nameof(value))),
            FieldKind.Text or FieldKind.Address or FieldKind.Path or FieldKind.Record => new ValueTest.Like(TextPattern.Of(value)),
            _ => throw new ArgumentOutOfRangeException(nameof(field), field.Kind, null),
        });

    /// <summary>The alternatives of a part that only asks for values of the field; none where it asks for anything else.</summary>
    private static ImmutableArray<Filter> Choices(Filter part, EventField field)
    {
        ImmutableArray<Filter> choices = part is Filter.Or any ? any.Parts : [part];
        return choices.All(choice => IsChoice(choice, field)) ? choices : [];
    }

    private static bool IsChoice(Filter part, EventField field) => part switch
    {
        Filter.Field leaf => leaf.Of.Equals(field),
        Filter.Not { Part: Filter.Field { Test: ValueTest.Present } absent } => absent.Of.Equals(field),
        _ => false,
    };

    private static bool Covers(Filter choice, string? value) => choice is Filter.Field leaf && value is not null && FilterParts.Test(leaf.Test, leaf.Of, value);
}
