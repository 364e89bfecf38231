using TrailBoard.Core.Search;
using TrailBoard.Core.Views;
using TrailBoard.Web.State;

namespace TrailBoard.Web.Tests.State;

/// <summary>What the chart above the list shows, at 12:00 UTC on 2026-11-21.</summary>
public sealed class BarStackTests
{
    private static readonly DateTimeOffset Now = new(2026, 11, 21, 12, 0, 0, TimeSpan.Zero);
    private static readonly EventHistogram Hours = new(Now.AddHours(-2).AddMinutes(30), TimeSpan.FromHours(1), [new(10, 2, 3), new(4, 0, 1)]);

    [Fact]
    public void Parts_of_bars_differ_by_more_than_their_colour()
    {
        var values = Enumerable.Range(0, BarStack.Most).Select(i => new StackedValue($"v{i}", 1, [1])).ToList();
        var divided = BarStack.By(EventFields.Verb, new EventStack(new EventHistogram(Now, TimeSpan.FromHours(1), [new(9, 3, 0)]), values, 8, 0), Now, null);
        var outcome = BarStack.ByOutcome(divided.Data, Now, null);
        Assert.Equal((BarStack.Most + 1, 2), (divided.Parts.Count, outcome.Parts.Count));
        Assert.All(new[] { divided, outcome }, bars =>
        {
            var lines = bars.Parts.Select(part => BarTexture.All.SingleOrDefault(texture => texture.Look == part.Look)?.Lines).ToList();
            Assert.Equal(lines.Count, lines.Distinct().Count());
        });
        Assert.All(BarTexture.All, texture => Assert.Equal($"url(#bars-{texture.Look})", BarTexture.FillOf(texture.Look)));
    }

    [Fact]
    public void What_has_no_part_of_its_own_is_the_rest_of_each_bar()
    {
        var stack = BarStack.By(EventFields.Verb, new EventStack(Hours, [new("push", 7, [5, 2]), new("pull", 3, [3, 0])], Total: 4, Without: 1), Now, null);

        Assert.Equal(["push", "pull", "2 other, or none"], stack.Parts.Select(part => part.Label));
        Assert.Equal([2, 2], stack.Parts[2].Counts);
        Assert.Equal(["verb:push", "verb:pull", null], stack.Parts.Select(part => part.Filter?.ToString()));
        Assert.Equal(Hours.Buckets.Select(bucket => bucket.Count), Enumerable.Range(0, 2).Select(i => stack.Parts.Sum(part => part.Counts[i])));
    }

    [Theory]
    [InlineData(2, 0, "No verb")]
    [InlineData(5, 0, "3 other")]
    [InlineData(5, 4, "3 other, or none")]
    public void The_rest_says_what_it_is(int total, long without, string label) =>
        Assert.Equal(label, BarStack.By(EventFields.Verb, new EventStack(Hours, [new("a", 4, [4, 0]), new("b", 2, [1, 1])], total, without), Now, null).Parts[^1].Label);

    [Fact]
    public void There_is_no_rest_where_all_is_told() =>
        Assert.Single(BarStack.By(EventFields.Verb, new EventStack(Hours, [new("a", 14, [10, 4])], 1, 0), Now, null).Parts);

    [Fact]
    public void By_outcome_the_parts_are_the_bar()
    {
        var stack = BarStack.ByOutcome(Hours, Now, null);

        Assert.Equal([(2L, "error:*"), (12L, "-error:*")], stack.Parts.Select(part => (part.Total, part.Filter!.ToString()!)));
    }

    [Theory]
    [InlineData(null, true)]
    [InlineData(60, true)]
    [InlineData(0, false)]
    public void Only_the_bar_of_now_grows_and_only_where_the_range_goes_on(int? minutes, bool grows)
    {
        var stack = BarStack.ByOutcome(Hours, Now, minutes is { } ahead ? Now.AddMinutes(ahead) : null);

        Assert.Equal([false, grows], Enumerable.Range(0, 2).Select(stack.IsGrowing));
    }

    [Theory]
    [InlineData("-2h", null, "-6h", null)]
    [InlineData("-900000s", null, "", null)]
    [InlineData("2026-11-20T10:00:00Z", "2026-11-20T12:00:00Z", "2026-11-20T08:00:00Z", "2026-11-20T14:00:00Z")]
    [InlineData("2026-11-21T10:00:00Z", "2026-11-21T11:00:00Z", "2026-11-21T09:00:00Z", null)]
    [InlineData("2026-11-21T10:00:00Z", null, "2026-11-21T08:00:00Z", null)]
    [InlineData(null, "2026-11-21T11:30:00Z", "", null)]
    [InlineData(null, "2026-11-21T11:00:00Z", "", "2026-11-21T11:30:00Z")]
    [InlineData("-3d", "-2d", "2026-11-17T12:00:00Z", "2026-11-20T12:00:00Z")]
    [InlineData("0001-01-01T00:00:01Z", "2020-01-01T00:00:00Z", "", null)]
    public void A_range_is_widened_by_as_much_again_on_either_side_as_far_as_now(string? from, string? to, string start, string? end)
    {
        var bars = Hours with { Start = Now.AddHours(-1.5) };

        var wide = ViewScope.Read("", from, to).Widened(bars, Now);

        Assert.Equal((start, end ?? ""), (wide.From?.ToString() ?? "", wide.To?.ToString() ?? ""));
    }

    [Fact]
    public void What_the_bars_are_divided_by_stands_in_the_url_and_goes_along_with_every_link()
    {
        var scope = ViewScope.Read("user:alice", "-24h", null, bars: "verb");

        Assert.Equal("/events?q=user:alice&from=-24h&bars=verb", PageUrls.Events(scope));
        Assert.Contains("bars=verb", PageUrls.In(PageUrls.RegionsPath, scope), StringComparison.Ordinal);
        Assert.DoesNotContain("bars", PageUrls.Export("csv", scope), StringComparison.Ordinal);
        Assert.Null(ViewScope.Read("", null, null, bars: "repository").Bars);
    }

    [Fact]
    public async Task Another_division_asks_for_the_bars_alone_and_over_the_same_range()
    {
        var asked = new List<string>();
        var time = new ManualTime();
        var queries = new ScriptedQueries
        {
            Page = (_, _, _) => Asked("page", new EventPage([], null)),
            Count = (_, _) => Task.FromResult(Asked("count", 14L)),
            Group = _ => Asked("group", new EventGroups([], 0, 0, 0)),
            Histogram = (query, _) => Asked($"histogram {query.Range.From:HH:mm}", Hours),
            Stack = query => Asked($"stack by {query.Field.Name} {query.Query.Range.From:HH:mm}", new EventStack(Hours, [], 0, 14)),
            Summary = () => Asked("summary", new StoreSummary(14, null, null)),
        };
        using var state = new EventsState(queries, new Core.Activities.ActivityQueries(queries), time, () => { });
        var scope = ViewScope.Read("", "-24h", null, rows: "events");
        await state.ShowAsync(EventsView.All with { Scope = scope });
        var first = asked.Single(what => what.StartsWith("histogram", StringComparison.Ordinal));
        asked.Clear();
        time.Advance(TimeSpan.FromMinutes(20));

        await state.ShowAsync(EventsView.All with { Scope = scope with { Bars = EventFields.Verb } });

        Assert.Equal([first.Replace("histogram", "stack by verb", StringComparison.Ordinal)], asked);
        Assert.Equal(EventFields.Verb, state.Histogram.Value!.Field);

        T Asked<T>(string what, T answer)
        {
            asked.Add(what);
            return answer;
        }
    }
}
