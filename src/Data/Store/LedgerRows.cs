using TrailBoard.Core.Import;

namespace TrailBoard.Data.Store;

/// <summary>A run of imports. Times are Unix milliseconds.</summary>
internal sealed record RunRow
{
    public long Id { get; init; }
    public required string Kind { get; init; }
    public required string Label { get; init; }
    public long Started { get; init; }
    public long? Finished { get; init; }
    public int Unchanged { get; init; }
    public string? Error { get; init; }
}

/// <summary>What became of an object. Times are Unix milliseconds, sizes bytes.</summary>
internal sealed record ObjectRow
{
    public long Id { get; init; }
    public long RunId { get; init; }
    public required string Source { get; init; }
    public required string Name { get; init; }
    public ObjectState State { get; init; }
    public string? Reason { get; init; }
    public string? Wrapper { get; init; }
    public string? Sha256 { get; init; }
    public string? ContentSha256 { get; init; }
    public long? Size { get; init; }
    public long? Inflated { get; init; }
    public long? Modified { get; init; }
    public long SettledAt { get; init; }
    public long Read { get; init; }
    public long Stored { get; init; }
    public long Duplicates { get; init; }
    public long Rejected { get; init; }
    public long Conflicts { get; init; }
    public long Late { get; init; }
    public long TooOld { get; init; }

    public RecordCounts Counts => new(Read, Stored, Duplicates, Rejected, Conflicts, Late, TooOld);

    public LedgerObject ToLedger() => new(
        Id, RunId, Source, Name, State, Reason, Wrapper, Sha256, Size, DateTimeOffset.FromUnixTimeMilliseconds(SettledAt), Counts);
}

/// <summary>A file that a digest lists, by the name that it has if it comes the same way as the digest.</summary>
internal sealed record DigestFileRow
{
    public long ObjectId { get; init; }
    public int Number { get; init; }
    public required string Name { get; init; }
    public required string Sha256 { get; init; }
}

/// <summary>A refused record. At most <see cref="Kept"/> of an object are kept; the rest is counted.</summary>
internal sealed record RejectionRow
{
    public const int Kept = 1_000;

    public long ObjectId { get; init; }
    public int Number { get; init; }
    public int Index { get; init; }
    public long Offset { get; init; }
    public required string Reason { get; init; }
    public required string Message { get; init; }
    public required string Excerpt { get; init; }
}
