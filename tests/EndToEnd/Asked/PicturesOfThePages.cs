using System.Globalization;
using System.Text;
using Microsoft.Extensions.DependencyInjection;
using TrailBoard.Core.Demo;
using TrailBoard.Core.Things;
using TrailBoard.Web.State;

namespace TrailBoard.EndToEnd.Asked;

/// <summary>Takes docs/screens: every page and state, light and dark, on a desk and on a phone, of the demo month.</summary>
[Collection(Browsing.Name)]
public sealed class PicturesOfThePages(BrowserFixture browser)
{
    private static readonly DemoTrail Month = new(DemoTrail.DefaultEvents, DemoTrail.DefaultSeed, new DateTimeOffset(2026, 11, 1, 0, 0, 0, TimeSpan.Zero));

    // Taller than most windows, so that what is below the fold shows too.
    private static readonly Window[] Windows = [new(1280, 1100), new(1280, 1100, Dark: true), new(390, 1200), new(390, 1200, Dark: true)];

    // The pictures that other documents show, by their names; taken of a window of an ordinary size.
    private static readonly string[] Shown = ["events", "coverage", "actor", "sources"];

    private static string Folder => System.IO.Path.Combine(Repository.Root, "docs", "screens");

    [AskedFact("screens")]
    public async Task Each_page_of_the_demo_month()
    {
        await using var site = await Site.StartAsync(Dated);
        await site.ImportAsync(Month);
        IReadOnlyList<Picture> full = [.. Picture.Full(Month.Incident!), .. await ThingsAsync(site)];
        await TakeAsync(site, full);
        await browser.WalkAsync(site, "pictures-shown", async screens =>
        {
            foreach (var page in Shown)
            {
                await screens.GoAsync(full.First(picture => picture.Page == page).Path);
                await screens.Page.ScreenshotAsync(new() { Path = System.IO.Path.Combine(Folder, page + ".png") });
            }
        });
    }

    [AskedFact("screens")]
    public async Task Each_page_of_an_empty_store()
    {
        await using var site = await Site.StartAsync(Dated);
        await TakeAsync(site, Picture.Empty);
    }

    [AskedFact("screens")]
    public Task Pages_whose_store_has_not_answered() => TakeAsync(DelayedQueries.Before(DelayedQueries.WaitAsync), Picture.Loading, settles: false);

    [AskedFact("screens")]
    public Task Pages_whose_store_fails() => TakeAsync(DelayedQueries.Before(DelayedQueries.FailAsync), Picture.Unreadable(Month.Incident!));

    [AskedFact("screens")]
    public Task Pages_whose_search_was_stopped() => TakeAsync(HeldSearches.PutInto, Picture.Partial, settles: false);

    private async Task TakeAsync(Action<IServiceCollection> change, IReadOnlyList<Picture> pictures, bool settles = true)
    {
        await using var site = await Site.StartAsync(services =>
        {
            Dated(services);
            change(services);
        });
        await site.ImportAsync(Month);
        await TakeAsync(site, pictures, settles);
    }

    private async Task TakeAsync(Site site, IReadOnlyList<Picture> pictures, bool settles = true)
    {
        await Task.WhenAll(Windows.Select(window => browser.WalkAsync(
            site,
            "pictures",
            async screens =>
            {
                var devtools = await screens.Page.Context.NewCDPSessionAsync(screens.Page);
                foreach (var picture in pictures)
                {
                    if (settles)
                    {
                        await screens.GoAsync(picture.Path);
                    }
                    else
                    {
                        await screens.Page.GotoAsync(picture.Path);
                        await screens.Page.WaitForFunctionAsync("() => document.querySelector('[data-live]')?.dataset.live === location.href");
                    }

                    if (picture is { Then: { } then, State: not "unreadable" })
                    {
                        await then(screens);
                    }

                    var shot = await devtools.SendAsync("Page.captureScreenshot", new Dictionary<string, object> { ["format"] = "webp", ["quality"] = 70 });
                    await File.WriteAllBytesAsync(System.IO.Path.Combine(Folder, picture.File(window)), shot!.Value.GetProperty("data").GetBytesFromBase64());
                }
            },
            window)));
        await File.WriteAllTextAsync(System.IO.Path.Combine(Folder, "README.md"), Index());
    }

    private async Task<List<Picture>> ThingsAsync(Site site)
    {
        var things = new List<Picture>();
        await browser.WalkAsync(site, "pictures-things", async screens =>
        {
            foreach (var kind in ThingFields.Kinds)
            {
                things.Add(new("thing-" + kind.Name, "full", PageUrls.Thing(kind, await EveryPageTests.SomeThingAsync(screens, site, kind))));
            }
        });
        return things;
    }

    // The month has just ended, so that a picture taken tomorrow is the same.
    private static void Dated(IServiceCollection services) => services.AddSingleton<TimeProvider>(new DatedTime(new ManualTime(Month.End)));

    private static string Index()
    {
        var text = new StringBuilder("""
            # Every page, in every state

            Taken of the [demo month](../demo.md) by `docs/screens/make.sh`. The names say page, state, theme and width: `PAGE-STATE-THEME-WIDTH.webp`.

            | State | Is |
            | --- | --- |
            | full | the demo month |
            | empty | nothing matches, or there is nothing of this name |
            | emptystore | nothing was imported yet |
            | loading | the store has not answered yet |
            | partial | a search in the records that was stopped a third of the way |
            | error | what was asked is wrong |
            | unreadable | the store fails |
            | notcovered | nothing matches where nothing is known to have been delivered |

            """);
        var files = Directory.EnumerateFiles(Folder, "*.webp").Select(file => System.IO.Path.GetFileNameWithoutExtension(file)).Order(StringComparer.Ordinal).Select(name => (Name: name, Parts: name.Split('-')));
        foreach (var page in files.GroupBy(file => string.Join('-', file.Parts[..^3])))
        {
            text.Append(CultureInfo.InvariantCulture, $"\n## {page.Key}\n");
            foreach (var state in page.GroupBy(file => file.Parts[^3]))
            {
                text.Append(CultureInfo.InvariantCulture, $"\n{state.Key}\n\n");
                foreach (var (name, parts) in state.OrderByDescending(file => file.Parts[^1].Length).ThenByDescending(file => file.Parts[^2], StringComparer.Ordinal))
                {
                    text.Append(CultureInfo.InvariantCulture, $"<img src=\"{name}.webp\" width=\"{(parts[^1] == "390" ? 125 : 400)}\" alt=\"{page.Key}, {state.Key}, {parts[^2]}, {parts[^1]} pixels wide\">\n");
                }
            }
        }

        return text.ToString();
    }
}
