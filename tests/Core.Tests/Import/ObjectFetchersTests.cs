using System.Runtime.CompilerServices;
using TrailBoard.Core.Import;

namespace TrailBoard.Core.Tests.Import;

/// <summary>Objects that come over a network are opened before a reader has time for them.</summary>
public sealed class ObjectFetchersTests
{
    private static readonly TimeSpan Soon = Wait.Long;

    private readonly ManualTime _time = new();
    private readonly TaskCompletionSource _network = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int _opened;
    private int _disposed;

    [Fact]
    public async Task Sixteen_are_opened_at_once_though_one_is_read_at_a_time()
    {
        var running = RunAsync(new FarSource(Far(100)), new CountingSink());
        await Wait.UntilAsync(() => Volatile.Read(ref _opened) >= ObjectFetchers.AtOnce);
        await Task.Delay(100);

        Assert.Equal((16, 16), (ObjectFetchers.AtOnce, Volatile.Read(ref _opened)));
        _network.SetResult();
        var summary = await running.WaitAsync(Soon);
        Assert.Equal((100, 0, null), (summary.Progress.FilesSettled, summary.Progress.FilesFailed, summary.Progress.Error));
        Assert.Equal((100, 100), (_opened, _disposed));
    }

    [Fact]
    public async Task No_more_are_open_than_are_fetched_at_once_and_wait_for_the_store()
    {
        _network.SetResult();
        var store = new TaskCompletionSource();
        var running = RunAsync(new FarSource(Far(100)), new CountingSink { Gate = _ => store.Task });
        // One reader: its queue and its hand are full, two have been handed to the sink and one is being written.
        await Wait.UntilAsync(() => Volatile.Read(ref _opened) >= ObjectFetchers.AtOnce + 5);
        await Task.Delay(100);

        Assert.InRange(Volatile.Read(ref _opened) - Volatile.Read(ref _disposed), 1, ObjectFetchers.AtOnce + 2);
        store.SetResult();
        await running.WaitAsync(Soon);
        Assert.Equal((100, 100), (_opened, _disposed));
    }

    [Fact]
    public async Task What_was_opened_and_not_read_is_let_go_when_the_run_is_stopped()
    {
        _network.SetResult();
        using var stop = new CancellationTokenSource();
        var store = new TaskCompletionSource();
        await using var stopped = stop.Token.Register(() => store.SetCanceled());
        var running = RunAsync(new FarSource(Far(100)), new CountingSink { Gate = _ => store.Task }, stop.Token);
        await Wait.UntilAsync(() => Volatile.Read(ref _opened) >= ObjectFetchers.AtOnce);

        await stop.CancelAsync();

        var summary = await running.WaitAsync(Soon);
        Assert.NotNull(summary.Progress.Error);
        Assert.Equal(_opened, _disposed);
    }

    [Fact]
    public async Task What_cannot_be_opened_fails_by_name_and_the_rest_goes_on()
    {
        _network.SetResult();
        var objects = Far(50).Append(new FarObject("broken", () => throw new IOException("It is broken."))).Concat(Far(50));

        var summary = await RunAsync(new FarSource(objects), new CountingSink()).WaitAsync(Soon);

        Assert.Equal((101, 1, null), (summary.Progress.FilesSettled, summary.Progress.FilesFailed, summary.Progress.Error));
        Assert.Equal(("broken", "It could not be read: It is broken."), Assert.Single(summary.Notable.Select(one => (one.Name, one.Reason))));
    }

    [Fact]
    public async Task What_is_not_to_be_read_is_not_opened()
    {
        var summary = await RunAsync(new FarSource([new FarObject("archived", Open, notToBeRead: "Archived.")]), new CountingSink()).WaitAsync(Soon);

        Assert.Equal((1, 0), (summary.Progress.FilesSkipped, _opened));
    }

    private IEnumerable<FarObject> Far(int count) => Enumerable.Range(0, count).Select(i => new FarObject($"far-{i}", Open));

    private async Task<Stream> Open()
    {
        Interlocked.Increment(ref _opened);
        await _network.Task;
        return new Watched(() => Interlocked.Increment(ref _disposed));
    }

    private Task<ImportSummary> RunAsync(ITrailSource source, CountingSink sink, CancellationToken stop = default)
    {
        static async IAsyncEnumerable<ObjectReading> Read(TrailObject one, [EnumeratorCancellation] CancellationToken cancellationToken)
        {
            await using var stream = await one.OpenAsync(cancellationToken);
            yield return Readings.Batch(1);
            yield return Readings.End;
        }

        return new ImportRun(sink, new NotebookLedger(), Read, new ImportFeed(_time), new ImportOptions { Readers = 1 }, _time).RunAsync(source, "test", null, stop);
    }

    private sealed class FarSource(IEnumerable<TrailObject> objects) : IRemoteSource
    {
        private readonly ListedSource _listed = new(objects);

        public string Label => "far";

        public TimeSpan PollAfter => TimeSpan.FromMinutes(1);

        public IReadOnlyList<string> Notes => [];

        public SourceOutlook? Outlook => null;

        public IAsyncEnumerable<TrailObject> ListAsync(CancellationToken cancellationToken) => _listed.ListAsync(cancellationToken);
    }

    private sealed class FarObject(string name, Func<Task<Stream>> open, string? notToBeRead = null) : TrailObject
    {
        public override string Source => "test";

        public override string Name => name;

        public override long? Size => 10;

        public override DateTimeOffset? Modified => null;

        public override bool IsFar => true;

        public override string? NotToBeRead => notToBeRead;

        // As S3 does: nothing is thrown before there is a task.
        public override async Task<Stream> OpenAsync(CancellationToken cancellationToken) => await open();
    }

    private sealed class Watched(Action disposed) : MemoryStream
    {
        private bool _isDisposed;

        protected override void Dispose(bool disposing)
        {
            if (!_isDisposed)
            {
                _isDisposed = true;
                disposed();
            }

            base.Dispose(disposing);
        }
    }
}
