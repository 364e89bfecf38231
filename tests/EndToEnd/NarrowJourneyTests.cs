using Microsoft.Extensions.DependencyInjection;
using Microsoft.Playwright;
using TrailBoard.Core.Demo;
using TrailBoard.Core.Store;
using static Microsoft.Playwright.Assertions;

namespace TrailBoard.EndToEnd;

/// <summary>What gives way where there is little room.</summary>
[Collection(Browsing.Name)]
public sealed class NarrowJourneyTests(BrowserFixture browser)
{
    [Fact]
    public async Task What_the_status_bar_says_right_after_an_import_does_not_make_the_page_wider()
    {
        await using var site = await Site.StartAsync(services => services.AddSingleton<ITextIndex>(new AlmostIndexed()));
        await site.ImportAsync(new DemoTrail(2_000, DemoTrail.DefaultSeed, new DateTimeOffset(2026, 11, 1, 0, 0, 0, TimeSpan.Zero)));
        await browser.WalkAsync(site, "status", async screens =>
        {
            await screens.GoAsync("/coverage?account=999999999999");
            await Expect(screens.StatusBar).ToContainTextAsync("text index 99%");
            await Expect(screens.StatusBar).ToContainTextAsync("new events");
            Assert.True(await screens.OverhangAsync() <= 0, $"The page is {await screens.OverhangAsync()} pixels too wide.");
            Assert.True(await WidestAsync(screens) <= 390);

            // Whatever any part of it may come to say.
            await screens.StatusBar.EvaluateAsync("bar => bar.querySelectorAll('a > span:not(.visually-hidden), .status__held > span').forEach(part => { part.textContent = 'done: 123,456,789 new events '.repeat(5); })");
            foreach (var width in new[] { 320, 390, 1280 })
            {
                await screens.Page.SetViewportSizeAsync(width, 844);
                Assert.True(await screens.OverhangAsync() <= 0, $"At {width} pixels the page is {await screens.OverhangAsync()} pixels too wide.");
            }
        }, Window.Phone);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public Task Above_the_list_are_two_tidy_rows_on_a_phone(bool dark) => browser.WalkAsync(browser.Demo, "bar", async screens =>
    {
        await screens.GoAsync("/events?from=2026-10-02T08:15:00Z&to=2026-10-31T19:45:00Z&rows=events");
        var bar = screens.Page.Locator(".explorer__bar");
        var places = await bar.Locator("> * > button:visible, > button:visible, [data-actions] > a, .range__button, .rowswitch, .filter__field").EvaluateAllAsync<float[]>(
            "found => found.flatMap(one => { const box = one.getBoundingClientRect(); return [box.top + box.height / 2, Math.min(box.width, box.height)]; })");
        Assert.True(places.Length >= 16);
        Assert.Equal(2, places.Where((_, index) => index % 2 == 0).Select(middle => (int)middle).Distinct().Count());
        Assert.All(places.Where((_, index) => index % 2 == 1), size => Assert.True(size >= 24));
        Assert.True(await screens.OverhangAsync() <= 0);

        // All of it fits on most phones; on smaller ones what is out of sight is a swipe away, for a finger as for the Tab key, and what opens from there opens within the window.
        await Expect(screens.Page.GetByRole(AriaRole.Link, new() { Name = "What is different" })).ToBeInViewportAsync(new() { Ratio = 1 });
        Assert.Equal(await MiddleAsync(screens.Page.GetByRole(AriaRole.Combobox, new() { Name = "Bars by" })), await MiddleAsync(screens.Page.GetByRole(AriaRole.Button, new() { Name = "Table" })), 4f);
        await screens.Page.SetViewportSizeAsync(340, 844);
        var export = screens.Page.GetByRole(AriaRole.Button, new() { Name = "Export and share" });
        await screens.TabToAsync(export);
        await Expect(export).ToBeInViewportAsync();
        await export.ClickAsync();
        await Expect(screens.Page.GetByText("CSV, one row an event")).ToBeInViewportAsync();
        await screens.Page.Keyboard.PressAsync("Escape");
        await screens.Page.GetByRole(AriaRole.Button, new() { Name = "Save this view" }).ClickAsync();
        await screens.Page.GetByRole(AriaRole.Button, new() { Name = "Close", Exact = true }).ClickAsync();
        await screens.Page.GetByRole(AriaRole.Button, new() { Name = "Narrow by value" }).ClickAsync();
        await EveryPageTests.AssertAxeAsync(screens);
        await screens.Page.GetByRole(AriaRole.Button, new() { Name = "Narrow by value" }).ClickAsync();
        await screens.Page.GetByRole(AriaRole.Link, new() { Name = "What is different" }).ClickAsync();
        await Expect(screens.Heading).ToContainTextAsync("different");
        Assert.True(await screens.OverhangAsync() <= 0);
    }, Window.Phone with { Dark = dark });

    [Fact]
    public Task Beside_a_long_range_the_filter_keeps_its_room() => browser.WalkAsync(browser.Demo, "bar-range", async screens =>
    {
        await screens.GoAsync("/events?from=2026-10-02T08:15:00Z&to=2026-10-31T19:45:00Z");
        var field = (await screens.Page.Locator(".filter__field").BoundingBoxAsync())!;
        var signs = await screens.Page.Locator(".explorer__bar .button--icon:visible").EvaluateAllAsync<float[]>("found => found.map(one => one.getBoundingClientRect().width)");
        Assert.True(field.Width >= 190, $"The filter is {field.Width} pixels wide.");
        Assert.All(signs, width => Assert.True(width >= 30, $"A sign is {width} pixels wide."));
        Assert.Equal(await MiddleAsync(screens.Page.Locator(".filter__field")), await MiddleAsync(screens.Page.GetByRole(AriaRole.Link, new() { Name = "What is different" })), 1f);
        Assert.True(await screens.OverhangAsync() <= 0);
    }, new Window(900, 700));

    private static async Task<float> MiddleAsync(ILocator of)
    {
        var box = (await of.BoundingBoxAsync())!;
        return box.Y + (box.Height / 2);
    }

    // How far to the right the parts of the bar reach.
    private static Task<int> WidestAsync(Screens screens) =>
        screens.StatusBar.EvaluateAsync<int>("bar => Math.max(...[...bar.children].filter(child => child.offsetWidth > 0).map(child => Math.ceil(child.getBoundingClientRect().right)))");

    private sealed class AlmostIndexed : ITextIndex
    {
        public TextIndexState State { get; } = new(99, 100, IsBuilding: true);

        public Task RunAsync(CancellationToken cancellationToken) => Task.Delay(Timeout.InfiniteTimeSpan, cancellationToken);
    }
}
