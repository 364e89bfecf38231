using TrailBoard.Core.Import;

namespace TrailBoard.Tests;

/// <summary>The ledger's runs by their source, in a real store.</summary>
public sealed class SourceRunsTests
{
    private static readonly SourceOptions Prod = new() { Name = "prod_eu", Type = SourceType.S3, Bucket = "trails" };

    [Fact]
    public async Task Runs_are_those_of_the_source_and_of_no_other_with_a_name_like_it()
    {
        using var store = await TestStore.CreateAsync();
        var mine = await RunAsync(store, "S3", "prod_eu: s3://trails");
        var alsoMine = await RunAsync(store, "S3", "prod_eu");
        await RunAsync(store, "S3", "prod_eu2: s3://trails");
        await RunAsync(store, "S3", "prodXeu: s3://trails");
        await RunAsync(store, "Queue", "prod_eu: https://sqs");
        await RunAsync(store, "import", "prod_eu");

        Assert.Equal([alsoMine, mine], (await store.Ledger.RunsAsync(Prod, 10, CancellationToken.None)).Select(run => run.Id));
        Assert.Equal([alsoMine], (await store.Ledger.RunsAsync(Prod, 1, CancellationToken.None)).Select(run => run.Id));
    }

    [Fact]
    public async Task Of_runs_that_found_nothing_and_failed_alike_only_the_last_is_told()
    {
        using var store = await TestStore.CreateAsync();
        var good = await RunAsync(store, "S3", "prod_eu");
        await RunAsync(store, "S3", "prod_eu", "Denied.", objects: 0);
        await RunAsync(store, "Queue", "other", "Denied.", objects: 0);
        var denied = await RunAsync(store, "S3", "prod_eu", "Denied.", objects: 0);
        var gone = await RunAsync(store, "S3", "prod_eu", "There is no such bucket.", objects: 0);
        var half = await RunAsync(store, "S3", "prod_eu", "Denied.", first: 5);
        var again = await RunAsync(store, "S3", "prod_eu", "Denied.", objects: 0);
        var byHand = await RunAsync(store, "import", "folder", "Denied.", objects: 0);
        var byHandAgain = await RunAsync(store, "import", "folder", "Denied.", objects: 0);

        Assert.Equal([again, half, gone, denied, good], (await store.Ledger.RunsAsync(Prod, 10, CancellationToken.None)).Select(run => run.Id));
        Assert.Equal([byHandAgain, byHand, again, half, gone, denied, denied - 1, good], (await store.Ledger.RunsAsync(20, CancellationToken.None)).Select(run => run.Id));
    }

    [Fact]
    public async Task Windows_without_a_new_event_and_failures_that_a_later_run_tells_are_no_news()
    {
        using var store = await TestStore.CreateAsync();
        var lookup = new SourceOptions { Name = "prod_eu", Type = SourceType.LookupEvents };
        var brought = await WriteAsync(store, "LookupEvents", new FakeObject("window/1", Some.Record(1)));
        await WriteAsync(store, "LookupEvents", new FakeObject("window/2"), new FakeObject("window/3", Some.Record(1)));
        await WriteAsync(store, "LookupEvents", Denied("region/1"), new FakeObject("window/4"));
        var denied = await WriteAsync(store, "LookupEvents", Denied("region/1"), new FakeObject("window/5"));
        var both = await WriteAsync(store, "LookupEvents", Denied("region/2"), new FakeObject("window/6", Some.Record(2)));
        await WriteAsync(store, "LookupEvents", Denied("region/2"));
        var open = await store.Ledger.StartRunAsync("LookupEvents", "prod_eu", CancellationToken.None);
        await store.WriteAsync(open, Denied("region/2"));

        Assert.Equal([open, both, denied, brought], (await store.Ledger.RunsAsync(lookup, 10, CancellationToken.None)).Select(run => run.Id));
    }

    [Fact]
    public async Task Files_that_were_known_are_told_for_each_was_read()
    {
        using var store = await TestStore.CreateAsync();
        var first = await WriteAsync(store, "S3", new FakeObject("file/1", Some.Record(1)));
        var second = await WriteAsync(store, "S3", new FakeObject("file/2", Some.Record(1), Some.Record(1)));

        Assert.Equal([second, first], (await store.Ledger.RunsAsync(Prod, 10, CancellationToken.None)).Select(run => run.Id));
    }

    [Fact]
    public async Task What_a_source_brought_is_summed_from_a_time_on()
    {
        var time = new ManualTime();
        using var store = await TestStore.CreateAsync(time: time);
        await RunAsync(store, "S3", "prod_eu", objects: 3);
        time.Advance(TimeSpan.FromHours(1));
        var since = time.GetUtcNow();
        await RunAsync(store, "S3", "prod_eu", objects: 2, first: 10);
        await RunAsync(store, "S3", "prod_eu2", objects: 5, first: 20);

        Assert.Equal(new SourceYield(2, new RecordCounts(2, 2, 0, 0)), await store.Ledger.YieldAsync(Prod, since, CancellationToken.None));
        Assert.Equal(new SourceYield(5, new RecordCounts(5, 5, 0, 0)), await store.Ledger.YieldAsync(Prod, since.AddHours(-1), CancellationToken.None));
        Assert.Equal(new SourceYield(0, default), await store.Ledger.YieldAsync(Prod, since.AddHours(1), CancellationToken.None));
    }

    [Fact]
    public async Task A_run_that_began_before_is_counted_when_it_ended_since()
    {
        var time = new ManualTime();
        using var store = await TestStore.CreateAsync(time: time);
        var run = await store.Ledger.StartRunAsync("S3", "prod_eu", CancellationToken.None);
        await store.WriteAsync(run, [new FakeObject("prod_eu/1", Some.Record(1))]);
        time.Advance(TimeSpan.FromDays(2));
        var since = time.GetUtcNow().AddDays(-1);
        Assert.Equal(new SourceYield(0, default), await store.Ledger.YieldAsync(Prod, since, CancellationToken.None));

        await store.Ledger.FinishRunAsync(run, 0, null, CancellationToken.None);
        Assert.Equal(new SourceYield(1, new RecordCounts(1, 1, 0, 0)), await store.Ledger.YieldAsync(Prod, since, CancellationToken.None));
    }

    private static async Task<long> RunAsync(TestStore store, string kind, string label, string? error = null, int objects = 1, int first = 1)
    {
        var run = await store.Ledger.StartRunAsync(kind, label, CancellationToken.None);
        await store.WriteAsync(run, [.. Enumerable.Range(first, objects).Select(i => new FakeObject($"{label}/{i}", Some.Record(i)))]);
        await store.Ledger.FinishRunAsync(run, 0, error, CancellationToken.None);
        return run;
    }

    private static async Task<long> WriteAsync(TestStore store, string kind, params FakeObject[] objects)
    {
        var run = await store.Ledger.StartRunAsync(kind, "prod_eu", CancellationToken.None);
        await store.WriteAsync(run, objects);
        await store.Ledger.FinishRunAsync(run, 0, null, CancellationToken.None);
        return run;
    }

    private static FakeObject Denied(string name) => new(name) { Last = new ObjectReading.Failure("Denied.") };
}
