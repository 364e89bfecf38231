using System.Text.RegularExpressions;
using Microsoft.Playwright;
using TrailBoard.Core.Demo;
using static Microsoft.Playwright.Assertions;

namespace TrailBoard.EndToEnd;

/// <summary>Narrowing by values beside the list, and choosing which fields stand there.</summary>
[Collection(Browsing.Name)]
public sealed partial class FacetJourneyTests(BrowserFixture browser)
{
    [Fact]
    public Task The_fields_are_chosen_kept_in_the_address_and_kept_by_the_browser() => browser.WalkAsync(browser.Demo, "facet-fields", async screens =>
    {
        await screens.GoAsync("/events");
        await Expect(Head(screens, "Region")).ToBeVisibleAsync();
        await Expect(Head(screens, "Session")).ToHaveCountAsync(0);

        // They are drawn once somebody is about to open them.
        await Expect(screens.Page.Locator("#facet-chooser label")).ToHaveCountAsync(0);
        await screens.Page.GetByRole(AriaRole.Button, new() { Name = "Fields" }).HoverAsync();
        await Expect(screens.Page.Locator("#facet-chooser label").First).ToBeAttachedAsync();
        await screens.Page.GetByRole(AriaRole.Button, new() { Name = "Fields" }).ClickAsync();
        var fields = screens.Page.GetByRole(AriaRole.Group, new() { Name = "Fields beside the list" });
        await fields.GetByLabel("Session", new() { Exact = true }).CheckAsync();
        await Expect(screens.Page).ToHaveURLAsync(SessionText());
        await fields.GetByLabel("Region", new() { Exact = true }).UncheckAsync();
        await Expect(Head(screens, "Region")).ToHaveCountAsync(0);
        await Expect(Head(screens, "Session")).ToBeVisibleAsync();
        await screens.QuietAsync();
        await EveryPageTests.AssertAxeAsync(screens);

        // The address says it, whoever opens it, and on the way through other pages.
        await screens.Page.ReloadAsync();
        await screens.QuietAsync();
        await Expect(Head(screens, "Session")).ToBeVisibleAsync();
        await screens.Page.GetByRole(AriaRole.Link, new() { Name = "Errors" }).First.ClickAsync();
        await screens.Page.AtAsync("**/errors?facets=*");
        await screens.Page.GoBackAsync();
        await screens.QuietAsync();

        await screens.Page.GetByRole(AriaRole.Button, new() { Name = "Fields" }).ClickAsync();
        await fields.GetByText("Always show these in this browser").ClickAsync();
        await Expect(screens.Page).Not.ToHaveURLAsync(SessionText());
        await Expect(Head(screens, "Session")).ToBeVisibleAsync();
        await screens.GoAsync("/events?q=error:*");
        await Expect(Head(screens, "Session")).ToBeVisibleAsync();
        await Expect(Head(screens, "Region")).ToHaveCountAsync(0);

        await screens.Page.GetByRole(AriaRole.Button, new() { Name = "Fields" }).ClickAsync();
        await fields.GetByText("Back to the usual ones").ClickAsync();
        await Expect(Head(screens, "Region")).ToBeVisibleAsync();
        await screens.GoAsync("/events");
        await Expect(Head(screens, "Region")).ToBeVisibleAsync();
        await Expect(Head(screens, "Session")).ToHaveCountAsync(0);
    });

    [Fact]
    public Task By_mouse_a_value_is_taken_alone_or_left_out_and_the_others_lead_to_their_page() => browser.WalkAsync(browser.Demo, "facet-mouse", async screens =>
    {
        await screens.GoAsync("/events?q=user:nobody%20OR%20user:*");
        var row = screens.Page.Locator(".facet").Filter(new() { Has = Head(screens, "Error") }).Locator(".facet__row").First;
        var value = await row.Locator(".facet__value").GetAttributeAsync("data-v");
        await row.HoverAsync();
        await row.GetByRole(AriaRole.Link, new() { Name = "Exclude " + value }).ClickAsync();
        await Expect(row).ToHaveAttributeAsync("data-holds", "no");
        await Expect(screens.Page).ToHaveURLAsync(ExcludedText());
        await screens.QuietAsync();

        await row.HoverAsync();
        await row.GetByRole(AriaRole.Link, new() { Name = "Only " + value }).ClickAsync();
        await Expect(row).ToHaveAttributeAsync("data-holds", "yes");
        await Expect(screens.Page).Not.ToHaveURLAsync(ExcludedText());
        await screens.QuietAsync();

        await screens.GoAsync("/events");
        var others = screens.Page.GetByRole(AriaRole.Link, new() { NameRegex = OthersText() }).First;
        await others.ClickAsync();
        // There are few enough errors to show all; repositories are the first field with more that has a page.
        await screens.Page.AtAsync("**/repositories");
        await screens.QuietAsync();
        await Expect(screens.Heading).ToHaveTextAsync("Repositories");
    });

