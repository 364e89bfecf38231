using AngleSharp.Dom;
using TrailBoard.Core.Events;
using TrailBoard.Core.Views;
using TrailBoard.Web.Components.Controls;
using TrailBoard.Web.State;

namespace TrailBoard.Web.Tests.Pages;

/// <summary>FAULTS 44, as the page of an event shows it.</summary>
public sealed class AddendumNotesTests
{
    private static readonly DateTimeOffset Now = new(2026, 11, 21, 14, 5, 9, TimeSpan.Zero);

    [Fact]
    public async Task Fault_44_a_correction_says_what_it_corrects_and_leads_there()
    {
        var page = await RenderAsync("""{"addendum":{"reason":"UPDATED_DATA","updatedFields":"eventName,errorCode","originalRequestID":"r-1","originalEventID":"id 1/2"}}""");

        var note = Assert.Single(page.QuerySelectorAll(".pane__note"));
        Assert.Contains("This record corrects event id 1/2.", Words(note), StringComparison.Ordinal);
        Assert.Contains("Corrected: eventName, errorCode.", Words(note), StringComparison.Ordinal);
        Assert.Equal(["/events/id%201%2F2", "/events?q=requestId:r-1"], note.QuerySelectorAll("a").Select(link => link.GetAttribute("href")));
    }

    [Fact]
    public async Task Fault_44_the_original_says_what_came_later_and_leads_there()
    {
        var page = await RenderAsync("{}", new LaterAddendum("later-1", Now), new LaterAddendum("later-2", Now));

        var notes = page.QuerySelectorAll(".pane__note");
        Assert.Equal(["/events/later-1", "/events/later-2"], notes.Select(note => note.QuerySelector("a")!.GetAttribute("href")));
        Assert.StartsWith("Corrected later by event later-1 of 2026-11-21", Words(notes[0]), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("DELIVERY_DELAY", "CloudTrail delivered it late.")]
    [InlineData("SERVICE_OUTAGE", "CloudTrail could not log it at its time because of an outage.")]
    [InlineData("<b>x</b>", "CloudTrail marked it as an addendum: <b>x</b>.")]
    public async Task The_reason_is_told_in_words_and_never_as_markup(string reason, string words)
    {
        var page = await RenderAsync("""{"addendum":{"reason":"REASON"}}""".Replace("REASON", reason, StringComparison.Ordinal));

        Assert.Equal(words, Words(Assert.Single(page.QuerySelectorAll(".pane__note"))));
        Assert.Empty(page.QuerySelectorAll("b, a"));
    }

    [Fact]
    public async Task An_event_without_either_says_nothing() => Assert.Empty((await RenderAsync("{}")).QuerySelectorAll("p"));

    private static string Words(IElement note) => string.Join(' ', note.TextContent.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));

    private static Task<IDocument> RenderAsync(string record, params LaterAddendum[] addenda)
    {
        var stored = new StoredEvent(new EventCursor(1), new TrailEvent { EventId = "own", Time = Now, Flags = EventFlags.Addendum }, System.Text.Encoding.UTF8.GetBytes(record));
        return Rendered.Async<AddendumNotes>(new() { [nameof(AddendumNotes.Reading)] = EventReading.Of(new EventDetail(stored, []) { Addenda = addenda }) });
    }
}
