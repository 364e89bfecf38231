using TrailBoard.Core.Demo;
using TrailBoard.Web.State;

namespace TrailBoard.EndToEnd.Asked;

/// <summary>A page in a state, as docs/screens shows it.</summary>
/// <param name="Page">The page's name in the file's name.</param>
/// <param name="State">Full, or which of the states in which a page has less to show.</param>
/// <param name="Path">Where it is.</param>
internal sealed record Picture(string Page, string State, string Path)
{
    /// <summary>What is done on the page before it is taken.</summary>
    public Func<Screens, Task>? Then { get; init; }

    /// <summary>The pages of the demo month, without those of its things.</summary>
    public static IReadOnlyList<Picture> Full(DemoIncident incident) =>
    [
        new("overview", "full", "/overview"),
        new("overview-day", "full", $"/overview?period=day&until={incident.Begin.AddDays(1):yyyy-MM-dd}T00:00:00Z"),
        new("events", "full", "/events"),
        new("events-rows", "full", "/events?rows=events"),
        new("events-table", "full", "/events?rows=events&columns=time:180,user,action,repository,ip,error"),
        new("events-pane", "full", $"/events?q=ip:{incident.Address}&rows=events") { Then = screens => screens.OpenNewestAsync() },
        new("event", "full", "/events/" + incident.EventIds[^1]),
        new("compare", "full", PageUrls.Compared(incident.EventIds.TakeLast(2))),
        new("different", "full", $"/different?from={Text(incident.Begin)}&to={Text(incident.End.AddSeconds(1))}"),
        new("identities", "full", "/identities"),
        new("people", "full", "/people"),
        new("addresses", "full", "/addresses"),
        new("regions", "full", "/regions"),
        new("containers", "full", "/containers?open=ecr.amazonaws.com/push"),
        new("repositories", "full", "/repositories"),
        new("errors", "full", "/errors?open=AccessDenied"),
        new("actor", "full", "/actors?by=user&value=" + incident.User),
        new("actor-job", "full", "/actors?by=actor&value=web:repo:harborlane/checkout-api:ref:refs/heads/main@token.actions.githubusercontent.com"),
        new("imports", "full", "/imports?run=1"),
        new("sources", "full", "/sources"),
        new("coverage", "full", "/coverage"),
        new("coverage-day", "full", $"/coverage?open={incident.Begin:yyyy-MM-dd}/111122223333/eu-west-1"),
        new("views", "full", "/views"),
        new("watches", "full", "/watches"),
        new("welcome", "full", "/welcome"),
        new("palette", "full", "/events")
        {
            Then = async screens =>
            {
                await screens.Page.Keyboard.PressAsync("Control+k");
                await screens.Page.Keyboard.TypeAsync("checkout");
                await screens.PaletteEntries.First.WaitForAsync();
                await screens.Page.Locator("#palette [aria-busy=false]").WaitForAsync();
            },
        },
        new("help", "full", "/events") { Then = screens => screens.Page.Keyboard.PressAsync("?") },

        new("events", "empty", "/events?q=user:nobody"),
        new("regions", "empty", "/regions?q=user:nobody"),
        new("different", "empty", "/different?q=user:nobody"),
        new("thing", "empty", "/things/repository/shop/nothing"),
        new("actor", "empty", "/actors?by=user&value=nobody"),
        new("event", "empty", "/events/00000000-0000-4000-8000-000000000000"),

        new("events", "error", "/events?q=colour:red"),
        new("different", "error", "/different?q=colour:red"),
        new("thing", "error", "/things/nonsense/x"),
        new("nowhere", "error", "/nowhere"),

        new("events", "notcovered", "/events?q=region:eu-west-1&from=2026-11-05T14:00:00Z&to=2026-11-05T16:00:00Z"),
        new("coverage", "notcovered", "/coverage?account=999999999999"),
        new("thing", "notcovered", "/things/repository/shop/catalog-api?account=999999999999&from=-1h"),
    ];

    /// <summary>Pages that live before the store answers. That of identities does not: it is not live until it has its groups.</summary>
    public static IReadOnlyList<Picture> Loading { get; } = [.. new[] { "overview", "events", "different" }.Select(page => new Picture(page, "loading", "/" + page))];

    /// <summary>Pages whose store fails.</summary>
    public static IReadOnlyList<Picture> Unreadable(DemoIncident incident) =>
        [.. new[] { "overview", "events", "different", "identities", "containers", "event", "compare", "actor" }.Select(page => Full(incident).First(picture => picture.Page == page) with { State = "unreadable" }),
        new("thing", "unreadable", "/things/repository/" + incident.Repository)];

    /// <summary>Searches in the records that are stopped a third of the way.</summary>
    public static IReadOnlyList<Picture> Partial { get; } = [.. new[] { "events", "different" }.Select(page => new Picture(page, "partial", $"/{page}?q=record:DeleteRepository")
    {
        Then = async screens =>
        {
            await screens.Search.GetByText("Stop", new() { Exact = true }).ClickAsync();
            await screens.QuietAsync();
        },
    })];

    /// <summary>The pages of a site that was never given a trail.</summary>
    public static IReadOnlyList<Picture> Empty { get; } =
        [.. new[] { "welcome", "overview", "events", "identities", "containers", "repositories", "errors", "imports", "sources", "coverage", "views", "watches" }.Select(page => new Picture(page, page == "welcome" ? "full" : "emptystore", "/" + page))];

    public string File(Window window) => $"{Page}-{State}-{(window.Dark ? "dark" : "light")}-{window.Width}.webp";

    private static string Text(DateTimeOffset time) => time.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", System.Globalization.CultureInfo.InvariantCulture);
}
