using TrailBoard.Core.Activities;
using TrailBoard.Core.Events;
using TrailBoard.Core.Identity;
using TrailBoard.Core.Views;
using TrailBoard.Web.State;

namespace TrailBoard.Web.Tests.State;

/// <summary>What the Events page asks, for the rows that it shows.</summary>
public sealed class ActivityStateTests
{
    private static readonly DateTimeOffset Noon = new(2026, 11, 20, 12, 0, 0, TimeSpan.Zero);

    private readonly List<string> _asked = [];

    [Fact]
    public async Task Rows_are_activities_where_nothing_else_is_said()
    {
        using var state = State(3);

        await state.ShowAsync(EventsView.Read("", null, null, null, null));

        Assert.True(state.ShowsActivities);
        Assert.Equal(3, state.Activities.Value!.Rows.Count);
        Assert.Null(state.List.Value);
    }

    [Fact]
    public async Task Other_rows_ask_for_the_rows_alone_and_for_nothing_on_the_way_back()
    {
        using var state = State(3);
        await state.ShowAsync(EventsView.Read("", null, null, null, null));
        var asked = _asked.Count(what => what != "page");

        await state.ShowAsync(EventsView.Read("", null, null, null, null, rows: "events"));

        Assert.Equal(3, state.List.Value!.Rows.Count);
        Assert.Equal(asked, _asked.Count(what => what != "page"));
        var all = _asked.Count;
        await state.ShowAsync(EventsView.Read("", null, null, null, null));
        Assert.Equal((true, all), (state.ShowsActivities, _asked.Count));
    }

    [Fact]
    public async Task Another_filter_forgets_the_rows_of_the_other_kind()
    {
        using var state = State(3);
        await state.ShowAsync(EventsView.Read("", null, null, null, null));
        await state.ShowAsync(EventsView.Read("", null, null, null, null, rows: "events"));

        await state.ShowAsync(EventsView.Read("user:alice", null, null, null, null, rows: "events"));

        Assert.Null(state.Activities.Value);
    }

    [Fact]
    public async Task Other_columns_ask_for_nothing()
    {
        using var state = State(3);
        await state.ShowAsync(EventsView.Read("", null, null, null, null, rows: "events"));
        var asked = _asked.Count;

        await state.ShowAsync(EventsView.Read("", null, null, null, null, rows: "events", columns: "time:180,user"));

        Assert.Equal(("time:180,user", asked), (state.View.Scope.Columns, _asked.Count));
    }

    [Fact]
    public async Task What_is_unfolded_or_open_asks_for_nothing()
    {
        using var state = State(3);
        await state.ShowAsync(EventsView.Read("", null, null, null, null));
        var asked = _asked.Count;

        await state.ShowAsync(EventsView.Read("", null, null, "e2", null, unfolded: "2"));

        Assert.Equal(asked, _asked.Count);
        Assert.Equal("2", state.View.Unfolded);
    }

    [Theory]
    [InlineData("record:needle", false)]
    [InlineData("req.repositoryName:api", false)]
    [InlineData("user:alice -error:*", true)]
    public void A_filter_that_searches_in_records_lists_events_whatever_the_address_says(string filter, bool folds)
    {
        using var state = State(0);

        state.Read(EventsView.Read(filter, null, null, null, null));

        Assert.Equal(folds, state.ShowsActivities);
    }

    [Fact]
    public async Task Pages_join_until_the_oldest_and_answer_one_question()
    {
        using var state = State(120);
        await state.ShowAsync(EventsView.Read("", null, null, null, null));
        var query = state.Activities.Value!.Query;
        Assert.Equal((50, query), (state.Activities.Value.Rows.Count, state.Query));

        await state.ReadMoreAsync();
        await state.ReadMoreAsync();
        await state.ReadMoreAsync();

        var list = state.Activities.Value;
        Assert.Null(list.Next);
        Assert.Same(query, list.Query);
        Assert.Equal(Enumerable.Range(0, 120).Reverse().Select(number => $"e{number}"), list.Rows.Select(row => row.Headline.Event.EventId));
    }

