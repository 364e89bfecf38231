using System.Text.RegularExpressions;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace TrailBoard.EndToEnd;

/// <summary>The bars above the list, in the demo month.</summary>
[Collection(Browsing.Name)]
public sealed partial class HistogramJourneyTests(BrowserFixture browser)
{
    [Fact]
    public Task By_the_keyboard_alone_a_range_is_chosen_and_widened_again() => browser.WalkAsync(browser.Demo, "bars-keyboard", async screens =>
    {
        var keys = screens.Page.Keyboard;
        await screens.GoAsync("/events");
        await screens.Page.WaitForFunctionAsync("document.querySelector('[data-plot] [data-bars]')?.dataset.bars > 20");
        await Plot(screens).FocusAsync();
        await keys.PressAsync("Home");
        for (var i = 0; i < 4; i++)
        {
            await keys.PressAsync("ArrowRight");
        }

        await Expect(Tip(screens)).ToBeVisibleAsync();
        await Expect(Tip(screens)).ToContainTextAsync("event");
        await Expect(screens.Page.Locator("[data-slot]")).ToHaveAttributeAsync("x", "40");
        await Expect(screens.Page.Locator("[data-lit]")).ToHaveAttributeAsync("d", FifthText());

        // Escape gives up the choice; the second one the place.
        await keys.PressAsync("Shift+ArrowRight");
        await keys.PressAsync("Escape");
        await Expect(screens.Page.Locator("[data-choice]")).ToHaveAttributeAsync("width", "0");
        await Expect(Tip(screens)).ToBeVisibleAsync();
        await keys.PressAsync("Escape");
        await Expect(Tip(screens)).ToBeHiddenAsync();
        await Expect(screens.Page.Locator("[data-slot]")).ToHaveAttributeAsync("width", "0");
        await Expect(screens.Page).Not.ToHaveURLAsync(RangeText());

        await keys.PressAsync("Home");
        await keys.PressAsync("ArrowRight");
        await keys.PressAsync("Shift+ArrowRight");
        await keys.PressAsync("Shift+ArrowRight");
        await Expect(screens.Page.Locator("[data-choice]")).ToHaveAttributeAsync("width", "30");
        await keys.PressAsync("Enter");
        await Expect(screens.Page).ToHaveURLAsync(RangeText());
        await screens.QuietAsync();
        var (address, narrow) = (screens.Page.Url, Range(screens.Page.Url));

        await Plot(screens).PressAsync("-");
        await Expect(screens.Page).Not.ToHaveURLAsync(address);
        var wide = Range(screens.Page.Url);
        Assert.Equal((narrow.From - narrow.Length, narrow.Length * 3), (wide.From, wide.Length));
    });

    [Fact]
    public Task By_the_mouse_a_drag_chooses_a_click_is_one_bar_and_a_double_click_widens() => browser.WalkAsync(browser.Demo, "bars-mouse", async screens =>
    {
        await screens.GoAsync("/events");
        await screens.Page.WaitForFunctionAsync("document.querySelector('[data-plot] [data-bars]')?.dataset.bars > 20");
        var box = (await Plot(screens).BoundingBoxAsync())!;
        var (y, mouse) = (box.Y + (box.Height / 2), screens.Page.Mouse);
        await mouse.MoveAsync(box.X + (box.Width * 0.3f), y);
        await Expect(Tip(screens)).ToContainTextAsync("event");
        await Expect(screens.Page.Locator("[data-slot]")).ToHaveAttributeAsync("width", "10");
        await mouse.DownAsync();
        await mouse.MoveAsync(box.X + (box.Width * 0.5f), y);
        await mouse.UpAsync();
        await Expect(screens.Page).ToHaveURLAsync(RangeText());
        await screens.QuietAsync();
        var (address, dragged) = (screens.Page.Url, Range(screens.Page.Url));

        await mouse.DblClickAsync(box.X + (box.Width * 0.5f), y);
        await Expect(screens.Page).Not.ToHaveURLAsync(address);
        await screens.QuietAsync();
        (address, var wide) = (screens.Page.Url, Range(screens.Page.Url));
        Assert.Equal((dragged.From - dragged.Length, dragged.Length * 3), (wide.From, wide.Length));

        await mouse.ClickAsync(box.X + (box.Width * 0.5f), y);
        await Expect(screens.Page).Not.ToHaveURLAsync(address);
        Assert.True(Range(screens.Page.Url).Length < wide.Length / 10);

        await screens.Page.GetByRole(AriaRole.Button, new() { Name = "Widen" }).ClickAsync();
        await screens.QuietAsync();
    });

