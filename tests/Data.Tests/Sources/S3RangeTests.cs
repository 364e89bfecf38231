using TrailBoard.Core.Import;
using TrailBoard.Core.Import.Reading;
using TrailBoard.Data.Sources;

namespace TrailBoard.Tests;

/// <summary>A range of a bucket: afterwards all events of the range are there, though files are kept by the day of their delivery.</summary>
public sealed class S3RangeTests : IAsyncLifetime
{
    private static readonly S3Patience Quick = new(Wait.Long, 2, TimeSpan.FromMilliseconds(5), 64 * 1024);

    private readonly ManualTime _time = new();
    private FakeS3 _s3 = null!;
    private TestStore _store = null!;

    public async Task InitializeAsync() => (_s3, _store) = (await FakeS3.StartAsync(), await TestStore.CreateAsync());

    public async Task DisposeAsync()
    {
        await _s3.DisposeAsync();
        _store.Dispose();
    }

    [Fact]
    public async Task All_events_of_a_range_are_there_though_some_are_delivered_the_day_after()
    {
        Put(1, "2026-10-01T00:00:00Z", "2026/10/01");
        Put(2, "2026-10-07T23:59:59Z", "2026/10/08");
        Put(3, "2026-10-07T22:00:00Z", "2026/10/09");
        Put(4, "2026-10-04T12:00:00Z", "2026/10/04");

        await RunAsync("2026-10-01T00:00:00Z", "2026-10-08T00:00:00Z");

        Assert.Equal([1, 2, 3, 4], await StoredAsync());
    }

    [Fact]
    public async Task Files_are_imported_whole_and_days_that_cannot_hold_the_range_are_not_read()
    {
        _s3.Put(
            FakeS3.Key(1, day: "2026/10/01"),
            FakeS3.Gzip(Some.Records(3, i => Some.Record(i + 1, ((string[])["2026-09-30T23:58:00Z", "2026-10-01T00:01:00Z", "2026-10-01T12:01:00Z"])[i]))));
        Put(4, "2026-09-30T12:00:00Z", "2026/09/30");
        Put(5, "2026-10-03T12:00:00Z", "2026/10/03");

        await RunAsync("2026-10-01T00:00:00Z", "2026-10-01T12:00:00Z");

        Assert.Equal([1, 2, 3], await StoredAsync());
        Assert.Single(_s3.Requests, request => request.IsGet);
    }

    private void Put(int number, string time, string delivered) =>
        _s3.Put(FakeS3.Key(number, day: delivered), FakeS3.Gzip($$"""{"Records":[{{Some.Record(number, time)}}]}"""));

    private async Task<IEnumerable<int>> StoredAsync() => (await _store.ExportAsync()).Select(stored => int.Parse(stored.Event.EventId[^12..])).Order();

    private async Task RunAsync(string from, string to)
    {
        var options = new SourceOptions { Name = "trail", Type = SourceType.S3, Bucket = "trails", From = DateTimeOffset.Parse(from), To = DateTimeOffset.Parse(to) };
        using var source = new S3Source(options, () => new S3Bucket("trails", _s3.Client, "eu-west-1", TimeProvider.System, Quick), _time);
        using var feed = new ImportFeed(_time);
        var summary = await new ImportRun(_store.Writer, _store.Ledger, new TrailObjectReader(_time), feed, new ImportOptions { Readers = 2 }, _time)
            .RunAsync(source, "S3", null, CancellationToken.None).WaitAsync(TimeSpan.FromMinutes(1));
        Assert.Null(summary.Progress.Error);
    }
}
