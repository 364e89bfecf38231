using System.Text.RegularExpressions;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace TrailBoard.EndToEnd;

/// <summary>Ranges of time as a person in Berlin writes them. The demo month is October 2026.</summary>
[Collection(Browsing.Name)]
public sealed partial class TimeJourneyTests(BrowserFixture browser)
{
    [Theory]
    [InlineData("/events")]
    [InlineData("/regions")]
    public Task A_range_is_written_in_one_line_by_the_keyboard_alone(string path) => browser.WalkAsync(browser.Demo, "range-keyboard", async screens =>
    {
        var keys = screens.Page.Keyboard;
        await screens.GoAsync(path);
        await keys.PressAsync("t");
        await Expect(Line(screens)).ToBeFocusedAsync();
        await keys.TypeAsync("2026-10-20 14:00..16:00");
        await Expect(Understood(screens)).ToHaveTextAsync("Understood as 20 Oct 2026 14:00 to 16:00 +02:00.");
        await keys.PressAsync("Enter");
        await Expect(screens.Page).ToHaveURLAsync(TwoHoursText());
        await Expect(Line(screens)).ToBeHiddenAsync();
        await Expect(Button(screens)).ToContainTextAsync("20 Oct 2026 14:00 to 16:00 +02:00");

        // What is shown can be written on.
        await keys.PressAsync("t");
        await Expect(Line(screens)).ToHaveValueAsync("2026-10-20 14:00..16:00");
        await keys.PressAsync("Escape");
        await Expect(Line(screens)).ToBeHiddenAsync();
    });

    [Fact]
    public Task A_distance_stays_one_and_a_mistake_is_underlined_where_it_is() => browser.WalkAsync(browser.Demo, "range-mouse", async screens =>
    {
        await screens.GoAsync("/events");
        await Button(screens).ClickAsync();
        await Line(screens).FillAsync("-7d..soon");
        await Expect(screens.Page.Locator("#range-mistake")).ToContainTextAsync("Expected a time such as -2h");
        await Expect(screens.Page.Locator("#range-menu [data-echo] mark")).ToHaveTextAsync("soon");
        await EveryPageTests.AssertAxeAsync(screens);
        await screens.Page.GetByRole(AriaRole.Button, new() { Name = "Show", Exact = true }).ClickAsync();
        await Expect(Line(screens)).ToBeVisibleAsync();

        await Line(screens).FillAsync("-7d..-1d");
        await Expect(Understood(screens)).ToContainTextAsync("moving with the clock");
        await screens.Page.GetByRole(AriaRole.Button, new() { Name = "Show", Exact = true }).ClickAsync();
        await Expect(screens.Page).ToHaveURLAsync(DistancesText());
        await Expect(Line(screens)).ToBeHiddenAsync();
    });

    [Fact]
    public Task The_line_is_understood_in_the_zone_that_is_shown() => browser.WalkAsync(browser.Demo, "range-zone", async screens =>
    {
        await screens.GoAsync("/events?from=2026-10-20T12:00:00Z&to=2026-10-20T14:00:00Z");
        await Expect(Button(screens)).ToContainTextAsync("14:00 to 16:00 +02:00");
        await screens.Page.GetByRole(AriaRole.Group, new() { Name = "Time zone" }).GetByText("UTC", new() { Exact = true }).ClickAsync();
        await Expect(Button(screens)).ToContainTextAsync("12:00 to 14:00 UTC");
        await Button(screens).ClickAsync();
        await Expect(Line(screens)).ToHaveValueAsync("2026-10-20 12:00..14:00");
        await Line(screens).FillAsync("2026-10-20");
        await Line(screens).PressAsync("Enter");
        await Expect(screens.Page).ToHaveURLAsync(DayText());
    });

