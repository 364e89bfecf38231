using Microsoft.AspNetCore.Components;
using TrailBoard.Core.Views;
using TrailBoard.Web.State;

namespace TrailBoard.Web.Components.Controls;

/// <summary>
/// What a list knows and its lines need. Lines are handed it: whatever is cascaded would draw each of them anew for every answer that the page gets.
/// </summary>
/// <param name="Viewer">How times are written.</param>
/// <param name="Links">Where a click on a value goes.</param>
/// <param name="Href">Where an event opens.</param>
/// <param name="Picks">What is selected, or null where lines cannot be.</param>
/// <param name="Pick">What a click on a line's box asks for: true for everything between it and the one before.</param>
/// <param name="Unfold">Unfolds an activity, or folds it again.</param>
public sealed record RowHost(
    ViewerTime Viewer,
    HandleLinks Links,
    Func<StoredEvent, string> Href,
    PickedEvents? Picks = null,
    EventCallback<(StoredEvent Stored, bool Span)> Pick = default,
    EventCallback<FoldedRow> Unfold = default);
