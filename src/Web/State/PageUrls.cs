using System.Text;
using TrailBoard.Core.Events;
using TrailBoard.Core.Overview;
using TrailBoard.Core.Search;
using TrailBoard.Core.Views;

namespace TrailBoard.Web.State;

/// <summary>The only place that writes URLs. Pages read theirs with <c>[SupplyParameterFromQuery]</c> under the same names.</summary>
public static class PageUrls
{
    public const string Filter = "q";
    public const string From = "from";
    public const string To = "to";
    public const string Off = "off";
    public const string Selected = "event";
    public const string After = "after";
    public const string Rows = "rows";

    public const string Columns = "columns";

    public const string Facets = "facets";

    /// <summary>The value of <see cref="Rows"/> that is not what goes without saying.</summary>
    public const string RowsOfEvents = "events";

    /// <summary>The field by whose values the bars over time are divided.</summary>
    public const string Bars = "bars";

    public const string Sort = "sort";
    public const string Find = "find";
    public const string Open = "open";
    public const string Run = "run";
    public const string Page = "page";
    public const string Object = "object";
    public const string Source = "source";
    public const string Account = "account";
    public const string Region = "region";

    public const string By = "by";
    public const string Value = "value";

    public const string Period = "period";
    public const string Until = "until";

    public const string OverviewPath = "/overview";
    public const string EventsPath = "/events";
    public const string IdentitiesPath = "/identities";
    public const string PeoplePath = "/people";
    public const string AddressesPath = "/addresses";
    public const string RegionsPath = "/regions";
    public const string ActionsPath = "/containers";
    public const string RepositoriesPath = "/repositories";
    public const string ErrorsPath = "/errors";
    public const string ImportsPath = "/imports";
    public const string SourcesPath = "/sources";
    public const string CoveragePath = "/coverage";
    public const string WelcomePath = "/welcome";
    public const string ThingsPath = "/things";
    public const string ViewsPath = "/views";
    public const string WatchesPath = "/watches";
    public const string View = "view";
    public const string Compare = "compare";
    public const string ActorsPath = "/actors";
    public const string ComparePath = "/compare";
    public const string Ids = "ids";
    public const string Show = "show";

    /// <summary>The value of <see cref="Show"/> that is not what goes without saying.</summary>
    public const string ShowAll = "all";
    public const string DifferentPath = "/different";
    public const string Against = "against";
    public const string Since = "since";

    /// <summary>The name of the page that watches an export.</summary>
    public const string Progress = "progress";

    /// <summary>The page of whoever has a value, as a path that takes the scope. The value stands in the query: it may hold what a path cannot.</summary>
    public static string ActorPath(EventField field, string value) => In(ActorsPath, ViewScope.All, (By, field.Name), (Value, value));

    /// <summary>The page of whoever has a value, in a scope.</summary>
    public static string Actor(EventField field, string value, ViewScope scope) => In(ActorPath(field, value), scope);

    /// <summary>The overview of a period.</summary>
    /// <param name="until">Its end, or null for the present one.</param>
    public static string Overview(PeriodLength length, TimeBound? until = null) =>
        In(OverviewPath, ViewScope.All, (Period, length == PeriodLength.Day ? "day" : null), (Until, until?.ToString()));

    /// <summary>The Events page.</summary>
    public static string Events(EventsView view) =>
        In(EventsPath, view.Scope, (After, view.After?.ToString() ?? view.AfterActivity?.ToString()), (Open, view.Unfolded), (Selected, view.Selected));

    /// <summary>The Events page in a scope.</summary>
    public static string Events(ViewScope scope) => In(EventsPath, scope);

    /// <summary>What is different about the events of a scope: a filter with what it does not find, a range with all other times.</summary>
    public static string Different(ViewScope scope) => Different(DifferenceView.Of(scope));

    /// <summary>What is different about a span of a scope, such as some bars of its chart.</summary>
    public static string Different(ViewScope around, TimeRange span) => Different(DifferenceView.Span(around, span));

    /// <summary>What is different about a selection.</summary>
    public static string Different(DifferenceView view) => In(DifferentBeside(view), view.Scope);

    /// <summary>The page of differences as a path that takes the selection: what it is compared with stays.</summary>
    public static string DifferentBeside(DifferenceView view) =>
        In(DifferentPath, ViewScope.All, (Against, view.RestText), (Since, view.Since?.ToString()), (Until, view.Until?.ToString()));

    /// <summary>An event's own page: what people paste into tickets.</summary>
    public static string Event(string eventId) => $"{EventsPath}/{Uri.EscapeDataString(eventId)}";

    /// <summary>Events side by side.</summary>
    /// <param name="ids">Their ids, hostile text.</param>
    /// <param name="all">Whether what is the same shows too.</param>
    public static string Compared(IEnumerable<string> ids, bool all = false)
    {
        var url = new StringBuilder(ComparePath);
        foreach (var id in ids)
        {
            Append(url, Ids, id);
        }

        Append(url, Show, all ? ShowAll : null);
        return url.ToString();
    }

    /// <summary>The page of a thing: a repository, an image, a cluster.</summary>
    /// <param name="value">Its canonical value (docs/things.md), hostile text.</param>
    /// <param name="account">Only what was recorded in this account, or null.</param>
    /// <param name="region">Only what was recorded in this region, or null.</param>
    public static string Thing(ThingKind kind, string value, string? account = null, string? region = null) =>
        Thing(new ContainerThing(kind, value, account, region), null, null);

