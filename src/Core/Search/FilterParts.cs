using System.Collections.Immutable;
using System.Globalization;

namespace TrailBoard.Core.Search;

/// <summary>What the store asks about filters: the meaning of each leaf on one value, and which parts need the record.</summary>
public static class FilterParts
{
    private const string ServiceDomain = ".amazonaws.com";

    /// <summary>The fields in which words without a field are looked for.</summary>
    public static ImmutableArray<EventField> MainFields { get; } = [.. EventFields.All.Where(field => field.IsMain)];

    /// <summary>The top-level parts that must all hold; none for <see cref="Filter.All"/>.</summary>
    public static ImmutableArray<Filter> Of(Filter filter) => filter is Filter.And all ? all.Parts : [filter];

    /// <summary>The same question in canonical shape: nested And and Or flattened, parts that say nothing left out.</summary>
    public static Filter Simplify(Filter filter) => FilterShape.Simplify(filter);

    /// <summary>Both hold, in canonical shape.</summary>
    public static Filter And(Filter first, Filter second) => FilterShape.Simplify(new Filter.And([first, second]));

    /// <summary>Whether no event can match, whatever the store holds.</summary>
    public static bool IsNone(Filter filter) => FilterShape.IsNone(filter);

    /// <summary>Whether answering needs the record (<see cref="EventField.IsDeep"/>).</summary>
    public static bool IsDeep(Filter filter) => filter switch
    {
        Filter.And all => all.Parts.Any(IsDeep),
        Filter.Or any => any.Parts.Any(IsDeep),
        Filter.Not negated => IsDeep(negated.Part),
        Filter.Field field => field.Of.IsDeep,
        Filter.Words => false,
        _ => throw new ArgumentOutOfRangeException(nameof(filter), filter.GetType(), null),
    };

    /// <summary>A filter without deep leaves that every event matching this one matches; others may match it too.</summary>
    public static Filter Relax(Filter filter) => FilterShape.Simplify(Relaxed(filter, Filter.All));

    /// <summary>
    /// The top-level parts that are answered without the record, and those that are not: an event matches the filter if it
    /// matches both. Where only the second needs evaluating, candidates come from the first and <see cref="Relax"/> of the second.
    /// </summary>
    public static (Filter Shallow, Filter Deep) Split(Filter filter)
    {
        var parts = Of(filter);
        return (FilterShape.And(parts.Where(part => !IsDeep(part))), FilterShape.And(parts.Where(IsDeep)));
    }

    /// <summary>Without the top-level parts that are about this field only: what a facet shows when it ignores its own choice.</summary>
    public static Filter Without(Filter filter, EventField field) => FilterShape.And(Of(filter).Where(part => !IsAbout(part, field)));

    /// <summary>Whether every leaf of the filter is about this field (and there is one).</summary>
    public static bool IsAbout(Filter filter, EventField field) => filter switch
    {
        Filter.And all => all.Parts.Length > 0 && all.Parts.All(part => IsAbout(part, field)),
        Filter.Or any => any.Parts.Length > 0 && any.Parts.All(part => IsAbout(part, field)),
        Filter.Not negated => IsAbout(negated.Part, field),
        Filter.Field leaf => leaf.Of.Equals(field),
        Filter.Words => false,
        _ => throw new ArgumentOutOfRangeException(nameof(filter), filter.GetType(), null),
    };

    /// <summary>Whether any leaf of the filter is about who really acted, which is looked up behind imports.</summary>
    public static bool AsksWho(Filter filter) => filter switch
    {
        Filter.And all => all.Parts.Any(AsksWho),
        Filter.Or any => any.Parts.Any(AsksWho),
        Filter.Not negated => AsksWho(negated.Part),
        Filter.Field leaf => leaf.Of.Equals(EventFields.Actor) || leaf.Of.Equals(EventFields.ActorProof),
        Filter.Words => false,
        _ => throw new ArgumentOutOfRangeException(nameof(filter), filter.GetType(), null),
    };

    /// <summary>Whether one value of a field passes the test. Absent values are never asked about.</summary>
    public static bool Test(ValueTest test, EventField field, string value) => test switch
    {
        ValueTest.Present => true,
        ValueTest.Like like => like.Pattern.Matches(value) || (field.Equals(EventFields.Service) && MatchesShortName(like.Pattern, value)),
        ValueTest.Within within => AddressText.IsWithin(within.Network, value),
        ValueTest.TimeIs time => DateTimeOffset.TryParse(value, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var at) && Test(time, at),
        ValueTest.NumberIs number => NumberText.TryParse(value, out var recorded) && Signs.Holds(number.Comparison, recorded.CompareTo(number.Number)),
        ValueTest.Is yesNo => value == (yesNo.Value ? "true" : "false"),
        _ => throw new ArgumentOutOfRangeException(nameof(test), test.GetType(), null),
    };

    /// <summary>Whether a time passes the test; parts of a second are not looked at.</summary>
    public static bool Test(ValueTest.TimeIs test, DateTimeOffset time) =>
        Signs.Holds(test.Comparison, time.ToUnixTimeSeconds().CompareTo(test.Time.ToUnixTimeSeconds()));

    /// <summary>Whether the words occur in one value of a main field.</summary>
    public static bool Test(Filter.Words words, string value) => AsciiCase.IndexOf(value, words.Text) >= 0;

    // service:ecr means ecr.amazonaws.com too, and service:*builder imagebuilder.amazonaws.com.
    private static bool MatchesShortName(TextPattern pattern, string value) =>
        value.Length > ServiceDomain.Length
        && AsciiCase.Equal(value.AsSpan(value.Length - ServiceDomain.Length), ServiceDomain)
        && pattern.Matches(value.AsSpan(0, value.Length - ServiceDomain.Length));

    /// <summary>The short name of a service in UTF-8, or nothing where the value is no longer than the domain, or of another.</summary>
    internal static ReadOnlySpan<byte> WithoutServiceDomain(ReadOnlySpan<byte> value) =>
        value.Length > ServiceDomain.Length && AsciiCase.Equal(value[^ServiceDomain.Length..], ".amazonaws.com"u8) ? value[..^ServiceDomain.Length] : default;

    /// <param name="unknown">What a deep leaf becomes: true where the whole may only widen, false under NOT.</param>
    private static Filter Relaxed(Filter filter, Filter unknown) => filter switch
    {
        Filter.And all => new Filter.And([.. all.Parts.Select(part => Relaxed(part, unknown))]),
        Filter.Or any => new Filter.Or([.. any.Parts.Select(part => Relaxed(part, unknown))]),
        Filter.Not negated => new Filter.Not(Relaxed(negated.Part, FilterShape.Not(unknown))),
        Filter.Field { Of.IsDeep: true } => unknown,
        _ => filter,
    };
}
