using TrailBoard.Core.Activities;
using TrailBoard.Core.Views;

namespace TrailBoard.Web.State;

/// <summary>What the Events page shows, as its URL says it: the scope, the place in the list, what is unfolded, and the event that is open beside it.</summary>
/// <param name="Scope">Filter and range, and what a row is.</param>
/// <param name="Selected">The id of the event that is open, or null.</param>
/// <param name="After">The list of events starts behind this place, or null for the newest.</param>
public sealed record EventsView(ViewScope Scope, string? Selected = null, EventCursor? After = null)
{
    /// <summary>Everything, newest first, with nothing open.</summary>
    public static EventsView All { get; } = new(ViewScope.All);

    /// <summary>The list of activities starts behind this place, or null for the newest.</summary>
    public ActivityCursor? AfterActivity { get; init; }

    /// <summary>The places of events whose activities are unfolded, as <see cref="ActivityLine.Text"/> writes them, or null.</summary>
    public string? Unfolded { get; init; }

    /// <summary>Whether the list starts elsewhere than at the newest.</summary>
    public bool IsOlder => After is not null || AfterActivity is not null;

    /// <summary>
    /// Reads the view from the values of a URL. A place in a list tells what the rows of that list are: links to a place among events say nothing
    /// else of it where they are older than activities.
    /// </summary>
    public static EventsView Read(string? filter, string? from, string? to, string? selected, string? after, string? off = null, string? rows = null, string? unfolded = null, string? bars = null, string? columns = null, string? facets = null)
    {
        var scope = ViewScope.Read(filter, from, to, off, rows, bars, columns, facets);
        EventCursor? place = EventCursor.TryParse(after, out var cursor) ? cursor : null;
        if (place is not null)
        {
            scope = scope with { Rows = RowKind.Events };
        }

        return new(scope, string.IsNullOrEmpty(selected) ? null : selected, place)
        {
            AfterActivity = scope.Rows == RowKind.Activities && ActivityCursor.TryParse(after, out var behind) ? behind : null,
            Unfolded = ActivityLine.Text(ActivityLine.Read(unfolded)),
        };
    }

    /// <summary>The same list in another scope: it starts anew, and nothing is open.</summary>
    public EventsView With(ViewScope scope) => new(scope);

    /// <summary>The same events in other rows, from the newest; what is open stays so.</summary>
    public EventsView As(RowKind rows) => this with { Scope = Scope with { Rows = rows }, After = null, AfterActivity = null };
}
