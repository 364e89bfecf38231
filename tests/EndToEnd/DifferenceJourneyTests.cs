using System.Globalization;
using System.Text.RegularExpressions;
using Microsoft.Playwright;
using TrailBoard.Core.Demo;
using TrailBoard.Core.Views;
using static Microsoft.Playwright.Assertions;

namespace TrailBoard.EndToEnd;

/// <summary>From a list of events to what is different about some of them, by mouse and by keyboard.</summary>
[Collection(Browsing.Name)]
public sealed partial class DifferenceJourneyTests(BrowserFixture browser)
{
    private static readonly DemoIncident Incident = new DemoTrail(2_000, DemoTrail.DefaultSeed, new DateTimeOffset(2026, 11, 1, 0, 0, 0, TimeSpan.Zero)).Incident!;

    [Theory]
    [InlineData(false, false)]
    [InlineData(true, true)]
    public Task Two_clicks_from_the_list_the_incident_is_found(bool narrow, bool dark) => browser.WalkAsync(browser.Demo, "different", async screens =>
    {
        await screens.GoAsync("/events");
        await screens.Page.GetByRole(AriaRole.Link, new() { Name = "What is different" }).ClickAsync();
        await screens.Page.AtAsync("**/different");
        await screens.QuietAsync();
        await EveryPageTests.AssertAxeAsync(screens);

        var chart = await browser.Demo.Part<IEventQueries>().HistogramAsync(EventQuery.All, 96, CancellationToken.None);
        await ClickBarAsync(screens, (int)((Incident.Begin - chart.Start) / chart.Width), chart.Buckets.Count);
        await screens.QuietAsync();

        var addresses = screens.Section("Source IP");
        var first = addresses.GetByRole(AriaRole.Listitem).First;
        await Expect(first).ToContainTextAsync(Incident.Address);
        await Expect(first).ToContainTextAsync("only here");
        await EveryPageTests.AssertAxeAsync(screens);
        Assert.True(await screens.OverhangAsync() <= 0, $"The page is {await screens.OverhangAsync()} pixels too wide.");

        await first.GetByRole(AriaRole.Link).ClickAsync();
        await screens.Page.AtAsync($"**/events?q=ip:{Incident.Address}&from=*&to=*");
        await screens.QuietAsync();
        await Expect(screens.Filter).ToHaveValueAsync("ip:" + Incident.Address);
        await Expect(screens.RowAt(0)).ToBeVisibleAsync();
    }, (narrow ? Window.Phone : Window.Desk) with { Dark = dark });

    [Fact]
    public Task By_keys_alone_a_filter_is_compared_with_the_rest_then_with_the_time_before_and_a_value_is_taken() => browser.WalkAsync(browser.Demo, "different-keys", async screens =>
    {
        var keys = screens.Page.Keyboard;
        await screens.GoAsync("/events");
        await keys.PressAsync("/");
        await keys.TypeAsync("ip:" + Incident.Address);
        await keys.PressAsync("Enter");
        await screens.Page.AtAsync("**/events?q=*");
        await screens.QuietAsync();
        await screens.TabToAsync(screens.Page.GetByRole(AriaRole.Link, new() { Name = "What is different" }));
        await keys.PressAsync("Enter");
        await screens.Page.AtAsync($"**/different?q=ip:{Incident.Address}");
        await screens.QuietAsync();

        await Expect(screens.Page.GetByText("Left out, because the filter chooses by it: Source IP")).ToBeVisibleAsync();
        var user = screens.Section("User").GetByRole(AriaRole.Listitem).First;
        await Expect(user).ToContainTextAsync(Incident.User);
        await EveryPageTests.AssertAxeAsync(screens);

        await screens.TabToAsync(user.GetByRole(AriaRole.Link));
        await keys.PressAsync("Enter");
        await screens.Page.AtAsync($"**/events?q=ip:{Incident.Address}%20user:{Incident.User}");
        await screens.QuietAsync();
    });

    [Fact]
    public Task What_it_is_compared_with_is_chosen_and_stays_in_the_address() => browser.WalkAsync(browser.Demo, "different-rest", async screens =>
    {
        var (from, to) = (Incident.Begin.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture), Incident.End.AddSeconds(1).ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture));
        await screens.GoAsync($"/different?q=mutating:true&from={from}&to={to}");
        var rest = screens.Page.GetByRole(AriaRole.Navigation, new() { Name = "Compare with" });
        await Expect(rest.Locator("[aria-current]")).ToHaveTextAsync("Other events");

        await rest.GetByText("All other times").ClickAsync();
        await Expect(screens.Page).ToHaveURLAsync(TimesText());
        await screens.QuietAsync();
        await Expect(rest.Locator("[aria-current]")).ToHaveTextAsync("All other times");
        await Expect(screens.Section("Action")).ToContainTextAsync("DeleteRepository");

        await rest.GetByText("A week around").ClickAsync();
        await Expect(screens.Page).ToHaveURLAsync(SinceText());
        await screens.Page.ReloadAsync();
        await screens.QuietAsync();
        await Expect(rest.Locator("[aria-current]")).ToHaveTextAsync("A week around");
    });

    [Fact]
    public async Task A_search_that_is_stopped_is_compared_as_far_as_it_went()
    {
        await using var site = await Site.StartAsync(HeldSearches.PutInto);
        await site.ImportAsync(new DemoTrail(500, DemoTrail.DefaultSeed, new DateTimeOffset(2026, 11, 1, 0, 0, 0, TimeSpan.Zero)));
        await browser.WalkAsync(site, "different-search", async screens =>
        {
            await screens.GoAsync("/events");
            await screens.Page.GotoAsync("/different?q=record:DeleteRepository");
            await Expect(screens.Search).ToContainTextAsync("34% of the events");
            await screens.Search.GetByText("Stop", new() { Exact = true }).ClickAsync();
            await screens.QuietAsync();
            await Expect(screens.Search).ToContainTextAsync("What is counted here is of that part only.");
            await EveryPageTests.AssertAxeAsync(screens);
        });
    }

    private static async Task ClickBarAsync(Screens screens, int bar, int bars)
    {
        var plot = screens.Page.Locator("[data-plot]");
        var here = screens.Page.Url;
        // The bars show a moment before they listen; a click waits for a second one, which would mean something else.
        for (var i = 0; i < 100 && screens.Page.Url == here; i++)
        {
            if (await plot.BoundingBoxAsync() is not { } box)
            {
                break;
            }

            await plot.ClickAsync(new() { Position = new() { X = (float)(box.Width * (bar + 0.5) / bars), Y = box.Height / 2 } });
            await screens.Page.WaitForTimeoutAsync(900);
        }

        await Expect(screens.Page).ToHaveURLAsync(FromText());
    }

    [GeneratedRegex("against=times", RegexOptions.None, 60_000)]
    private static partial Regex TimesText();

    [GeneratedRegex("since=.*until=", RegexOptions.None, 60_000)]
    private static partial Regex SinceText();

    [GeneratedRegex("/different\\?.*from=", RegexOptions.None, 60_000)]
    private static partial Regex FromText();
}
