using TrailBoard.Core.Search;
using TrailBoard.Core.Views;
using TrailBoard.Web.State;

namespace TrailBoard.Web.Tests.State;

public sealed class FacetTests
{
    private static readonly EventQuery Denied = new(FilterParser.Parse("error:AccessDenied repository:team/*"), TimeRange.All);

    [Fact]
    public async Task A_search_asks_for_the_values_that_contain_the_text_under_the_current_filter()
    {
        List<GroupQuery> asked = [];
        using var facet = new Facet(EventFields.Repository, isOpen: true, new ManualTime());
        var queries = new ScriptedQueries
        {
            Group = query =>
            {
                asked.Add(query);
                return asked.Count == 1 ? Groups(607, "team/web", "team/api") : Groups(2, "TEAM/API", "base/image");
            },
        };

        await facet.AskAsync(queries, Denied, () => { }, CancellationToken.None);
        await facet.AskAsync(queries, Denied, () => { }, facet.Find("api", CancellationToken.None));

        Assert.Equal(["error:AccessDenied", "error:AccessDenied repository:*api*"], asked.Select(query => query.Query.Filter.ToString()));
        Assert.Equal(["TEAM/API"], facet.Groups.Value!.Groups.Select(group => group.Value));
        Assert.Equal(607, facet.Total);
    }

    [Fact]
    public void The_next_letter_and_the_next_view_stop_a_search()
    {
        using var view = new CancellationTokenSource();
        using var facet = new Facet(EventFields.User, isOpen: true, new ManualTime());

        var first = facet.Find("a", view.Token);
        var second = facet.Find("al", view.Token);
        Assert.Equal((true, false), (first.IsCancellationRequested, second.IsCancellationRequested));

        view.Cancel();
        Assert.True(second.IsCancellationRequested);
    }

    [Fact]
    public async Task What_a_facet_does_not_show_is_counted_where_an_event_has_one_value_only()
    {
        using var user = new Facet(EventFields.User, isOpen: true, new ManualTime());
        using var repository = new Facet(EventFields.Repository, isOpen: true, new ManualTime());
        var queries = new ScriptedQueries { Group = query => Groups(20, "a", "b", "c", "d", "e", "f") with { Events = 100, Without = 10 } };

        await user.AskAsync(queries, Denied, () => { }, CancellationToken.None);
        await repository.AskAsync(queries, Denied, () => { }, CancellationToken.None);

        Assert.Equal(new OtherValues(14, 84), user.Others);
        Assert.Equal(new OtherValues(14, null), repository.Others);
        user.Find("a", CancellationToken.None);
        Assert.Null(user.Others);
    }

    [Theory]
    [InlineData("error,user", "error,user")]
    [InlineData(" User , nonsense,error,user,time,requestId", "error,user")]
    [InlineData("nonsense", null)]
    [InlineData("", null)]
    [InlineData(null, null)]
    public void A_choice_of_facets_is_read_in_one_order_without_what_cannot_be_one(string? text, string? read) => Assert.Equal(read, FacetChoice.Read(text)?.ToString());

    [Fact]
    public void A_field_is_chosen_and_taken_away_and_the_last_one_stays()
    {
        var one = FacetChoice.Read("user")!;
        Assert.Equal("user,session", one.Toggled(EventFields.Session).ToString());
        Assert.Equal("session", one.Toggled(EventFields.Session).Toggled(EventFields.User).ToString());
        Assert.Equal(one, one.Toggled(EventFields.User));
    }

    [Fact]
    public void A_choice_is_told_by_what_it_changes_of_the_usual_ones_where_that_is_shorter()
    {
        var (error, session) = (EventFields.Error, EventFields.Session);
        Assert.Equal("usual,-error", FacetChoice.Usual.Toggled(error).ToString());
        Assert.Equal("usual,-error,session", FacetChoice.Usual.Toggled(error).Toggled(session).ToString());
        Assert.Equal("usual", FacetChoice.Usual.ToString());
        Assert.All(FacetChoice.Choosable.Select(FacetChoice.Usual.Toggled).Append(FacetChoice.Usual).Append(FacetChoice.Read("user,session")!), choice => Assert.Equal(choice, FacetChoice.Read(choice.ToString())));
        Assert.Equal(FacetChoice.Usual, FacetChoice.Usual.Toggled(error).Toggled(error));
    }

