using System.Threading.Channels;

namespace TrailBoard.Core.Import;

/// <summary>One object on its way to the store, read while it is written.</summary>
/// <param name="Object">The object.</param>
/// <param name="Readings">
/// What is read of it, bounded so that the reader waits for the writer. It always completes after one final reading.
/// </param>
public sealed record ObjectInFlight(TrailObject Object, ChannelReader<ObjectReading> Readings);

/// <summary>The port through which events enter the store. One writer at a time.</summary>
public interface IEventSink
{
    /// <summary>
    /// Writes objects until the channel completes. Each object is committed whole or not at all, together with its line in the
    /// ledger; several small objects may share a transaction. An event that the store has is not written again, but that it
    /// was seen is. <paramref name="settled"/> is called after the commit, in order, and then <see cref="TrailObject.SettledAsync"/>.
    /// When cancelled, what is not committed is rolled back.
    /// </summary>
    /// <param name="runId">The run from <see cref="IImportLedger.StartRunAsync"/>.</param>
    Task WriteAsync(
        long runId,
        ChannelReader<ObjectInFlight> objects,
        Action<ObjectOutcome> settled,
        CancellationToken cancellationToken);
}

/// <summary>The books of imports: which objects were read and what became of them. It outlives the events.</summary>
public interface IImportLedger
{
    /// <summary>Opens a run.</summary>
    /// <param name="kind">How it was started: <c>import</c>, <c>upload</c>, <c>demo</c> or a source's type.</param>
    /// <param name="label">What a person calls it.</param>
    Task<long> StartRunAsync(string kind, string label, CancellationToken cancellationToken);

    /// <summary>Closes a run.</summary>
    /// <param name="unchanged">
    /// How many objects were listed but not read because <see cref="AlreadyImportedAsync(IReadOnlyList{TrailObject}, CancellationToken)"/>
    /// knew them. They keep the line that they have; the run only counts them, as skipped.
    /// </param>
    /// <param name="error">Why it stopped before its end, or null.</param>
    Task FinishRunAsync(long runId, int unchanged, string? error, CancellationToken cancellationToken);

    /// <summary>Removes a run that came upon nothing new, as if it had never been. It has no objects.</summary>
    Task ForgetRunAsync(long runId, CancellationToken cancellationToken);

    /// <summary>
    /// Tells which objects were imported before and have not changed, by source, name, size and time of change, without reading
    /// them. Failed objects, and objects whose size or time of change is not known, are always to be read. It only reads: a
    /// writer at work is never waited for, or the run that asks would wait for itself.
    /// </summary>
    /// <returns>For each object, in order, a sentence that says so, or null where it is to be read.</returns>
    Task<IReadOnlyList<string?>> AlreadyImportedAsync(IReadOnlyList<TrailObject> objects, CancellationToken cancellationToken);

    /// <summary>Tells whether bytes with this SHA-256 (lower-case hex) were imported before, whatever their name.</summary>
    /// <returns>A sentence that says so, or null.</returns>
    Task<string?> AlreadyImportedAsync(string sha256, CancellationToken cancellationToken);

    /// <summary>The runs, newest first, without those of sources that found nothing new and of whose failures a later run tells.</summary>
    Task<IReadOnlyList<ImportRunRow>> RunsAsync(int limit, CancellationToken cancellationToken);

    /// <summary>One run, or null.</summary>
    Task<ImportRunRow?> RunAsync(long runId, CancellationToken cancellationToken);

    /// <summary>Objects of a run, those with something to say (failed, kept aside, rejects, skipped) first, then by name.</summary>
    Task<IReadOnlyList<LedgerObject>> ObjectsAsync(long runId, int skip, int limit, CancellationToken cancellationToken);

    /// <summary>Refused records of an object, in order; at most 1,000 are kept, the rest is counted.</summary>
    Task<IReadOnlyList<Events.Rejection>> RejectionsAsync(long objectId, CancellationToken cancellationToken);
}

/// <summary>A run as the ledger has it. Times are UTC.</summary>
/// <param name="Files">How many objects were listed, by state, keyed by the name of <see cref="ObjectState"/>.</param>
public sealed record ImportRunRow(
    long Id,
    string Kind,
    string Label,
    DateTimeOffset Started,
    DateTimeOffset? Finished,
    string? Error,
    IReadOnlyDictionary<ObjectState, int> Files,
    RecordCounts Counts);

/// <summary>An object as the ledger has it. Times are UTC; sizes are bytes.</summary>
/// <param name="IsSuperseded">Whether the ledger has a later line of the same object, so that this one is history.</param>
/// <param name="Digest">For a digest file, how what it lists compares with what is imported now; else null.</param>
public sealed record LedgerObject(
    long Id,
    long RunId,
    string Source,
    string Name,
    ObjectState State,
    string? Reason,
    string? Wrapper,
    string? Sha256,
    long? Size,
    DateTimeOffset SettledAt,
    RecordCounts Counts,
    bool IsSuperseded = false,
    DigestCheck? Digest = null)
{
    /// <summary>Whether its source can read it again when a person asks: a file of a bucket. A message of a queue comes by itself, or not at all.</summary>
    public bool CanBeReadAgain => Name.StartsWith("s3://", StringComparison.Ordinal);
}
