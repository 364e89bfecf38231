using System.Text.RegularExpressions;
using Microsoft.Playwright;
using TrailBoard.Web.State;
using static Microsoft.Playwright.Assertions;

namespace TrailBoard.EndToEnd;

/// <summary>Pages on paper, and for whoever asks for more contrast, for colours of their own, or for less motion.</summary>
[Collection(Looking.Name)]
public sealed partial class PrintJourneyTests(BrowserFixture browser)
{
    public static TheoryData<string> Printed =>
    [
        "/events?q=action:PutImage", "/events?q=action:PutImage&rows=events", "/events?rows=events&columns=time,user,action", "/overview", "/repositories", "/things/repository/shop/catalog-api",
    ];

    public static TheoryData<string, bool> Contrasted => new()
    {
        { "/events?rows=events", false }, { "/events?rows=events", true }, { "/overview", false }, { "/overview", true }, { "/coverage", false }, { "/coverage", true },
        { "/things/repository/shop/catalog-api", false }, { "/things/repository/shop/catalog-api", true },
    };

    [Theory]
    [MemberData(nameof(Printed))]
    public Task A_page_prints_black_on_white_without_what_can_only_be_pressed(string path) => browser.WalkAsync(browser.Demo, "print", async screens =>
    {
        await screens.GoAsync(path);
        await AssertPrintsAsync(screens);
        await Expect(screens.Page.Locator(".printed__address")).ToHaveTextAsync(screens.Page.Url);
    }, Window.Desk with { Dark = true });

    [Fact]
    public Task An_event_and_events_side_by_side_print_whole_under_their_address_and_the_time() => browser.WalkAsync(browser.Demo, "print-event", async screens =>
    {
        await screens.GoAsync("/events?q=action:PutImage&rows=events&from=2026-10-01");
        await screens.OpenNewestAsync();
        await AssertPrintsAsync(screens);
        await Expect(screens.Page.Locator(".printed__name")).ToContainTextAsync("Events where action:PutImage");

        var ids = await screens.Rows.EvaluateAllAsync<string[]>("rows => rows.slice(0, 3).map(row => row.dataset.event)");
        await screens.GoAsync(PageUrls.Event(ids[0]));
        await AssertPrintsAsync(screens);
        await screens.GoAsync(PageUrls.Compared(ids));
        await AssertPrintsAsync(screens);
    }, Window.Desk with { Dark = true });

    [Theory]
    [MemberData(nameof(Contrasted))]
    public Task With_more_contrast_every_word_keeps_seven_to_one(string path, bool dark) => browser.WalkAsync(browser.Demo, "contrast", async screens =>
    {
        await screens.Page.EmulateMediaAsync(new() { Contrast = Contrast.More });
        await screens.GoAsync(path);
        await EveryPageTests.AssertAxeAsync(screens);
        await AssertAxeAsync(screens, "color-contrast-enhanced");
    }, Window.Desk with { Dark = dark });

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public Task With_colours_of_the_system_what_is_chosen_serious_or_in_focus_still_shows(bool dark) => browser.WalkAsync(browser.Demo, "forced", async screens =>
    {
        await screens.Page.EmulateMediaAsync(new() { ForcedColors = ForcedColors.Active });
        await screens.GoAsync("/events?rows=events&q=error:*");
        await EveryPageTests.AssertAxeAsync(screens);

        // The stripe of a serious row has the colour of the words, not that of the ground.
        var row = screens.Page.Locator(".row[data-severity=Danger]").First;
        Assert.NotEqual(await GroundAsync(row, null), await GroundAsync(row, "::before"));
        Assert.True(await row.Locator(".row__mark svg").IsVisibleAsync());
        Assert.NotEqual(await GroundAsync(screens.RowsAs("Activities"), null), await GroundAsync(screens.RowsAs("Events"), null));
        Assert.Equal("solid", await screens.Page.Locator(".badge").First.EvaluateAsync<string>("badge => getComputedStyle(badge).borderTopStyle"));
        await screens.TabToAsync(screens.Page.GetByRole(AriaRole.Button, new() { Name = "Save this view" }));
        Assert.Equal("solid 3px", await screens.Page.EvaluateAsync<string>("(style => style.outlineStyle + ' ' + style.outlineWidth)(getComputedStyle(document.activeElement))"));
    }, Window.Desk with { Dark = dark });

