using TrailBoard.Web.Components.Controls;
using TrailBoard.Web.State;

namespace TrailBoard.Web.Components.Layout;

/// <summary>A page in the navigation.</summary>
/// <param name="Key">The letter that goes there after <c>g</c>.</param>
/// <param name="TakesScope">Whether it shows events, so that the filter and the range go along.</param>
/// <param name="Heading">A heading above it, or null.</param>
internal sealed record NavEntry(string Path, string Title, IconName Icon, char Key, bool TakesScope = true, string? Heading = null)
{
    public static IReadOnlyList<NavEntry> All { get; } =
    [
        new(PageUrls.OverviewPath, "Overview", IconName.Overview, 'h', TakesScope: false),
        new(PageUrls.EventsPath, "Events", IconName.Events, 'e'),
        new(PageUrls.IdentitiesPath, "Identities", IconName.Identities, 'i', Heading: "Group by"),
        new(PageUrls.PeoplePath, "People", IconName.People, 'b'),
        new(PageUrls.AddressesPath, "Source IPs", IconName.Addresses, 's'),
        new(PageUrls.RegionsPath, "Regions", IconName.Regions, 'r'),
        new(PageUrls.ActionsPath, "Container actions", IconName.Actions, 'a'),
        new(PageUrls.RepositoriesPath, "Repositories", IconName.Repositories, 'p'),
        new(PageUrls.ErrorsPath, "Errors", IconName.Errors, 'x'),
        new(PageUrls.ViewsPath, "Saved views", IconName.Star, 'f', TakesScope: false, Heading: "Saved"),
        new(PageUrls.WatchesPath, "Watches", IconName.Bell, 'w', TakesScope: false),
        new(PageUrls.ImportsPath, "Imports", IconName.Imports, 'm', TakesScope: false, Heading: "Data"),
        new(PageUrls.SourcesPath, "Sources", IconName.Cloud, 'o', TakesScope: false),
        new(PageUrls.CoveragePath, "Coverage", IconName.Coverage, 'v', TakesScope: false),
    ];
}
