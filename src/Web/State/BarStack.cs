using TrailBoard.Core.Search;
using TrailBoard.Core.Views;

namespace TrailBoard.Web.State;

/// <summary>Events over time as the chart shows them, and what each bar is divided into.</summary>
/// <param name="Data">All events.</param>
/// <param name="Field">The field by whose values the bars are divided, or null for the outcome.</param>
/// <param name="Parts">The parts, from the foot of a bar upwards.</param>
/// <param name="AskedAt">When it was asked for. The axis stays what it was then until somebody asks again.</param>
/// <param name="To">The end of the range, or null where it is open.</param>
public sealed record BarStack(EventHistogram Data, EventField? Field, IReadOnlyList<BarPart> Parts, DateTimeOffset AskedAt, DateTimeOffset? To)
{
    /// <summary>How many values have a part of their own: as many as can be told apart.</summary>
    public const int Most = 6;

    /// <summary>The fields by which bars can be divided: of one value an event, so that the parts are the bar, and often of few.</summary>
    public static IReadOnlyList<EventField> Fields { get; } =
    [
        EventFields.Verb, EventFields.Mutating, EventFields.Service, EventFields.Action, EventFields.Region, EventFields.Account,
        EventFields.IdentityType, EventFields.User, EventFields.Role, EventFields.Actor, EventFields.Address, EventFields.Error,
    ];

    /// <summary>The field of a URL's value, or null for the outcome.</summary>
    public static EventField? FieldOf(string? name) => Fields.FirstOrDefault(field => field.Name == name);

    /// <summary>Asks for it.</summary>
    /// <param name="bars">How many bars at most.</param>
    public static async Task<BarStack> AskAsync(IEventQueries queries, EventQuery query, EventField? field, int bars, DateTimeOffset now, CancellationToken cancellationToken) => field is null
        ? ByOutcome(await queries.HistogramAsync(query, bars, cancellationToken), now, query.Range.To)
        : By(field, await queries.StackAsync(new StackQuery(query, field, bars, Most), cancellationToken), now, query.Range.To);

    /// <summary>Divided by whether the calls went well.</summary>
    public static BarStack ByOutcome(EventHistogram data, DateTimeOffset now, DateTimeOffset? to)
    {
        ArgumentNullException.ThrowIfNull(data);
        return new(
            data,
            null,
            [
                new("Denied or failed", "bad", [.. data.Buckets.Select(bucket => bucket.Errors)], new Filter.Field(EventFields.Error, new ValueTest.Present())),
                new("Went well", "well", [.. data.Buckets.Select(bucket => bucket.Count - bucket.Errors)], FilterEdit.Leaf(EventFields.Error, null)),
            ],
            now,
            to);
    }

    /// <summary>Divided by the most frequent values of a field, and the rest.</summary>
    public static BarStack By(EventField field, EventStack stack, DateTimeOffset now, DateTimeOffset? to)
    {
        ArgumentNullException.ThrowIfNull(stack);
        var rest = stack.Rest();
        var others = stack.Total - stack.Values.Count;
        var words = (others, stack.Without) switch
        {
            (0, _) => $"No {field.Name}",
            (_, 0) => $"{Numbers.Exact(others)} other",
            _ => $"{Numbers.Exact(others)} other, or none",
        };
        return new(
            stack.Bars,
            field,
            [
                .. stack.Values.Select((value, i) => new BarPart(value.Value, $"p{i + 1}", [.. value.Counts.Select(count => (long)count)], FilterEdit.Leaf(field, value.Value))),
                .. rest.Any(count => count > 0) ? [new BarPart(words, "rest", rest, null)] : Array.Empty<BarPart>(),
            ],
            now,
            to);
    }

    /// <summary>The start of a bar; that of the one behind the last is the end.</summary>
    public DateTimeOffset StartOf(int index) => Data.Start + (Data.Width * index);

    /// <summary>Whether events of a bar's time may still come.</summary>
    public bool IsGrowing(int index) => StartOf(index) <= AskedAt && AskedAt < StartOf(index + 1) && (To is null || To > AskedAt);
}

/// <summary>A part of every bar.</summary>
/// <param name="Label">What it counts: words, or a value of the field, which is hostile text.</param>
/// <param name="Look">Its class: what colour it has.</param>
/// <param name="Counts">How many events in each bar.</param>
/// <param name="Filter">What finds its events, or null where no filter does.</param>
public sealed record BarPart(string Label, string Look, IReadOnlyList<long> Counts, Filter? Filter)
{
    /// <summary>How many events in all bars.</summary>
    public long Total { get; } = Counts.Sum();
}