    /// <summary>The page of a revision of a task definition beside another one.</summary>
    /// <param name="other">The id of the event that registered the other one.</param>
    public static string Compared(ContainerThing thing, ViewScope scope, string other)
    {
        var page = new StringBuilder(Thing(thing, scope.From, scope.To));
        Append(page, Compare, other);
        return page.ToString();
    }

    /// <summary>The page of a thing in a range.</summary>
    public static string Thing(ContainerThing thing, TimeBound? from, TimeBound? to)
    {
        ArgumentNullException.ThrowIfNull(thing);
        var parts = thing.Value.Split('/');
        // Browsers resolve such parts of a path away, however they are escaped.
        var isPath = !parts.Any(part => part is "" or "." or "..");
        var path = $"{ThingsPath}/{thing.Kind.Name}{(isPath ? "/" + string.Join('/', parts.Select(Escape)) : "")}";
        return In(path, ViewScope.All with { From = from, To = to }, (Value, isPath ? null : thing.Value), (Account, thing.Account), (Region, thing.Region));
    }

    /// <summary>A page of groups, or any other path that takes the scope.</summary>
    public static string In(string path, ViewScope scope, params ReadOnlySpan<(string Name, string? Value)> more)
    {
        var url = new StringBuilder(path);
        Append(url, Filter, scope.Filter);
        Append(url, From, scope.From?.ToString());
        Append(url, To, scope.To?.ToString());
        Append(url, Off, scope.Off);
        Append(url, Rows, scope.Rows == RowKind.Events ? RowsOfEvents : null);
        Append(url, Bars, scope.Bars?.Name);
        Append(url, Columns, scope.Columns);
        Append(url, Facets, scope.Facets);
        foreach (var (name, value) in more)
        {
            Append(url, name, value);
        }

        return url.ToString();
    }

    /// <summary>A grouped view: its order, the text that its values contain, and the value that is open.</summary>
    public static string Groups(string path, ViewScope scope, GroupOrder order, string? find = null, string? open = null) =>
        In(path, scope, (Sort, order.ToParameter()), (Find, find), (Open, open));

    /// <summary>The imports, with a run, a page of its objects and one of them open.</summary>
    /// <param name="page">The page, from 0.</param>
    public static string Imports(long? run = null, int page = 0, long? openObject = null) =>
        In(ImportsPath, ViewScope.All, (Run, run?.ToString()), (Page, page > 0 ? (page + 1).ToString() : null), (Object, openObject?.ToString()));

    /// <summary>The sources of the settings, with one of them open, and one of its runs, a page of that run's objects and one of those.</summary>
    /// <param name="page">The page, from 0.</param>
    public static string Sources(string? source = null, long? run = null, int page = 0, long? openObject = null) =>
        In(SourcesPath, ViewScope.All, (Source, source), (Run, run?.ToString()), (Page, page > 0 ? (page + 1).ToString() : null), (Object, openObject?.ToString()));

    /// <summary>The coverage of days, with a cell open.</summary>
    public static string Coverage(CoverageScope scope) => In(
        CoveragePath,
        ViewScope.All,
        (From, scope.First?.ToString("yyyy-MM-dd")),
        (To, scope.Last?.ToString("yyyy-MM-dd")),
        (Account, scope.Account),
        (Region, scope.Region),
        (Open, scope.Open?.ToString()));

    /// <summary>The watches, where a saved view is about to become one.</summary>
    /// <param name="view">The view's number.</param>
    public static string Watch(long view) => In(WatchesPath, ViewScope.All, (View, view.ToString()));

    /// <summary>What a watch found once.</summary>
    /// <param name="firing">The firing's number.</param>
    public static string Firing(long firing) => $"{WatchesPath}/{firing}";

    /// <summary>What is kept of a page's address under a name: its path and query, without what is open beside the list and without the place in it.</summary>
    /// <param name="path">The path of the page.</param>
    /// <param name="query">The query, escaped, with or without its question mark.</param>
    public static string Kept(string path, string query)
    {
        var url = new StringBuilder(path);
        var values = System.Web.HttpUtility.ParseQueryString(query);
        foreach (var name in values.AllKeys)
        {
            if (name is not (null or Selected or After))
            {
                Append(url, Escape(name), values[name]);
            }
        }

        return url.ToString();
    }

    /// <summary>Where files are uploaded to.</summary>
    public const string Uploads = "/api/uploads";

    /// <summary>The download of everything in the scope. Relative bounds stay relative: the link means the same as the page.</summary>
    /// <param name="format"><c>csv</c>, <c>ndjson</c> or <c>json</c>.</param>
    public static string Export(string format, ViewScope scope) => In($"/export/events.{format}", scope with { Off = "", Rows = RowKind.Activities, Bars = null, Columns = "", Facets = "" });

    /// <summary>The same download, watched by an open page.</summary>
    /// <param name="export">Its address.</param>
    /// <param name="page">The page's name.</param>
    public static string Watched(string export, string page)
    {
        var url = new StringBuilder(export);
        Append(url, Progress, page);
        return url.ToString();
    }

    private static void Append(StringBuilder url, string name, string? value)
    {
        if (!string.IsNullOrEmpty(value))
        {
            url.Append(url.ToString().Contains('?', StringComparison.Ordinal) ? '&' : '?').Append(name).Append('=').Append(Escape(value));
        }
    }

    // Colons, slashes, stars and commas may stand in a query as they are: filters stay readable in the address bar and in tickets.
    private static string Escape(string value) => new StringBuilder(Uri.EscapeDataString(value))
        .Replace("%3A", ":").Replace("%2F", "/").Replace("%2A", "*").Replace("%2C", ",").Replace("%40", "@").ToString();
}
