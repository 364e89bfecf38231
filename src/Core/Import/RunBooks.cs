namespace TrailBoard.Core.Import;

/// <summary>The books of a run while it runs: the listing, the readers and the sink all write in them, so every change takes the lock.</summary>
internal sealed class RunBooks(long runId, string label, TimeProvider time, Action<ImportProgress, ObjectOutcome?> tell)
{
    private const int MaxNotable = 1_000;

    // A second import of many files skips nearly all of them: they must not crowd out the few that failed.
    private const int MaxNotableSkips = 200;
    private const long BytesBetweenTicks = 4 << 20;

    private readonly Lock _lock = new();
    private readonly long _start = time.GetTimestamp();
    private readonly List<ObjectOutcome> _notable = [];
    private ImportProgress _progress = new() { RunId = runId, Label = label, Started = time.GetUtcNow() };
    private long _bytesAtLastTick;
    private int _notableSkips;

    /// <summary>How many objects were settled without being read because the ledger knew them.</summary>
    public int Unchanged { get; private set; }

    /// <summary>Whether nothing was listed but what the ledger knew.</summary>
    public bool FoundNothing
    {
        get
        {
            lock (_lock)
            {
                return _progress.FilesListed == Unchanged;
            }
        }
    }

    public void List(TrailObject trailObject)
    {
        lock (_lock)
        {
            _progress = _progress with { FilesListed = _progress.FilesListed + 1, BytesListed = _progress.BytesListed + (trailObject.Size ?? 0) };
        }
    }

    public void ListingComplete()
    {
        lock (_lock)
        {
            _progress = _progress with { ListingComplete = true };
            Tell(null);
        }
    }

    /// <summary>Counts bytes of objects that are being read, so that one large object moves the progress too.</summary>
    public void Read(int bytes)
    {
        lock (_lock)
        {
            _progress = _progress with { BytesRead = _progress.BytesRead + bytes };
            if (_progress.BytesRead - _bytesAtLastTick >= BytesBetweenTicks)
            {
                Tell(null);
            }
        }
    }

    public void SettleUnchanged(ObjectOutcome outcome, long size)
    {
        lock (_lock)
        {
            Unchanged++;
            _progress = _progress with { BytesRead = _progress.BytesRead + size };
            Settle(outcome);
        }
    }

    public void Settle(ObjectOutcome outcome)
    {
        lock (_lock)
        {
            _progress = _progress with
            {
                FilesSettled = _progress.FilesSettled + 1,
                FilesSkipped = _progress.FilesSkipped + (outcome.State is ObjectState.Skipped ? 1 : 0),
                FilesFailed = _progress.FilesFailed + (outcome.State is ObjectState.Failed ? 1 : 0),
                FilesKeptAside = _progress.FilesKeptAside + (outcome.State is ObjectState.Quarantined ? 1 : 0),
                Counts = _progress.Counts + outcome.Counts,
            };
            if ((outcome.State is not ObjectState.Done || outcome.Reason is not null) && _notable.Count < MaxNotable
                && (outcome.State is not ObjectState.Skipped || ++_notableSkips <= MaxNotableSkips))
            {
                _notable.Add(outcome);
            }

            Tell(outcome);
        }
    }

    public ImportSummary Finish(string? error, Exception? fault, bool isForgotten)
    {
        lock (_lock)
        {
            _progress = _progress with { Finished = true, Error = error, IsForgotten = isForgotten };
            Tell(null);
            return new ImportSummary(_progress, [.. _notable], fault);
        }
    }

    private void Tell(ObjectOutcome? outcome)
    {
        _bytesAtLastTick = _progress.BytesRead;
        _progress = _progress with { Elapsed = time.GetElapsedTime(_start) };
        tell(_progress, outcome);
    }
}
