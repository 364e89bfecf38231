using FsCheck;
using FsCheck.Fluent;
using TrailBoard.Core.Import;
using TrailBoard.Core.Search;
using TrailBoard.Core.Views;
using static TrailBoard.Tests.CoverageDump;

namespace TrailBoard.Tests;

/// <summary>The order of imports must not matter, nor whether a store was upgraded.</summary>
public sealed class CoverageOrderTests
{
    private enum Kind
    {
        File,
        BrokenFile,
        ArchivedFile,
        KeptAsideFile,
        UnwantedFile,
        RefusedFile,
        Window,
        BrokenWindow,
        ListedDay,
    }

    private sealed record Import(Kind Kind, string Source, int Number, int Hour, int Length);

    private static readonly Gen<Import> Imports =
        from kind in Gen.Elements(Enum.GetValues<Kind>())
        from source in Gen.Elements("bucket", "queue")
        from number in Gen.Choose(0, 2)
        from hour in Gen.Choose(0, 47)
        from length in Gen.Elements(1, 3, 12)
        select new Import(kind, source, number, hour, length);

    private static readonly Gen<(Import[] Imports, int Seed)> Trails =
        from imports in Gen.NonEmptyListOf(Imports)
        from seed in Gen.Choose(0, int.MaxValue - 1)
        select (imports.ToArray(), seed);

    [Fact]
    public void Coverage_is_the_same_whatever_order_files_answers_and_failures_come_in() =>
        Prop.ForAll(Arb.From(Trails), trail => AgreeAsync(trail.Imports, trail.Seed).GetAwaiter().GetResult())
            .Check(Config.QuickThrowOnFailure.WithMaxTest(20));

    [Fact]
    public void A_store_that_is_upgraded_knows_of_every_trail_what_a_new_one_does() =>
        Prop.ForAll(Arb.From(Trails), trail => UpgradeAsync([.. trail.Imports.Where(import => import.Kind is not Kind.ListedDay)]).GetAwaiter().GetResult())
            .Check(Config.QuickThrowOnFailure.WithMaxTest(20));

    [Fact]
    public void An_answer_never_says_other_than_the_hours_of_the_map() =>
        Prop.ForAll(Arb.From(Trails), Arb.From(Gen.Zip(Gen.Choose(0, 60), Gen.Choose(1, 12))), (trail, hours) => AnswerAsync(trail.Imports, hours.Item1, hours.Item2).GetAwaiter().GetResult())
            .Check(Config.QuickThrowOnFailure.WithMaxTest(20));

    [Fact]
    public async Task A_store_that_is_upgraded_knows_what_a_new_one_does()
    {
        using var store = await TestStore.CreateAsync();
        await store.ImportAsync(
            new FakeObject("early", Some.Record(1, "1999-12-31T23:30:00Z"), Some.Record(2, "2026-10-01T23:59:59Z"), Some.Record(3, "2026-10-02T00:00:00Z")),
            new FakeObject("again", Some.Record(3, "2026-10-02T00:00:00Z")) { From = "bucket" },
            new FakeObject("nowhere", """{"eventVersion":"1.11","eventTime":"2026-10-01T12:00:00Z","eventSource":"a.amazonaws.com","eventName":"B","eventID":"x"}"""),
            Window("2026-10-01T00:00Z", "2026-10-01T06:00Z", Some.Record(4, "2026-10-01T03:00:00Z")),
            Window("2026-10-01T06:00Z", "2026-10-01T12:00Z"),
            Window("2026-10-02T06:00Z", "2026-10-02T12:00Z"),
            new FakeObject(FileName("2026-10-01T12:05Z")) { From = "bucket", Last = new ObjectReading.Failure("It ended early.") },
            new FakeObject(FileName("2026-10-01T13:05Z")) { From = "bucket", Last = new ObjectReading.Skip("Archived in GLACIER.", null) { LeavesGap = true } },
            new FakeObject(FileName("2026-10-01T15:05Z")) { From = "bucket", Last = new ObjectReading.Failure("It ended early.") },
            new FakeObject(FileName("2026-10-01T15:05Z"), Some.Record(5)) { From = "bucket" },
            new FakeObject(FileName("2026-10-01T16:05Z"), Some.Record(6)) { Rejections = [Some.Refuse("{}")] });
        var before = await store.CoverageAsync();
        Assert.Contains("Incomplete", before, StringComparison.Ordinal);

        await UpgradeAsync(store);
        Assert.Equal(before, await store.CoverageAsync());
        Assert.Equal(1, store.Number("SELECT events FROM coverage_hours h JOIN coverage_days d USING (place, events) WHERE h.hour = 262967 AND d.day = 10956"));
    }

    private static async Task UpgradeAsync(Import[] imports)
    {
        using var store = await TestStore.CreateAsync();
        foreach (var import in imports)
        {
            await RunAsync(store, import);
        }

        var before = await store.CoverageAsync();
        await UpgradeAsync(store);
        Assert.Equal(before, await store.CoverageAsync());
    }

