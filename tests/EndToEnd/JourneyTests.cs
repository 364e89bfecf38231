using System.Text.RegularExpressions;
using static Microsoft.Playwright.Assertions;

namespace TrailBoard.EndToEnd;

[Collection(Browsing.Name)]
public sealed partial class JourneyTests(BrowserFixture browser)
{
    [Fact]
    public async Task From_an_upload_to_one_event_and_back_by_its_address()
    {
        await using var site = await Site.StartAsync();
        await browser.WalkAsync(site, "upload", async screens =>
        {
            await screens.GoAsync("/");
            await screens.UploadAsync(SomeTrail.Upload());
            await screens.Page.AtAsync("**/overview");
            await screens.GoAsync("/events");

            // Who pushed an image and looked at it did one thing.
            await Expect(screens.Activities).ToHaveCountAsync(3);
            await screens.ListEventsAsync();
            await Expect(screens.Rows).ToHaveCountAsync(4);

            await screens.FilterAsync("user:alice");
            await Expect(screens.Rows).ToHaveCountAsync(3);

            await screens.GoAsync("/repositories?q=user:alice");
            await screens.OpenGroupAsync("team/api");
            await screens.OpenedEvents.Filter(new() { HasText = "pushed" }).ClickAsync();
            await screens.QuietAsync();
            await Expect(screens.Pane).ToContainTextAsync("imageTag");
            await Expect(screens.Pane).ToContainTextAsync("1.4.2");
            await Expect(screens.Pane).ToContainTextAsync(RequestText());
            await Expect(screens.Pane).ToContainTextAsync(ResponseText());

            var (address, shown) = (screens.Page.Url, await screens.Pane.InnerTextAsync());
            await screens.Page.ReloadAsync();
            await screens.QuietAsync();
            Assert.Equal(address, screens.Page.Url);
            await Expect(screens.Pane).ToContainTextAsync("1.4.2");
            Assert.Equal(shown, await screens.Pane.InnerTextAsync());
        });
    }

    [Fact]
    public async Task Demo_data_by_one_click()
    {
        await using var site = await Site.StartAsync();
        await browser.WalkAsync(site, "demo", async screens =>
        {
            await screens.GoAsync("/");
            await screens.DemoAsync();
            await screens.Page.AtAsync("**/overview");
            await screens.QuietAsync();
            await Expect(screens.Section("Day by day")).ToBeVisibleAsync();
            await screens.GoAsync("/");
            Assert.EndsWith("/overview", screens.Page.Url, StringComparison.Ordinal);
            await screens.GoAsync("/?utm_source=chat");
            Assert.EndsWith("/overview", screens.Page.Url, StringComparison.Ordinal);
        });
    }

    [Fact]
    public Task By_the_keyboard_alone() => browser.WalkAsync(browser.Demo, "keyboard", async screens =>
    {
        var keys = screens.Page.Keyboard;
        await screens.GoAsync("/events?rows=events");
        await keys.PressAsync("/");
        await Expect(screens.Filter).ToBeFocusedAsync();
        await keys.TypeAsync("action:PutImage");
        await keys.PressAsync("Enter");
        await Expect(screens.Page).ToHaveURLAsync(FilteredText());
        await screens.QuietAsync();
        await Expect(screens.Filter).ToBeFocusedAsync();

        // While completions are offered, Escape closes those first.
        await Expect(screens.Filter).ToHaveAttributeAsync("aria-expanded", "false");
        await keys.PressAsync("Escape");
        await Expect(screens.Filter).Not.ToBeFocusedAsync();
        await Expect(screens.ListWithKeys).ToBeVisibleAsync();
        await keys.PressAsync("j");
        await keys.PressAsync("j");
        await keys.PressAsync("k");
        await Expect(screens.Rows.First).ToBeFocusedAsync();
        await keys.PressAsync("Enter");
        await Expect(screens.Pane).ToBeVisibleAsync();
        await keys.PressAsync("Escape");
        await Expect(screens.Pane).ToHaveCountAsync(0);
        await Expect(screens.Rows.First).ToBeFocusedAsync();
    });

