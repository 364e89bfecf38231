using TrailBoard.Core.Search;
using TrailBoard.Core.Watching;

namespace TrailBoard.Web.State;

/// <summary>A saved view as a watch would have it, or why there can be none of it.</summary>
/// <param name="Filter">The filter, or null where there can be no watch.</param>
/// <param name="Within">How old an event may be when it is looked at, or null for any age.</param>
/// <param name="Refusal">Why there can be none, or null.</param>
public sealed record WatchPlan(Filter? Filter, TimeSpan? Within, string? Refusal)
{
    /// <summary>Reads a page.</summary>
    public static WatchPlan Of(SavedPage page)
    {
        ArgumentNullException.ThrowIfNull(page);
        if (!page.IsOfEvents)
        {
            return Refused("A watch looks for events, and this view is not one of events: open its events, and save that view.");
        }

        if (!FilterParser.TryParse(page.Scope.Filter, out var filter, out var mistake))
        {
            return Refused($"The filter has a mistake: {mistake.Message}");
        }

        if (WatchRule.Refusal(filter) is { } refusal)
        {
            return Refused(refusal);
        }

        return page.Scope switch
        {
            { Misread: not null } => Refused("The range could not be read."),
            { From: null, To: null } => new WatchPlan(filter, null, null),
            { From: { IsRelative: true } from, To: null } => new WatchPlan(filter, DateTimeOffset.UnixEpoch.AddYears(200) - from.Resolve(DateTimeOffset.UnixEpoch.AddYears(200)), null),
            _ => Refused("A watch looks at what comes in from now on, so its view cannot begin at a fixed time, or end. Choose all time, or the last hours or days: then older events that come in late do not count."),
        };
    }

    private static WatchPlan Refused(string why) => new(null, null, why);
}