    [Fact]
    public Task By_keys_the_arrows_lead_to_only_and_exclude() => browser.WalkAsync(browser.Demo, "facet-keys", async screens =>
    {
        var keys = screens.Page.Keyboard;
        await screens.GoAsync("/events");
        var rows = screens.Page.Locator(".facet__row");
        await Expect(rows.First).ToBeVisibleAsync();
        await screens.TabToAsync(rows.First.Locator(".facet__value"));
        await keys.PressAsync("ArrowDown");
        await Expect(rows.Nth(1).Locator(".facet__value")).ToBeFocusedAsync();
        await keys.PressAsync("ArrowUp");
        await keys.PressAsync("ArrowRight");
        await Expect(rows.First.Locator(".facet__act").First).ToBeFocusedAsync();
        await keys.PressAsync("ArrowRight");
        await keys.PressAsync("Enter");
        await Expect(screens.Page).ToHaveURLAsync(ExcludedText());
        await Expect(rows.First).ToHaveAttributeAsync("data-holds", "no");
        await screens.QuietAsync();
        await EveryPageTests.AssertAxeAsync(screens);
        Assert.True(await screens.OverhangAsync() <= 0);
    });

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_facet_that_takes_long_says_so_and_is_skipped_and_a_part_is_called_a_part(bool dark)
    {
        await using var site = await Site.StartAsync(HeldSearches.PutInto);
        await site.ImportAsync(new DemoTrail(500, DemoTrail.DefaultSeed, new DateTimeOffset(2026, 11, 1, 0, 0, 0, TimeSpan.Zero)));
        await browser.WalkAsync(site, "facet-slow", async screens =>
        {
            await screens.GoAsync("/events");
            await screens.Page.GotoAsync("/events?q=record:*amazonaws*");
            var skip = screens.Page.GetByRole(AriaRole.Button, new() { Name = "Skip Error" });
            await skip.ClickAsync();
            await Expect(screens.Page.GetByRole(AriaRole.Button, new() { Name = "Count Error" })).ToBeVisibleAsync();
            await Expect(screens.Page.GetByRole(AriaRole.Button, new() { Name = "Skip User" })).ToBeVisibleAsync();
            await EveryPageTests.AssertAxeAsync(screens);

            await screens.Search.GetByText("Stop", new() { Exact = true }).ClickAsync();
            await Expect(screens.Page.GetByText("these counts are of the part that was searched")).ToBeVisibleAsync();
            await screens.QuietAsync();
            await Expect(Head(screens, "User")).ToContainTextAsync("so far");
            await EveryPageTests.AssertAxeAsync(screens);

            await screens.Page.GetByRole(AriaRole.Button, new() { Name = "Count Error" }).ClickAsync();
            await Expect(Head(screens, "Error")).ToContainTextAsync("so far");
        }, Window.Desk with { Dark = dark });
    }

    private static ILocator Head(Screens screens, string title) =>
        screens.Page.Locator(".facet__head").Filter(new() { HasTextRegex = new Regex($@"^\s*{title}\s*(\d.*)?$", RegexOptions.None, TimeSpan.FromMinutes(1)) });

    [GeneratedRegex("facets=[^&]*session", RegexOptions.None, 60_000)]
    private static partial Regex SessionText();

    [GeneratedRegex("-error:", RegexOptions.None, 60_000)]
    private static partial Regex ExcludedText();

    [GeneratedRegex("^[0-9]+ other values?$", RegexOptions.None, 60_000)]
    private static partial Regex OthersText();
}
