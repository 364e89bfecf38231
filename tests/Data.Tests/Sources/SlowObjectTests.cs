using System.Runtime.CompilerServices;
using System.Text;
using TrailBoard.Core.Import;
using TrailBoard.Core.Import.Reading;
using TrailBoard.Data.Sources;

namespace TrailBoard.Tests;

/// <summary>A large object that is slow to come holds up nobody: others commit meanwhile, and it is stored whole when it has come.</summary>
public sealed class SlowObjectTests : IAsyncLifetime
{
    // More than are gathered before the first row is written; a batch is a megabyte of records.
    private const int LargeRecords = 2_500;

    private static readonly TimeSpan Soon = TimeSpan.FromMinutes(1);
    private static readonly string Noise = Convert.ToBase64String(Random7());

    private TestStore _store = null!;

    public async Task InitializeAsync() => _store = await TestStore.CreateAsync(time: TimeProvider.System);

    public Task DisposeAsync()
    {
        _store.Dispose();
        return Task.CompletedTask;
    }

    [Fact]
    public async Task Others_commit_while_standard_input_waits_in_the_middle_of_a_large_object()
    {
        using var typist = new Typist(Large());
        var slow = RunAsync(new StreamObject(typist, "standard input"));
        await typist.Waits.WaitAsync(Soon);

        var other = await RunAsync(Small()).WaitAsync(Soon);
        Assert.Equal((null, 1L), (other.Progress.Error, other.Progress.Counts.Stored));
        Assert.False(slow.IsCompleted);

        typist.GoOn();
        Assert.Equal(LargeRecords, (await slow.WaitAsync(Soon)).Progress.Counts.Stored);
    }

    [Fact]
    public async Task Others_commit_while_the_download_of_a_large_object_stalls()
    {
        await using var s3 = await FakeS3.StartAsync();
        var body = Large();
        s3.Put("large.json", body);
        var stall = new FakeAnswer(Bytes: body.Length / 10 * 9, Stalls: true);
        s3.Misbehave = _ => stall;
        using var bucket = new S3Bucket("trails", s3.Client, "eu-west-1", TimeProvider.System, S3Patience.Default with { Stall = TimeSpan.FromMinutes(10) });
        using var stop = new CancellationTokenSource();
        var slow = RunAsync(new S3TrailObject("s3", bucket, "large.json", body.Length), stop.Token);
        await stall.Stalled.Task.WaitAsync(Soon);

        var other = await RunAsync(Small()).WaitAsync(Soon);
        Assert.Equal((null, 1L), (other.Progress.Error, other.Progress.Counts.Stored));
        Assert.False(slow.IsCompleted);

        await stop.CancelAsync();
        Assert.Equal(0, (await slow.WaitAsync(Soon)).Progress.Counts.Stored);
    }

    private static byte[] Large() => Encoding.UTF8.GetBytes(Some.Records(LargeRecords, i => Some.Record(i + 10, extra: $",\"noise\":\"{Noise}\"")));

    private static MemoryObject Small() => new(Encoding.UTF8.GetBytes(Some.Records(1)), name: "small.json");

    private static byte[] Random7()
    {
        var noise = new byte[6_000];
        new Random(7).NextBytes(noise);
        return noise;
    }

    private async Task<ImportSummary> RunAsync(TrailObject only, CancellationToken stop = default)
    {
        using var feed = new ImportFeed(TimeProvider.System);
        return await new ImportRun(_store.Writer, _store.Ledger, new TrailObjectReader(TimeProvider.System), feed, new ImportOptions { Readers = 2 }, TimeProvider.System)
            .RunAsync(new One(only), "test", null, stop);
    }

    private sealed class One(TrailObject only) : ITrailSource
    {
        public string Label => only.Name;

        public async IAsyncEnumerable<TrailObject> ListAsync([EnumeratorCancellation] CancellationToken cancellationToken)
        {
            await Task.Yield();
            yield return only;
        }
    }

    /// <summary>Gives nine tenths at once, and the rest when told to.</summary>
    private sealed class Typist(byte[] bytes) : MemoryStream(bytes)
    {
        private readonly TaskCompletionSource _waits = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private readonly ManualResetEventSlim _goOn = new();

        public Task Waits => _waits.Task;

        public void GoOn() => _goOn.Set();

        public override int Read(byte[] buffer, int offset, int count)
        {
            var early = (int)(Length / 10 * 9) - (int)Position;
            if (early > 0)
            {
                return base.Read(buffer, offset, Math.Min(count, early));
            }

            _waits.TrySetResult();
            _goOn.Wait(Soon * 2);
            return base.Read(buffer, offset, count);
        }

        protected override void Dispose(bool disposing)
        {
            _goOn.Set();
            base.Dispose(disposing);
        }
    }
}
