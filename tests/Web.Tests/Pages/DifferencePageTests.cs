using AngleSharp;
using AngleSharp.Dom;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Web;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using TrailBoard.Core.Search;
using TrailBoard.Core.Views;
using TrailBoard.Web.Components.Pages.Differing;
using TrailBoard.Web.State;

namespace TrailBoard.Web.Tests.Pages;

/// <summary>The parts of the page of differences, rendered in memory.</summary>
public sealed class DifferencePageTests
{
    private const string Hostile = "<script>alert(1)</script>\u202Etxt.exe\"' onload=x";

    private static readonly DifferenceView Errors = DifferenceView.Of(ViewScope.Read("error:*", "2026-11-01", "2026-11-08"));

    [Fact]
    public async Task A_value_says_its_counts_and_shares_on_both_sides_and_leads_to_its_events_in_the_same_range()
    {
        var card = await CardAsync(Errors, new ValueDifference("198.18.7.66", 15, 0, 0.4), new ValueDifference("10.0.0.1", 30, 5, 0.2) { IsNew = true }, new ValueDifference("10.0.0.2", 0, 900, 0.1), new ValueDifference(null, 5, 10, 0.1));

        var rows = card.QuerySelectorAll("li");
        Assert.Equal(["only here", "new", "not here", null], rows.Select(row => row.QuerySelector(".value__head > .badge")?.TextContent));
        Assert.Equal(["30%", "15 events", "0%", "0 events"], rows[0].QuerySelectorAll(".value__share, .value__count").Select(figure => figure.TextContent));
        Assert.Equal(["Selected", "The rest"], rows[0].QuerySelectorAll("dt").Select(side => side.TextContent));
        Assert.Equal(
            [
                "/events?q=error:*%20ip:198.18.7.66&from=2026-11-01T00:00:00Z&to=2026-11-08T00:00:00Z", "/events?q=error:*%20ip:10.0.0.1&from=2026-11-01T00:00:00Z&to=2026-11-08T00:00:00Z",
                "/events?q=ip:10.0.0.2&from=2026-11-01T00:00:00Z&to=2026-11-08T00:00:00Z", "/events?q=error:*%20-ip:*&from=2026-11-01T00:00:00Z&to=2026-11-08T00:00:00Z",
            ],
            rows.Select(row => row.QuerySelector("a")!.GetAttribute("href")));
        Assert.Equal(["ip", "ip", "ip", null], rows.Select(row => row.QuerySelector("a")!.GetAttribute("data-f")));
    }

    [Fact]
    public async Task Its_links_carry_the_columns_and_the_fields_beside_the_list_as_they_are_in_the_address()
    {
        await using var site = await TrailBoardFactory.StartAsync();
        using var client = site.Client();
        var html = await client.GetStringAsync("/different?q=error:*&columns=user&facets=verb");
        var page = await BrowsingContext.New().OpenAsync(request => request.Content(html));

        Assert.Equal("/different?q=error:*&columns=user&facets=verb", Assert.Single(page.QuerySelectorAll("[aria-label='Compare with'] a")).GetAttribute("href"));
    }

    [Fact]
    public async Task What_only_other_times_have_is_looked_for_there()
    {
        var span = DifferenceView.Span(ViewScope.Read("user:alice", "2026-11-01", "2026-11-08"), new TimeRange(new DateTimeOffset(2026, 11, 3, 0, 0, 0, TimeSpan.Zero), new DateTimeOffset(2026, 11, 4, 0, 0, 0, TimeSpan.Zero)));

        var card = await CardAsync(span, new ValueDifference("10.0.0.2", 0, 900, 0.1));

        Assert.Equal("/events?q=user:alice%20ip:10.0.0.2&from=2026-11-01T00:00:00Z&to=2026-11-08T00:00:00Z", card.QuerySelector("li a")!.GetAttribute("href"));
    }

