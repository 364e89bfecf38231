namespace TrailBoard.Core.Import;

/// <summary>How far a run has come: an immutable snapshot.</summary>
public sealed record ImportProgress
{
    /// <summary>The run in the ledger.</summary>
    public required long RunId { get; init; }

    /// <summary>What a person calls the run.</summary>
    public required string Label { get; init; }

    /// <summary>When it started, UTC.</summary>
    public required DateTimeOffset Started { get; init; }

    /// <summary>Whether it has ended.</summary>
    public bool Finished { get; init; }

    /// <summary>Why it stopped before its end, or null.</summary>
    public string? Error { get; init; }

    /// <summary>Whether it came upon nothing new and left no line in the ledger: <see cref="RunId"/> names nothing any more.</summary>
    public bool IsForgotten { get; init; }

    /// <summary>Objects listed so far.</summary>
    public int FilesListed { get; init; }

    /// <summary>Whether the listing is complete, so that <see cref="FilesListed"/> and <see cref="BytesListed"/> are totals.</summary>
    public bool ListingComplete { get; init; }

    /// <summary>Objects that are settled: done, skipped, failed or kept aside.</summary>
    public int FilesSettled { get; init; }

    /// <summary>Objects that were skipped.</summary>
    public int FilesSkipped { get; init; }

    /// <summary>Objects that failed; the next run tries them again.</summary>
    public int FilesFailed { get; init; }

    /// <summary>Objects that were kept aside until a person decides.</summary>
    public int FilesKeptAside { get; init; }

    /// <summary>Bytes listed, where sizes are known.</summary>
    public long BytesListed { get; init; }

    /// <summary>Bytes read so far, those of objects that are still being read included, and the sizes of objects that needed no reading.</summary>
    public long BytesRead { get; init; }

    /// <summary>The books so far, of committed objects only.</summary>
    public RecordCounts Counts { get; init; }

    /// <summary>How long it has run.</summary>
    public TimeSpan Elapsed { get; init; }

    /// <summary>Bytes read per second over the whole run.</summary>
    public double BytesPerSecond => Elapsed > TimeSpan.Zero ? BytesRead / Elapsed.TotalSeconds : 0;

    /// <summary>Committed records per second over the whole run.</summary>
    public double EventsPerSecond => Elapsed > TimeSpan.Zero ? Counts.Read / Elapsed.TotalSeconds : 0;

    /// <summary>The time that is left at the present rate, or null while it cannot be told.</summary>
    public TimeSpan? Left => ListingComplete && BytesRead > 0 && BytesListed >= BytesRead && BytesPerSecond > 0
        ? TimeSpan.FromSeconds((BytesListed - BytesRead) / BytesPerSecond)
        : null;
}