    [Theory]
    [InlineData("/events")]
    [InlineData("/regions")]
    public Task A_mistake_in_the_filter_is_underlined_where_it_is_and_explained(string path) => browser.WalkAsync(browser.Demo, "mistake", async screens =>
    {
        await screens.GoAsync(path);
        await screens.FilterAsync("user:alice colour:red");
        await Expect(screens.Mistake).ToContainTextAsync("At character 12");
        await Expect(screens.Mistake).ToContainTextAsync("colour");
        await Expect(screens.Underlined).ToHaveTextAsync("colour");
    });

    public static TheoryData<string> Grouped => ["/identities", "/addresses", "/regions", "/repositories", "/errors"];

    [Theory]
    [MemberData(nameof(Grouped))]
    public Task A_grouped_view_opens_into_its_events_and_links_to_all_of_them(string path) => browser.WalkAsync(browser.Demo, "grouped", async screens =>
    {
        await screens.GoAsync(path);
        var count = await screens.CountOfFirstGroupAsync();
        await screens.OpenFirstGroupAsync();
        await Expect(screens.OpenedEvents.First).ToBeVisibleAsync();
        await Expect(screens.Page).ToHaveURLAsync(OpenText());
        await screens.AllEvents.ClickAsync();
        await screens.Page.AtAsync("**/events?**");
        await screens.QuietAsync();
        Assert.Equal(count, await screens.CountOfEventsAsync());
    });

    [Fact]
    public Task Container_actions_open_from_service_to_verb_to_action() => browser.WalkAsync(browser.Demo, "containers", async screens =>
    {
        await screens.GoAsync("/containers");
        await screens.Section("Amazon ECR").GetByRole(Microsoft.Playwright.AriaRole.Button, new() { Name = "Push" }).ClickAsync();
        await screens.Section("Amazon ECR").GetByRole(Microsoft.Playwright.AriaRole.Link, new() { Name = "PutImage" }).ClickAsync();
        await screens.Page.AtAsync("**/events?**");
        await screens.QuietAsync();
        await Expect(screens.Activities.First).ToBeVisibleAsync();
        Assert.Contains("action:PutImage", screens.Page.Url, StringComparison.Ordinal);
    });

    [Fact]
    public async Task Fault_122_script_in_every_string_runs_on_no_page()
    {
        await using var site = await Site.StartAsync();
        var summary = await site.ImportAsync(SomeTrail.Source(SomeTrail.Hostile()));
        Assert.Equal(2, summary.Progress.Counts.Stored);
        await browser.WalkAsync(site, "hostile", async screens =>
        {
            foreach (var path in Screens.Paths)
            {
                await screens.GoAsync(path);
            }

            foreach (var path in new[] { "/identities", "/addresses", "/repositories", "/errors" })
            {
                await screens.GoAsync(path);
                await screens.OpenFirstGroupAsync();
                await Expect(screens.OpenedEvents.First).ToBeVisibleAsync();
            }

            await screens.GoAsync("/actors?by=user&value=" + Uri.EscapeDataString(SomeTrail.HostileUser));
            await Expect(screens.Heading).ToContainTextAsync("<script>");
            await Expect(screens.Activities.First).ToBeVisibleAsync();

            await screens.GoAsync("/events?rows=events");
            await screens.OpenNewestAsync();
            await Expect(screens.Pane).ToContainTextAsync("alert");
            await screens.GoAsync("/events/" + SomeTrail.Id(900));
            await screens.GoAsync("/imports?run=1");
            Assert.Equal(0, await screens.Page.Locator("img, a[href^='javascript:'], main script").CountAsync());
        });
    }

    [GeneratedRegex("Request", RegexOptions.None, 60_000)]
    private static partial Regex RequestText();

    [GeneratedRegex("Response", RegexOptions.None, 60_000)]
    private static partial Regex ResponseText();

    [GeneratedRegex("q=action:PutImage", RegexOptions.None, 60_000)]
    private static partial Regex FilteredText();

    [GeneratedRegex("open=", RegexOptions.None, 60_000)]
    private static partial Regex OpenText();
}
