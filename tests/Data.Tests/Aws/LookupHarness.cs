using TrailBoard.Core.Import;
using TrailBoard.Core.Import.Reading;
using TrailBoard.Data.Sources.Lookup;

namespace TrailBoard.Tests.Aws;

/// <summary>A store, a server and the source between them.</summary>
internal sealed class LookupHarness : IAsyncDisposable
{
    private LookupHarness(FakeCloudTrail server, TestStore store, TimeProvider time)
    {
        (Server, Store, Time) = (server, store, time);
        Pacer = new LookupPacer(time);
    }

    public FakeCloudTrail Server { get; }

    public TestStore Store { get; }

    public TimeProvider Time { get; }

    public LookupPacer Pacer { get; }

    public static async Task<LookupHarness> StartAsync(IEnumerable<string> records, TimeProvider? time = null)
    {
        time ??= new SkippingTime();
        return new LookupHarness(await FakeCloudTrail.StartAsync(time, records), await TestStore.CreateAsync(time: time), time);
    }

    /// <summary>Records at even distances, the newest <paramref name="newest"/> before now.</summary>
    public static IEnumerable<string> Evenly(int count, TimeSpan newest, TimeSpan apart, DateTimeOffset? now = null) =>
        Enumerable.Range(0, count).Select(i => Some.Record(i + 1, $"{(now ?? new SkippingTime().GetUtcNow()) - newest - (apart * i):yyyy-MM-dd'T'HH:mm:ss'Z'}"));

    public SourceOptions Options(DateTimeOffset? from = null, DateTimeOffset? to = null, params string[] regions) => new()
    {
        Name = "lookup",
        Type = SourceType.LookupEvents,
        Endpoint = Server.Url,
        Regions = regions.Length > 0 ? regions : ["eu-west-1"],
        From = from,
        To = to,
    };

    public LookupEventsSource Source(SourceOptions options, LookupPacer? pacer = null) => new(options, Store.Ledger, pacer ?? Pacer, Time);

    public Task<ImportSummary> RunAsync(ITrailSource source, CancellationToken cancellationToken = default) =>
        new ImportRun(Store.Writer, Store.Ledger, new TrailObjectReader(Time), new ImportFeed(new ManualTime()), new ImportOptions { Readers = 4 }, Time)
            .RunAsync(source, "LookupEvents", null, cancellationToken).WaitAsync(Wait.Long, CancellationToken.None);

    public async Task<ImportSummary> RunAsync(DateTimeOffset? from = null, DateTimeOffset? to = null) => await RunAsync(Source(Options(from, to)));

    public async Task<int> CountAsync() => (await Store.ExportAsync()).Count;

    public async ValueTask DisposeAsync()
    {
        await Server.DisposeAsync();
        Store.Dispose();
    }
}