    [Fact]
    public async Task A_page_that_was_still_read_when_the_rows_changed_is_read_anew_on_the_way_back()
    {
        var hold = new TaskCompletionSource();
        var held = false;
        using var state = State(120, () => held ? hold.Task : Task.CompletedTask);
        await state.ShowAsync(EventsView.Read("", null, null, null, null));
        held = true;
        var more = state.ReadMoreAsync();
        var events = state.ShowAsync(EventsView.Read("", null, null, null, null, rows: "events"));
        (held, _) = (false, hold.TrySetResult());
        await Task.WhenAll(more, events);

        await state.ShowAsync(EventsView.Read("", null, null, null, null));
        Assert.Equal((50, false), (state.Activities.Value!.Rows.Count, state.Activities.IsLoading));
        await state.ReadMoreAsync();

        Assert.Equal(100, state.Activities.Value.Rows.Count);
    }

    // Each event is an activity by itself: of another repository, on its own day.
    private EventsState State(int events, Func<Task>? wait = null)
    {
        var stored = Enumerable.Range(0, events).Select(number => new StoredEvent(
            new EventCursor(number),
            new TrailEvent
            {
                EventId = $"e{number}", Time = Noon.AddDays(number), Service = "ecr.amazonaws.com", Action = "DeleteRepository", Repositories = [$"team/{number}"],
                Actor = new Actor("IAMUser", "arn:aws:iam::111122223333:user/alice", "alice", null, null), Flags = EventFlags.Write,
            },
            default)).Reverse().ToList();
        var queries = new WaitingQueries(
            new ScriptedQueries
            {
                Page = (query, after, limit) =>
                {
                    _asked.Add("page");
                    var rows = stored.Where(one => query.Range.Contains(one.Event.Time) && (after is not { } place || one.Cursor.Value < place.Value)).Take(limit + 1).ToList();
                    return rows.Count > limit ? new(rows[..limit], rows[limit - 1].Cursor) : new(rows, null);
                },
                Count = (query, _) =>
                {
                    // Folding counts the events of a day; the page counts them all.
                    _asked.Add(query.Range.From is null ? "count" : "page");
                    return Task.FromResult(stored.LongCount(one => query.Range.Contains(one.Event.Time)));
                },
                Group = _ => Asked("group", new EventGroups([], 0, 0, 0)),
                Histogram = (_, _) => Asked("histogram", new EventHistogram(Noon, TimeSpan.FromHours(1), [])),
                Summary = () => Asked("summary", new StoreSummary(events, null, null)),
            },
            wait ?? (() => Task.CompletedTask));
        return new(queries, new ActivityQueries(queries), new ManualTime(), () => { });
    }

    private T Asked<T>(string what, T answer)
    {
        _asked.Add(what);
        return answer;
    }

    /// <summary>Pages come when the test says so.</summary>
    private sealed class WaitingQueries(IEventQueries store, Func<Task> wait) : IEventQueries
    {
        public async Task<EventPage> PageAsync(EventQuery query, EventCursor? after, int limit, CancellationToken cancellationToken)
        {
            await wait().WaitAsync(cancellationToken);
            return await store.PageAsync(query, after, limit, cancellationToken);
        }

        public Task<EventNeighbours> NeighboursAsync(EventCursor newest, EventCursor oldest, CancellationToken cancellationToken) => store.NeighboursAsync(newest, oldest, cancellationToken);

        public Task<IReadOnlyList<StoredEvent>> AtAsync(IReadOnlyCollection<EventCursor> places, CancellationToken cancellationToken) => store.AtAsync(places, cancellationToken);

        public IAsyncEnumerable<StoredEvent> SearchAsync(EventQuery query, EventCursor? after, CancellationToken cancellationToken) => store.SearchAsync(query, after, cancellationToken);

        public Task<long> CountAsync(EventQuery query, CancellationToken cancellationToken) => store.CountAsync(query, cancellationToken);

        public Task<EventGroups> GroupAsync(GroupQuery query, CancellationToken cancellationToken) => store.GroupAsync(query, cancellationToken);

        public Task<EventHistogram> HistogramAsync(EventQuery query, int maxBuckets, CancellationToken cancellationToken) => store.HistogramAsync(query, maxBuckets, cancellationToken);

        public Task<EventStack> StackAsync(StackQuery query, CancellationToken cancellationToken) => store.StackAsync(query, cancellationToken);

        public Task<IReadOnlyList<EventDetail>> FindAsync(string eventId, CancellationToken cancellationToken) => store.FindAsync(eventId, cancellationToken);

        public IAsyncEnumerable<StoredEvent> ExportAsync(EventQuery query, CancellationToken cancellationToken) => store.ExportAsync(query, cancellationToken);

        public Task<StoreSummary> SummaryAsync(CancellationToken cancellationToken) => store.SummaryAsync(cancellationToken);
    }
}
