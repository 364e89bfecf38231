using AngleSharp.Dom;
using Microsoft.Extensions.DependencyInjection;
using TrailBoard.Core.Events;
using TrailBoard.Core.Search;
using TrailBoard.Core.Views;
using TrailBoard.Web.Components.Controls;
using TrailBoard.Web.Components.Layout;
using TrailBoard.Web.Hosting;
using TrailBoard.Web.State;

namespace TrailBoard.Web.Tests.Pages;

/// <summary>How far an export is and how it ended, in words; and the menu from which it begins.</summary>
public sealed class DownloadNotesTests
{
    [Theory]
    [InlineData("", 0L, 20_000L, null, "events.csv 0 of 20,000 events|Cancel|0")]
    [InlineData("", 12_000L, 20_000L, null, "events.csv 12,000 of 20,000 events|Cancel|0.6")]
    [InlineData("", 3L, 2L, null, "events.csv 3 events|Cancel|1")]
    [InlineData("", 0L, null, null, "events.csv 0 events|Cancel|none")]
    [InlineData("", 120L, null, 0.347, "events.csv 120 events, 34% of all searched|Cancel|0.347")]
    [InlineData("Whole", 1L, 1L, null, "events.csv is whole: 1 event|Close")]
    [InlineData("Stopped", 7L, 20_000L, null, "events.csv was stopped after 7 of 20,000 events. The file is not whole.|Close")]
    [InlineData("Broken", 7L, 20_000L, null, "events.csv broke off after 7 of 20,000 events: they could not be read to the end. The file is not whole.|Close")]
    [InlineData("Broken", 7L, null, 0.5, "events.csv broke off after 7 events, 50% of all searched: they could not be read to the end. The file is not whole.|Close")]
    public async Task It_says_how_far_an_export_is_and_how_it_ended(string end, long written, long? expected, double? searched, string said)
    {
        var (clock, page) = Page();
        var download = page.Site.Begin(page.Downloads.Name, "events.csv")!;
        await ReadAsync(download, written, expected, searched);
        clock.Advance(TimeSpan.FromSeconds(2));
        if (end.Length > 0)
        {
            download.Finish(Enum.Parse<DownloadEnd>(end));
        }

        var notes = await NotesAsync(clock, page.Downloads);

        var note = notes.QuerySelector(".download")!;
        var meter = note.QuerySelector("progress");
        Assert.Equal(said, string.Join('|', new[] { Text(note.QuerySelector("p")!), Text(note.QuerySelector("button")!), meter is null ? null : meter.GetAttribute("value") ?? "none" }.OfType<string>()));
        Assert.Equal(end.Length == 0 ? "events.csv is under way" : said[..said.IndexOf('|', StringComparison.Ordinal)], Text(notes.QuerySelector("[role=status]")!));
    }

    [Fact]
    public async Task It_says_nothing_of_an_export_that_was_done_at_once()
    {
        var (clock, page) = Page();
        page.Site.Begin(page.Downloads.Name, "events.csv")!.Finish(DownloadEnd.Whole);

        var notes = await NotesAsync(clock, page.Downloads);

        Assert.Null(notes.QuerySelector(".downloads"));
        Assert.Equal("", Text(notes.QuerySelector("[role=status]")!));
    }

    [Theory]
    [InlineData(1_234L, false, "All that match: 1,234 events")]
    [InlineData(null, false, "All matching events")]
    [InlineData(1_234L, true, "There is no export before the filter is corrected.")]
    public async Task The_menu_says_how_much_an_export_will_be_and_links_to_what_means_the_same_elsewhere(long? events, bool mistaken, string head)
    {
        var (_, page) = Page();
        var scope = ViewScope.All with { Filter = "user:alice", From = TimeBound.Ago(24, 'h') };
        var menu = await Rendered.Async<ExportMenu>(new() { ["Scope"] = scope, ["Events"] = events, ["IsMistaken"] = mistaken }, services => services.AddSingleton(page.Downloads));

        Assert.Equal(head, Text(menu.QuerySelector(".menu__head")!));
        var links = menu.QuerySelectorAll("a");
        Assert.Equal(mistaken ? [] : ["csv", "ndjson", "json"], links.Select(link => link.GetAttribute("href")!.Split('.', '?')[1]));
        Assert.All(links, link =>
        {
            Assert.EndsWith("?q=user:alice&from=-24h", link.GetAttribute("href"), StringComparison.Ordinal);
            Assert.Equal(link.GetAttribute("href") + "&progress=" + page.Downloads.Name, link.GetAttribute("data-watched"));
        });
    }

    [Fact]
    public void A_page_watches_an_export_without_conditions_too() => Assert.Equal("/export/events.csv?progress=me", PageUrls.Watched(PageUrls.Export("csv", ViewScope.All), "me"));

    private static (ManualTime Clock, (Downloads Site, PageDownloads Downloads) Page) Page()
    {
        var clock = new ManualTime();
        var site = new Downloads(clock);
        return (clock, (site, new PageDownloads(site)));
    }

    private static Task<IDocument> NotesAsync(ManualTime clock, PageDownloads page) =>
        Rendered.Async<DownloadNotes>([], services => services.AddSingleton<TimeProvider>(clock).AddSingleton(page));

    // As an export does, which is not at its end yet.
    private static async Task ReadAsync(Download download, long written, long? expected, double? searched)
    {
        var queries = new ScriptedQueries { Count = (_, _) => Task.FromResult(expected ?? 0), Export = (query, _) => Events(query, written, searched) };
        Assert.True(FilterParser.TryParse("record:*x*", out var deep, out _));
        await foreach (var _ in download.ReadAsync(queries, expected is null ? EventQuery.All with { Filter = deep } : EventQuery.All, CancellationToken.None))
        {
        }
    }

    private static async IAsyncEnumerable<StoredEvent> Events(EventQuery query, long count, double? searched)
    {
        await Task.Yield();
        for (var i = 0L; i < count; i++)
        {
            yield return new StoredEvent(new EventCursor(i), new TrailEvent { EventId = "e", Time = DateTimeOffset.UnixEpoch }, default);
        }

        if (searched is { } share)
        {
            query.Watch!.Report(new SearchProgress(DateTimeOffset.UnixEpoch, share, count));
        }
    }

    private static string Text(IElement element) => string.Join(' ', element.TextContent.Split([' ', '\n'], StringSplitOptions.RemoveEmptyEntries));
}
