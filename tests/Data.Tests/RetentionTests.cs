using FsCheck;
using FsCheck.Fluent;
using Microsoft.EntityFrameworkCore;
using TrailBoard.Core.Import;
using TrailBoard.Core.Search;
using TrailBoard.Core.Store;
using TrailBoard.Core.Views;
using TrailBoard.Data.Store;
using TrailBoard.Tests.Columns;

namespace TrailBoard.Tests;

/// <summary>What is removed on purpose is gone everywhere, stays gone, and is said to be.</summary>
public sealed class RetentionTests
{
    private static readonly CancellationToken None = CancellationToken.None;
    private static readonly DateOnly First = new(2026, 9, 28);

    /// <param name="Steps">Imports, and after each, where it is not null, a removal of the days before one.</param>
    private sealed record Case((VariedDelivery[] Deliveries, int? Before)[] Steps, int Chunk, int BatchSize, int SliceRows, int Share);

    private static readonly Gen<Case> Any =
        from steps in (from deliveries in Gen.Choose(0, 80).SelectMany(count => VariedDelivery.Any.ArrayOf(count))
                       from before in Gen.OneOf(Gen.Constant((int?)null), Gen.Choose(0, 7).Select(day => (int?)day))
                       select (deliveries, before)).ArrayOf(4)
        from chunk in Gen.Elements(1, 7, 40, 20_000)
        from batch in Gen.Elements(1, 6, 100)
        from rows in Gen.Elements(1, 16, 65_536)
        from share in Gen.Elements(4, 4, 2)
        select new Case(steps, chunk, batch, rows, share);

    [Fact]
    public void After_any_imports_and_removals_columns_the_database_and_a_list_of_what_should_be_left_agree() =>
        Prop.ForAll(Arb.From(Any), one => AgreeAsync(one).GetAwaiter().GetResult()).Check(Config.QuickThrowOnFailure.WithMaxTest(10));

    private static async Task AgreeAsync(Case one)
    {
        using var store = await TestStore.CreateAsync();
        using var never = await TestStore.CreateAsync();
        store.Retention.Chunk = one.Chunk;
        await store.RunColumnsAsync(one.SliceRows);
        var (limit, removed) = (DateTimeOffset.MinValue, 0L);
        foreach (var ((deliveries, before), i) in one.Steps.Select((step, i) => (step, i)))
        {
            string[] records = [.. deliveries.Select(delivery => delivery.Json)];
            var counts = (await store.ImportAsync(new FakeObject("o" + i, records) { BatchSize = one.BatchSize })).Single().Counts;
            await never.ImportAsync(new FakeObject("o" + i, records) { BatchSize = one.BatchSize });
            Assert.Equal(records.Length, counts.Read);
            Assert.Equal(counts.Read, counts.Stored + counts.Duplicates + counts.Rejected + counts.TooOld);
            Assert.Equal(records.Count(record => Some.Read(record).Event.Time < limit), counts.TooOld);
            if (before is { } day)
            {
                var plan = await store.Retention.PlanAsync(First.AddDays(day), None);
                var done = await store.Retention.RemoveAsync(First.AddDays(day), None);
                Assert.Equal(plan, done);
                removed += done.Events;
                var start = new DateTimeOffset(First.AddDays(day).ToDateTime(TimeOnly.MinValue), TimeSpan.Zero);
                limit = start > limit ? start : limit;
            }

            await CheckAsync(store, never, limit);
        }

        Assert.Equal(removed, store.Number("SELECT coalesce(sum(events), 0) FROM retention_notes"));
        using var reopened = new TestStore(store.Folder);
        await reopened.RunColumnsAsync(one.SliceRows, one.Share == 4 ? long.MaxValue : 1 + (store.Columns.State.Bytes * one.Share / 4));
        await CheckAsync(reopened, never, limit);
    }

