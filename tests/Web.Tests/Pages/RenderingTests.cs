using System.Text.Json;
using AngleSharp.Dom;
using TrailBoard.Core.Events;
using TrailBoard.Core.Identity;
using TrailBoard.Core.Search;
using TrailBoard.Core.Views;
using TrailBoard.Web.Components.Controls;
using TrailBoard.Web.Components.Pages.Services;
using TrailBoard.Web.State;

namespace TrailBoard.Web.Tests.Pages;

/// <summary>Components rendered in memory: state in, markup out.</summary>
public sealed class RenderingTests
{
    private const string Hostile = "<script>alert(1)</script>\u202Etxt.exe\u200B\"' onload=x";

    private static readonly DateTimeOffset Now = new(2026, 11, 21, 14, 5, 9, TimeSpan.Zero);

    [Fact]
    public async Task Hostile_text_is_encoded_and_its_unseen_characters_show()
    {
        var reading = EventReading.Of(new EventDetail(Denied(Hostile, """{"eventName":"PutImage","requestParameters":{"x":"javascript:alert(1)","<b>":"<img src=x onerror=y>"}}"""), []));

        var page = await Rendered.Async<EventPane>(new() { [nameof(EventPane.Reading)] = reading });

        Assert.Empty(page.QuerySelectorAll("script, img, b"));
        Assert.Contains(page.QuerySelectorAll(".unseen"), mark => mark.TextContent == "U+202E");
        Assert.Contains(page.QuerySelectorAll(".unseen"), mark => mark.TextContent == "U+200B");
        Assert.Contains("<script>alert(1)</script>", page.Body!.TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public async Task No_value_of_a_record_becomes_an_address()
    {
        var reading = EventReading.Of(new EventDetail(Denied("javascript:alert(1)", """{"requestParameters":{"url":"javascript:alert(1)","site":"https://evil.example/"}}"""), []));

        var page = await Rendered.Async<EventPane>(new() { [nameof(EventPane.Reading)] = reading });

        var addresses = page.QuerySelectorAll("a[href]").Select(link => link.GetAttribute("href")!).ToList();
        Assert.NotEmpty(addresses);
        // Addresses of our own pages: what the record says stands behind the question mark.
        Assert.All(addresses, address => Assert.Contains(address.Split('?')[0], (string[])["/events", "/coverage", "/actors"]));
    }

    [Fact]
    public async Task What_went_wrong_is_said_in_words()
    {
        var reading = EventReading.Of(new EventDetail(Denied("alice", "{}"), []));

        var page = await Rendered.Async<EventPane>(new() { [nameof(EventPane.Reading)] = reading });

        Assert.Equal("denied", page.QuerySelector(".pane__when .badge")!.TextContent);
        Assert.Contains("AccessDenied", page.QuerySelector("h2")!.TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_value_of_the_request_filters_by_its_path()
    {
        var reading = EventReading.Of(new EventDetail(Denied("alice", """{"requestParameters":{"imageIds":[{"imageTag":"1.2"}]}}"""), []));

        var page = await Rendered.Async<EventPane>(new() { [nameof(EventPane.Reading)] = reading });

        var handle = page.QuerySelector("a[data-f='req.imageIds.imageTag']")!;
        Assert.Equal(("1.2", "/events?q=req.imageIds.imageTag:1.2"), (handle.GetAttribute("data-v"), handle.GetAttribute("href")));
    }

    [Fact]
    public async Task The_histogram_tells_screen_readers_what_its_bars_show()
    {
        var data = BarStack.ByOutcome(new EventHistogram(Now.AddHours(-2), TimeSpan.FromHours(1), [new(10, 2, 3), new(0, 0, 0)]), Now, null);

        var page = await Rendered.Async<Histogram>(new() { [nameof(Histogram.Data)] = data });

        Assert.Equal(["10", "2"], page.QuerySelectorAll("table td").Select(cell => cell.TextContent));
        Assert.Single(page.QuerySelectorAll("path.bars__part.bad"));
        Assert.Contains("10 events\n2 denied or failed", WordsOfBars(page)[0], StringComparison.Ordinal);
    }

    [Fact]
    public async Task Bars_are_shapes_of_their_parts_and_those_too_low_for_a_texture_are_another()
    {
        var data = BarStack.ByOutcome(new EventHistogram(Now.AddHours(-3), TimeSpan.FromHours(1), [new(100, 50, 3), new(0, 0, 0), new(40, 1, 1)]), Now, null);

        var page = await Rendered.Async<HistogramBars>(new() { [nameof(HistogramBars.Data)] = data });

        Assert.Equal(
            [("bars__part bars__ink bad", null, "M21 97.5h8v2.5h-8z"), ("bars__part bad", "url(#bars-bad)", "M1 50h8v50h-8z"), ("bars__part bars__ink well", null, "M1 0h8v50h-8zM21 58.5h8v39h-8z")],
            page.QuerySelectorAll(".bars__part").Select(part => (part.ClassName, part.GetAttribute("fill"), part.GetAttribute("d"))));
        Assert.Equal(["bars-bad"], page.QuerySelectorAll("pattern").Select(pattern => pattern.Id));
        Assert.Equal("3", page.QuerySelector("svg")!.GetAttribute("data-bars"));
    }

    [Fact]
    public async Task A_value_in_the_words_of_bars_stays_text_of_its_own_line()
    {
        var page = await Rendered.Async<HistogramBars>(new() { [nameof(HistogramBars.Data)] = Divided(1, Hostile + "\n12 events", "bob") });

        Assert.Empty(page.QuerySelectorAll("script, [onload]"));
        Assert.All(WordsOfBars(page), words => Assert.Equal(["3 events", "1 · 1 other", "1 · bob", $"1 · {Hostile} 12 events"], words.Split('\n')[1..]));
    }

    /// <remarks>For each circuit the server holds what is drawn, frame by frame, in arrays whose lengths are powers of two.</remarks>
    [Fact]
    public async Task A_chart_of_many_bars_is_of_few_frames()
    {
        var outcome = BarStack.ByOutcome(new EventHistogram(Now.AddHours(-95), TimeSpan.FromHours(1), [.. Enumerable.Range(0, 96).Select(i => new TimeBucket(i * i, i, 3))]), Now, null);

        Assert.InRange(await Rendered.FramesAsync<HistogramBars>(new() { [nameof(HistogramBars.Data)] = outcome }), 1, 64);
        Assert.InRange(await Rendered.FramesAsync<HistogramBars>(new() { [nameof(HistogramBars.Data)] = Divided(96, "a", "b", "c", "d", "e", "f") }), 1, 128);
    }

    [Fact]
    public async Task A_figure_of_the_matrix_opens_its_events_and_says_its_errors()
    {
        var matrix = ActionMatrix.Of([[new EventGroup("push", 12_345, 124, 0, Now, Now, [])], [], [], [], []]);

        var page = await Rendered.Async<ActionMatrixPanel>(new() { [nameof(ActionMatrixPanel.Matrix)] = matrix, [nameof(ActionMatrixPanel.Scope)] = ViewScope.All with { Filter = "user:alice" } });

        var figure = Assert.Single(page.QuerySelectorAll("a.cell"));
        var address = Uri.UnescapeDataString(figure.GetAttribute("href")!);
        Assert.All(new[] { "user:alice", "service:ecr.amazonaws.com", "verb:push" }, part => Assert.Contains(part, address, StringComparison.Ordinal));
        Assert.Equal("Push, Amazon ECR: 12,345 events, 124 errors", figure.GetAttribute("title"));
        Assert.Equal("1% errors", figure.QuerySelector(".cell__errors")!.TextContent);
        Assert.Equal(4, page.QuerySelectorAll("td .visually-hidden").Count(cell => cell.TextContent == "none"));
    }

    private static List<string> WordsOfBars(IDocument page) => JsonSerializer.Deserialize<List<string>>(page.QuerySelector("[data-words]")!.GetAttribute("data-words")!)!;

    // One event of each value and one other; in every second bar a hundred times as many, which are high enough for textures.
    private static BarStack Divided(int bars, params string[] values)
    {
        var counts = Enumerable.Range(0, bars).Select(i => i % 2 == 0 ? 1 : 100).ToList();
        var data = new EventHistogram(Now.AddHours(-bars), TimeSpan.FromHours(1), counts.ConvertAll(count => new TimeBucket(count * (values.Length + 1), 0, 0)));
        return BarStack.By(EventFields.User, new EventStack(data, [.. values.Select(value => new StackedValue(value, counts.Sum(), counts))], values.Length + 1, 0), Now, null);
    }

    private static StoredEvent Denied(string user, string record) => new(
        new EventCursor(1),
        new TrailEvent
        {
            EventId = "0f6a6f0c-6d5a-4a4e-9d0a-1d6c0c6c0001", Time = Now, Service = "ecr.amazonaws.com", Action = "PutImage", Error = "AccessDenied",
            Actor = new Actor("IAMUser", user, user, null, null), Flags = EventFlags.Write,
        },
        System.Text.Encoding.UTF8.GetBytes(record));
}
