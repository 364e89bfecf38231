using System.Globalization;
using Microsoft.Playwright;
using TrailBoard.Core.Demo;
using TrailBoard.Web.Hosting;
using static Microsoft.Playwright.Assertions;

namespace TrailBoard.EndToEnd;

/// <summary>An export that takes its time: how much it will be, how far it is, stopped, broken off, and left alone.</summary>
[Collection(Browsing.Name)]
public sealed class ExportJourneyTests(BrowserFixture browser)
{
    private const int Held = 100;

    [Theory]
    [InlineData("CSV, one row an event", "events.csv", false)]
    [InlineData("NDJSON, with records", "events.ndjson", true)]
    public Task By_the_mouse_an_export_says_how_much_it_will_be_how_far_it_is_and_that_it_is_whole(string link, string name, bool narrow) => WalkAsync("export", narrow, async (screens, store, _, count) =>
    {
        await Menu(screens).ClickAsync();
        await Expect(screens.Page.Locator("#export-menu")).ToContainTextAsync($"All that match: {count} events");
        var download = await screens.Page.RunAndWaitForDownloadAsync(() => Link(screens, link).ClickAsync());
        await Expect(Note(screens, name)).ToContainTextAsync($"{Held} of {count} events");
        await Expect(Note(screens, name).GetByRole(AriaRole.Progressbar)).ToBeVisibleAsync();
        await EveryPageTests.AssertAxeAsync(screens);
        Assert.True(await screens.OverhangAsync() <= 0);

        store.ReleaseExports();
        Assert.Equal(name, download.SuggestedFilename);
        var lines = await File.ReadAllLinesAsync(await download.PathAsync());
        Assert.Equal(count, (lines.Length - (name == "events.csv" ? 1 : 0)).ToString("N0", CultureInfo.InvariantCulture));
        await Expect(Note(screens, name)).ToContainTextAsync($"is whole: {count} events");
        await Note(screens, name).GetByRole(AriaRole.Button, new() { Name = "Close" }).ClickAsync();
        await Expect(Note(screens, name)).ToHaveCountAsync(0);
    });

    [Fact]
    public Task By_the_keyboard_an_export_is_stopped_and_then_fails_in_the_browser_too() => WalkAsync("export-stopped", narrow: false, async (screens, _, _, count) =>
    {
        await Menu(screens).PressAsync("Enter");
        await screens.TabToAsync(Link(screens, "JSON, with records"));
        var download = await screens.Page.RunAndWaitForDownloadAsync(() => screens.Page.Keyboard.PressAsync("Enter"));
        var note = Note(screens, "events.json");
        await Expect(note).ToContainTextAsync($"{Held} of");
        await screens.TabToAsync(note.GetByRole(AriaRole.Button, new() { Name = "Cancel" }), "Shift+Tab");
        await screens.Page.Keyboard.PressAsync("Enter");
        Assert.NotNull(await download.FailureAsync());
        await Expect(note).ToContainTextAsync($"was stopped after {Held} of {count} events. The file is not whole.");
        await Expect(screens.Page.GetByRole(AriaRole.Status).Filter(new() { HasText = "was stopped after" })).ToHaveCountAsync(1);
        await Expect(note.GetByRole(AriaRole.Button, new() { Name = "Close" })).ToBeFocusedAsync();
        await screens.Page.Keyboard.PressAsync("Enter");
        await Expect(note).ToHaveCountAsync(0);
        await Expect(Menu(screens)).ToBeFocusedAsync();
    });

    [Fact]
    public Task Where_a_note_is_closed_the_focus_goes_to_the_next_one() => WalkAsync("export-notes", narrow: false, async (screens, _, _, _) =>
    {
        foreach (var (link, file) in new[] { ("CSV, one row an event", "events.csv"), ("NDJSON, with records", "events.ndjson"), ("JSON, with records", "events.json") })
        {
            await Menu(screens).ClickAsync();
            await screens.Page.RunAndWaitForDownloadAsync(() => Link(screens, link).ClickAsync());
            await Expect(Note(screens, file)).ToBeVisibleAsync();
        }

        foreach (var file in new[] { "events.csv", "events.ndjson", "events.json" })
        {
            await Note(screens, file).GetByRole(AriaRole.Button, new() { Name = "Cancel" }).ClickAsync();
            await Expect(Button(file)).ToBeVisibleAsync();
        }

        await Button("events.ndjson").PressAsync("Enter");
        await Expect(Button("events.json")).ToBeFocusedAsync();
        await screens.Page.Keyboard.PressAsync("Enter");
        await Expect(Button("events.csv")).ToBeFocusedAsync();
        await screens.Page.Keyboard.PressAsync("Enter");
        await Expect(Menu(screens)).ToBeFocusedAsync();

        ILocator Button(string file) => Note(screens, file).GetByRole(AriaRole.Button, new() { Name = "Close" });
    });