    // The other store has seen the same imports, and nothing was ever removed from it.
    private static async Task CheckAsync(TestStore store, TestStore never, DateTimeOffset limit)
    {
        var all = (await never.ExportAsync()).Where(stored => stored.Event.Time >= limit).ToList();
        Assert.Equal(all.ConvertAll(Content), (await ExportAsync(store.Sql)).ConvertAll(Content));
        foreach (var query in ColumnAnswers.Queries)
        {
            var expected = all.Where(stored => query.Range.Contains(stored.Event.Time) && FilterEvaluator.Matches(query.Filter, stored.Event, stored.Record)).ToList();
            Assert.Equal(expected.Count, await store.Queries.CountAsync(query, None));
            Assert.Equal(expected.Count, await store.Sql.CountAsync(query, None));
            Assert.Equal(expected.Take(30).Select(Content), (await store.Queries.PageAsync(query, null, 30, None)).Events.Select(Content));
        }

        for (var question = 0; question < ColumnAnswers.Queries.Length * 3; question++)
        {
            Assert.Equal(await ColumnAnswers.AnswerAsync(store.Sql, question), await ColumnAnswers.AnswerAsync(store.Queries, question));
        }

        Whole(store);
    }

    // Flags tell of other deliveries too, which may be of days that are gone.
    private static string Content(StoredEvent stored) => TestStore.Describe(stored.Event with { RequestId = null, Flags = 0 });

    private static async Task<List<StoredEvent>> ExportAsync(EventQueries queries)
    {
        var events = new List<StoredEvent>();
        await foreach (var stored in queries.ExportAsync(EventQuery.All, None))
        {
            events.Add(stored);
        }

        return events;
    }

    private static void Whole(TestStore store)
    {
        Assert.Equal(0, store.Number("SELECT count(*) FROM events WHERE block NOT IN (SELECT id FROM blocks)"));
        Assert.Equal(0, store.Number("SELECT count(*) FROM sightings WHERE event_key NOT IN (SELECT key FROM events)"));
        Assert.Equal(0, store.Number("SELECT count(*) FROM addenda WHERE event_key NOT IN (SELECT key FROM events)"));
        Assert.Equal(0, store.Number("SELECT count(*) FROM block_keys WHERE block NOT IN (SELECT id FROM blocks)"));
        Assert.True(store.Number("SELECT count(*) FROM removals") <= 2);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(4)]
    [InlineData(9)]
    public async Task What_is_broken_off_is_right_as_far_as_it_came_and_is_brought_to_its_end_by_another_process(int chunks)
    {
        using var store = await FilledAsync(new DateOnly(2026, 10, 1), days: 6, perDay: 20);
        await store.RunColumnsAsync(sliceRows: 16);
        store.Retention.Chunk = 10;
        using (var broken = new CancellationTokenSource())
        {
            // Broken off between two of its transactions, as a kill would: SQLite takes back the one that is open.
            store.Retention.Removed = count =>
            {
                if (count > chunks)
                {
                    broken.Cancel();
                }
            };
            await Assert.ThrowsAnyAsync<OperationCanceledException>(() => store.Retention.RemoveAsync(new DateOnly(2026, 10, 6), broken.Token));
        }

        var left = 120 - (10 * (chunks + 1));
        Assert.Equal(left, await store.Queries.CountAsync(EventQuery.All, None));
        Assert.Equal(left, await store.Sql.CountAsync(EventQuery.All, None));
        Whole(store);
        Assert.Null((await store.Retention.LastAsync(None))!.Finished);
        store.Release();

        // What was noted holds already for what is imported before it goes on.
        using var other = new TestStore(store.Folder);
        await other.RunColumnsAsync(sliceRows: 16);
        var again = await other.ImportAsync(new FakeObject("again", Some.Record(0, "2026-10-01T00:00:00Z"), Some.Record(900, "2026-10-05T23:59:59Z"), Some.Record(901, "2026-10-06T00:00:00Z")));
        Assert.Equal((3L, 1L, 2L), (again[0].Counts.Read, again[0].Counts.Stored, again[0].Counts.TooOld));
        await other.Retention.RemoveAsync(new DateOnly(2026, 10, 6), None);
        var note = (await other.Retention.LastAsync(None))!;
        Assert.Equal((5, 100L, 5L), (note.Removed.Days, note.Removed.Events, note.Removed.Files));
        Assert.NotNull(note.Finished);
        Assert.Equal(1, other.Number("SELECT count(*) FROM retention_notes"));
        Assert.Equal(21, await other.Queries.CountAsync(EventQuery.All, None));
        Whole(other);
    }

