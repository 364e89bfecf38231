namespace TrailBoard.Data.Store;

/// <summary>
/// An event in the store: small integers only. Codes are ids of terms, 0 where the record says nothing; a negative
/// repository or resource is a set of terms.
/// </summary>
internal sealed record EventRow
{
    public long Key { get; init; }
    public long IdHigh { get; init; }
    public long IdLow { get; init; }
    public long Block { get; init; }
    public int Ordinal { get; init; }
    public int Action { get; init; }
    public int Actor { get; init; }
    public int Region { get; init; }
    public int Address { get; init; }
    public int Account { get; init; }
    public int AccessKey { get; init; }
    public int Error { get; init; }
    public int ErrorMessage { get; init; }
    public int Agent { get; init; }
    public int Repository { get; init; }
    public int Resource { get; init; }
    public int Shape { get; init; }
    public int Flags { get; init; }

    /// <summary>The event's id.</summary>
    public EventIdBits Id => new(IdHigh, IdLow);
}

/// <summary>Values of a dictionary, those of one commit, as <see cref="TermBlocks"/> packs them. Their codes are dense and end with the last.</summary>
internal sealed record TermBlockRow
{
    /// <summary>The number of a <see cref="TermKind"/>; for sets of its terms, negative.</summary>
    public int Dictionary { get; init; }
    public int LastId { get; init; }
    public required byte[] Packed { get; init; }
}

/// <summary>Records as they were delivered, in one gzip member.</summary>
internal sealed record BlockRow
{
    public long Id { get; init; }
    public long ObjectId { get; init; }
    public bool AsDelivered { get; init; }
    public required byte[] Offsets { get; init; }
    public required byte[] Gzip { get; init; }
}

/// <summary>Between which keys the rows of a block lie. Blocks of earlier versions have none: their rows may be anywhere.</summary>
internal sealed record BlockKeysRow
{
    public long Block { get; init; }
    public long FirstKey { get; init; }
    public long LastKey { get; init; }
}

/// <summary>That an event names another as the one that it corrects. The other may come later, or never.</summary>
internal sealed record AddendumRow
{
    public long OriginalHigh { get; init; }
    public long OriginalLow { get; init; }
    public long EventKey { get; init; }
}

/// <summary>That an object brought an event that the store had, or whose shown copy another object brought.</summary>
internal sealed record SightingRow
{
    public long EventKey { get; init; }
    public long ObjectId { get; init; }
    public int Index { get; init; }
}