    private static async Task UpgradeAsync(TestStore store)
    {
        OlderStore.Restore(store);
        store.Number("DROP TABLE coverage_places; DROP TABLE coverage_hours; DROP TABLE coverage_days; DROP TABLE coverage_spans; DROP TABLE coverage_gaps; DELETE FROM __EFMigrationsHistory WHERE MigrationId LIKE '%Coverage'; SELECT 0;");
        await store.Setup.PrepareAsync(CancellationToken.None);
    }

    private static async Task AgreeAsync(Import[] imports, int seed)
    {
        using var straight = await TestStore.CreateAsync();
        using var shuffled = await TestStore.CreateAsync();
        var order = (Import[])imports.Clone();
        new Random(seed).Shuffle(order);
        foreach (var (store, inOrder) in ((TestStore, Import[])[])[(straight, imports), (shuffled, order)])
        {
            foreach (var import in inOrder)
            {
                await RunAsync(store, import);
            }
        }

        Assert.Equal(await straight.CoverageAsync(), await shuffled.CoverageAsync());
        Assert.Equal(straight.Number("SELECT count(*) FROM events"), (await straight.MapAsync()).Rows.Sum(row => row.Cells.Sum(cell => cell.Facts.Events)));
    }

    private static async Task AnswerAsync(Import[] imports, int first, int length)
    {
        using var store = await TestStore.CreateAsync();
        foreach (var import in imports)
        {
            await RunAsync(store, import);
        }

        var (from, to) = (At("2026-10-01T00:00Z").AddHours(first), At("2026-10-01T00:00Z").AddHours(first + length));
        var answer = await store.Coverage.AnswerAsync(new EventQuery(Filter.All, new TimeRange(from, to)), CancellationToken.None);
        var hours = new List<CoverageCell>();
        foreach (var row in (await store.MapAsync()).Rows)
        {
            for (var hour = from; hour < to; hour = hour.AddHours(1))
            {
                hours.Add((await store.Coverage.DayAsync(row.Account, row.Region, DateOnly.FromDateTime(hour.UtcDateTime), CancellationToken.None)).Hours[hour.Hour]);
            }
        }

        var isWhole = hours.Count > 0 && hours.TrueForAll(hour => hour.State is CoverageState.Covered or CoverageState.Quiet or CoverageState.Late);
        Assert.Equal(isWhole, answer.Verdict is CoverageVerdict.Covered);
        Assert.Equal(hours.Exists(hour => hour.Facts.Failures > 0), answer.Holes.Any(hole => hole.Why is CoverageState.Incomplete));
        Assert.True(answer.Verdict is not CoverageVerdict.NotCovered || hours.TrueForAll(hour => hour.State is CoverageState.Unknown or CoverageState.Incomplete));
    }

    private static async Task RunAsync(TestStore store, Import import)
    {
        var start = At("2026-10-01T00:00Z").AddHours(import.Hour);
        var (from, to) = ($"{start:u}", $"{start.AddHours(import.Length):u}");
        // One file has one content, however often and by whomever it is brought.
        var name = FileName($"2026-10-01T1{import.Number}:05Z");
        // The reason of the last that failed is told: here it is one, so that the order does not show.
        const string Reason = "Archived, or it ended early.";
        string[] records = [Some.Record(import.Number, $"2026-10-01T1{import.Number}:00:00Z"), Some.Record(9)];
        if (import.Kind is Kind.ListedDay)
        {
            await new Data.Store.Coverage.CoverageBook(store.Database)
                .ListedAsync(import.Source, [new ListedPlace("111122223333", "eu-west-1", start, start.AddHours(import.Length), start)], CancellationToken.None);
            return;
        }

        await store.ImportAsync(import.Kind switch
        {
            Kind.File => new FakeObject(name, records) { From = import.Source },
            Kind.BrokenFile => new FakeObject(name, records) { From = import.Source, Last = new ObjectReading.Failure(Reason) },
            Kind.ArchivedFile => new FakeObject(name) { From = import.Source, Last = new ObjectReading.Skip(Reason, null) { LeavesGap = true } },
            Kind.KeptAsideFile => new FakeObject(name) { From = import.Source, Last = new ObjectReading.Quarantine(Reason) },
            Kind.UnwantedFile => new FakeObject(name) { From = import.Source, Last = new ObjectReading.Skip("Not of the regions that the source is set to.", null) },
            Kind.RefusedFile => new FakeObject(FileName("2026-10-02T03:05Z"), records) { From = import.Source, Rejections = [Some.Refuse("{}")] },
            Kind.Window => Window(from, to, records),
            Kind.BrokenWindow => FailedWindow(from, to),
            _ => throw new ArgumentOutOfRangeException(nameof(import), import, null),
        });
    }
}
