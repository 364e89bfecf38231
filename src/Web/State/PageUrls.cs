using System.Text;
using TrailBoard.Core.Events;
using TrailBoard.Core.Search;

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

    /// <summary>The value of <see cref="Rows"/> that is not what goes without saying.</summary>
    public const string RowsOfEvents = "events";

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
    public const string Compare = "compare";
    public const string ActorsPath = "/actors";

    /// <summary>The page of whoever has a value, as a path that takes the scope. The value stands in the query: it may hold what a path cannot.</summary>
    public static string ActorPath(EventField field, string value) => In(ActorsPath, ViewScope.All, (By, field.Name), (Value, value));

    /// <summary>The page of whoever has a value, in a scope.</summary>
    public static string Actor(EventField field, string value, ViewScope scope) => In(ActorPath(field, value), scope);

    /// <summary>The Events page.</summary>
    public static string Events(EventsView view) =>
        In(EventsPath, view.Scope, (After, view.After?.ToString() ?? view.AfterActivity?.ToString()), (Open, view.Unfolded), (Selected, view.Selected));

    /// <summary>The Events page in a scope.</summary>
    public static string Events(ViewScope scope) => In(EventsPath, scope);

    /// <summary>An event's own page: what people paste into tickets.</summary>
    public static string Event(string eventId) => $"{EventsPath}/{Uri.EscapeDataString(eventId)}";

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

    /// <summary>Where files are uploaded to.</summary>
    public const string Uploads = "/api/uploads";

    /// <summary>The download of everything in the scope. Relative bounds stay relative: the link means the same as the page.</summary>
    /// <param name="format"><c>csv</c>, <c>ndjson</c> or <c>json</c>.</param>
    public static string Export(string format, ViewScope scope) => In($"/export/events.{format}", scope with { Off = "", Rows = RowKind.Activities });

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
