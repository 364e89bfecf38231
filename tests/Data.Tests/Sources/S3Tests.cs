using TrailBoard.Core.Import;
using TrailBoard.Core.Import.Reading;
using TrailBoard.Data.Sources;

namespace TrailBoard.Tests;

/// <summary>What tests of a bucket share: a server that speaks S3, a store, and a clock that stands still.</summary>
public abstract class S3Tests : IAsyncLifetime
{
    private protected ManualTime Time { get; } = new();

    private protected FakeS3 S3 { get; private set; } = null!;

    private protected TestStore Store { get; private set; } = null!;

    /// <summary>Asks again after a moment. Nothing here is to be given up for being slow: the machine may be.</summary>
    private protected static S3Patience Quick { get; } = new(Wait.Long, 4, TimeSpan.FromMilliseconds(5), 64 * 1024);

    /// <summary>The clock of the import and of the store.</summary>
    private protected virtual TimeProvider Clock => Time;

    public virtual async Task InitializeAsync() => (S3, Store) = (await FakeS3.StartAsync(), await TestStore.CreateAsync(time: Clock));

    public virtual async Task DisposeAsync()
    {
        await S3.DisposeAsync();
        Store.Dispose();
    }

    private protected static string Name(string key) => $"s3://trails/{key}";

    private protected void Put(int number, string? key = null) => S3.Put(key ?? FakeS3.Key(number), FakeS3.Gzip($$"""{"Records":[{{Some.Record(number)}}]}"""));

    private protected S3Bucket Bucket(string name = "trails") => new(name, S3.Client, "eu-west-1", TimeProvider.System, Quick);

    private protected S3Source SourceOf(SourceOptions options)
    {
        options.Type = SourceType.S3;
        options.Bucket = "trails";
        options.Name = options.Name.Length > 0 ? options.Name : "trail";
        return new S3Source(options, () => Bucket(), Time);
    }

    private protected async Task<List<TrailObject>> ListAsync(SourceOptions options)
    {
        using var source = SourceOf(options);
        var listed = new List<TrailObject>();
        await foreach (var one in source.ListAsync(CancellationToken.None))
        {
            listed.Add(one);
        }

        return listed;
    }

    private protected async Task<ImportSummary> RunAsync(SourceOptions? options = null)
    {
        using var source = SourceOf(options ?? new SourceOptions());
        return await RunAsync(source);
    }

    private protected async Task<ImportSummary> RunAsync(ITrailSource source, string kind = "S3", CancellationToken stop = default)
    {
        using var feed = new ImportFeed(Clock);
        return await new ImportRun(Store.Writer, Store.Ledger, new TrailObjectReader(Time), feed, new ImportOptions { Readers = 4 }, Clock)
            .RunAsync(source, kind, null, stop).WaitAsync(Wait.Long, CancellationToken.None);
    }
}
