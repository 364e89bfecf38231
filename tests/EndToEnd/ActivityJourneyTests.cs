using System.Text.Json;
using System.Text.RegularExpressions;
using static Microsoft.Playwright.Assertions;

namespace TrailBoard.EndToEnd;

/// <summary>The list of activities: how it unfolds, and how a person changes between it and the list of events.</summary>
[Collection(Browsing.Name)]
public sealed partial class ActivityJourneyTests(BrowserFixture browser)
{
    private const string Question = "repository:shop/storefront";

    [Fact]
    public Task What_a_row_is_changes_by_key_and_by_mouse_and_stays_on_the_way_through_other_pages() => browser.WalkAsync(browser.Demo, "rows", async screens =>
    {
        var keys = screens.Page.Keyboard;
        await screens.GoAsync("/events?q=" + Question);
        await Expect(screens.Activities.First).ToBeVisibleAsync();
        await Expect(screens.ListWithKeys).ToBeVisibleAsync();

        await keys.PressAsync("e");
        await Expect(screens.Page).ToHaveURLAsync(EventRowsText());
        await Expect(screens.Rows.First).ToBeVisibleAsync();
        await keys.PressAsync("o");
        await Expect(screens.Page).Not.ToHaveURLAsync(EventRowsText());
        await Expect(screens.Activities.First).ToBeVisibleAsync();

        await screens.RowsAs("Events").ClickAsync();
        await Expect(screens.Rows.First).ToBeVisibleAsync();
        await keys.PressAsync("g");
        await keys.PressAsync("r");
        await screens.Page.AtAsync("**/regions?**");
        await screens.QuietAsync();
        await keys.PressAsync("g");
        await keys.PressAsync("e");
        await screens.Page.AtAsync("**/events?**");
        await Expect(screens.Rows.First).ToBeVisibleAsync();
        await screens.RowsAs("Activities").ClickAsync();
        await Expect(screens.Activities.First).ToBeVisibleAsync();

        // Going to the page is no choice of its rows.
        await screens.QuietAsync();
        var here = screens.Page.Url;
        await keys.PressAsync("g");
        await keys.PressAsync("e");
        await keys.PressAsync("j");
        await Expect(screens.Activities.First).ToBeFocusedAsync();
        Assert.Equal(here, screens.Page.Url);
    });

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public Task An_activity_unfolds_into_exactly_the_events_that_the_api_says(bool byKeys) => browser.WalkAsync(browser.Demo, "unfold", async screens =>
    {
        await screens.GoAsync("/events?q=" + Question);
        var (at, events) = await SeveralAsync(screens);
        var line = screens.Activities.Nth(at);
        await Expect(line).ToHaveAttributeAsync("aria-expanded", "false");

        if (byKeys)
        {
            await line.FocusAsync();
            await screens.Page.Keyboard.PressAsync("ArrowRight");
        }
        else
        {
            await line.ClickAsync(new() { Position = new() { X = 20, Y = 18 } });
        }

        await Expect(line).ToHaveAttributeAsync("aria-expanded", "true");
        await Expect(screens.InsideActivities).ToHaveCountAsync(events.Count);
        Assert.Equal(events, await IdsAsync(screens));
        await EveryPageTests.AssertAxeAsync(screens);

        await screens.Page.GoBackAsync();
        await Expect(line).ToHaveAttributeAsync("aria-expanded", "false");
        await Expect(screens.InsideActivities).ToHaveCountAsync(0);
    });

    [Fact]
    public Task An_event_of_an_unfolded_activity_opens_and_the_address_keeps_all_of_it() => browser.WalkAsync(browser.Demo, "inside", async screens =>
    {
        var keys = screens.Page.Keyboard;
        await screens.GoAsync("/events?q=" + Question);
        await Expect(screens.ListWithKeys).ToBeVisibleAsync();
        var (at, events) = await SeveralAsync(screens);
        await screens.Activities.Nth(at).FocusAsync();
        await keys.PressAsync("Enter");
        await Expect(screens.InsideActivities).ToHaveCountAsync(events.Count);
        await keys.PressAsync("j");
        await Expect(screens.InsideActivities.First).ToBeFocusedAsync();
        await keys.PressAsync("Enter");
        await Expect(screens.Pane).ToContainTextAsync(events[0]);
        await keys.PressAsync("]");
        await Expect(screens.Pane).ToContainTextAsync(events[1]);
        await Expect(screens.InsideActivities.Nth(1)).ToHaveAttributeAsync("aria-current", "true");

        var address = screens.Page.Url;
        await screens.Page.ReloadAsync();
        await screens.QuietAsync();
        Assert.Equal(address, screens.Page.Url);
        await Expect(screens.Pane).ToContainTextAsync(events[1]);
        await Expect(screens.InsideActivities).ToHaveCountAsync(events.Count);
        Assert.Equal(events, await IdsAsync(screens));

        await Expect(screens.ListWithKeys).ToBeVisibleAsync();
        await keys.PressAsync("Escape");
        await Expect(screens.Pane).ToHaveCountAsync(0);
        await Expect(screens.InsideActivities.Nth(1)).ToBeFocusedAsync();
        await keys.PressAsync("ArrowLeft");
        await Expect(screens.Activities.Nth(at)).ToBeFocusedAsync();
        await keys.PressAsync("ArrowLeft");
        await Expect(screens.InsideActivities).ToHaveCountAsync(0);
    });

