using Microsoft.Playwright;
using TrailBoard.Core.Demo;
using TrailBoard.EndToEnd.Asked;
using static Microsoft.Playwright.Assertions;

namespace TrailBoard.EndToEnd;

/// <summary>A search in the records, or a count, that takes its time: seen, stopped, and taken up again.</summary>
[Collection(Browsing.Name)]
public sealed class SearchJourneyTests(BrowserFixture browser)
{
    [Theory]
    [InlineData("/identities")]
    [InlineData("/containers")]
    public async Task A_page_that_counts_for_long_says_so_and_is_skipped_and_counted_again(string path)
    {
        var held = Task.CompletedTask;
        await using var site = await Site.StartAsync(DelayedQueries.Before(token => Volatile.Read(ref held).WaitAsync(token)));
        await site.ImportAsync(new DemoTrail(500, DemoTrail.DefaultSeed, new DateTimeOffset(2026, 11, 1, 0, 0, 0, TimeSpan.Zero)));
        await browser.WalkAsync(site, "counting", async screens =>
        {
            var (note, counted) = (screens.Page.GetByRole(AriaRole.Group, new() { Name = "Counting" }), screens.Page.Locator(".group-count"));
            await screens.GoAsync(path);
            var before = await counted.InnerTextAsync();
            var hold = new TaskCompletionSource();
            Volatile.Write(ref held, hold.Task);
            await screens.Filter.FillAsync("service:ecr");
            await screens.Filter.PressAsync("Enter");
            await Expect(note).ToContainTextAsync("Still counting");

            await note.GetByRole(AriaRole.Button, new() { Name = "Skip" }).PressAsync("Enter");
            await Expect(note).ToContainTextAsync("what shows is of what was asked before");
            await screens.QuietAsync();
            Assert.Equal(before, await counted.InnerTextAsync());
            await EveryPageTests.AssertAxeAsync(screens);

            hold.SetResult();
            await note.GetByRole(AriaRole.Button, new() { Name = "Count" }).ClickAsync();
            await Expect(note).ToHaveCountAsync(0);
            await screens.QuietAsync();
            Assert.NotEqual(before, await counted.InnerTextAsync());
        });
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_search_in_the_records_shows_how_far_it_is_and_can_be_stopped(bool narrow)
    {
        await using var site = await Site.StartAsync(HeldSearches.PutInto);
        await site.ImportAsync(new DemoTrail(500, DemoTrail.DefaultSeed, new DateTimeOffset(2026, 11, 1, 0, 0, 0, TimeSpan.Zero)));
        await browser.WalkAsync(site, "search", async screens =>
        {
            await screens.GoAsync("/events");
            await screens.Page.GotoAsync("/events?q=record:*amazonaws*");
            await Expect(screens.Search).ToContainTextAsync("34% of the events, 3 found");
            await Expect(screens.Rows).ToHaveCountAsync(3);
            await EveryPageTests.AssertAxeAsync(screens);
            Assert.True(await screens.OverhangAsync() <= 0);

            await screens.Search.GetByText("Stop", new() { Exact = true }).ClickAsync();
            await Expect(screens.Search).ToContainTextAsync("Stopped");
            await screens.QuietAsync();
            await Expect(screens.Rows).ToHaveCountAsync(3);
            await Expect(screens.Page.GetByText("events so far").Or(screens.Page.GetByText("event so far"))).ToBeVisibleAsync();
            await EveryPageTests.AssertAxeAsync(screens);
            Assert.True(await screens.OverhangAsync() <= 0);

            site.Part<HeldSearches>().Release();
            await screens.Search.GetByText("Search all").ClickAsync();
            await Expect(screens.Search).ToHaveCountAsync(0);
            await screens.QuietAsync();
            Assert.True(await screens.Rows.CountAsync() > 3);
        }, narrow ? Window.Phone : Window.Desk);
    }

    [Theory]
    [InlineData("/identities", "identities", false)]
    [InlineData("/containers", "of the five container services", true)]
    public async Task A_grouped_page_shows_the_search_too_and_counts_what_was_found_until_it_was_stopped(string path, string counted, bool narrow)
    {
        await using var site = await Site.StartAsync(HeldSearches.PutInto);
        await site.ImportAsync(new DemoTrail(500, DemoTrail.DefaultSeed, new DateTimeOffset(2026, 11, 1, 0, 0, 0, TimeSpan.Zero)));
        await browser.WalkAsync(site, "search-groups", async screens =>
        {
            await screens.GoAsync(path);
            await screens.Page.GotoAsync($"{path}?q=record:*amazonaws*");
            await Expect(screens.Search).ToContainTextAsync("34% of the events, 3 found");
            await EveryPageTests.AssertAxeAsync(screens);
            Assert.True(await screens.OverhangAsync() <= 0);

            await screens.Search.GetByText("Stop", new() { Exact = true }).ClickAsync();
            await Expect(screens.Search).ToContainTextAsync("What is counted here is of that part only.");
            await screens.QuietAsync();
            await Expect(screens.Page.GetByText("No event matches")).ToHaveCountAsync(0);
            await EveryPageTests.AssertAxeAsync(screens);

            site.Part<HeldSearches>().Release();
            await screens.Search.GetByText("Search all").ClickAsync();
            await Expect(screens.Search).ToHaveCountAsync(0);
            await screens.QuietAsync();
            await Expect(screens.Page.Locator(".group-count")).ToContainTextAsync(counted);
        }, narrow ? Window.Phone : Window.Desk);
    }
}
