using TrailBoard.Core.Views;

namespace TrailBoard.Web.State;

/// <summary>A page that may be saved under a name, and what its address says in words.</summary>
/// <param name="Address">The path and the query: of this site, and of a page that it has.</param>
/// <param name="Title">What the page shows: <c>Events</c>, <c>Repository</c>.</param>
/// <param name="Filter">The filter, hostile text; empty where there is none.</param>
/// <param name="Range">The range in words: <c>last 7 days</c>.</param>
/// <param name="More">What else the address says, each a few words: hostile text.</param>
public sealed record SavedPage(string Address, string Title, string Filter, string Range, IReadOnlyList<string> More)
{
    private static readonly Dictionary<string, string> Titles = new(StringComparer.Ordinal)
    {
        [PageUrls.OverviewPath] = "Overview",
        [PageUrls.EventsPath] = "Events",
        [PageUrls.IdentitiesPath] = "Identities",
        [PageUrls.PeoplePath] = "People",
        [PageUrls.AddressesPath] = "Source IPs",
        [PageUrls.RegionsPath] = "Regions",
        [PageUrls.ActionsPath] = "Container actions",
        [PageUrls.RepositoriesPath] = "Repositories",
        [PageUrls.ErrorsPath] = "Errors",
        [PageUrls.ActorsPath] = "All about",
        [PageUrls.DifferentPath] = "What is different",
    };

    // What each part of a query says; the value follows. The filter and the range have words of their own.
    private static readonly (string Parameter, string Words)[] Words =
    [
        (PageUrls.By, "by"), (PageUrls.Value, "value"), (PageUrls.Account, "account"), (PageUrls.Region, "region"), (PageUrls.Off, "switched off:"),
        (PageUrls.Sort, "sorted by"), (PageUrls.Find, "values with"), (PageUrls.Open, "open:"), (PageUrls.Compare, "compared with"),
        (PageUrls.Bars, "bars by"), (PageUrls.Columns, "columns"), (PageUrls.Facets, "beside the list:"), (PageUrls.Against, "against"), (PageUrls.Since, "since"), (PageUrls.Until, "until"),
    ];

    /// <summary>Whether the page lists events, so that a watch can look for them.</summary>
    public bool IsOfEvents => Address.Split('?')[0] == PageUrls.EventsPath;

    /// <summary>The scope that the address says.</summary>
    public ViewScope Scope { get; private init; } = ViewScope.All;

    /// <summary>The page at an address of this site; null where it is not one that can be saved.</summary>
    /// <param name="path">The path as the browser shows it.</param>
    /// <param name="query">The query as the browser shows it.</param>
    public static SavedPage? Of(string path, string query)
    {
        ArgumentNullException.ThrowIfNull(path);
        if (TitleOf(path) is not { } title)
        {
            return null;
        }

        var values = System.Web.HttpUtility.ParseQueryString(query);
        var scope = ViewScope.Read(values[PageUrls.Filter], values[PageUrls.From], values[PageUrls.To], values[PageUrls.Off], values[PageUrls.Rows], values[PageUrls.Bars], values[PageUrls.Columns], values[PageUrls.Facets]);
        var more = new List<string>();
        if (scope.Rows == RowKind.Events && path == PageUrls.EventsPath)
        {
            more.Add("each event a row");
        }

        more.AddRange(Words.Where(pair => !string.IsNullOrEmpty(values[pair.Parameter])).Select(pair => $"{pair.Words} {values[pair.Parameter]}"));
        var address = PageUrls.Kept(path, query);
        return address.Length > SavedView.MaxAddress ? null : new SavedPage(address, title, scope.Filter, path == PageUrls.OverviewPath ? PeriodOf(values) : RangeOf(scope), more) { Scope = scope };
    }

    /// <summary>The page of a saved view. Whatever the store holds, the address is of this site: that of all views where it was of no page.</summary>
    public static SavedPage Read(SavedView view)
    {
        ArgumentNullException.ThrowIfNull(view);
        var cut = view.Address.IndexOf('?', StringComparison.Ordinal);
        var (path, query) = cut < 0 ? (view.Address, "") : (view.Address[..cut], view.Address[cut..]);
        return Of(path, query) ?? new SavedPage(PageUrls.ViewsPath, "A page that this version does not have", "", "all time", []);
    }

    // Only characters that stand in paths of this site: no second slash at the begin, which would name another site, and no backslash, which
    // browsers take for one.
    private static string? TitleOf(string path) => Titles.GetValueOrDefault(path) ?? (IsThing(path) ? ThingOf(path) : null);

    private static bool IsThing(string path) => path.StartsWith(PageUrls.ThingsPath + "/", StringComparison.Ordinal) && !path.Any(c => c is '\\' or '#' or '?' || char.IsControl(c));

    private static string ThingOf(string path)
    {
        var parts = path[(PageUrls.ThingsPath.Length + 1)..].Split('/', 2);
        var kind = Uri.UnescapeDataString(parts[0]);
        return parts.Length < 2 ? kind : $"{kind} {Uri.UnescapeDataString(parts[1])}";
    }

    // The overview has a period of its own; an end that is chosen is said behind it.
    private static string PeriodOf(System.Collections.Specialized.NameValueCollection values)
    {
        var name = OverviewWords.Name(OverviewWords.Length(values[PageUrls.Period]));
        return string.IsNullOrEmpty(values[PageUrls.Until]) ? $"the last {name}" : $"the {name}";
    }

    private static string RangeOf(ViewScope scope) => (scope.From, scope.To) switch
    {
        (null, null) => "all time",
        ({ IsRelative: true } from, null) => $"last {from.Words}",
        ({ } from, null) => $"from {Bound(from)}",
        (null, { } to) => $"until {Bound(to)}",
        ({ } from, { } to) => $"{Bound(from)} to {Bound(to)}",
    };

    private static string Bound(TimeBound bound) => bound.IsRelative ? $"{bound.Words} ago" : bound.ToString();
}
