using TrailBoard.Core.Views;

namespace TrailBoard.Web.State;

/// <summary>What the Events page shows, as its URL says it: the scope, the place in the list, and the event that is open beside it.</summary>
/// <param name="Scope">Filter and range.</param>
/// <param name="Selected">The id of the event that is open, or null.</param>
/// <param name="After">The list starts behind this place, or null for the newest.</param>
public sealed record EventsView(ViewScope Scope, string? Selected = null, EventCursor? After = null)
{
    /// <summary>Everything, newest first, with nothing open.</summary>
    public static EventsView All { get; } = new(ViewScope.All);

    /// <summary>Reads the view from the values of a URL.</summary>
    public static EventsView Read(string? filter, string? from, string? to, string? selected, string? after, string? off = null) => new(
        ViewScope.Read(filter, from, to, off),
        string.IsNullOrEmpty(selected) ? null : selected,
        EventCursor.TryParse(after, out var cursor) ? cursor : null);

    /// <summary>The same list in another scope: it starts anew, and nothing is open.</summary>
    public EventsView With(ViewScope scope) => new(scope);
}
