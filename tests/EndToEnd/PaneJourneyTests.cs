using System.Text.RegularExpressions;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace TrailBoard.EndToEnd;

/// <summary>The open event: where it stands, what it says of a push and of a policy, and the ways on from it.</summary>
[Collection(Looking.Name)]
public sealed partial class PaneJourneyTests(BrowserFixture browser)
{
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public Task It_stands_beside_below_or_instead_of_the_list_and_stays_so(bool dark) => browser.WalkAsync(
        browser.Demo,
        "pane-place",
        async screens =>
        {
            await screens.GoAsync("/events?rows=events");
            await screens.OpenNewestAsync();
            await Place(screens, "Below the list").PressAsync("Enter");
            await Expect(Grip(screens)).ToHaveAttributeAsync("aria-orientation", "horizontal");
            var (list, pane) = ((await screens.Page.Locator("[data-list]").BoundingBoxAsync())!, (await screens.Pane.BoundingBoxAsync())!);
            Assert.True(pane.Y >= list.Y + list.Height - 1, "The event is not below the list.");
            await Grip(screens).PressAsync("ArrowUp");
            var higher = (await screens.Pane.BoundingBoxAsync())!.Height;
            Assert.True(higher > pane.Height, "The event did not grow.");
            await EveryPageTests.AssertAxeAsync(screens);

            await screens.Page.ReloadAsync();
            await screens.QuietAsync();
            await Expect(Place(screens, "Below the list")).ToHaveAttributeAsync("aria-pressed", "true");
            await Expect(screens.ListWithKeys).ToBeVisibleAsync();
            Assert.Equal(higher, (await screens.Pane.BoundingBoxAsync())!.Height, 1.0);

            await Place(screens, "Instead of the list").ClickAsync();
            await Expect(screens.Page.Locator("[data-list]")).ToBeHiddenAsync();
            await EveryPageTests.AssertAxeAsync(screens);
            await screens.Page.Keyboard.PressAsync("]");
            await Expect(screens.Pane.GetByRole(AriaRole.Link, new() { Name = "Previous event" })).ToBeVisibleAsync();

            await Place(screens, "Beside the list").ClickAsync();
            await Expect(screens.Rows.First).ToBeVisibleAsync();
            await Expect(Grip(screens)).ToHaveAttributeAsync("aria-orientation", "vertical");
        },
        Window.Desk with { Dark = dark });

    [Fact]
    public Task On_its_own_page_too_the_keys_and_the_mouse_lead_to_the_events_before_and_after() => browser.WalkAsync(browser.Demo, "page-steps", async screens =>
    {
        var (page, keys) = (screens.Page, screens.Page.Keyboard);
        await screens.GoAsync("/events?rows=events");
        await Expect(screens.Rows.Nth(2)).ToBeVisibleAsync();
        var ids = await screens.Rows.EvaluateAllAsync<string[]>("rows => rows.slice(0, 3).map(row => row.dataset.event)");
        await screens.GoAsync("/events/" + ids[0]);
        await Expect(page.GetByRole(AriaRole.Button, new() { Name = "Previous event", Disabled = true })).ToHaveAttributeAsync("title", "This is the newest event");
        await keys.PressAsync("[");
        await Expect(page.GetByRole(AriaRole.Status).Filter(new() { HasText = "This is the newest event" })).ToHaveCountAsync(1);
        await EveryPageTests.AssertAxeAsync(screens);

        await Expect(page.GetByRole(AriaRole.Link, new() { Name = "Next event", Exact = true })).ToBeVisibleAsync();
        await keys.PressAsync("]");
        await page.AtAsync("**/events/" + ids[1]);
        await Expect(page.GetByRole(AriaRole.Link, new() { Name = "Previous event", Exact = true })).ToHaveAttributeAsync("href", "/events/" + ids[0]);
        await page.GetByRole(AriaRole.Link, new() { Name = "Next event", Exact = true }).ClickAsync();
        await page.AtAsync("**/events/" + ids[2]);
        await Expect(page.GetByRole(AriaRole.Link, new() { Name = "Previous event", Exact = true })).ToHaveAttributeAsync("href", "/events/" + ids[1]);
        await keys.PressAsync("[");
        await page.AtAsync("**/events/" + ids[1]);
        await keys.PressAsync("?");
        await Expect(page.GetByRole(AriaRole.Dialog)).ToContainTextAsync("The event after, which is older");
    });

