using System.Runtime.CompilerServices;
using System.Threading.Channels;
using TrailBoard.Core.Import;
using TrailBoard.Core.Import.Reading;

namespace TrailBoard.Core.Tests.Import;

/// <summary>Objects that say while they are opened what becomes of them, and sources that wait while they list.</summary>
public sealed class UnreadObjectTests
{
    private static readonly TimeSpan Soon = Wait.Long;

    private readonly ManualTime _time = new();

    [Theory]
    [InlineData(ObjectState.Skipped)]
    [InlineData(ObjectState.Quarantined)]
    [InlineData(ObjectState.Failed)]
    public async Task Opening_may_settle_an_object_without_reading_it(ObjectState state)
    {
        ObjectReading reading = state switch
        {
            ObjectState.Skipped => new ObjectReading.Skip("It is archived.", null),
            ObjectState.Quarantined => new ObjectReading.Quarantine("It is archived."),
            _ => new ObjectReading.Failure("It is archived."),
        };

        var summary = await RunAsync(new ListedSource([new Opening(() => throw new ObjectNotReadException(reading))]));

        Assert.Null(summary.Progress.Error);
        Assert.Equal((state, "It is archived."), Assert.Single(summary.Notable.Select(o => (o.State, o.Reason))));
    }

    [Fact]
    public async Task A_failure_at_the_last_attempt_is_kept_aside()
    {
        var summary = await RunAsync(new ListedSource([new Opening(() => throw new IOException("It is broken."), lastAttempt: true)]));

        var outcome = Assert.Single(summary.Notable);
        Assert.Equal(ObjectState.Quarantined, outcome.State);
        Assert.StartsWith("It is broken.", outcome.Reason, StringComparison.Ordinal);
        Assert.Equal((1, 0), (summary.Progress.FilesKeptAside, summary.Progress.FilesFailed));
    }

    [Fact]
    public async Task A_failed_source_ends_the_run_with_its_words()
    {
        var summary = await RunAsync(new ListedSource([new Opening(() => throw new SourceFailedException("s3:GetObject is missing."))]));

        Assert.Equal("s3:GetObject is missing.", summary.Progress.Error);
        Assert.Equal(0, summary.Progress.FilesFailed);
    }

    [Fact]
    public async Task Objects_are_imported_while_the_source_waits_for_more()
    {
        var first = new NamedObject("first");
        var source = new Waiting(first);

        var running = RunAsync(source);
        await Wait.UntilAsync(() => first.Settled.Count > 0);

        source.More.Writer.TryWrite(new NamedObject("second"));
        source.More.Writer.Complete();
        Assert.Equal(2, (await running.WaitAsync(Soon)).Progress.FilesSettled);
    }

    [Fact]
    public async Task A_fault_ends_a_source_that_waits()
    {
        var source = new Waiting(new Opening(() => throw new SourceFailedException("Gone.")));

        var summary = await RunAsync(source).WaitAsync(Soon);

        Assert.Equal("Gone.", summary.Progress.Error);
        Assert.True(source.Disposed);
    }

    private async Task<ImportSummary> RunAsync(ITrailSource source)
    {
        using var feed = new ImportFeed(_time);
        return await new ImportRun(new CountingSink(), new NotebookLedger(), new TrailObjectReader(_time), feed, new ImportOptions(), _time)
            .RunAsync(source, "test", null, CancellationToken.None);
    }

    private sealed class Opening(Func<Stream> open, bool lastAttempt = false) : TrailObject
    {
        public override string Source => "test";

        public override string Name => "object";

        public override long? Size => null;

        public override DateTimeOffset? Modified => null;

        public override bool IsLastAttempt => lastAttempt;

        public override Task<Stream> OpenAsync(CancellationToken cancellationToken) => Task.FromResult(open());
    }

    private sealed class Waiting(TrailObject first) : ITrailSource
    {
        public Channel<TrailObject> More { get; } = Channel.CreateUnbounded<TrailObject>();

        public bool Disposed { get; private set; }

        public string Label => "test";

        public async IAsyncEnumerable<TrailObject> ListAsync([EnumeratorCancellation] CancellationToken cancellationToken)
        {
            try
            {
                yield return first;
                await foreach (var next in More.Reader.ReadAllAsync(cancellationToken))
                {
                    yield return next;
                }
            }
            finally
            {
                Disposed = true;
            }
        }
    }
}