    [Fact]
    public Task The_bars_are_divided_by_a_field_that_stands_in_the_address() => browser.WalkAsync(browser.Demo, "bars-field", async screens =>
    {
        await screens.GoAsync("/events?q=service:ecr");
        await screens.Page.GetByLabel("Bars by").SelectOptionAsync("verb");
        await Expect(screens.Page).ToHaveURLAsync(VerbText());
        await Expect(Legend(screens).First).ToContainTextAsync("push");
        await screens.QuietAsync();
        var total = await screens.CountOfEventsAsync();
        var parts = await Legend(screens).Locator("span.tnum").AllInnerTextsAsync();
        Assert.Equal(Number(total), parts.Sum(Number));

        // What a part of the legend is filled with is what it is in the bars, and of no other part.
        var fills = await Legend(screens).Locator("rect").EvaluateAllAsync<string[]>("swatches => swatches.map(swatch => swatch.getAttribute('fill') ?? 'plain')");
        Assert.Equal(parts.Count, fills.Distinct().Count());
        Assert.Contains(fills.Single(fill => fill.EndsWith("p2)", StringComparison.Ordinal)), await Plot(screens).Locator(".bars__part.p2[fill]").EvaluateAllAsync<string[]>("parts => parts.map(part => part.getAttribute('fill'))"));
        Assert.Equal(1, await Plot(screens).Locator("pattern[id=bars-p2] path").CountAsync());

        // The table says the same as the bars.
        await screens.Page.GetByRole(AriaRole.Button, new() { Name = "Table", Exact = true }).ClickAsync();
        var table = screens.Page.GetByRole(AriaRole.Region, new() { Name = "Events over time as a table" });
        await Expect(table).ToBeVisibleAsync();
        var cells = await table.Locator("tbody td:first-of-type").AllInnerTextsAsync();
        Assert.Equal(Number(total), cells.Sum(Number));
        await EveryPageTests.AssertAxeAsync(screens);

        // A part of the legend narrows to it, and the division stays.
        await Legend(screens).First.GetByRole(AriaRole.Link).ClickAsync();
        await Expect(screens.Page).ToHaveURLAsync(NarrowedText());
        await screens.QuietAsync();
        Assert.Equal(parts[0], await screens.CountOfEventsAsync());
    });

    [Theory]
    [InlineData("/events?bars=user", false)]
    [InlineData("/events?bars=service", true)]
    public Task Axe_finds_nothing_where_bars_are_divided_and_a_phone_shows_all(string path, bool dark) => browser.WalkAsync(browser.Demo, "bars-axe", async screens =>
    {
        await screens.GoAsync(path);
        await Expect(Legend(screens).First).ToBeVisibleAsync();
        await EveryPageTests.AssertAxeAsync(screens);
        await screens.Page.SetViewportSizeAsync(Window.Phone.Width, Window.Phone.Height);
        Assert.True(await screens.OverhangAsync() <= 0);
        await EveryPageTests.AssertAxeAsync(screens);
    }, Window.Desk with { Dark = dark });

    [Fact]
    public async Task The_newest_bar_grows_and_moves_only_when_somebody_asks()
    {
        await using var site = await Site.StartAsync();
        var now = site.Part<TimeProvider>().GetUtcNow();
        var time = now.AddMinutes(-3);
        await site.ImportAsync(SomeTrail.Source(SomeTrail.Calls("alice", time, 3)));
        await browser.WalkAsync(site, "bars-live", async screens =>
        {
            await screens.GoAsync($"/events?from=-24h&to={now.AddHours(2).UtcDateTime:yyyy-MM-ddTHH:mm:ss}Z");
            await Expect(screens.Page.Locator(".bars__grows")).ToHaveCountAsync(1);
            await Expect(screens.Page.Locator(".chart__label")).ToContainTextAsync("still grows");
            var before = await screens.Page.Locator("#chart-table").InnerTextAsync();

            await site.ImportAsync(SomeTrail.Source(SomeTrail.Calls("bob", time.AddSeconds(30), 5), "later.json"));
            var more = screens.Page.GetByRole(AriaRole.Button, new() { Name = "5 new events" });
            await Expect(more).ToBeVisibleAsync();
            Assert.Equal(before, await screens.Page.Locator("#chart-table").InnerTextAsync());
            await more.ClickAsync();
            await Expect(screens.Page.Locator(".chart__total")).ToContainTextAsync("8 events");
        });
    }

    private static ILocator Plot(Screens screens) => screens.Page.Locator("[data-plot]");

    private static ILocator Tip(Screens screens) => screens.Page.Locator("[data-tip]");

    private static ILocator Legend(Screens screens) => screens.Page.Locator(".chart__legend li");

    private static long Number(string text) => long.Parse(text.Replace(",", "", StringComparison.Ordinal), System.Globalization.CultureInfo.InvariantCulture);

    private static (DateTimeOffset From, TimeSpan Length) Range(string url)
    {
        var match = RangeText().Match(url);
        return match.Success ? (Time("from"), Time("to") - Time("from")) : default;

        DateTimeOffset Time(string end) => DateTimeOffset.Parse(match.Groups[end].Value, System.Globalization.CultureInfo.InvariantCulture);
    }

    [GeneratedRegex("from=(?<from>2026[-0-9T:]+Z)&to=(?<to>2026[-0-9T:]+Z)", RegexOptions.None, 1000)]
    private static partial Regex RangeText();

    [GeneratedRegex("^M41 [^M]+z$", RegexOptions.None, 1000)]
    private static partial Regex FifthText();

    [GeneratedRegex("q=service:ecr&bars=verb", RegexOptions.None, 1000)]
    private static partial Regex VerbText();

    [GeneratedRegex("verb:push.*bars=verb", RegexOptions.None, 1000)]
    private static partial Regex NarrowedText();
}
