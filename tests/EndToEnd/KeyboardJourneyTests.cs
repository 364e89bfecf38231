using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace TrailBoard.EndToEnd;

/// <summary>The keys of lists, on every page that has one (docs/keyboard.md).</summary>
[Collection(Browsing.Name)]
public sealed class KeyboardJourneyTests(BrowserFixture browser)
{
    [Theory]
    [InlineData("/overview?until=2026-10-31")]
    [InlineData("/events")]
    [InlineData("/events?rows=events")]
    [InlineData("/identities")]
    [InlineData("/addresses")]
    [InlineData("/regions")]
    [InlineData("/repositories")]
    [InlineData("/errors")]
    [InlineData("/containers")]
    [InlineData("/actors?by=user&value=jenkins-legacy")]
    [InlineData("/things/repository/shop/catalog-api")]
    public Task J_and_k_walk_the_rows(string path) => browser.WalkAsync(browser.Demo, "walk" + path.Replace('/', '-').Split('?')[0], async screens =>
    {
        var keys = screens.Page.Keyboard;
        await screens.GoAsync(path);
        await Expect(screens.RowAt(2)).ToBeVisibleAsync();
        await keys.PressAsync("j");
        await Expect(screens.RowAt(0)).ToBeFocusedAsync();
        await keys.PressAsync("j");
        await Expect(screens.RowAt(1)).ToBeFocusedAsync();
        await keys.PressAsync("j");
        await keys.PressAsync("k");
        await Expect(screens.RowAt(1)).ToBeFocusedAsync();
        await keys.PressAsync("k");
        await keys.PressAsync("k");
        await Expect(screens.RowAt(0)).ToBeFocusedAsync();
    });

    [Fact]
    public Task A_run_opens_and_closes_and_so_does_a_service() => browser.WalkAsync(browser.Demo, "walk-opens", async screens =>
    {
        foreach (var path in new[] { "/imports", "/containers" })
        {
            await screens.GoAsync(path);
            await Expect(screens.RowAt(0)).ToBeVisibleAsync();
            await screens.Page.Keyboard.PressAsync("j");
            await screens.Page.Keyboard.PressAsync("Enter");
            await Expect(screens.RowAt(0)).ToHaveAttributeAsync("aria-expanded", "true");
            await screens.Page.Keyboard.PressAsync("Escape");
            await Expect(screens.RowAt(0)).ToHaveAttributeAsync("aria-expanded", "false");
            await Expect(screens.RowAt(0)).ToBeFocusedAsync();
        }
    });

    [Theory]
    [InlineData("/identities")]
    [InlineData("/errors")]
    public Task A_grouped_page_opens_walks_and_closes_its_values(string path) => browser.WalkAsync(browser.Demo, "walk-groups", async screens =>
    {
        var keys = screens.Page.Keyboard;
        await screens.GoAsync(path);
        var values = screens.GroupRows.Locator("[data-row]");
        await Expect(values.First).ToBeVisibleAsync();
        await keys.PressAsync("j");
        await keys.PressAsync("Enter");
        await Expect(values.First).ToHaveAttributeAsync("aria-expanded", "true");
        await Expect(values.First).ToBeFocusedAsync();
        await Expect(screens.OpenedEvents.First).ToBeVisibleAsync();

        await keys.PressAsync("]");
        await Expect(values.Nth(1)).ToHaveAttributeAsync("aria-expanded", "true");
        await Expect(values.First).ToHaveAttributeAsync("aria-expanded", "false");
        await Expect(values.Nth(1)).ToBeFocusedAsync();
        await keys.PressAsync("[");
        await Expect(values.First).ToHaveAttributeAsync("aria-expanded", "true");
        await Expect(screens.OpenedEvents.First).ToBeVisibleAsync();

        // Its events are rows too: one opens, and the way back ends on it.
        await keys.PressAsync("j");
        await Expect(screens.OpenedEvents.First).ToBeFocusedAsync();
        await keys.PressAsync("Enter");
        await Expect(screens.Pane).ToBeVisibleAsync();
        await screens.Page.GoBackAsync();
        await Expect(screens.OpenedEvents.First).ToBeFocusedAsync();

        await keys.PressAsync("Escape");
        await Expect(values.First).ToHaveAttributeAsync("aria-expanded", "false");
        await Expect(values.First).ToBeFocusedAsync();
    });

