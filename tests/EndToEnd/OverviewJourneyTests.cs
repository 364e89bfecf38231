using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace TrailBoard.EndToEnd;

/// <summary>From the first page to what it counts.</summary>
[Collection(Browsing.Name)]
public sealed class OverviewJourneyTests(BrowserFixture browser)
{
    [Theory]
    [InlineData(false, false)]
    [InlineData(true, true)]
    public Task The_day_of_the_incident_is_found_in_the_four_weeks_and_its_number_leads_to_its_events(bool narrow, bool dark) => browser.WalkAsync(
        browser.Demo,
        "overview",
        async screens =>
        {
            // The demo month of these tests ends with October.
            await screens.GoAsync("/overview?until=2026-11-01");
            await AssertSoundAsync(screens);
            await screens.Page.GetByRole(AriaRole.Link, new() { Name = "Overview of October 23" }).ClickAsync();
            await Expect(screens.Page).ToHaveURLAsync(new System.Text.RegularExpressions.Regex("period=day", default, TimeSpan.FromMinutes(1)));
            await screens.QuietAsync();
            await Expect(screens.Section("New addresses")).ToContainTextAsync("198.18.7.66");
            await Expect(screens.Page.GetByRole(AriaRole.List, new() { Name = "Newest deletions" })).ToContainTextAsync("legacy/billing-batch");
            await AssertSoundAsync(screens);

            var denials = screens.Page.Locator("[data-figure=Denials] .figure__number");
            var count = await denials.InnerTextAsync();
            await denials.ClickAsync();
            await screens.Page.AtAsync("**/events?**");
            await screens.QuietAsync();
            Assert.Equal(count, await screens.CountOfEventsAsync());
            await screens.Page.GoBackAsync();
            await screens.Page.AtAsync("**/overview?**");
            await screens.QuietAsync();
            await Expect(denials).ToHaveTextAsync(count);
        },
        (narrow ? Window.Phone : Window.Desk) with { Dark = dark });

    [Fact]
    public Task The_period_is_in_the_address_and_steps_back_and_forth() => browser.WalkAsync(browser.Demo, "overview-period", async screens =>
    {
        await screens.GoAsync("/overview?until=2026-10-25");
        var when = screens.Page.Locator(".overview__when");
        await Expect(when).ToContainTextAsync("The week from 2026-10-18");
        await screens.Page.GetByRole(AriaRole.Link, new() { Name = "Day", Exact = true }).ClickAsync();
        await Expect(when).ToContainTextAsync("The day from 2026-10-24");
        await screens.Page.GetByRole(AriaRole.Link, new() { Name = "The day before", Exact = true }).ClickAsync();
        await Expect(when).ToContainTextAsync("The day from 2026-10-23");
        await screens.Page.GetByRole(AriaRole.Link, new() { Name = "The day after", Exact = true }).ClickAsync();
        await Expect(when).ToContainTextAsync("The day from 2026-10-24");
        await screens.GoAsync("/overview?until=nonsense");
        await Expect(screens.Page.GetByRole(AriaRole.Alert)).ToContainTextAsync("nonsense");
    });

    [Fact]
    public async Task An_old_store_shows_the_week_up_to_its_newest_event_and_an_empty_one_the_ways_to_start()
    {
        await using var site = await Site.StartAsync();
        await browser.WalkAsync(site, "overview-empty", async screens =>
        {
            await screens.GoAsync("/overview");
            await Expect(screens.Page.GetByRole(AriaRole.Heading, new() { Name = "Nothing has been imported yet" })).ToBeVisibleAsync();
            await AssertSoundAsync(screens);
            await site.ImportAsync(SomeTrail.Source(SomeTrail.Hostile()));
            await screens.GoAsync("/");
            Assert.EndsWith("/overview", screens.Page.Url, StringComparison.Ordinal);
            await Expect(screens.Page.Locator(".overview__when")).ToContainTextAsync("up to the newest event");
            await Expect(screens.Page.GetByText("The store holds nothing from before this week")).ToBeVisibleAsync();
            await AssertSoundAsync(screens);
        });
    }

    private static async Task AssertSoundAsync(Screens screens)
    {
        await EveryPageTests.AssertAxeAsync(screens);
        Assert.True(await screens.OverhangAsync() <= 0, "The page is too wide.");
    }
}
