using TrailBoard.Core.Import;
using TrailBoard.Core.Store;
using TrailBoard.Core.Views;
using static TrailBoard.Tests.Columns.ColumnAnswers;

namespace TrailBoard.Tests.Columns;

/// <summary>Columns begin, are limited, and end; whatever they hold, the answers are those of the store.</summary>
public sealed class LiveColumnTests
{
    [Fact]
    public async Task A_site_that_starts_answers_rightly_while_days_are_loaded()
    {
        using var store = await TestStore.CreateAsync();
        var random = new Random(5);
        await store.ImportAsync(new FakeObject("a", [.. Enumerable.Range(0, 400).Select(_ => Delivery(random).Json)]));
        var expected = new List<string>();
        for (var question = 0; question < Queries.Length * 3; question++)
        {
            expected.Add(await AnswerAsync(store.Sql, question));
        }

        Assert.Equal(ColumnsState.Off, store.Columns.State);
        var running = store.RunColumnsAsync(sliceRows: 50);
        for (var i = 0; i < 60 || !running.IsCompleted; i++)
        {
            Assert.Equal(expected[i % expected.Count], await AnswerAsync(store.Queries, i % expected.Count));
        }

        await running;
        Assert.Equal((6, 6, false, null), (store.Columns.State.DaysLoaded, store.Columns.State.Days, store.Columns.State.IsLoading, store.Columns.State.Since));
    }

    [Fact]
    public async Task Days_that_do_not_fit_stay_with_the_database_and_the_state_says_so()
    {
        using var store = await TestStore.CreateAsync();
        await store.ImportAsync(new FakeObject("a", [.. Enumerable.Range(0, 6).Select(day => Some.Record(day, $"2026-10-0{day + 1}T12:00:00Z"))]));
        await store.RunColumnsAsync();
        Assert.False(store.Columns.State.IsLimited);
        var texts = store.Columns.State.TextBytes;
        var bytesOfDay = (store.Columns.State.Bytes - texts) / 6;

        using var limited = new TestStore(store.Folder);
        await limited.RunColumnsAsync(limit: texts + (bytesOfDay * 2) + (bytesOfDay / 2));
        Assert.Equal(new ColumnsState(2, 6, IsLoading: false, At("2026-10-05T00:00:00Z"), texts + (bytesOfDay * 2)) { TextBytes = texts }, limited.Columns.State);
        Assert.True(limited.Columns.State.IsLimited);

        // A new day moves the oldest out.
        await limited.ImportAsync(new FakeObject("b", Some.Record(7, "2026-10-07T12:00:00Z")));
        Assert.Equal(At("2026-10-06T00:00:00Z"), limited.Columns.State.Since);
        Assert.Equal(7, await limited.Queries.CountAsync(EventQuery.All, CancellationToken.None));
    }

    [Fact]
    public async Task The_values_of_fields_take_of_the_same_memory_and_days_make_room_for_them()
    {
        using var store = await TestStore.CreateAsync();
        await store.ImportAsync(new FakeObject("a", [.. Enumerable.Range(0, 6).Select(day => Some.Record(day, $"2026-10-0{day + 1}T12:00:00Z"))]));
        await store.RunColumnsAsync();
        using var limited = new TestStore(store.Folder);
        await limited.RunColumnsAsync(limit: store.Columns.State.Bytes + 100_000);
        var before = limited.Columns.State;
        Assert.Equal(store.Columns.State, before);
        Assert.InRange(before.TextBytes, 1, before.Bytes - 1);

        // A commit whose own event is small, and its values are not.
        await limited.ImportAsync(new FakeObject("b", Some.Record(9, "2026-10-06T13:00:00Z", extra: $$""","errorCode":"Denied","errorMessage":"{{new string('x', 200_000)}}" """)));
        var after = limited.Columns.State;
        Assert.InRange(after.TextBytes, before.TextBytes + 200_000, after.Bytes);
        Assert.True(after.IsLimited && after.DaysLoaded == 0, "The values are more than the limit, and days stayed.");
        Assert.Equal(7, await limited.Queries.CountAsync(EventQuery.All, CancellationToken.None));
    }

    [Fact]
    public async Task An_object_that_is_taken_back_leaves_nothing_in_memory()
    {
        using var store = await TestStore.CreateAsync();
        await store.RunColumnsAsync();
        string[] Records(int first, int count) => [.. Enumerable.Range(first, count).Select(i => Some.Record(i, action: "A" + i))];
        await store.ImportAsync(
            new FakeObject("before", Records(0, 10)),
            new FakeObject("broken", Records(100, 50)) { BatchSize = 3, Last = new ObjectReading.Failure("It broke.") },
            new FakeObject("after", Records(200, 10)));
        Assert.Equal(20, await store.Queries.CountAsync(EventQuery.All, CancellationToken.None));
        for (var question = 0; question < Queries.Length * 3; question++)
        {
            Assert.Equal(await AnswerAsync(store.Sql, question), await AnswerAsync(store.Queries, question));
        }
    }

    [Fact]
    public async Task Without_memory_the_database_answers()
    {
        using var store = await TestStore.CreateAsync();
        await store.ImportAsync(new FakeObject("a", Some.Record()));
        store.Columns.Limit = 0;
        await store.Columns.RunAsync(CancellationToken.None);
        Assert.Null(store.Columns.Current);
        Assert.Equal(ColumnsState.Off, store.Columns.State);
        Assert.Equal(1, await store.Queries.CountAsync(EventQuery.All, CancellationToken.None));
    }

    [Fact]
    public async Task Columns_that_are_stopped_are_forgotten_and_can_run_again()
    {
        using var store = await TestStore.CreateAsync();
        using var stop = new CancellationTokenSource();
        await store.ImportAsync(new FakeObject("a", Some.Record(1)));
        var first = store.Columns.RunAsync(stop.Token);
        await store.UntilAsync(() => store.Columns.State is { DaysLoaded: 1, IsLoading: false });
        await stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => first);
        Assert.Null(store.Columns.Current);
        await store.ImportAsync(new FakeObject("b", Some.Record(2)));
        await store.RunColumnsAsync();
        Assert.NotNull(store.Columns.Current);
        Assert.Equal(2, await store.Queries.CountAsync(EventQuery.All, CancellationToken.None));
    }

    [Fact]
    public async Task A_question_that_is_cancelled_stops()
    {
        using var store = await QueryTests.MixedAsync();
        await store.RunColumnsAsync(sliceRows: 8);
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => store.Queries.CountAsync(EventQuery.All, new CancellationToken(canceled: true)));
    }
}
