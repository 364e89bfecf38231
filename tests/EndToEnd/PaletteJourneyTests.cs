using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace TrailBoard.EndToEnd;

/// <summary>Anywhere by a few letters, without the mouse.</summary>
[Collection(Browsing.Name)]
public sealed class PaletteJourneyTests(BrowserFixture browser)
{
    [Theory]
    [InlineData(false, false)]
    [InlineData(true, true)]
    public Task To_a_repository_to_a_page_and_to_an_event_by_its_id(bool narrow, bool dark) => browser.WalkAsync(
        browser.Demo,
        "palette",
        async screens =>
        {
            var keys = screens.Page.Keyboard;
            await screens.GoAsync("/events?rows=events&q=action:PutImage");
            await Expect(screens.ListWithKeys).ToBeVisibleAsync();
            await keys.PressAsync("j");
            var id = await screens.Rows.First.GetAttributeAsync("data-event");

            // Escape leaves everything as it was. What is offered is there while the palette is open only, and each time anew.
            await Expect(All(screens)).ToHaveCountAsync(0);
            for (var i = 0; i < 2; i++)
            {
                await keys.PressAsync("Control+k");
                await Expect(screens.Palette).ToBeFocusedAsync();
                await Expect(screens.PaletteEntries.First).ToHaveAttributeAsync("aria-selected", "true");
                await keys.PressAsync("Escape");
                await Expect(screens.Rows.First).ToBeFocusedAsync();
                await Expect(All(screens)).ToHaveCountAsync(0);
            }

            await keys.PressAsync("Control+k");
            await keys.TypeAsync("catalog-api");
            await Expect(screens.PaletteEntries.First).ToContainTextAsync("shop/catalog-api");
            await Expect(screens.PaletteEntries.First).ToHaveAttributeAsync("aria-selected", "true");
            await Expect(screens.Page.Locator("#palette [aria-busy=false]")).ToContainTextAsync("results");
            await EveryPageTests.AssertAxeAsync(screens);
            Assert.True(await screens.OverhangAsync() <= 0, "The page is too wide.");
            await keys.PressAsync("ArrowDown");
            await Expect(screens.PaletteEntries.Nth(1)).ToHaveAttributeAsync("aria-selected", "true");
            await Expect(screens.Palette).ToHaveAttributeAsync("aria-activedescendant", "palette-1");
            await keys.PressAsync("ArrowUp");
            await keys.PressAsync("Enter");
            await screens.Page.AtAsync("**/things/repository/shop/catalog-api");
            await screens.QuietAsync();

            // Whoever is faster than the store gets what it finds.
            await keys.PressAsync("Control+k");
            await keys.TypeAsync(id!);
            await keys.PressAsync("Enter");
            await screens.Page.AtAsync($"**/events/{id}");
            await screens.QuietAsync();

            await keys.PressAsync("Control+k");
            await keys.TypeAsync("regions");
            await keys.PressAsync("Enter");
            await screens.Page.AtAsync("**/regions");
        },
        (narrow ? Window.Phone : Window.Desk) with { Dark = dark });

    [Fact]
    public Task Commands_do_what_their_buttons_do_and_what_is_not_there_is_said() => browser.WalkAsync(browser.Demo, "palette-commands", async screens =>
    {
        var keys = screens.Page.Keyboard;
        await screens.GoAsync("/coverage");

        // From the filter of a page too, and where nothing can be searched, with the key of the search.
        await keys.PressAsync("/");
        await Expect(screens.Palette).ToBeFocusedAsync();
        await keys.TypeAsync("dark");
        await Expect(screens.PaletteEntries).ToHaveCountAsync(1);
        await keys.PressAsync("Enter");
        await Expect(screens.Page.Locator("html")).ToHaveAttributeAsync("data-theme", "dark");
        await Expect(screens.Page.GetByRole(AriaRole.Button, new() { Name = "Dark", Exact = true })).ToHaveAttributeAsync("aria-pressed", "true");

        await keys.PressAsync("Control+k");
        await Expect(screens.Palette).ToHaveValueAsync("");
        await keys.TypeAsync("qqqqqq");
        await Expect(screens.Page.GetByText("Nothing has this in its name")).ToBeVisibleAsync();
        await EveryPageTests.AssertAxeAsync(screens);
        await keys.PressAsync("Control+a");
        await keys.TypeAsync("keyboard");
        await keys.PressAsync("Enter");
        await Expect(screens.Page.GetByRole(AriaRole.Dialog, new() { Name = "Keyboard shortcuts" })).ToBeVisibleAsync();
    });

    [Fact]
    public Task What_is_typed_before_the_page_lives_is_not_lost() => browser.WalkAsync(browser.Demo, "palette-early", async screens =>
    {
        await screens.Page.GotoAsync("/events", new() { WaitUntil = WaitUntilState.DOMContentLoaded });
        await screens.Page.Keyboard.PressAsync("Control+k");
        await screens.Page.Keyboard.TypeAsync("jenkins");
        await Expect(screens.Palette).ToHaveValueAsync("jenkins");
        await Expect(screens.PaletteEntries.First).ToContainTextAsync("jenkins-legacy");
    });

    [Fact]
    public Task Where_it_is_open_before_it_listens_its_entries_come_all_the_same() => browser.WalkAsync(browser.Demo, "palette-slow", async screens =>
    {
        var held = new TaskCompletionSource();
        await screens.Page.RouteAsync("**/CommandPalette.razor*.js", async route =>
        {
            await held.Task;
            await route.ContinueAsync();
        });
        await screens.GoAsync("/events");
        await screens.Page.Keyboard.PressAsync("Control+k");
        await Expect(screens.Palette).ToBeFocusedAsync();
        await screens.Page.Keyboard.TypeAsync("regio");
        held.SetResult();

        await Expect(screens.PaletteEntries.First).ToContainTextAsync("Regions");
        await screens.Page.Keyboard.PressAsync("Enter");
        await screens.Page.AtAsync("**/regions*");
    });

    // Those of a dialog that is closed too, which nobody sees.
    private static ILocator All(Screens screens) => screens.Page.Locator("#palette [role=option]");
}