    [Fact]
    public void The_url_says_which_facets_there_are_only_where_the_browser_would_show_others()
    {
        using var fields = new FacetFields(new ManualTime());
        var chosen = FacetChoice.Read("user,session")!;
        Assert.Equal(("", "user,session"), (fields.Text(FacetChoice.Usual), fields.Text(chosen)));
        Assert.Equal(FacetChoice.Usual.Fields, fields.All.Select(facet => facet.Field));

        Assert.Equal([EventFields.Session], fields.Show(ViewScope.All with { Facets = "user,session" }).Select(facet => facet.Field));
        Assert.Equal(chosen, fields.Chosen);

        fields.Own = chosen;
        Assert.Equal((FacetChoice.Usual.ToString(), ""), (fields.Text(FacetChoice.Usual), fields.Text(chosen)));
        Assert.Empty(fields.Show(ViewScope.All));
        Assert.Equal(chosen, fields.Chosen);
    }

    [Fact]
    public void The_scope_carries_the_facets_to_other_pages_but_not_into_files()
    {
        var scope = ViewScope.Read("user:alice", null, null, facets: "session, nonsense");
        Assert.Equal("/events?q=user:alice&facets=session", PageUrls.Events(scope));
        Assert.Equal("/errors?q=user:alice&facets=session", PageUrls.In("/errors", scope));
        Assert.Equal("/export/events.csv?q=user:alice", PageUrls.Export("csv", scope));
    }

    [Fact]
    public async Task A_facet_that_is_slow_keeps_the_others_only_for_its_turn_and_can_be_skipped()
    {
        var clock = new ManualTime();
        var slow = new TaskCompletionSource();
        var queries = new SlowFacet(slow.Task);
        using var state = new EventsState(queries, new TrailBoard.Core.Activities.ActivityQueries(queries), clock, () => { });
        var shown = state.ShowAsync(EventsView.Read(null, null, null, null, null, rows: "events", facets: "error,user"));
        var (error, user) = (state.Facets.All[0], state.Facets.All[1]);
        Assert.Null(user.Groups.Value);

        clock.Advance(TimedAnswer<EventGroups>.Patience);
        await Wait.UntilAsync(() => user.Groups.Value is not null);
        Assert.True(error.Groups is { IsLate: true, IsLoading: true });

        error.Groups.Skip();
        await shown;
        Assert.True(error.Groups is { IsSkipped: true, IsLoading: false, Value: null });

        slow.SetResult();
        await state.AskAgainAsync(error);
        Assert.True(error.Groups is { IsSkipped: false, Value: not null });
    }

    private static EventGroups Groups(int total, params string[] values) =>
        new([.. values.Select(value => new EventGroup(value, 1, 0, 0, default, default, []))], total, total, 0);

    // Errors are counted when the test says so, everything else at once.
    private sealed class SlowFacet(Task counted) : IEventQueries
    {
        private static readonly ScriptedQueries Quick = new()
        {
            Page = (_, _, _) => new EventPage([], null),
            Count = (_, _) => Task.FromResult(0L),
            Histogram = (_, _) => EventHistogram.Empty,
            Summary = () => new StoreSummary(1, null, null),
            Group = _ => Groups(1, "a"),
        };

        public async Task<EventGroups> GroupAsync(GroupQuery query, CancellationToken cancellationToken)
        {
            if (query.Field.Equals(EventFields.Error))
            {
                await counted.WaitAsync(cancellationToken);
            }

            return await Quick.GroupAsync(query, cancellationToken);
        }

        public Task<EventPage> PageAsync(EventQuery query, EventCursor? after, int limit, CancellationToken cancellationToken) => Quick.PageAsync(query, after, limit, cancellationToken);

        public IAsyncEnumerable<StoredEvent> SearchAsync(EventQuery query, EventCursor? after, CancellationToken cancellationToken) => Quick.SearchAsync(query, after, cancellationToken);

        public Task<long> CountAsync(EventQuery query, CancellationToken cancellationToken) => Quick.CountAsync(query, cancellationToken);

        public Task<EventHistogram> HistogramAsync(EventQuery query, int maxBuckets, CancellationToken cancellationToken) => Quick.HistogramAsync(query, maxBuckets, cancellationToken);

        public Task<EventStack> StackAsync(StackQuery query, CancellationToken cancellationToken) => Quick.StackAsync(query, cancellationToken);

        public Task<EventNeighbours> NeighboursAsync(EventCursor newest, EventCursor oldest, CancellationToken cancellationToken) => Quick.NeighboursAsync(newest, oldest, cancellationToken);

        public Task<IReadOnlyList<StoredEvent>> AtAsync(IReadOnlyCollection<EventCursor> places, CancellationToken cancellationToken) => Quick.AtAsync(places, cancellationToken);

        public Task<IReadOnlyList<EventDetail>> FindAsync(string eventId, CancellationToken cancellationToken) => Quick.FindAsync(eventId, cancellationToken);

        public IAsyncEnumerable<StoredEvent> ExportAsync(EventQuery query, CancellationToken cancellationToken) => Quick.ExportAsync(query, cancellationToken);

        public Task<StoreSummary> SummaryAsync(CancellationToken cancellationToken) => Quick.SummaryAsync(cancellationToken);
    }
}