    [Fact]
    public Task The_event_beside_the_list_is_walked_and_the_focus_goes_back_to_where_it_ended() => browser.WalkAsync(browser.Demo, "walk-pane", async screens =>
    {
        var keys = screens.Page.Keyboard;
        await screens.GoAsync("/events?rows=events");
        await Expect(screens.ListWithKeys).ToBeVisibleAsync();
        await Expect(screens.Rows.First).ToBeVisibleAsync();
        await keys.PressAsync("j");
        await keys.PressAsync("Enter");
        await Expect(screens.Pane).ToBeVisibleAsync();
        var third = await screens.Rows.Nth(2).GetAttributeAsync("data-event");
        await keys.PressAsync("]");
        await Expect(screens.Rows.Nth(1)).ToHaveAttributeAsync("aria-current", "true");
        await keys.PressAsync("]");
        await screens.Page.AtAsync($"**event={third}*");
        await keys.PressAsync("[");
        await Expect(screens.Rows.Nth(1)).ToHaveAttributeAsync("aria-current", "true");

        // None of the keys is lost that come faster than events are drawn.
        foreach (var key in new[] { "]", "]", "]", "[" })
        {
            await keys.PressAsync(key);
        }

        await Expect(screens.Rows.Nth(3)).ToHaveAttributeAsync("aria-current", "true");
        foreach (var key in new[] { "[", "[" })
        {
            await keys.PressAsync(key);
        }

        await Expect(screens.Rows.Nth(1)).ToHaveAttributeAsync("aria-current", "true");
        await screens.QuietAsync();
        await keys.PressAsync("Escape");
        await Expect(screens.Pane).ToHaveCountAsync(0);
        await Expect(screens.Rows.Nth(1)).ToBeFocusedAsync();
    });

    [Fact]
    public Task The_periods_of_the_overview_are_walked() => browser.WalkAsync(browser.Demo, "walk-periods", async screens =>
    {
        // After the newest one there is nothing, which must not hold up the way back.
        await screens.GoAsync("/overview?period=day");
        await Expect(screens.Page.Locator("[data-next]")).ToHaveCountAsync(0);
        await screens.Page.Keyboard.PressAsync("]");
        await screens.Page.Keyboard.PressAsync("[");
        await screens.Page.AtAsync("**/overview?**until=**");
        await screens.QuietAsync();

        await screens.GoAsync("/overview?period=day&until=2026-10-24");
        await screens.Page.Keyboard.PressAsync("[");
        await screens.Page.AtAsync("**until=2026-10-23T00:00:00Z");
        await screens.QuietAsync();
        await screens.Page.Keyboard.PressAsync("]");
        await screens.Page.AtAsync("**until=2026-10-24T00:00:00Z");
    });

    [Fact]
    public Task G_and_a_letter_goes_to_each_page_and_help_names_the_keys_of_the_page() => browser.WalkAsync(browser.Demo, "walk-pages", async screens =>
    {
        var keys = screens.Page.Keyboard;
        await screens.GoAsync("/events");
        foreach (var (letter, path) in new[]
                 {
                     ("h", "/overview"), ("i", "/identities"), ("b", "/people"), ("s", "/addresses"), ("r", "/regions"), ("a", "/containers"), ("p", "/repositories"), ("x", "/errors"),
                     ("m", "/imports"), ("o", "/sources"), ("v", "/coverage"), ("e", "/events"),
                 })
        {
            await keys.PressAsync("g");
            await keys.PressAsync(letter);
            await screens.Page.AtAsync("**" + path);
            await screens.QuietAsync();
        }

        var help = screens.Page.GetByRole(AriaRole.Dialog, new() { Name = "Keyboard shortcuts" });
        await keys.PressAsync("?");
        await Expect(help.GetByRole(AriaRole.Heading, new() { Level = 3 })).ToHaveTextAsync(["Events", "In a list", "Everywhere", "Go to"]);
        await EveryPageTests.AssertAxeAsync(screens);
        await keys.PressAsync("Escape");
        await Expect(help).ToBeHiddenAsync();
        foreach (var (path, sections) in new (string, string[])[] { ("/overview?until=2026-10-31", ["Overview", "In a list", "Everywhere", "Go to"]), ("/events/some-id", ["Event", "In a list", "Everywhere", "Go to"]) })
        {
            await screens.GoAsync(path);
            await keys.PressAsync("?");
            await Expect(help.GetByRole(AriaRole.Heading, new() { Level = 3 })).ToHaveTextAsync(sections);
        }
    });

    [Fact]
    public Task Keys_that_are_typed_are_text() => browser.WalkAsync(browser.Demo, "walk-typing", async screens =>
    {
        await screens.GoAsync("/identities");
        await screens.Page.Keyboard.PressAsync("/");
        await Expect(screens.Filter).ToBeFocusedAsync();
        await screens.Page.Keyboard.TypeAsync("jk[]?gh");
        await Expect(screens.Filter).ToHaveValueAsync("jk[]?gh");
        await Expect(screens.Filter).ToBeFocusedAsync();
        Assert.EndsWith("/identities", screens.Page.Url, StringComparison.Ordinal);
    });
}
