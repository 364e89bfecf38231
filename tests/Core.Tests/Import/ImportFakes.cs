using System.Runtime.CompilerServices;
using System.Threading.Channels;
using TrailBoard.Core.Events;
using TrailBoard.Core.Import;

namespace TrailBoard.Core.Tests.Import;

/// <summary>An object of which only the name matters.</summary>
internal sealed class NamedObject(string name, long? size = 10) : TrailObject
{
    public List<ObjectOutcome> Settled { get; } = [];

    public override string Source => "test";

    public override string Name => name;

    public override long? Size => size;

    public override DateTimeOffset? Modified => null;

    public override Task<Stream> OpenAsync(CancellationToken cancellationToken) => Task.FromResult<Stream>(new MemoryStream(new byte[size ?? 0]));

    public override Task SettledAsync(ObjectOutcome outcome, CancellationToken cancellationToken)
    {
        Settled.Add(outcome);
        return Task.CompletedTask;
    }
}

internal sealed class ListedSource(IEnumerable<TrailObject> objects) : ITrailSource
{
    public string Label => "test";

    public async IAsyncEnumerable<TrailObject> ListAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        foreach (var trailObject in objects)
        {
            cancellationToken.ThrowIfCancellationRequested();
            yield return trailObject;
        }

        await Task.CompletedTask;
    }
}

/// <summary>Takes objects one after the other, as the store does: whole or not at all.</summary>
internal sealed class CountingSink : IEventSink
{
    /// <summary>Awaited before each reading is taken.</summary>
    public Func<string, Task> Gate { get; init; } = _ => Task.CompletedTask;

    public List<string> Committed { get; } = [];

    public async Task WriteAsync(
        long runId,
        ChannelReader<ObjectInFlight> objects,
        Action<ObjectOutcome> settled,
        CancellationToken cancellationToken)
    {
        await foreach (var inFlight in objects.ReadAllAsync(cancellationToken))
        {
            var outcome = await WriteAsync(inFlight, cancellationToken);
            Committed.Add(outcome.Name);
            settled(outcome);
            await inFlight.Object.SettledAsync(outcome, cancellationToken);
        }
    }

    private async Task<ObjectOutcome> WriteAsync(ObjectInFlight inFlight, CancellationToken cancellationToken)
    {
        var counts = default(RecordCounts);
        ObjectOutcome? outcome = null;
        await Gate(inFlight.Object.Name);
        await foreach (var reading in inFlight.Readings.ReadAllAsync(cancellationToken))
        {
            Assert.Null(outcome);
            switch (reading)
            {
                case ObjectReading.Batch batch:
                    counts += new RecordCounts(
                        batch.Records.Count + batch.Rejections.Count, batch.Records.Count, 0, batch.Rejections.Count);
                    break;
                case ObjectReading.End end:
                    outcome = Outcome(inFlight, counts.Rejected > 0 ? ObjectState.DoneWithRejects : ObjectState.Done, end.Warning, counts);
                    break;
                case ObjectReading.Skip skip:
                    outcome = Outcome(inFlight, ObjectState.Skipped, skip.Reason, default);
                    break;
                case ObjectReading.Failure failure:
                    outcome = Outcome(inFlight, ObjectState.Failed, failure.Reason, default);
                    break;
                case ObjectReading.Quarantine quarantine:
                    outcome = Outcome(inFlight, ObjectState.Quarantined, quarantine.Reason, default);
                    break;
                default:
                    throw new ArgumentOutOfRangeException(nameof(inFlight), reading, null);
            }

            await Gate(inFlight.Object.Name);
        }

        return outcome ?? throw new InvalidOperationException($"{inFlight.Object.Name} came without an end.");
    }

    private static ObjectOutcome Outcome(ObjectInFlight inFlight, ObjectState state, string? reason, RecordCounts counts) =>
        new(inFlight.Object.Source, inFlight.Object.Name, state, reason, counts);
}

/// <summary>A ledger that knows the names it is given, and refuses what a run has no business to ask.</summary>
internal sealed class NotebookLedger(params string[] known) : IImportLedger
{
    private readonly HashSet<string> _known = [.. known];

    public int Questions { get; private set; }

    public (int Unchanged, string? Error)? Finished { get; private set; }

    public bool IsForgotten { get; private set; }

    public Task<long> StartRunAsync(string kind, string label, CancellationToken cancellationToken) => Task.FromResult(7L);

    public Task FinishRunAsync(long runId, int unchanged, string? error, CancellationToken cancellationToken)
    {
        Assert.Equal(7, runId);
        Assert.Null(Finished);
        Assert.False(IsForgotten);
        Finished = (unchanged, error);
        return Task.CompletedTask;
    }

    public Task ForgetRunAsync(long runId, CancellationToken cancellationToken)
    {
        Assert.Equal(7, runId);
        Assert.Null(Finished);
        IsForgotten = true;
        return Task.CompletedTask;
    }

    public Task<IReadOnlyList<string?>> AlreadyImportedAsync(IReadOnlyList<TrailObject> objects, CancellationToken cancellationToken)
    {
        Questions++;
        return Task.FromResult<IReadOnlyList<string?>>([.. objects.Select(o => _known.Contains(o.Name) ? "Imported before." : null)]);
    }

    public Task<string?> AlreadyImportedAsync(string sha256, CancellationToken cancellationToken) => throw new NotSupportedException();

    public Task<IReadOnlyList<ImportRunRow>> RunsAsync(int limit, CancellationToken cancellationToken) => throw new NotSupportedException();

    public Task<ImportRunRow?> RunAsync(long runId, CancellationToken cancellationToken) => throw new NotSupportedException();

    public Task<IReadOnlyList<LedgerObject>> ObjectsAsync(long runId, int skip, int limit, CancellationToken cancellationToken) =>
        throw new NotSupportedException();

    public Task<IReadOnlyList<Rejection>> RejectionsAsync(long objectId, CancellationToken cancellationToken) => throw new NotSupportedException();
}

internal static class Readings
{
    public static ObjectReading.End End { get; } = new("Records", new ContentDigest(10, 10, "", ""), null);

    public static ObjectReading.Batch Batch(int records, int rejections = 0) => new(
        [.. Enumerable.Range(0, records).Select(i => new TrailRecord(new TrailEvent { EventId = $"{i}", Time = default }, i, default, i))],
        null,
        [.. Enumerable.Range(0, rejections).Select(i => new Rejection(records + i, 0, "test", "Refused by the test.", ""))]);

    public static async IAsyncEnumerable<ObjectReading> Of(params ObjectReading[] readings)
    {
        foreach (var reading in readings)
        {
            await Task.Yield();
            yield return reading;
        }
    }
}
