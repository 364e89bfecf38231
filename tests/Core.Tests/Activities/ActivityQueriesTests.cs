using FsCheck;
using FsCheck.Fluent;
using TrailBoard.Core.Activities;
using TrailBoard.Core.Search;
using TrailBoard.Core.Views;

namespace TrailBoard.Core.Tests.Activities;

public sealed class ActivityQueriesTests
{
    private static readonly Gen<((StoredEvent[] Events, int Seed) Trail, int Size, int From, int To)> Questions =
        from trail in FoldPropertyTests.Trails
        from size in Gen.Choose(1, 5)
        from start in Gen.Choose(-3, 3)
        from end in Gen.Choose(0, 35)
        select (trail, size, start, end);

    [Fact]
    public void Pages_of_any_size_give_what_folding_everything_gives() => Prop.ForAll(Arb.From(Questions), asked =>
    {
        var midnight = new DateTimeOffset(2026, 10, 2, 0, 0, 0, TimeSpan.Zero);
        var range = new TimeRange(asked.From == -3 ? null : midnight.AddSeconds(asked.From), asked.To > 30 ? null : midnight.AddMinutes(asked.To));
        var whole = ActivityFold.All(asked.Trail.Events.Where(stored => range.Contains(stored.Event.Time)));
        Assert.Equal(FoldPropertyTests.Told(whole), PagesAsync(new ListedQueries(asked.Trail.Events), new(Filter.All, range), asked.Size).GetAwaiter().GetResult());
    }).Check(Config.QuickThrowOnFailure.WithMaxTest(300));

    [Theory]
    [InlineData("", 700)]
    [InlineData("service:ecr -readonly:true", 3)]
    [InlineData("user:jenkins-legacy", 7)]
    [InlineData("error:*", 20)]
    [InlineData("user:nobody", 5)]
    public async Task Pages_of_the_demo_month_give_what_folding_it_gives(string text, int size)
    {
        Assert.True(FilterParser.TryParse(text, out var filter, out var mistake), mistake?.Message);
        var events = await DemoEvents.Default.Value;
        var matching = events.Where(stored => FilterEvaluator.Matches(filter, stored.Event, stored.Record)).ToList();
        Assert.Equal(FoldPropertyTests.Told(ActivityFold.All(matching)), await PagesAsync(new ListedQueries(events), new(filter, TimeRange.All), size));
    }

    [Fact]
    public async Task A_busy_day_is_folded_in_parts_and_a_page_reads_few_of_them()
    {
        // One caller who calls every second, all day.
        var day = new DateTimeOffset(2026, 10, 2, 0, 0, 0, TimeSpan.Zero);
        var events = Enumerable.Range(0, 24 * 3600).Select(second => new StoredEvent(Some.Place(day.AddSeconds(second), second), new()
        {
            EventId = Some.Guid(second), Time = day.AddSeconds(second), Service = "ecs.amazonaws.com", Action = "ListTasks", Account = "111122223333",
            Actor = new("IAMUser", "arn:aws:iam::111122223333:user/poller", "poller", null, null),
        }, default)).ToList();
        var queries = new ListedQueries(events);
        var page = await new ActivityQueries(queries).PageAsync(EventQuery.All, after: null, 1, CancellationToken.None);
        var look = Assert.Single(page.Rows);
        Assert.Equal("poller listed tasks of 3,600 times", look.Sentence.ToString());
        Assert.InRange(queries.Read, 3_600, 2 * 3_601);
        Assert.Equal(FoldPropertyTests.Told(ActivityFold.All(events)), await PagesAsync(queries, EventQuery.All, 5));
    }

    [Theory]
    [InlineData("1795000000.-17", true)]
    [InlineData("-5.9223372036854775807", true)]
    [InlineData("", false)]
    [InlineData("17", false)]
    [InlineData("1.2.3", false)]
    [InlineData("99999999999999.1", false)]
    [InlineData("x.1", false)]
    public void A_cursor_is_read_as_it_is_written(string text, bool isCursor)
    {
        Assert.Equal(isCursor, ActivityCursor.TryParse(text, out var cursor));
        Assert.Equal(isCursor, cursor.ToString() == text);
    }

    private static async Task<List<string>> PagesAsync(ListedQueries queries, EventQuery query, int size)
    {
        var activities = new ActivityQueries(queries);
        var told = new List<Activity>();
        ActivityCursor? after = null;
        do
        {
            var page = await activities.PageAsync(query, after, size, CancellationToken.None);
            Assert.InRange(page.Rows.Count, page.Next is null ? 0 : size, size);
            told.AddRange(page.Rows.Select(row => row.Activity));
            Assert.True(page.Next is null || ActivityCursor.TryParse(page.Next.ToString(), out _));
            after = page.Next;
        }
        while (after is not null);

        return FoldPropertyTests.Told(told);
    }
}
