using static Microsoft.Playwright.Assertions;

namespace TrailBoard.EndToEnd;

/// <summary>"Can I prove that nothing is missing?", asked with the mouse and with the keyboard.</summary>
[Collection(Browsing.Name)]
public sealed class CoverageJourneyTests(BrowserFixture browser)
{
    [Fact]
    public async Task From_a_cell_to_its_hours_to_their_events()
    {
        await using var site = await Site.StartAsync();
        await browser.WalkAsync(site, "coverage", async screens =>
        {
            await screens.GoAsync("/coverage");
            await Expect(screens.Page.GetByText("Nothing is covered yet")).ToBeVisibleAsync();
            await screens.GoAsync("/");
            await screens.UploadAsync(SomeTrail.Upload());
            await screens.Page.AtAsync("**/overview");

            // The events are weeks old: the page begins with the last month of which something is known.
            await screens.GoAsync("/coverage");
            await screens.Page.GetByLabel("2026-10-01, eu-west-1, account 111122223333: files seen, 2 files, 4 events, by upload").ClickAsync();
            await screens.Page.AtAsync("**open=2026-10-01/111122223333/eu-west-1");
            await Expect(screens.Page.GetByRole(Microsoft.Playwright.AriaRole.Heading, new() { Name = "2026-10-01 · eu-west-1" })).ToBeFocusedAsync();

            await screens.Page.GetByRole(Microsoft.Playwright.AriaRole.Link, new() { Name = "12:00 to 13:00: files seen, 2 files, 4 events, by upload" }).ClickAsync();
            await screens.Page.AtAsync("**/events?**");
            await screens.QuietAsync();
            await screens.ListEventsAsync();
            await Expect(screens.Rows).ToHaveCountAsync(4);
        });
    }

    [Fact]
    public async Task No_match_says_whether_the_time_is_covered()
    {
        await using var site = await Site.StartAsync();
        await browser.WalkAsync(site, "not-covered", async screens =>
        {
            await screens.GoAsync("/");
            await screens.UploadAsync(SomeTrail.Upload());
            await screens.Page.AtAsync("**/overview");
            await screens.GoAsync("/events?q=region:eu-west-1&from=2026-10-02T14:00:00Z&to=2026-10-02T16:00:00Z");
            // In the zone of the browser, which the page learns a little later.
            await Expect(screens.Page.GetByText("Not covered. There is no eu-west-1 data between 2026-10-02 16:00 and 18:00: no source asked for it or listed it.")).ToBeVisibleAsync();
            await screens.Page.GetByRole(Microsoft.Playwright.AriaRole.Link, new() { Name = "See the coverage" }).ClickAsync();
            await screens.Page.AtAsync("**/coverage?from=2026-10-02&to=2026-10-02&region=eu-west-1");
            await screens.QuietAsync();
            await Expect(screens.Page.GetByLabel("2026-10-02, eu-west-1, account 111122223333: nothing known")).ToBeVisibleAsync();
        });
    }

    [Fact]
    public async Task An_event_tells_each_file_that_brought_it_and_leads_to_its_run_and_its_day()
    {
        await using var site = await Site.StartAsync();
        await browser.WalkAsync(site, "provenance", async screens =>
        {
            await screens.GoAsync("/");
            await screens.UploadAsync(SomeTrail.Upload());
            await screens.Page.AtAsync("**/overview");
            await screens.GoAsync("/events?q=user:alice&rows=events");
            await screens.QuietAsync();
            await screens.OpenNewestAsync();
            var delivered = screens.Pane.GetByRole(Microsoft.Playwright.AriaRole.Region, new() { Name = "Delivered by" });
            await Expect(delivered).ToContainTextAsync("source upload");
            await Expect(delivered.GetByRole(Microsoft.Playwright.AriaRole.Link, new() { Name = "run 1" })).ToHaveAttributeAsync("href", "/imports?run=1");
            await delivered.GetByRole(Microsoft.Playwright.AriaRole.Link, new() { Name = "Is the day of this event covered?" }).ClickAsync();
            await Expect(screens.Page.GetByRole(Microsoft.Playwright.AriaRole.Heading, new() { Name = "2026-10-01 · eu-west-1" })).ToBeFocusedAsync();
        });
    }

    [Fact]
    public Task Arrows_move_between_cells_and_Enter_opens_one() => browser.WalkAsync(browser.Demo, "coverage-keyboard", async screens =>
    {
        await screens.GoAsync("/coverage?from=2026-10-01&to=2026-10-31&account=111122223333");
        var first = screens.Page.Locator("[data-cell][tabindex='0']");
        await Expect(first).ToHaveCountAsync(1);
        await first.FocusAsync();
        await screens.Page.Keyboard.PressAsync("ArrowRight");
        await screens.Page.Keyboard.PressAsync("End");
        await screens.Page.Keyboard.PressAsync("ArrowLeft");
        await Expect(first).ToHaveCountAsync(1);
        await Expect(first).ToBeFocusedAsync();
        Assert.StartsWith("2026-10-30", await first.GetAttributeAsync("aria-label"), StringComparison.Ordinal);
        await screens.Page.Keyboard.PressAsync("Enter");
        await screens.Page.AtAsync("**open=2026-10-30/**");
    });
}