    [Fact]
    public Task An_export_that_breaks_off_looks_whole_neither_to_the_browser_nor_on_the_page() => WalkAsync("export-broken", narrow: false, async (screens, store, _, count) =>
    {
        await Menu(screens).ClickAsync();
        var download = await screens.Page.RunAndWaitForDownloadAsync(() => Link(screens, "NDJSON, with records").ClickAsync());
        await Expect(Note(screens, "events.ndjson")).ToContainTextAsync($"{Held} of");
        store.BreakExports();
        Assert.NotNull(await download.FailureAsync());
        await Expect(Note(screens, "events.ndjson")).ToContainTextAsync($"broke off after {Held} of {count} events: they could not be read to the end. The file is not whole.");
    });

    [Fact]
    public Task An_export_of_what_is_selected_goes_on_while_other_pages_are_looked_at_and_after_this_one_is_left() => WalkAsync("export-left", narrow: false, async (screens, store, downloads, _) =>
    {
        store.WrittenAtOnce = 2;
        await screens.ListEventsAsync();
        await screens.Rows.First.HoverAsync(new() { Position = new() { X = 200, Y = 3 } });
        await screens.Boxes.First.ClickAsync();
        await screens.Boxes.Nth(2).ClickAsync(new() { Modifiers = [KeyboardModifier.Shift] });
        await screens.Selection.GetByRole(AriaRole.Button, new() { Name = "Export" }).ClickAsync();
        var link = screens.Page.Locator("#selection-export").GetByText("NDJSON, with records");
        var download = await screens.Page.RunAndWaitForDownloadAsync(() => link.ClickAsync());
        await Expect(Note(screens, "events.ndjson")).ToContainTextAsync("2 of 3 events");

        // What is copied from the link is the export, and nothing of this page.
        Assert.DoesNotContain("progress", await link.GetAttributeAsync("href"), StringComparison.Ordinal);

        // The note comes along to the next page, and the download outlives them all.
        await screens.Page.GetByRole(AriaRole.Link, new() { Name = "Repositories" }).First.ClickAsync();
        await Expect(screens.Heading).ToContainTextAsync("Repositories");
        await Expect(Note(screens, "events.ndjson")).ToContainTextAsync("2 of 3 events");
        await screens.GoAsync("/regions");
        await Expect(Note(screens, "events.ndjson")).ToHaveCountAsync(0);
        await Wait.UntilAsync(() => downloads.Pages == 1);
        store.ReleaseExports();
        Assert.Equal(3, (await File.ReadAllLinesAsync(await download.PathAsync())).Length);
    });

    private async Task WalkAsync(string name, bool narrow, Func<Screens, HeldSearches, Downloads, string, Task> journey)
    {
        await using var site = await Site.StartAsync(HeldSearches.PutInto);
        await site.ImportAsync(new DemoTrail(500, DemoTrail.DefaultSeed, new DateTimeOffset(2026, 11, 1, 0, 0, 0, TimeSpan.Zero)));
        site.Part<HeldSearches>().WrittenAtOnce = Held;
        await browser.WalkAsync(site, name, async screens =>
        {
            await screens.GoAsync("/events?from=-500w");
            await journey(screens, site.Part<HeldSearches>(), site.Part<Downloads>(), await screens.CountOfEventsAsync());
        }, narrow ? Window.Phone : Window.Desk);
    }

    private static ILocator Menu(Screens screens) => screens.Page.GetByRole(AriaRole.Button, new() { Name = "Export and share" });

    private static ILocator Link(Screens screens, string words) => screens.Page.Locator("#export-menu").GetByRole(AriaRole.Link, new() { Name = words, Exact = true });

    private static ILocator Note(Screens screens, string file) => screens.Page.GetByRole(AriaRole.Group, new() { Name = $"Export of {file}", Exact = true });
}
