using System.Text.Json;
using Deque.AxeCore.Playwright;
using Microsoft.Playwright;
using TrailBoard.Core.Events;
using TrailBoard.Core.Things;
using TrailBoard.Web.State;

namespace TrailBoard.EndToEnd;

/// <summary>What holds on every page. That none writes an error to the console is watched by each journey.</summary>
[Collection(Looking.Name)]
public sealed class EveryPageTests(BrowserFixture browser)
{
    // A kind that has no line here has no test of its page; the figures choose a thing of which there is much to say.
    private static readonly Dictionary<ThingKind, string> Things = new()
    {
        [ThingKind.Repository] = "user:jenkins-legacy action:PutImage",
        [ThingKind.Image] = "user:jenkins-legacy action:PutImage",
        [ThingKind.Tag] = "user:jenkins-legacy action:PutImage",
        [ThingKind.Cluster] = "action:ExecuteCommand ip:198.18.7.66",
        [ThingKind.Service] = "action:UpdateService ip:198.18.7.66",
        [ThingKind.TaskDefinition] = "action:UpdateService user:GitHubActions*",
        [ThingKind.TaskFamily] = "action:RegisterTaskDefinition",
        [ThingKind.Task] = "action:ExecuteCommand ip:198.18.7.66",
        [ThingKind.Pipeline] = "action:StartImagePipelineExecution",
        [ThingKind.Api] = "action:CreateDeployment",
        [ThingKind.Stage] = "action:UpdateStage",
    };

    public static TheoryData<string> ThingPages => [.. ThingFields.Kinds.Select(kind => kind.Name)];

    /// <summary>The pages as they are, and in the states that show most.</summary>
    public static TheoryData<string> Pages =>
    [
        .. Screens.Paths, "/overview?period=day&until=2026-10-24", "/events?q=colour:red", "/events?q=req.repositoryName:shop*", "/regions?q=user:nobody", "/errors?open=AccessDenied", "/containers?open=ecr.amazonaws.com/push", "/imports?run=1", "/coverage?open=2026-10-20/111122223333/eu-west-1", "/coverage?account=999999999999", "/nowhere", "/actors", "/actors?by=user&value=jenkins-legacy", "/actors?by=user&value=tomas.novak@harborlane.example&from=2026-10-20", "/actors?by=actor&value=ecs-tasks.amazonaws.com", "/actors?by=actor&value=web:repo:harborlane/checkout-api:ref:refs/heads/main@token.actions.githubusercontent.com", "/actors?by=role&value=ecs-execution",
        "/things/repository/shop/catalog-api", "/things/repository/shop/catalog-api?account=999999999999&from=-1h", "/things/nonsense/x",
        "/different", "/different?q=error:*", "/different?q=colour:red", "/different?from=2026-10-22&to=2026-10-24", "/different?q=user:nobody", "/events?facets=session,error",
    ];

    [Theory]
    [MemberData(nameof(Pages))]
    public Task Axe_finds_no_violation_light_or_dark_and_on_a_phone_no_page_scrolls_sideways(string path) => browser.WalkAsync(browser.Demo, "axe" + path.Replace('/', '-').Split('?')[0], async screens =>
    {
        await screens.GoAsync(path);
        await AssertAxeAsync(screens);
        await DarkenAsync(screens);
        await AssertAxeAsync(screens);
        await NarrowAsync(screens, path);
    });

    [Theory]
    [MemberData(nameof(ThingPages))]
    public Task The_page_of_each_kind_of_thing_holds_to_the_same_also_on_a_phone(string name) => browser.WalkAsync(browser.Demo, "thing-" + name, async screens =>
    {
        var kind = ThingKind.Find(name)!;
        var value = await SomeThingAsync(screens, browser.Demo, kind);
        await screens.GoAsync(PageUrls.Thing(kind, value));
        await AssertAxeAsync(screens);
        await DarkenAsync(screens);
        await AssertAxeAsync(screens);
        await NarrowAsync(screens, $"The page of {name} {value}");
        await AssertAxeAsync(screens);
    });

    [Fact]
    public Task One_event_holds_to_the_same() => browser.WalkAsync(browser.Demo, "one-event", async screens =>
    {
        await screens.GoAsync("/events?q=action:PutImage&rows=events");
        await screens.OpenNewestAsync();
        await AssertAxeAsync(screens);
        await screens.OpenOnItsOwnAsync();
        await screens.QuietAsync();
        await AssertAxeAsync(screens);
    });

    /// <summary>A thing of a kind of which there is much to say.</summary>
    internal static async Task<string> SomeThingAsync(Screens screens, Site site, ThingKind kind)
    {
        var groups = await screens.Page.APIRequest.GetAsync(
            $"{site.Address}/api/groups/{ThingFields.Of(kind)!.Name}?limit=100&q={Uri.EscapeDataString(Things[kind])}");
        var values = JsonDocument.Parse(await groups.TextAsync()).RootElement.GetProperty("groups").EnumerateArray().Select(group => group.GetProperty("value").GetString()!);
        return values.First(one => ThingFields.KindOf(ThingFields.Of(kind)!, one) == kind);
    }

    // Whoever chose no theme follows the system, also while a page is open.
    private static async Task DarkenAsync(Screens screens)
    {
        const string Background = "getComputedStyle(document.body).backgroundColor";
        var light = await screens.Page.EvaluateAsync<string>(Background);
        await screens.Page.EmulateMediaAsync(new() { ColorScheme = ColorScheme.Dark });
        await screens.Page.WaitForFunctionAsync($"light => {Background} !== light", light);
    }

    private static async Task NarrowAsync(Screens screens, string page)
    {
        await screens.Page.SetViewportSizeAsync(Window.Phone.Width, Window.Phone.Height);
        await screens.QuietAsync();
        Assert.True(await screens.OverhangAsync() <= 0, $"{page} is {await screens.OverhangAsync()} pixels too wide.");
    }

    internal static async Task AssertAxeAsync(Screens screens)
    {
        var result = await screens.Page.RunAxe();
        var violations = result.Violations.Select(violation =>
            $"{violation.Id}: {violation.Help}\n  {string.Join("\n  ", violation.Nodes.Take(5).Select(node => node.Html))}").ToList();
        Assert.True(violations.Count == 0, string.Join('\n', violations));
    }
}
