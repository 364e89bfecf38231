using TrailBoard.Core.Views;

namespace TrailBoard.Web.State;

/// <summary>Where the site's own address leads: the only place that says it.</summary>
public static class StartPage
{
    /// <summary>The page for a store: the ways in while it is empty, and what happened lately from then on.</summary>
    public static string Of(StoreSummary store)
    {
        ArgumentNullException.ThrowIfNull(store);
        return store.Events > 0 ? PageUrls.OverviewPath : PageUrls.WelcomePath;
    }
}
