using TrailBoard.Core.Import;
using TrailBoard.Core.Import.Reading;
using TrailBoard.Core.Views;
using TrailBoard.Data.Sources;
using TrailBoard.Data.Store.Coverage;

namespace TrailBoard.Tests;

/// <summary>What the listing of a bucket says of the time that it covers.</summary>
public sealed class S3CoverageTests : IAsyncLifetime
{
    private static readonly S3Patience Quick = new(Wait.Long, 4, TimeSpan.FromMilliseconds(5), 64 * 1024);

    private readonly ManualTime _time = new(new DateTimeOffset(2026, 10, 6, 12, 0, 0, TimeSpan.Zero));
    private FakeS3 _s3 = null!;
    private TestStore _store = null!;

    public async Task InitializeAsync() => (_s3, _store) = (await FakeS3.StartAsync(), await TestStore.CreateAsync(time: new DatedTime(_time)));

    public async Task DisposeAsync()
    {
        await _s3.DisposeAsync();
        _store.Dispose();
    }

    [Fact]
    public async Task A_pass_covers_from_the_first_file_of_a_place_to_shortly_before_it_began()
    {
        Put(1, "2026/10/03");
        Put(2, "2026/10/05");
        using var source = Source();
        await RunAsync(source);

        var row = await RowAsync("eu-west-1");
        // 15 minutes before midnight belong to the deliveries of the next day.
        Assert.Equal((CoverageState.Partly, TimeSpan.FromMinutes(15)), (row[2].State, row[2].Facts.Covered));
        Assert.Equal([CoverageState.Covered, CoverageState.Quiet, CoverageState.Covered, CoverageState.Quiet], row.Skip(3).Take(4).Select(cell => cell.State));
        Assert.Equal(TimeSpan.FromHours(11), row[6].Facts.Due);
        Assert.Equal(1, _store.Number("SELECT count(*) FROM coverage_spans"));
        Assert.Equal(new DateTimeOffset(2026, 10, 6, 11, 45, 0, TimeSpan.Zero).ToUnixTimeSeconds(), _store.Number("SELECT ends FROM coverage_spans"));
    }

    [Fact]
    public async Task A_quiet_region_stays_covered_by_passes_that_list_the_last_days_only()
    {
        Put(1, "2026/10/01");
        using var source = Source();
        await RunAsync(source);
        _time.Advance(TimeSpan.FromHours(6));
        await RunAsync(source);
        Assert.Equal(new DateTimeOffset(2026, 10, 6, 17, 45, 0, TimeSpan.Zero).ToUnixTimeSeconds(), _store.Number("SELECT max(ends) FROM coverage_spans"));
        Assert.Equal(1, _store.Number("SELECT count(*) FROM coverage_spans"));
    }

    [Fact]
    public async Task A_broken_file_is_a_gap_in_a_day_that_was_listed()
    {
        Put(1, "2026/10/05");
        _s3.Put(Key(2, "2026/10/05"), [0x1F, 0x8B, 8, 0]);
        using var source = Source();
        await RunAsync(source);
        Assert.Equal((CoverageState.Incomplete, 1), ((await RowAsync("eu-west-1"))[5].State, (await RowAsync("eu-west-1"))[5].Facts.Failures));

        Put(2, "2026/10/05");
        await RunAsync(source);
        Assert.Equal(CoverageState.Covered, (await RowAsync("eu-west-1"))[5].State);
    }

    [Fact]
    public async Task A_pass_that_is_stopped_claims_nothing_that_it_did_not_settle()
    {
        Put(1, "2026/10/05");
        using var source = Source();
        // Listed to its end, but nobody imports: what was listed is not settled.
        await foreach (var _ in source.ListAsync(CancellationToken.None))
        {
        }

        var noon = new DateTimeOffset(2026, 10, 5, 12, 0, 0, TimeSpan.Zero).ToUnixTimeSeconds();
        Assert.Equal(0, _store.Number($"SELECT count(*) FROM coverage_spans WHERE starts < {noon} AND ends > {noon}"));
        await RunAsync(source);
        Assert.Equal(1, _store.Number($"SELECT count(*) FROM coverage_spans WHERE starts < {noon} AND ends > {noon}"));
    }

    [Fact]
    public async Task Network_activity_does_not_cover_management_events()
    {
        _s3.Put(FakeS3.Key(folder: "CloudTrail-NetworkActivity"), FakeS3.Gzip($$"""{"Records":[{{Some.Record(1, "2026-10-05T12:00:00Z")}}]}"""));
        using var source = Source();
        await RunAsync(source);
        Assert.Equal(CoverageState.Seen, (await RowAsync("eu-west-1"))[5].State);
    }

    private static string Key(int number, string day) => FakeS3.Key(number, day: day);

    private void Put(int number, string day) =>
        _s3.Put(Key(number, day), FakeS3.Gzip($$"""{"Records":[{{Some.Record(number, day.Replace('/', '-') + "T12:00:00Z")}}]}"""));

    private S3Source Source() => new(
        new SourceOptions { Name = "trail", Type = SourceType.S3, Bucket = "trails" },
        () => new S3Bucket("trails", _s3.Client, "eu-west-1", TimeProvider.System, Quick),
        _time,
        new CoverageBook(_store.Database));

    private async Task RunAsync(S3Source source)
    {
        using var feed = new ImportFeed(_time);
        var summary = await new ImportRun(_store.Writer, _store.Ledger, new TrailObjectReader(_time), feed, new ImportOptions { Readers = 2 }, _time)
            .RunAsync(source, "S3", null, CancellationToken.None).WaitAsync(Wait.Long);
        Assert.Null(summary.Progress.Error);
    }

    private async Task<IReadOnlyList<CoverageCell>> RowAsync(string region)
    {
        var map = await _store.Coverage.MapAsync(new DateOnly(2026, 9, 30), new DateOnly(2026, 10, 6), CoveragePlaces.All, 92, CancellationToken.None);
        return map.Rows.Single(row => row.Region == region).Cells;
    }
}