    [Fact]
    public async Task What_was_removed_is_not_brought_back_and_the_ledger_says_so()
    {
        using var store = await FilledAsync(new DateOnly(2026, 10, 1), days: 3, perDay: 5);
        var lines = store.Number("SELECT count(*) FROM objects");
        await store.Retention.RemoveAsync(new DateOnly(2026, 10, 3), None);
        Assert.Equal(lines, store.Number("SELECT count(*) FROM objects"));
        Assert.Equal(5, store.Number("SELECT count(*) FROM events"));

        // In the same process, whose writer remembers ids; in a file that no ledger knows; with a day that is left.
        var late = (await store.ImportAsync(new FakeObject("late", Some.Record(0, "2026-10-01T00:00:00Z"), Some.Record(500, "2026-10-02T10:00:00Z"), Some.Record(501, "2026-10-03T10:00:00Z")))).Single();
        Assert.Equal(new RecordCounts(3, 1, 0, 0, TooOld: 2), late.Counts);
        Assert.Equal(ObjectState.Done, late.State);
        Assert.Equal("2 records are of days that were removed from the store on purpose (before 2026-10-03 UTC); they were not stored again.", late.Reason);
        var run = (await store.Ledger.RunsAsync(1, None)).Single();
        Assert.Equal(2, run.Counts.TooOld);
        Assert.Equal(6, store.Number("SELECT count(*) FROM events"));
    }

    [Fact]
    public async Task An_id_that_was_removed_may_come_again_later_and_is_in_conflict_with_nobody()
    {
        using var store = await FilledAsync(new DateOnly(2026, 10, 1), days: 2, perDay: 1);
        await store.Retention.RemoveAsync(new DateOnly(2026, 10, 2), None);
        var counts = (await store.ImportAsync(new FakeObject("same id", Some.Record(0, "2026-10-02T09:00:00Z")))).Single().Counts;
        Assert.Equal(new RecordCounts(1, 1, 0, 0), counts);
    }

    [Fact]
    public async Task A_file_of_several_days_goes_when_its_last_does()
    {
        using var store = await TestStore.CreateAsync();
        await store.ImportAsync(new FakeObject("two days", Some.Record(1, "2026-10-01T10:00:00Z"), Some.Record(2, "2026-10-02T10:00:00Z")));
        var first = await store.Retention.RemoveAsync(new DateOnly(2026, 10, 2), None);
        Assert.Equal(new RemovedDays(new DateOnly(2026, 10, 2), 1, 1, 0, 0), first);
        Assert.Equal(1, store.Number("SELECT count(*) FROM blocks"));
        var second = await store.Retention.RemoveAsync(new DateOnly(2026, 10, 3), None);
        Assert.Equal((1, 1L, 1L), (second.Days, second.Events, second.Files));
        Assert.True(second.Bytes > 0);
        Assert.Equal(0, store.Number("SELECT count(*) FROM blocks"));
        Assert.Equal(new RemovedDays(new DateOnly(2026, 10, 3), 0, 0, 0, 0), await store.Retention.RemoveAsync(new DateOnly(2026, 10, 3), None));
    }

    [Fact]
    public async Task Blocks_of_an_earlier_version_are_found_too()
    {
        using var store = await FilledAsync(new DateOnly(2026, 10, 1), days: 4, perDay: 6);
        await store.Database.WriteAsync(context => context.BlockKeys.ExecuteDeleteAsync(), None);
        var removed = await store.Retention.RemoveAsync(new DateOnly(2026, 10, 3), None);
        Assert.Equal((2, 12L, 2L), (removed.Days, removed.Events, removed.Files));
        Assert.Equal(2, store.Number("SELECT count(*) FROM blocks"));
        Whole(store);
    }