    [Fact]
    public async Task Hostile_values_are_encoded_and_their_unseen_characters_show()
    {
        var card = await CardAsync(Errors, new ValueDifference(Hostile, 15, 0, 0.4));

        Assert.Empty(card.QuerySelectorAll("script, [onload]"));
        Assert.Contains(card.QuerySelectorAll(".unseen"), mark => mark.TextContent == "U+202E");
        Assert.Contains("<script>alert(1)</script>", card.Body!.TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public async Task More_values_than_a_few_wait_behind_a_word()
    {
        var card = await CardAsync(Errors, [.. Enumerable.Range(1, 9).Select(i => new ValueDifference($"10.0.0.{i}", 20 - i, 0, 0.4))]);

        Assert.Equal("5 more values", card.QuerySelector("summary")!.TextContent);
        Assert.Equal((9, 5), (card.QuerySelectorAll("li").Length, card.QuerySelectorAll("details li").Length));
    }

    [Fact]
    public async Task Where_nothing_stands_out_the_page_says_so_and_which_fields_were_left_out_and_why()
    {
        var page = await CardsAsync(query => query.Field.Name switch
        {
            "task" => Groups(query, [.. Enumerable.Range(0, query.Query.Filter == Filter.All ? 100 : 10).Select(i => ($"task-{i}", 1L))]),
            "region" => Groups(query),
            _ => Groups(query, ("same", query.Query.Filter == Filter.All ? 1_000L : 10L)),
        });

        Assert.Equal("Nothing stands out", page.QuerySelector("h2")!.TextContent);
        var notes = page.QuerySelectorAll("li").Select(note => note.TextContent).ToList();
        Assert.Contains("Left out, because the filter chooses by it: Error", notes);
        Assert.Contains("Left out, because almost every event has a value of its own: Task", notes);
        Assert.Contains("No event has a value: Region", notes);
        Assert.Contains(notes, note => note.StartsWith("The same on both sides: User, ", StringComparison.Ordinal));
        Assert.Equal("No field stands out", page.QuerySelector("[role=status]")!.TextContent);
    }

    [Fact]
    public async Task A_search_that_was_stopped_is_said_to_have_counted_a_part()
    {
        var page = await CardsAsync(query => query.Field.Name != "user" ? Groups(query) : Groups(query, query.Query.Filter == Filter.All ? [("a", 10L), ("b", 990L)] : [("a", 10L)]), isPartial: true);
        Assert.EndsWith("1 field stands out, of the part that was searched", page.QuerySelector("[role=status]")!.TextContent, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(0, 10, "0%")]
    [InlineData(10, 0, "0%")]
    [InlineData(1, 100_000, "<0.1%")]
    [InlineData(1, 300, "0.3%")]
    [InlineData(996, 10_000, "10%")]
    [InlineData(624, 1_000, "62%")]
    [InlineData(999, 1_000, ">99%")]
    [InlineData(7, 7, "100%")]
    public void Shares_say_none_and_all_only_where_it_is_so(long part, long whole, string text) => Assert.Equal(text, Numbers.Share(part, whole));

    private static EventGroups Groups(GroupQuery query, params (string Value, long Count)[] values)
    {
        var events = query.Query.Filter == Filter.All ? 1_000 : 10;
        return new([.. values.Select(of => new EventGroup(of.Value, of.Count, 0, 0, default, default, []))], values.Length, events, events - values.Sum(of => of.Count));
    }

    private static Task<IDocument> CardAsync(DifferenceView view, params ValueDifference[] values) => RenderAsync<DifferenceCard>(new()
    {
        [nameof(DifferenceCard.Of)] = new FieldDifference(EventFields.Address, values, 50, 1_000, FieldStand.Differs),
        [nameof(DifferenceCard.View)] = view,
    });

    private static async Task<IDocument> CardsAsync(Func<GroupQuery, EventGroups> group, bool isPartial = false)
    {
        var queries = new ScriptedQueries { Count = (query, _) => Task.FromResult(query.Filter == Filter.All ? 1_000L : 10L), Group = group };
        using var state = new DifferenceState(new DifferenceQueries(queries), new ManualTime(), () => { });
        await state.AskAsync(Errors.Question(new EventQuery(FilterParser.Parse("error:*"), TimeRange.All), default)!, CancellationToken.None);
        return await RenderAsync<DifferenceCards>(new()
        {
            [nameof(DifferenceCards.State)] = state, [nameof(DifferenceCards.View)] = Errors, [nameof(DifferenceCards.IsPartial)] = isPartial,
        });
    }

    private static async Task<IDocument> RenderAsync<T>(Dictionary<string, object?> parameters)
        where T : IComponent
    {
        await using var provider = new ServiceCollection().AddSingleton(TimeProvider.System).BuildServiceProvider();
        await using var renderer = new HtmlRenderer(provider, NullLoggerFactory.Instance);
        var html = await renderer.Dispatcher.InvokeAsync(async () => (await renderer.RenderComponentAsync<T>(ParameterView.FromDictionary(parameters))).ToHtmlString());
        return await BrowsingContext.New(Configuration.Default).OpenAsync(request => request.Content(html));
    }
}
