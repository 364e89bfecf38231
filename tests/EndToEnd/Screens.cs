using System.Text.RegularExpressions;
using Microsoft.Playwright;

namespace TrailBoard.EndToEnd;

/// <summary>The pages as a person sees them: the only place that knows how to find things on them.</summary>
public sealed partial class Screens(IPage page)
{
    /// <summary>Every page that a person can go to, by its path.</summary>
    public static IReadOnlyList<string> Paths { get; } =
        ["/overview", "/events", "/events?rows=events", "/identities", "/people", "/addresses", "/regions", "/containers", "/repositories", "/errors", "/imports", "/sources", "/coverage", "/views", "/watches", "/welcome", "/compare"];

    public IPage Page => page;

    public ILocator Heading => page.GetByRole(AriaRole.Heading, new() { Level = 1 });

    public ILocator Filter => page.GetByRole(AriaRole.Combobox, new() { Name = "Filter events" });

    /// <summary>What is wrong with the filter, in words.</summary>
    public ILocator Mistake => page.GetByRole(AriaRole.Alert).Filter(new() { HasTextRegex = CharacterText() });

    /// <summary>Where it is wrong.</summary>
    public ILocator Underlined => page.Locator("[data-echo] mark");

    public ILocator Rows => page.GetByRole(AriaRole.List, new() { Name = "Events, newest first" }).Locator("[data-row]");

    /// <summary>The rows of the list where it is a table.</summary>
    public ILocator TableRows => Table.Locator("tbody [data-row]");

    public ILocator Table => page.GetByRole(AriaRole.Table, new() { Name = "Events, newest first" });

    /// <summary>The lines of the list of activities, and of the events of those that are unfolded.</summary>
    public ILocator Activities => page.GetByRole(AriaRole.List, new() { Name = "Activities, newest first" }).Locator("[data-row]");

    /// <summary>The events of the activities that are unfolded.</summary>
    public ILocator InsideActivities => page.Locator("li[data-inside] [data-row]");

    /// <summary>The choice of what a row of the list is.</summary>
    public ILocator RowsAs(string what) => page.GetByRole(AriaRole.Group, new() { Name = "Rows", Exact = true }).GetByText(what, new() { Exact = true });

    /// <summary>A row of whatever lists the page has, in the order in which j walks them.</summary>
    public ILocator RowAt(int index) => page.Locator("#main [data-row]:visible").Nth(index);

    /// <summary>The list, once it listens to its keys.</summary>
    public ILocator ListWithKeys => page.Locator("[data-list][aria-keyshortcuts='j k']");

    /// <summary>What is typed into the command palette, and what it offers.</summary>
    public ILocator Palette => page.GetByRole(AriaRole.Combobox, new() { Name = "Go to a page, a thing or a person" });

    public ILocator PaletteEntries => page.Locator("#palette").GetByRole(AriaRole.Option);

    /// <summary>How far a search in the records is.</summary>
    public ILocator Search => page.GetByRole(AriaRole.Group, new() { Name = "Search in the records" });

    public ILocator Pane => page.GetByRole(AriaRole.Complementary, new() { Name = "Event", Exact = true });

    /// <summary>The bar of the events that are selected.</summary>
    public ILocator Selection => page.GetByRole(AriaRole.Region, new() { Name = "Selection", Exact = true });

    /// <summary>The boxes that select rows.</summary>
    public ILocator Boxes => page.Locator("[data-rows] .pick");

    /// <summary>The events side by side.</summary>
    public ILocator Compared => page.GetByRole(AriaRole.Region, new() { Name = "The events side by side" });

    public ILocator GroupRows => page.Locator("tr.group-row");

    public ILocator OpenedEvents => page.Locator(".opened-events a");

    /// <summary>Goes to a page and waits until it lives: what is clicked before is lost.</summary>
    public async Task GoAsync(string path)
    {
        await page.GotoAsync(path);
        await QuietAsync();
    }

    /// <summary>
    /// Waits until the circuit stands, what shows is the page of the address, and nothing on it is being loaded. What was clicked must
    /// have changed the address before: until then the old page is as quiet as the new one.
    /// </summary>
    /// <remarks>
    /// A long list that is new leaves out its first row for a moment, until it knows that its end is not in sight: Blazor slides it by one row and back.
    /// </remarks>
    public Task QuietAsync() => page.WaitForFunctionAsync(
        """
        () => document.querySelector('[data-live]')?.dataset.live === location.href && !document.querySelector('[aria-busy=true], .skeleton')
          && ![...document.querySelectorAll('.rows > li:first-child:not([class]), tbody > tr:first-child:not([class])')].some(room => room.offsetHeight > 0 && room.closest('[data-list]')?.scrollTop === 0)
        """);