    [Fact]
    public Task Where_less_motion_is_asked_for_nothing_moves() => browser.WalkAsync(browser.Demo, "motion", async screens =>
    {
        const string Moving = "[...document.querySelectorAll('*')].flatMap(one => [null, '::before', '::after'].map(part => getComputedStyle(one, part))).filter(style => [style.transitionDuration, style.animationDuration].some(text => text.split(',').some(one => parseFloat(one) > 0.001))).length";
        await screens.GoAsync("/events?rows=events");
        Assert.Equal(0, await screens.Page.EvaluateAsync<int>(Moving));
        await screens.Page.EmulateMediaAsync(new() { ReducedMotion = ReducedMotion.NoPreference });
        Assert.NotEqual(0, await screens.Page.EvaluateAsync<int>(Moving));
    });

    // As the browser lays it out for paper: what it says, and what it does not.
    private static async Task AssertPrintsAsync(Screens screens)
    {
        var file = await screens.Page.PdfAsync(new() { Format = "A4" });
        Assert.True(file.Length > 5_000);
        await Expect(screens.Page.Locator("[data-printed]")).ToHaveTextAsync(MomentText());

        var size = screens.Page.ViewportSize!;
        await screens.Page.EmulateMediaAsync(new() { Media = Media.Print });
        await screens.Page.SetViewportSizeAsync(703, 900);
        Assert.Equal(0, await screens.Page.Locator(".rail:visible, .status:visible, .explorer__bar:visible, .scope-bar:visible, .button:visible, input:visible, .explorer__facets:visible").CountAsync());
        Assert.Equal("rgb(0, 0, 0) on rgb(255, 255, 255)", await screens.Page.EvaluateAsync<string>("(style => `${style.color} on ${style.backgroundColor}`)(getComputedStyle(document.body))"));
        await Expect(screens.Page.Locator(".printed__address")).ToBeVisibleAsync();
        Assert.Empty(await screens.Page.EvaluateAsync<string[]>("""
            [...document.querySelectorAll('.printed, .printed *, #main *')].filter(one => one.offsetWidth > 0 && !one.closest('.visually-hidden, svg, .chart'))
              .filter(one => one.scrollWidth > one.clientWidth + 1 && ['hidden', 'clip', 'auto', 'scroll'].includes(getComputedStyle(one).overflowX)
                || one.scrollHeight > one.clientHeight + 1 && ['hidden', 'clip', 'auto', 'scroll'].includes(getComputedStyle(one).overflowY))
              .map(one => `cut: ${one.className} ${one.textContent.trim().slice(0, 60)}`)
            """));
        Assert.True(await screens.OverhangAsync() <= 0, $"{screens.Page.Url} is {await screens.OverhangAsync()} pixels wider than the paper.");
        var split = await screens.Page.Locator(".row:visible, .cells:visible, tbody tr:visible").EvaluateAllAsync<string[]>("rows => rows.map(row => getComputedStyle(row).breakInside)");
        Assert.All(split, one => Assert.Equal("avoid", one));
        await screens.Page.EmulateMediaAsync(new() { Media = Media.Screen });
        await screens.Page.SetViewportSizeAsync(size.Width, size.Height);
    }

    private static async Task AssertAxeAsync(Screens screens, string rule)
    {
        var result = await Deque.AxeCore.Playwright.PageExtensions.RunAxe(screens.Page, new() { RunOnly = new() { Type = "rule", Values = [rule] } });
        Assert.Empty(result.Violations.SelectMany(violation => violation.Nodes.Take(8).Select(node => $"{node.Html}: {string.Join(' ', node.Any.Select(check => check.Message))}")));
    }

    private static Task<string> GroundAsync(ILocator one, string? part) =>
        one.EvaluateAsync<string>("(one, part) => getComputedStyle(one, part).backgroundColor + getComputedStyle(one, part).backgroundImage", part);

    [GeneratedRegex(@"\d{1,2} \w+ 20\d\d", RegexOptions.None, 60_000)]
    private static partial Regex MomentText();
}
