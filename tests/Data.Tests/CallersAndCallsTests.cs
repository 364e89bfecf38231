using FsCheck;
using FsCheck.Fluent;
using Microsoft.Extensions.Logging;
using TrailBoard.Data.Columns;
using TrailBoard.Data.Store;
using TrailBoard.Data.Store.Sqlite;

namespace TrailBoard.Tests;

/// <summary>What rows share: whatever is written, taken back, forgotten or brought over, each row gives all of its codes back.</summary>
public sealed class CallersAndCallsTests
{
    private const string Shared = "SELECT count(*) FROM callers";

    /// <summary>What an object brings, and whether it is taken back.</summary>
    private sealed record Step(int[] Actors, bool IsTakenBack);

    private static readonly Gen<(Step[] Steps, int Most)> Writings =
        from steps in Gen.ArrayOf(
            from actors in Gen.ArrayOf(Gen.Choose(1, 9))
            from isTakenBack in Gen.Frequency((3, Gen.Constant(false)), (1, Gen.Constant(true)))
            select new Step(actors, isTakenBack))
        from most in Gen.Choose(1, 5)
        select (steps, most);

    [Fact]
    public void Every_code_that_was_kept_gives_its_tuple_back() =>
        Prop.ForAll(Arb.From(Writings), writing => Keep(writing.Steps, writing.Most)).Check(Config.QuickThrowOnFailure.WithMaxTest(300));

    [Fact]
    public async Task A_tuple_is_stored_once_also_by_the_next_process_and_taken_back_with_its_object()
    {
        using var store = await TestStore.CreateAsync();
        await store.ImportAsync(new FakeObject("a", Some.Record(1), Some.Record(2)));
        Assert.Equal(1, store.Number(Shared));
        await store.ImportAsync(new FakeObject("b", Some.Record(3, extra: ""","userAgent":"b" """)) { Last = new Core.Import.ObjectReading.Failure("broken") });
        Assert.Equal(1, store.Number(Shared));
        await store.ImportAsync(new FakeObject("c", Some.Record(4, extra: ""","userAgent":"c" """)));
        Assert.Equal(2, store.Number(Shared));

        using var next = new TestStore(store.Folder);
        await next.ImportAsync(new FakeObject("d", Some.Record(5), Some.Record(6, extra: ""","userAgent":"c" """)));
        Assert.Equal(2, store.Number(Shared));
        Assert.Equal(2, store.Number("SELECT count(DISTINCT agent) FROM event_rows"));
    }

    [Fact]
    public async Task A_store_whose_rows_have_all_their_codes_is_brought_over_and_says_so()
    {
        using var store = await TestStore.CreateAsync();
        var records = Enumerable.Range(0, 90).Select(i => Some.Record(
            i, action: "Action" + (i % 7), extra: $$""","userAgent":"agent {{i % 4}}","errorCode":"Error{{i % 3}}","errorMessage":"no {{i}}" """)).ToArray();
        await store.ImportAsync(new FakeObject("a", records[..60]));
        await store.ImportAsync(new FakeObject("b", records[30..]));
        var (events, rows) = (await store.DumpAsync(), Rows(store));

        OlderStore.RestoreRows(store);
        var log = new LogLines();
        using var loggers = new LinesFactory(log);
        using var upgraded = new TestStore(store.Folder, log: new Logger<SqliteSetup>(loggers));
        await upgraded.Setup.PrepareAsync(CancellationToken.None);
        Assert.Equal(rows, Rows(upgraded));
        Assert.Equal(events, await upgraded.DumpAsync());
        Assert.Equal(0, upgraded.Number("SELECT count(*) FROM sqlite_master WHERE name LIKE '%\\_once' ESCAPE '\\' OR name = 'wide_events'"));
        Assert.Contains(log.All, line => line.Contains("takes minutes", StringComparison.Ordinal) && line.Contains(store.File.Path, StringComparison.Ordinal));
        await upgraded.Setup.PrepareAsync(CancellationToken.None);
        Assert.Single(log.All, line => line.Contains("takes minutes", StringComparison.Ordinal));

        // What is imported on top finds the copies, and its tuples.
        var callers = upgraded.Number(Shared);
        var more = await upgraded.ImportAsync(new FakeObject("c", [.. records, Some.Record(100, extra: ""","userAgent":"agent 1" """)]));
        Assert.Equal((1, 90), (more[0].Counts.Stored, more[0].Counts.Duplicates));
        Assert.Equal(callers, upgraded.Number(Shared));
    }

    [Fact]
    public async Task Columns_that_are_loaded_from_rows_name_a_tuple_that_is_missing()
    {
        using var store = await TestStore.CreateAsync();
        await store.ImportAsync(new FakeObject("a", Some.Record(1)));
        store.Change("DELETE FROM callers");
        await using var context = store.Database.CreateDbContext();
        await context.OpenSnapshotAsync(CancellationToken.None);
        Assert.Throws<InvalidDataException>(() => CodedRows.Slices(context, long.MinValue, long.MaxValue, long.MaxValue, new SliceBuilder(10)));
    }

    private static void Keep(Step[] steps, int most)
    {
        var (stored, kept) = (new List<(int Code, Caller Caller)>(), new List<(int Code, Caller Caller)>());
        var codes = CodesOf();
        foreach (var step in steps)
        {
            codes.Mark();
            var before = stored.Count;
            var met = step.Actors.Select(actor => new Caller(actor, 0, 0, 0, 0, 0)).Select(caller => (codes.CodeOf(caller), caller)).ToList();
            if (step.IsTakenBack)
            {
                stored.RemoveRange(before, stored.Count - before);
                codes.BackToMark();
            }
            else
            {
                kept.AddRange(met);
            }

            Assert.Equal(Enumerable.Range(1, stored.Count), stored.Select(one => one.Code));
            Assert.All(kept, one => Assert.Equal(one.Caller, stored[one.Code - 1].Caller));
            codes = step.Actors.Length % 3 == 0 ? CodesOf() : codes;
        }

        // What a new process reads is the newest first.
        TupleCodes<Caller> CodesOf() => new(stored.AsEnumerable().Reverse().ToList(), (code, caller) => stored.Add((code, caller)), most);
    }

    private static List<string> Rows(TestStore store)
    {
        using var context = store.Database.CreateDbContext();
        return [.. context.Events.OrderBy(row => row.Key).ToList().Select(row => row.ToString())];
    }

    private sealed class LinesFactory(LogLines lines) : ILoggerFactory
    {
        public ILogger CreateLogger(string categoryName) => lines;

        public void AddProvider(ILoggerProvider provider)
        {
            // Nobody adds one.
        }

        public void Dispose()
        {
            // The lines stay.
        }
    }
}