    [Fact]
    public Task A_link_to_an_event_marks_the_activity_that_it_is_in() => browser.WalkAsync(browser.Demo, "marked", async screens =>
    {
        await screens.GoAsync("/events?q=" + Question);
        var (at, events) = await SeveralAsync(screens);

        await screens.GoAsync($"/events?q={Question}&event={events[1]}");

        await Expect(screens.Pane).ToContainTextAsync(events[1]);
        await Expect(screens.Page.Locator("li[data-open]")).ToHaveCountAsync(1);
        await Expect(screens.Activities.Nth(at).Locator("xpath=..")).ToHaveAttributeAsync("data-open", "");
    });

    [Fact]
    public Task From_the_last_event_of_an_activity_the_way_leads_to_the_rows_beside_it_unfolded_or_folded_again() => browser.WalkAsync(browser.Demo, "beside", async screens =>
    {
        var keys = screens.Page.Keyboard;
        await screens.GoAsync("/events?q=" + Question);
        await Expect(screens.ListWithKeys).ToBeVisibleAsync();
        var (at, events) = await SeveralAsync(screens);
        var line = screens.Activities.Nth(at);
        await line.FocusAsync();
        await keys.PressAsync("Enter");
        await Expect(screens.InsideActivities).ToHaveCountAsync(events.Count);
        var shown = await screens.Activities.EvaluateAllAsync<string[]>("lines => lines.map(line => line.dataset.event).filter(id => id)");
        var after = shown[Array.IndexOf(shown, events[^1]) + 1];

        await screens.InsideActivities.Last.PressAsync("Enter");
        await Expect(screens.Pane).ToContainTextAsync(events[^1]);
        foreach (var (key, id) in new[] { ("[", events[^2]), ("]", events[^1]), ("]", after), ("[", events[^1]) })
        {
            await keys.PressAsync(key);
            await Expect(screens.Pane).ToContainTextAsync(id);
        }

        await line.PressAsync("ArrowLeft");
        await Expect(screens.InsideActivities).ToHaveCountAsync(0);
        await Expect(screens.Page.Locator("li[data-open]")).ToHaveCountAsync(1);
        await Expect(line.Locator("xpath=..")).ToHaveAttributeAsync("data-open", "");
        await keys.PressAsync("]");
        await Expect(screens.Pane).ToContainTextAsync(after);
        await Expect(line.Locator("xpath=..")).Not.ToHaveAttributeAsync("data-open", "");
    });

    [Fact]
    public Task A_search_in_the_records_lists_events_and_says_why() => browser.WalkAsync(browser.Demo, "deep-rows", async screens =>
    {
        await screens.GoAsync("/events?q=req.repositoryName:shop/storefront");
        await Expect(screens.Rows.First).ToBeVisibleAsync();
        await Expect(screens.Page.GetByText("A search in the records lists single events")).ToBeVisibleAsync();
        await Expect(screens.RowsAs("Activities")).ToHaveAttributeAsync("aria-disabled", "true");

        await screens.FilterAsync(Question);
        await Expect(screens.Activities.First).ToBeVisibleAsync();
    });

    // Of the activities in sight, the first that is made of some events.
    private static async Task<(int At, IReadOnlyList<string> Events)> SeveralAsync(Screens screens)
    {
        var answer = await screens.Page.APIRequest.GetAsync($"/api/activities?limit=12&q={Uri.EscapeDataString(Question)}");
        using var json = JsonDocument.Parse(await answer.TextAsync());
        var all = json.RootElement.GetProperty("activities").EnumerateArray().Select(activity => activity.GetProperty("events").EnumerateArray().Select(id => id.GetString()!).ToList()).ToList();
        var at = all.FindIndex(events => events.Count is >= 3 and <= 12);
        Assert.True(at >= 0, "No activity of three to twelve events is in sight.");
        await Expect(screens.Activities.Nth(at)).ToBeVisibleAsync();
        return (at, all[at]);
    }

    private static async Task<IEnumerable<string>> IdsAsync(Screens screens) =>
        (await screens.InsideActivities.EvaluateAllAsync<string[]>("lines => lines.map((line) => line.dataset.event)")).AsEnumerable();

    [GeneratedRegex("[?&]rows=events", RegexOptions.None, 60_000)]
    private static partial Regex EventRowsText();
}