    [Fact]
    public async Task Coverage_says_that_days_were_removed_and_not_that_nothing_is_missing()
    {
        using var store = await TestStore.CreateAsync();
        await store.ImportAsync(
            CoverageDump.Window("2026-10-01T00:00Z", "2026-10-05T00:00Z", Some.Record(1, "2026-10-01T10:00:00Z"), Some.Record(2, "2026-10-03T10:00:00Z")));
        await store.Retention.RemoveAsync(new DateOnly(2026, 10, 3), None);

        var map = await store.Coverage.MapAsync(new DateOnly(2026, 10, 1), new DateOnly(2026, 10, 4), CoveragePlaces.All, 100, None);
        Assert.Equal([CoverageState.Removed, CoverageState.Removed, CoverageState.Covered, CoverageState.Covered], map.Rows.Single().Cells.Select(cell => cell.State));
        Assert.Equal(new DateTimeOffset(2026, 10, 3, 0, 0, 0, TimeSpan.Zero), map.RemovedBefore);

        async Task<(CoverageVerdict, string?)> AnswerAsync(int from, int to)
        {
            var range = new TimeRange(new DateTimeOffset(2026, 10, from, 0, 0, 0, TimeSpan.Zero), new DateTimeOffset(2026, 10, to, 0, 0, 0, TimeSpan.Zero));
            var answer = await store.Coverage.AnswerAsync(new EventQuery(Filter.All, range), None);
            return (answer.Verdict, answer.RemovedBefore?.ToString("yyyy-MM-dd"));
        }

        Assert.Equal((CoverageVerdict.NotCovered, "2026-10-03"), await AnswerAsync(1, 2));
        Assert.Equal((CoverageVerdict.NotCovered, "2026-10-03"), await AnswerAsync(1, 3));
        Assert.Equal((CoverageVerdict.Partly, "2026-10-03"), await AnswerAsync(1, 4));
        Assert.Equal((CoverageVerdict.Covered, null), await AnswerAsync(3, 4));
    }

    [Fact]
    public async Task Imports_go_on_while_days_are_removed_and_nothing_of_them_stays()
    {
        using var store = await FilledAsync(new DateOnly(2026, 10, 1), days: 8, perDay: 40);
        store.Retention.Chunk = 9;
        var importing = Task.Run(async () =>
        {
            for (var i = 0; i < 20; i++)
            {
                await store.ImportAsync(new FakeObject("more" + i, [.. Enumerable.Range(0, 16).Select(day => Some.Record(5_000 + (i * 20) + day, $"2026-10-{1 + (day % 8):d2}T20:00:{i:d2}Z"))]));
            }
        });
        await store.Retention.RemoveAsync(new DateOnly(2026, 10, 5), None);
        await importing;
        Assert.Equal(0, store.Number($"SELECT count(*) FROM events WHERE key < {EventKey.FirstOf(new DateTimeOffset(2026, 10, 5, 0, 0, 0, TimeSpan.Zero))}"));
        Assert.Equal((4 * 40) + (20 * 8), await store.Sql.CountAsync(EventQuery.All, None));
        Assert.Equal(20 * 16, store.Number("SELECT sum(stored + duplicates + rejected + too_old) FROM objects WHERE name LIKE 'more%'"));
        Whole(store);
    }

    private static async Task<TestStore> FilledAsync(DateOnly first, int days, int perDay)
    {
        var store = await TestStore.CreateAsync();
        await store.ImportAsync([.. Enumerable.Range(0, days).Select(day => new FakeObject(
            "day" + day,
            [.. Enumerable.Range(0, perDay).Select(i => Some.Record((day * perDay) + i, $"{first.AddDays(day):yyyy-MM-dd}T{i % 24:d2}:00:{i / 24:d2}Z"))]))]);
        return store;
    }
}
