using System.Runtime.CompilerServices;
using System.Threading.Channels;
using TrailBoard.Core.Import;
using TrailBoard.Core.Store;

namespace TrailBoard.Core.Tests.Import;

public sealed class ImportRunTests
{
    private static readonly TimeSpan Soon = Wait.Long;

    private readonly ManualTime _time = new();
    private readonly NotebookLedger _ledger = new("known-1", "known-2");

    [Fact]
    public async Task The_books_balance_and_every_object_is_settled_once()
    {
        var objects = Enumerable.Range(0, 300).Select(i => new NamedObject($"object-{i}")).ToArray();
        var sink = new CountingSink();
        var told = new List<ImportProgress>();

        var summary = await Run(sink, (o, _) => Readings.Of(Readings.Batch(3, 1), Readings.Batch(2), Readings.End))
            .RunAsync(new ListedSource(objects), "import", (progress, _) => told.Add(progress), CancellationToken.None).WaitAsync(Soon);

        var progress = summary.Progress;
        Assert.Equal(new RecordCounts(1800, 1500, 0, 300), progress.Counts);
        Assert.Equal(progress.Counts.Read, progress.Counts.Stored + progress.Counts.Duplicates + progress.Counts.Rejected);
        Assert.All(objects, o => Assert.Single(o.Settled));
        Assert.Equal((300, 300, 0, 0), (progress.FilesListed, progress.FilesSettled, progress.FilesSkipped, progress.FilesFailed));
        Assert.True(progress is { Finished: true, ListingComplete: true, Error: null, BytesListed: 3000 });
        Assert.Equal((0, null), _ledger.Finished);
        Assert.Equal(told.Select(p => p.FilesSettled).Order(), told.Select(p => p.FilesSettled));
    }

    [Fact]
    public async Task Objects_that_the_ledger_knows_are_not_read_and_cost_one_question_for_many()
    {
        var objects = Enumerable.Range(0, 1000).Select(i => new NamedObject(i % 2 == 0 ? "known-1" : "known-2")).ToArray();

        var summary = await Run(new CountingSink(), (o, _) => throw new InvalidOperationException("It was read."))
            .RunAsync(new ListedSource(objects), "import", null, CancellationToken.None).WaitAsync(Soon);

        Assert.Equal((1000, 1000, 0), (summary.Progress.FilesSettled, summary.Progress.FilesSkipped, summary.Progress.FilesFailed));
        Assert.Equal((1000, null), _ledger.Finished);
        Assert.Equal(2, _ledger.Questions);
        Assert.All(objects, o => Assert.Equal(ObjectState.Skipped, Assert.Single(o.Settled).State));
    }

    [Fact]
    public async Task A_failure_is_told_however_many_objects_were_skipped_before_it()
    {
        var objects = Enumerable.Repeat("known-1", 5000).Append("fails").Select(name => new NamedObject(name));
        var summary = await Run(new CountingSink(), (o, _) => Readings.Of(new ObjectReading.Failure("It is broken.")))
            .RunAsync(new ListedSource(objects), "import", null, CancellationToken.None).WaitAsync(Soon);
        Assert.Contains(summary.Notable, o => o.Name == "fails");
        Assert.Equal(201, summary.Notable.Count);
    }

    [Fact]
    public async Task A_reader_waits_while_the_sink_waits()
    {
        var read = 0;
        var open = new TaskCompletionSource();
        var sink = new CountingSink { Gate = _ => open.Task };
        async IAsyncEnumerable<ObjectReading> Many(TrailObject o, [EnumeratorCancellation] CancellationToken token)
        {
            for (var i = 0; i < 500; i++)
            {
                Interlocked.Increment(ref read);
                yield return Readings.Batch(1);
                await Task.Yield();
            }

            yield return Readings.End;
        }

        var running = Run(sink, Many, readers: 2).RunAsync(new ListedSource([new NamedObject("a"), new NamedObject("b"), new NamedObject("c")]), "import", null, CancellationToken.None);
        await Wait.UntilAsync(() => Volatile.Read(ref read) >= 6);
        await Task.Delay(100);

        // Two readers, each with two readings in its channel and one in hand.
        Assert.Equal(6, Volatile.Read(ref read));
        open.SetResult();
        var summary = await running.WaitAsync(Soon);
        Assert.Equal(1500, summary.Progress.Counts.Stored);
    }

    [Fact]
    public async Task A_slow_object_does_not_keep_the_sink_from_others()
    {
        var slow = new TaskCompletionSource();
        var sink = new CountingSink();
        async IAsyncEnumerable<ObjectReading> Read(TrailObject o, [EnumeratorCancellation] CancellationToken token)
        {
            yield return Readings.Batch(1);
            if (o.Name == "slow")
            {
                await slow.Task;
            }

            yield return Readings.End;
        }

        var objects = Enumerable.Range(0, 50).Select(i => new NamedObject(i == 0 ? "slow" : $"object-{i}"));
        var running = Run(sink, Read, readers: 2).RunAsync(new ListedSource(objects), "import", null, CancellationToken.None);
        await Wait.UntilAsync(() => sink.Committed.Count == 49);
        slow.SetResult();
        await running.WaitAsync(Soon);
        Assert.Equal("slow", sink.Committed[^1]);
    }