    [Fact]
    public Task A_usual_range_is_one_click_and_an_exact_one_is_chosen_from_two_calendars() => browser.WalkAsync(browser.Demo, "range-calendars", async screens =>
    {
        await screens.GoAsync("/events");
        await Button(screens).ClickAsync();
        await screens.Page.GetByRole(AriaRole.Group, new() { Name = "Relative ranges" }).GetByText("Last 90 days").ClickAsync();
        await Expect(screens.Page).ToHaveURLAsync(NinetyDaysText());
        await Expect(Line(screens)).ToBeHiddenAsync();
        await Expect(Button(screens)).ToContainTextAsync("Last 90 days");

        // Two o'clock in Berlin stays two o'clock.
        await screens.GoAsync("/events?from=2026-10-10T00:00:00Z&to=2026-10-20T00:00:00Z");
        await Button(screens).ClickAsync();
        await screens.Page.GetByRole(AriaRole.Button, new() { Name = "Calendar: From" }).ClickAsync();
        await Day(screens, "Monday, 12 October 2026").ClickAsync();
        await Expect(screens.Page.GetByLabel("From", new() { Exact = true })).ToHaveValueAsync("2026-10-12 02:00");
        await screens.Page.GetByRole(AriaRole.Button, new() { Name = "Calendar: To" }).ClickAsync();
        await Expect(Day(screens, "Monday, 12 October 2026")).ToHaveCountAsync(1);
        await screens.Page.GetByRole(AriaRole.Button, new() { Name = "Previous month" }).ClickAsync();
        await screens.Page.GetByRole(AriaRole.Button, new() { Name = "Next month" }).ClickAsync();
        await Day(screens, "Wednesday, 14 October 2026").ClickAsync();
        await Expect(screens.Page.GetByLabel("To, not included", new() { Exact = true })).ToHaveValueAsync("2026-10-14 02:00");
        await screens.Page.GetByRole(AriaRole.Button, new() { Name = "Apply" }).ClickAsync();
        await Expect(screens.Page).ToHaveURLAsync(CalendarText());
        await Expect(Line(screens)).ToBeHiddenAsync();
        await screens.QuietAsync();
        await Expect(Button(screens)).ToContainTextAsync("12 Oct 2026 02:00 to 14 Oct 2026 02:00");
    });

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public Task On_a_phone_the_line_fits_and_axe_finds_nothing(bool dark) => browser.WalkAsync(browser.Demo, "range-phone", async screens =>
    {
        await screens.GoAsync("/events");
        await Button(screens).ClickAsync();
        await Line(screens).FillAsync("2026-10-25 02:30..05:00");
        await Expect(screens.Page.Locator("#range-menu")).ToContainTextAsync("is there twice");
        Assert.True(await screens.OverhangAsync() <= 0);
        await EveryPageTests.AssertAxeAsync(screens);
    }, Window.Phone with { Dark = dark });

    private static ILocator Line(Screens screens) => screens.Page.GetByLabel("From when to when");

    private static ILocator Understood(Screens screens) => screens.Page.Locator("#range-read");

    private static ILocator Button(Screens screens) => screens.Page.Locator("[data-anchor='range-menu']");

    private static ILocator Day(Screens screens, string name) => screens.Page.GetByRole(AriaRole.Gridcell, new() { Name = name });

    [GeneratedRegex("from=-90d", RegexOptions.None, 1000)]
    private static partial Regex NinetyDaysText();

    [GeneratedRegex("from=2026-10-12T00:00:00Z&to=2026-10-14T00:00:00Z", RegexOptions.None, 1000)]
    private static partial Regex CalendarText();

    [GeneratedRegex("from=2026-10-20T12:00:00Z&to=2026-10-20T14:00:00Z", RegexOptions.None, 1000)]
    private static partial Regex TwoHoursText();

    [GeneratedRegex("from=-7d&to=-1d", RegexOptions.None, 1000)]
    private static partial Regex DistancesText();

    [GeneratedRegex("from=2026-10-20T00:00:00Z&to=2026-10-21T00:00:00Z", RegexOptions.None, 1000)]
    private static partial Regex DayText();
}
