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

/// <summary>
/// What the ledger's indexes have of long texts: with all of each, an index would be half as large as the ledger itself. Who looks for a
/// text asks for this too, and compares the whole text then.
/// </summary>
internal static class IndexedText
{
    /// <summary>How much of a name's end: file names end with what is different.</summary>
    public const int EndOfName = 32;

    /// <summary>How much of a hash's begin.</summary>
    public const int BeginOfHash = 16;

    /// <summary>The end of a name as the database computes it, in characters of Unicode.</summary>
    public static string EndOf(string name)
    {
        var from = name.Length;
        for (var characters = 0; characters < EndOfName && from > 0; characters++)
        {
            from -= from > 1 && char.IsSurrogatePair(name[from - 2], name[from - 1]) ? 2 : 1;
        }

        return name[from..];
    }

    /// <summary>The begin of a hash in hexadecimal digits.</summary>
    public static string BeginOf(string sha256) => sha256[..Math.Min(BeginOfHash, sha256.Length)];
}

/// <summary>What became of an object. Times are Unix milliseconds, sizes bytes.</summary>
internal sealed record ObjectRow
{
    public long Id { get; init; }
    public long RunId { get; init; }
    public required string Source { get; init; }
    public required string Name { get; init; }

    /// <summary>Computed by the database; see <see cref="IndexedText"/>.</summary>
    public string? NameEnd { get; private init; }

    public ObjectState State { get; init; }
    public string? Reason { get; init; }
    public string? Wrapper { get; init; }
    public string? Sha256 { get; init; }

    /// <summary>Computed by the database; see <see cref="IndexedText"/>.</summary>
    public string? Sha256Begin { get; private init; }

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

    /// <summary>Computed by the database; see <see cref="IndexedText"/>.</summary>
    public string? NameEnd { get; private init; }

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