    [Fact]
    public Task What_is_found_in_the_record_is_counted_and_walked() => browser.WalkAsync(browser.Demo, "pane-find", async screens =>
    {
        await screens.GoAsync("/events?q=action:PutImage%20-error:*&rows=events");
        await screens.OpenNewestAsync();
        var find = screens.Pane.GetByRole(AriaRole.Searchbox, new() { Name = "Find in request and response" });
        var count = screens.Pane.GetByRole(AriaRole.Search).GetByRole(AriaRole.Status);
        await find.FillAsync("SHA256");
        await Expect(count).ToHaveTextAsync(FirstText());
        await find.PressAsync("Enter");
        await Expect(count).ToHaveTextAsync(SecondText());
        await Expect(screens.Pane.Locator(".json__line[data-at]")).ToContainTextAsync("sha256");
        await Expect(screens.Pane.Locator(".json__line[data-at]")).ToBeInViewportAsync();
        await find.PressAsync("Shift+Enter");
        await screens.Pane.GetByRole(AriaRole.Button, new() { Name = "Previous place" }).ClickAsync();
        var all = (await count.InnerTextAsync()).Split(' ')[^1];
        await Expect(count).ToHaveTextAsync($"{all} of {all}");
        await find.FillAsync("nowhere to be seen");
        await Expect(count).ToHaveTextAsync("not found");
    });

    [Theory]
    [InlineData(false, false)]
    [InlineData(true, true)]
    public Task A_push_shows_its_layers_and_where_AWS_shows_it(bool narrow, bool dark) => browser.WalkAsync(
        browser.Demo,
        "pane-push",
        async screens =>
        {
            await screens.GoAsync("/events?q=action:PutImage%20-error:*&rows=events");
            await screens.OpenNewestAsync();
            await Expect(screens.Pane.GetByRole(AriaRole.Heading, new() { Name = "Image manifest", Exact = true })).ToBeVisibleAsync();
            await Expect(screens.Pane.GetByRole(AriaRole.Cell, new() { Name = "Config", Exact = true })).ToBeVisibleAsync();
            await Expect(screens.Pane.GetByRole(AriaRole.Cell, new() { Name = "Layer 1", Exact = true })).ToBeVisibleAsync();

            var outside = screens.Pane.Locator("a[target=_blank]");
            Assert.All(await outside.EvaluateAllAsync<string[]>("links => links.map(link => `${new URL(link.href).host.split('.').slice(-4).join('.')} ${link.rel}`)"),
                link => Assert.Equal("console.aws.amazon.com noopener noreferrer", link));
            await Expect(outside.Filter(new() { HasText = "CloudTrail event history" })).ToHaveCountAsync(1);
            await Expect(outside.Filter(new() { HasText = "ECR repository" })).ToHaveCountAsync(1);
            await EveryPageTests.AssertAxeAsync(screens);
            Assert.True(await screens.OverhangAsync() <= 0, "The event is too wide.");

            await screens.Pane.GetByRole(AriaRole.Button, new() { Name = "± 60 min" }).ClickAsync();
            await screens.Pane.GetByRole(AriaRole.Link, new() { Name = "Same actor" }).ClickAsync();
            await Expect(screens.Page).ToHaveURLAsync(AroundText());
            await screens.QuietAsync();
            await Expect(screens.Activities.First).ToBeVisibleAsync();
        },
        (narrow ? Window.Phone : Window.Desk) with { Dark = dark });

    [Fact]
    public async Task A_policy_shows_as_statements_and_says_who_is_let_in()
    {
        await using var site = await Site.StartAsync();
        await site.ImportAsync(SomeTrail.Source(SomeTrail.Policy()));
        await browser.WalkAsync(site, "pane-policy", async screens =>
        {
            await screens.GoAsync("/events?rows=events");
            await screens.OpenNewestAsync();
            await Expect(screens.Pane.GetByRole(AriaRole.Heading, new() { Name = "Policy", Exact = true })).ToBeVisibleAsync();
            await Expect(screens.Pane.Locator(".policy__statement")).ToHaveCountAsync(2);
            await Expect(screens.Pane.Locator(".policy__statement").First).ToContainTextAsync("anyone, without a condition");
            await Expect(screens.Pane.Locator(".policy__statement").Last).ToContainTextAsync("If StringEquals aws:SourceVpc");
            await EveryPageTests.AssertAxeAsync(screens);
        });
    }

    private static ILocator Place(Screens screens, string name) => screens.Pane.GetByRole(AriaRole.Button, new() { Name = name });

    private static ILocator Grip(Screens screens) => screens.Page.GetByRole(AriaRole.Separator, new() { Name = "Size of the event" });

    [GeneratedRegex("^1 of [0-9]{1,5}$", RegexOptions.None, 60_000)]
    private static partial Regex FirstText();

    [GeneratedRegex("^2 of [0-9]{1,5}$", RegexOptions.None, 60_000)]
    private static partial Regex SecondText();

    [GeneratedRegex("/events\\?q=identity:.*from=.*to=", RegexOptions.None, 60_000)]
    private static partial Regex AroundText();
}
