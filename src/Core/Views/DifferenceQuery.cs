using TrailBoard.Core.Search;

namespace TrailBoard.Core.Views;

/// <summary>What is compared with what: a selection of events, and the whole that it is a part of. The rest of the whole is the other side.</summary>
public sealed record DifferenceQuery
{
    private DifferenceQuery(EventQuery selection, EventQuery whole, bool isOfTimes) => (Selection, Whole, IsOfTimes) = (selection, whole, isOfTimes);

    /// <summary>The events that were selected.</summary>
    public EventQuery Selection { get; }

    /// <summary>The selection and the rest together.</summary>
    public EventQuery Whole { get; }

    /// <summary>Whether the rest are the events of the same filter at other times; else they are the events of the same range that the filter does not find.</summary>
    public bool IsOfTimes { get; }

    /// <summary>The events of the rest that were before the selection, or null where there can be none.</summary>
    public EventQuery? Before => IsOfTimes && Selection.Range.From is { } from && (Whole.Range.From is not { } start || start < from)
        ? Whole with { Range = Whole.Range with { To = from } }
        : null;

    /// <summary>Compares a span with the times around it, under one filter.</summary>
    /// <param name="selection">The filter, and the span.</param>
    /// <param name="around">The range around the span, which belongs to it in any case.</param>
    public static DifferenceQuery OfTimes(EventQuery selection, TimeRange around)
    {
        ArgumentNullException.ThrowIfNull(selection);
        var (from, to) = (selection.Range.From, selection.Range.To);
        return new(
            selection,
            selection with { Range = new TimeRange(from < around.From ? from : from is null ? null : around.From, to > around.To ? to : to is null ? null : around.To) },
            isOfTimes: true);
    }

    /// <summary>Compares what a filter finds with all else in the same range.</summary>
    /// <param name="selection">The filter, and the range.</param>
    public static DifferenceQuery OfOthers(EventQuery selection)
    {
        ArgumentNullException.ThrowIfNull(selection);
        return new(selection, selection with { Filter = Filter.All }, isOfTimes: false);
    }

    /// <summary>Whether the two sides differ in a field because the filter says so: then it tells nothing.</summary>
    public bool IsChosenBy(EventField field) => !IsOfTimes && FilterParts.Of(Selection.Filter).Any(part => FilterParts.IsAbout(part, field));
}