    /// <summary>Enters a filter and waits until the page shows it, or what is wrong with it.</summary>
    public async Task FilterAsync(string text)
    {
        await Filter.FillAsync(text);
        await Filter.PressAsync("Enter");
        await page.WaitForFunctionAsync("text => new URLSearchParams(location.search).get('q') === text || document.querySelector('[data-search][aria-invalid=true]')", text);
        await QuietAsync();
    }

    /// <summary>A row of a grouped view, by its value.</summary>
    public ILocator GroupRow(string value) => GroupRows.Filter(new() { HasText = value }).First;

    public Task OpenFirstGroupAsync() => GroupRows.First.GetByRole(AriaRole.Button).ClickAsync();

    /// <summary>The link from an opened value to the list of its events.</summary>
    public ILocator AllEvents => page.Locator(".opened-more a");

    /// <summary>How many events the first row of a grouped view says that it has.</summary>
    public async Task<string> CountOfFirstGroupAsync() => (await GroupRows.First.Locator("td.count").InnerTextAsync()).Trim();

    /// <summary>How many events the list says that there are.</summary>
    public async Task<string> CountOfEventsAsync() => (await page.Locator(".chart__total").First.InnerTextAsync()).Split(' ')[0].Trim();

    /// <summary>A service on the page of container actions.</summary>
    public ILocator Section(string title) => page.GetByRole(AriaRole.Region, new() { Name = title, Exact = true });

    /// <summary>A source on the page of sources.</summary>
    public ILocator Source(string name) => page.GetByRole(AriaRole.Article, new() { Name = name, Exact = true });

    public ILocator StatusBar => page.GetByRole(AriaRole.Contentinfo);

    public Task OpenOnItsOwnAsync() => Pane.GetByRole(AriaRole.Link, new() { Name = "Open", Exact = true }).ClickAsync();

    /// <summary>Shows each event as a row.</summary>
    public async Task ListEventsAsync()
    {
        await RowsAs("Events").ClickAsync();
        await Assertions.Expect(page).ToHaveURLAsync(EventRowsText());
        await QuietAsync();
    }

    /// <summary>Opens the newest event beside the list of events, as the keyboard does: the words of a row are handles of their own.</summary>
    public async Task OpenNewestAsync()
    {
        await Rows.First.PressAsync("Enter");
        await Assertions.Expect(Pane).ToBeVisibleAsync();
        await QuietAsync();
    }

    public async Task OpenGroupAsync(string value)
    {
        await GroupRow(value).GetByRole(AriaRole.Button).ClickAsync();
        await Assertions.Expect(OpenedEvents.First).ToBeVisibleAsync();
    }

    public async Task UploadAsync(params FilePayload[] files)
    {
        // Two inputs stand behind the two buttons of the zone: files, and a folder.
        var input = page.Locator("input[type=file]:not([webkitdirectory])");
        await Assertions.Expect(input).ToBeEnabledAsync();
        await input.SetInputFilesAsync(files);
    }

    public Task DemoAsync() => page.GetByRole(AriaRole.Button, new() { Name = "Explore demo data" }).ClickAsync();

    /// <summary>Goes on by the Tab key until something has the focus.</summary>
    /// <param name="key">Shift+Tab goes back.</param>
    public async Task TabToAsync(ILocator wanted, string key = "Tab")
    {
        for (var i = 0; i < 200; i++)
        {
            if (await wanted.First.EvaluateAsync<bool>("element => element === document.activeElement"))
            {
                return;
            }

            await page.Keyboard.PressAsync(key);
        }

        Assert.Fail("The Tab key does not lead there.");
    }

    /// <summary>How far the page can be scrolled sideways, in pixels.</summary>
    public Task<int> OverhangAsync() => page.EvaluateAsync<int>("document.documentElement.scrollWidth - document.documentElement.clientWidth");

    [GeneratedRegex("[?&]rows=events", RegexOptions.None, 60_000)]
    private static partial Regex EventRowsText();

    [GeneratedRegex("^At character", RegexOptions.None, 60_000)]
    private static partial Regex CharacterText();
}
