using TrailBoard.Core.Views;

namespace TrailBoard.Web.State;

/// <summary>What the selection of the page of differences is compared with.</summary>
public enum RestKind
{
    /// <summary>The same filter at other times.</summary>
    Times,

    /// <summary>The events of the same range that the filter does not find.</summary>
    Others,
}

/// <summary>What is compared on the page of differences, as its URL says it: the scope is the selection.</summary>
/// <param name="Scope">The filter and the range of the selection.</param>
/// <param name="Rest">What it is compared with.</param>
/// <param name="Since">With other times: from when on, or null for all that is earlier.</param>
/// <param name="Until">With other times: until when, or null for all that is later.</param>
public sealed record DifferenceView(ViewScope Scope, RestKind Rest, TimeBound? Since = null, TimeBound? Until = null)
{
    public const string Times = "times";
    public const string Others = "others";

    private const string BeforeIt = "As long as what is selected, right before it";
    private const string Always = "All that the store holds under the same filter";

    /// <summary>A scope as it is compared where nothing else is said: a filter with what it does not find, a range with all other times.</summary>
    public static DifferenceView Of(ViewScope scope) => new(scope, Usual(scope, null, null));

    /// <summary>A span within a scope, compared with the rest of that.</summary>
    public static DifferenceView Span(ViewScope around, TimeRange span) =>
        new(around with { From = Bound(span.From) ?? around.From, To = Bound(span.To) ?? around.To }, RestKind.Times, around.From, around.To);

    /// <summary>Reads the view from the values of a URL. What cannot be read is what goes without saying.</summary>
    public static DifferenceView Read(ViewScope scope, string? rest, string? since, string? until)
    {
        var (from, to) = (Bound(since), Bound(until));
        return new(scope, rest switch { Times => RestKind.Times, Others => RestKind.Others, _ => Usual(scope, from, to) }, from, to);
    }

    /// <summary>What a URL has to say about the rest, or null where it goes without saying.</summary>
    public string? RestText => Rest == Usual(Scope, Since, Until) ? null : Rest == RestKind.Times ? Times : Others;

    /// <summary>Whether there are other times: the range has an end.</summary>
    public bool HasTimes => !Scope.IsAllTime;

    /// <summary>Whether there may be other events: something is filtered.</summary>
    public bool HasOthers => Scope.Filter.Length > 0;

    /// <summary>Whether the selection leaves anything to compare with.</summary>
    public bool IsSelection => Rest == RestKind.Times ? HasTimes : HasOthers;

    /// <summary>Where the events of a value are that only the rest has: the range around, or the same range without the filter.</summary>
    public ViewScope RestScope => Rest == RestKind.Times ? Scope with { From = Since, To = Until } : Scope with { Filter = "" };

    /// <summary>The question, or null where everything is selected.</summary>
    public DifferenceQuery? Question(EventQuery selection, DateTimeOffset now) => !IsSelection ? null
        : Rest == RestKind.Others ? DifferenceQuery.OfOthers(selection)
        : DifferenceQuery.OfTimes(selection, new TimeRange(Since?.Resolve(now), Until?.Resolve(now)));

    /// <summary>What the selection may be compared with.</summary>
    public IReadOnlyList<RestChoice> Choices(DateTimeOffset now)
    {
        List<RestChoice> choices = [];
        if (HasOthers)
        {
            choices.Add(new("Other events", "What the filter does not find, in the same range", With(RestKind.Others, null, null)));
        }

        if (HasTimes && Scope is { From: { IsRelative: true } back, To: null })
        {
            choices.Add(new("The time before", BeforeIt, this with { Rest = RestKind.Times, Since = back.Twice, Until = null }));
            choices.Add(new("All other times", Always, With(RestKind.Times, null, null)));
        }
        else if (HasTimes)
        {
            var (from, to) = (Scope.From?.Resolve(now), Scope.To?.Resolve(now));
            if (from is { } start && (to ?? now) - start is var length && length > TimeSpan.Zero)
            {
                choices.Add(new("The time before", BeforeIt, With(RestKind.Times, start - length, to)));
            }

            choices.Add(new("A week around", "Three days before and after", With(RestKind.Times, (from ?? to)?.AddDays(-3), (to ?? from)?.AddDays(3))));
            choices.Add(new("All other times", Always, With(RestKind.Times, null, null)));
        }

        return IsSelection && !choices.Exists(choice => choice.View == this) ? [.. choices, new("The range around", "The range that the span was chosen in", this)] : choices;
    }

    private DifferenceView With(RestKind rest, DateTimeOffset? since, DateTimeOffset? until) => new(Scope, rest, Bound(since), Bound(until));

    private static RestKind Usual(ViewScope scope, TimeBound? since, TimeBound? until) =>
        since is null && until is null && scope.Filter.Length > 0 ? RestKind.Others : RestKind.Times;

    private static TimeBound? Bound(DateTimeOffset? moment) => moment is { } known ? TimeBound.At(known) : null;

    private static TimeBound? Bound(string? text) => TimeBound.TryParse(text, out var bound) ? bound : null;
}

/// <summary>Something that the selection may be compared with.</summary>
/// <param name="Words">What it is called.</param>
/// <param name="About">What it is.</param>
/// <param name="View">The page that does it.</param>
public sealed record RestChoice(string Words, string About, DifferenceView View);
