using System.Runtime.CompilerServices;
using TrailBoard.Core.Activities;
using TrailBoard.Core.Views;
using TrailBoard.Web.State;

namespace TrailBoard.Web.Tests.State;

/// <summary>A search in the records shows what it finds as it finds it, how far it is, and keeps what it has when it is stopped.</summary>
public sealed class RecordSearchTests
{
    private static readonly DateTimeOffset Back = new(2026, 10, 1, 12, 0, 0, TimeSpan.Zero);

    [Fact]
    public async Task What_is_found_shows_before_the_search_is_over()
    {
        var more = new TaskCompletionSource();
        var store = new SearchedStore(more.Task);
        using var state = new EventsState(store.Queries, new ActivityQueries(store.Queries), new ManualTime(), () => { });
        var asking = state.ShowAsync(EventsView.Read("record:needle", null, null, null, null));
        await Wait.UntilAsync(() => state.List.Value?.Rows.Count == 2);
        Assert.True(state.IsSearching);
        Assert.True(state.List.IsLoading);

        more.SetResult();
        await asking;
        Assert.Equal(3, state.List.Value!.Rows.Count);
        Assert.False(state.IsSearching);
        Assert.Equal(3, state.Total.Value!.Events);
    }

    [Fact]
    public async Task A_stopped_search_keeps_what_was_found_and_counts_that()
    {
        var store = new SearchedStore(Task.Delay(Timeout.Infinite));
        using var state = new EventsState(store.Queries, new ActivityQueries(store.Queries), new ManualTime(), () => { });
        var asking = state.ShowAsync(EventsView.Read("record:needle", null, null, null, null));
        await Wait.UntilAsync(() => state.List.Value?.Rows.Count == 2);
        state.Search!.Stop();
        await asking;
        Assert.True(state.Search.IsStopped);
        Assert.False(state.IsSearching);
        Assert.Equal((2, 2), (state.List.Value!.Rows.Count, state.Total.Value!.Events));
        Assert.Equal(new SearchProgress(Back, 0.5, 2), state.Search.Progress);
    }

    [Fact]
    public async Task A_question_that_columns_answer_is_no_search()
    {
        var queries = new ScriptedQueries
        {
            Page = (_, _, _) => new EventPage([], null),
            Count = (_, _) => Task.FromResult(0L),
            Group = _ => new EventGroups([], 0, 0, 0),
            Histogram = (_, _) => EventHistogram.Empty,
            Summary = () => new StoreSummary(1, Back, Back),
        };
        using var state = new EventsState(queries, new ActivityQueries(queries), new ManualTime(), () => { });
        await state.ShowAsync(EventsView.Read("user:alice", null, null, null, null));
        Assert.Null(state.Search);
        Assert.True(state.HasNoMatch);
        Assert.Empty(state.Activities.Value!.Rows);
    }

    [Fact]
    public void Two_questions_under_one_watch_never_go_back()
    {
        var watch = new SearchWatch();
        watch.Report(new SearchProgress(Back, 0.5, 2));
        watch.Report(new SearchProgress(Back.AddDays(1), 0.1, 0));
        Assert.Equal(new SearchProgress(Back, 0.5, 2), watch.Progress);
    }

    /// <summary>A store whose search finds two events, waits, and finds a third unless it is stopped meanwhile.</summary>
    private sealed class SearchedStore
    {
        public SearchedStore(Task more) => Queries = new ScriptedQueries
        {
            Search = (query, token) => FindAsync(query.Watch!, more, token),
            Count = async (query, token) => await FindAsync(query.Watch!, more, token).CountAsync(token),
            Group = _ => new EventGroups([], 0, 0, 0),
            Histogram = (_, _) => EventHistogram.Empty,
            Summary = () => new StoreSummary(9, Back, Back),
        };

        public ScriptedQueries Queries { get; }

        private static async IAsyncEnumerable<StoredEvent> FindAsync(SearchWatch watch, Task more, [EnumeratorCancellation] CancellationToken cancellationToken)
        {
            yield return One(1);
            yield return One(2);
            watch.Report(new SearchProgress(Back, 0.5, 2));
            while (!more.IsCompleted && !watch.IsStopped)
            {
                await Task.Delay(10, cancellationToken);
            }

            if (!watch.IsStopped)
            {
                yield return One(3);
            }
        }

        private static StoredEvent One(int number) => new(new EventCursor(number), Some.Read(Some.Record(number)).Event, default);
    }
}
