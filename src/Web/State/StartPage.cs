using TrailBoard.Core.Views;

namespace TrailBoard.Web.State;

/// <summary>Where the site's own address leads: the only place that says it.</summary>
public static class StartPage
{
    /// <summary>The page for a store: the ways in while it is empty, and from then on the view that was chosen for it, or what happened lately.</summary>
    public static string Of(StoreSummary store, IReadOnlyList<SavedView> views)
    {
        ArgumentNullException.ThrowIfNull(store);
        ArgumentNullException.ThrowIfNull(views);
        return store.Events == 0 ? PageUrls.WelcomePath
            : views.FirstOrDefault(view => view.IsStart) is { } start ? SavedPage.Read(start).Address
            : PageUrls.OverviewPath;
    }
}