    [Fact]
    public async Task Objects_are_read_in_the_order_of_their_listing()
    {
        var sink = new CountingSink();
        var names = Enumerable.Range(0, 100).Select(i => $"object-{i:000}").ToArray();
        var opened = new List<string>();

        await Run(sink, (o, _) =>
        {
            opened.Add(o.Name);
            return Readings.Of(Readings.End);
        }, readers: 1).RunAsync(new ListedSource(names.Select(name => new NamedObject(name))), "import", null, CancellationToken.None).WaitAsync(Soon);

        Assert.Equal(names, opened);
        Assert.Equal(names, sink.Committed);
    }

    [Fact]
    public async Task Failing_objects_fail_by_name_and_the_rest_goes_on()
    {
        static async IAsyncEnumerable<ObjectReading> Throws()
        {
            yield return Readings.Batch(5);
            await Task.Yield();
            throw new IOException("The disk is on fire.");
        }

        var summary = await Run(new CountingSink(), (o, _) => o.Name switch
        {
            "throws-late" => Throws(),
            "throws-at-once" => throw new UnauthorizedAccessException("Not yours."),
            "no-end" => Readings.Of(Readings.Batch(2)),
            "skipped" => Readings.Of(new ObjectReading.Skip("It is empty.", null)),
            _ => Readings.Of(Readings.Batch(1), Readings.End),
        }).RunAsync(
            new ListedSource(new[] { "a", "throws-late", "b", "throws-at-once", "c", "no-end", "skipped" }.Select(name => new NamedObject(name))),
            "import", null, CancellationToken.None).WaitAsync(Soon);

        Assert.Equal(3, summary.Progress.Counts.Stored);
        Assert.Equal((7, 1, 3), (summary.Progress.FilesSettled, summary.Progress.FilesSkipped, summary.Progress.FilesFailed));
        Assert.Equal(["no-end", "skipped", "throws-at-once", "throws-late"], summary.Notable.Select(o => o.Name).Order());
        Assert.Contains(summary.Notable, o => o.Reason == "It could not be read: The disk is on fire.");
        Assert.Null(summary.Progress.Error);
    }

    [Fact]
    public async Task A_cancelled_run_ends_soon_keeps_what_was_committed_and_says_so()
    {
        using var stop = new CancellationTokenSource();
        var sink = new CountingSink();
        async IAsyncEnumerable<ObjectReading> Read(TrailObject o, [EnumeratorCancellation] CancellationToken token)
        {
            if (o.Name == "object-20")
            {
                await Wait.UntilAsync(() => sink.Committed.Count >= 10);
                await stop.CancelAsync();
                await Task.Delay(Timeout.Infinite, token);
            }

            yield return Readings.End;
        }

        var summary = await Run(sink, Read).RunAsync(
            new ListedSource(Enumerable.Range(0, 10_000).Select(i => new NamedObject($"object-{i}"))), "import", null, stop.Token).WaitAsync(Soon);

        Assert.InRange(summary.Progress.FilesSettled, 10, 9_999);
        Assert.Equal(sink.Committed.Count, summary.Progress.FilesSettled);
        Assert.StartsWith("Stopped before its end.", summary.Progress.Error, StringComparison.Ordinal);
        Assert.Equal(summary.Progress.Error, _ledger.Finished?.Error);
        Assert.Null(summary.Fault);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_fault_of_the_store_stops_the_run_with_its_sentence_in_the_ledger(bool throws)
    {
        var summary = await Run(new FaultySink(throws), (o, _) => Readings.Of(Readings.Batch(1), Readings.Batch(1), Readings.Batch(1), Readings.End))
            .RunAsync(new ListedSource(Enumerable.Range(0, 1000).Select(i => new NamedObject($"object-{i}"))), "import", null, CancellationToken.None).WaitAsync(Soon);

        var expected = throws ? "The disk is full." : "The store stopped writing before the import ended.";
        Assert.Equal(expected, summary.Progress.Error);
        Assert.Equal(expected, _ledger.Finished?.Error);
        Assert.NotNull(summary.Fault);
    }

    [Fact]
    public async Task Progress_moves_while_one_large_object_is_read()
    {
        var told = new List<ImportProgress>();
        static async IAsyncEnumerable<ObjectReading> Read(TrailObject o, [EnumeratorCancellation] CancellationToken token)
        {
            await using var stream = await o.OpenAsync(token);
            var buffer = new byte[1 << 20];
            while (await stream.ReadAsync(buffer, token) > 0)
            {
            }

            yield return Readings.End;
        }

        await Run(new CountingSink(), Read).RunAsync(
            new ListedSource([new NamedObject("large", 20 << 20)]), "import", (progress, _) => told.Add(progress), CancellationToken.None).WaitAsync(Soon);

        Assert.InRange(told.Count(p => p is { FilesSettled: 0, BytesRead: > 0 }), 4, 20);
        Assert.Equal(20 << 20, told[^1].BytesRead);
    }

    private ImportRun Run(IEventSink sink, Func<TrailObject, CancellationToken, IAsyncEnumerable<ObjectReading>> read, int readers = 4) =>
        new(sink, _ledger, read, new ImportFeed(_time), new ImportOptions { Readers = readers }, _time);

    private sealed class FaultySink(bool throws) : IEventSink
    {
        public async Task WriteAsync(long runId, ChannelReader<ObjectInFlight> objects, Action<ObjectOutcome> settled, CancellationToken cancellationToken)
        {
            await objects.ReadAsync(cancellationToken);
            if (throws)
            {
                throw new StoreException("The disk is full.");
            }
        }
    }
}
