using System.Text.RegularExpressions;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace TrailBoard.EndToEnd;

/// <summary>From rows that are selected to what differs between them, to a file and to the clipboard.</summary>
[Collection(Looking.Name)]
public sealed partial class CompareJourneyTests(BrowserFixture browser)
{
    [Theory]
    [InlineData(false, false)]
    [InlineData(false, true)]
    [InlineData(true, false)]
    public Task By_the_keyboard_rows_are_selected_and_held_against_each_other(bool narrow, bool dark) => browser.WalkAsync(
        browser.Demo,
        "compare",
        async screens =>
        {
            var keys = screens.Page.Keyboard;
            await screens.GoAsync("/events?q=action:PutImage&rows=events");
            await Expect(screens.ListWithKeys).ToBeVisibleAsync();
            await keys.PressAsync("j");
            await keys.PressAsync("x");
            await Expect(screens.Selection).ToContainTextAsync("1 selected");
            await Expect(screens.Selection.GetByRole(AriaRole.Button, new() { Name = "Compare" })).ToBeDisabledAsync();
            await keys.PressAsync("j");
            await keys.PressAsync("j");
            await keys.PressAsync("Shift+X");
            await Expect(screens.Selection).ToContainTextAsync("3 selected");
            await AssertSoundAsync(screens);

            await screens.Selection.GetByRole(AriaRole.Link, new() { Name = "Compare" }).PressAsync("Enter");
            await screens.Page.AtAsync("**/compare?ids=*");
            await screens.QuietAsync();
            await Expect(screens.Compared.Locator("thead th")).ToHaveCountAsync(3);
            await Expect(screens.Compared.GetByRole(AriaRole.Rowheader, new() { Name = "differs: Event id" })).ToBeVisibleAsync();
            await Expect(screens.Compared.GetByRole(AriaRole.Rowheader, new() { NameRegex = ActionText() })).ToHaveCountAsync(0);
            await AssertSoundAsync(screens);

            await screens.Page.GetByRole(AriaRole.Link, new() { Name = "All", Exact = true }).PressAsync("Enter");
            await Expect(screens.Page).ToHaveURLAsync(AllText());
            await screens.QuietAsync();
            await Expect(screens.Compared.GetByRole(AriaRole.Rowheader, new() { NameRegex = ActionText() })).ToHaveCountAsync(1);
            await AssertSoundAsync(screens);

            // A value is a handle here too.
            await screens.Compared.Locator("[data-f=action]").First.ClickAsync();
            await screens.Page.AtAsync("**/events?q=action:PutImage");
            await screens.QuietAsync();
        },
        (narrow ? Window.Phone : Window.Desk) with { Dark = dark });

    [Fact]
    public Task By_the_mouse_a_span_is_selected_exported_copied_and_cleared() => browser.WalkAsync(browser.Demo, "select", async screens =>
    {
        await screens.GoAsync("/events?rows=events");
        await screens.Rows.Nth(1).HoverAsync(new() { Position = new() { X = 200, Y = 3 } });
        await screens.Boxes.Nth(1).ClickAsync();
        await Expect(screens.Selection).ToContainTextAsync("1 selected");
        await screens.Boxes.Nth(4).ClickAsync(new() { Modifiers = [KeyboardModifier.Shift] });
        await Expect(screens.Selection).ToContainTextAsync("4 selected");
        await Expect(screens.Boxes.Nth(2)).ToBeCheckedAsync();
        await Expect(screens.Boxes.Nth(5)).Not.ToBeCheckedAsync();

        await screens.Selection.GetByRole(AriaRole.Button, new() { Name = "Export" }).ClickAsync();
        var download = await screens.Page.RunAndWaitForDownloadAsync(() => screens.Page.Locator("#selection-export").GetByText("NDJSON").ClickAsync());
        Assert.Equal(4, (await File.ReadAllLinesAsync(await download.PathAsync())).Length);

        await screens.Selection.GetByRole(AriaRole.Button, new() { Name = "Copy" }).ClickAsync();
        var copy = screens.Page.Locator("#selection-copy");
        await copy.GetByText("JSON, secrets masked").ClickAsync();
        await Expect(copy.Locator("[data-copied]")).ToHaveCountAsync(1);
        Assert.Equal(4, (await copy.GetByRole(AriaRole.Button, new() { Name = "AWS CLI" }).GetAttributeAsync("data-copy"))!.Split('\n').Length);
        await screens.Page.Keyboard.PressAsync("Escape");

        // Another filter leaves the selection: it can be gathered with several.
        await screens.FilterAsync("action:PutImage");
        await Expect(screens.Selection).ToContainTextAsync("4 selected");
        await screens.Selection.GetByRole(AriaRole.Button, new() { Name = "Clear" }).ClickAsync();
        await Expect(screens.Selection).ToHaveCountAsync(0);
    });

    [Fact]
    public Task An_activity_of_one_event_and_the_events_inside_others_are_selected() => browser.WalkAsync(browser.Demo, "select-activities", async screens =>
    {
        await screens.GoAsync("/events");
        await screens.Activities.And(screens.Page.Locator("[aria-expanded]")).First.ClickAsync();
        await Expect(screens.InsideActivities.First).ToBeVisibleAsync();
        await screens.InsideActivities.First.FocusAsync();
        await screens.Page.Keyboard.PressAsync("x");
        await Expect(screens.Selection).ToContainTextAsync("1 selected");
    });

    [Fact]
    public Task Ids_that_nobody_has_are_told() => browser.WalkAsync(browser.Demo, "compare-none", async screens =>
    {
        await screens.GoAsync("/compare?ids=%3Cscript%3Ealert(1)%3C/script%3E&ids=other");
        await Expect(screens.Page.GetByText("No event has the id <script>alert(1)</script>.")).ToBeVisibleAsync();
        await Expect(screens.Page.GetByText("Nothing to compare yet")).ToBeVisibleAsync();
        await AssertSoundAsync(screens);
    });

    private static async Task AssertSoundAsync(Screens screens)
    {
        await EveryPageTests.AssertAxeAsync(screens);
        Assert.True(await screens.OverhangAsync() <= 0, $"{screens.Page.Url} is {await screens.OverhangAsync()} pixels too wide.");
    }

    [GeneratedRegex("^Action$", RegexOptions.None, 60_000)]
    private static partial Regex ActionText();

    [GeneratedRegex("show=all", RegexOptions.None, 60_000)]
    private static partial Regex AllText();
}
