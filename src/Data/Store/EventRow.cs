namespace TrailBoard.Data.Store;

/// <summary>
/// An event in the store: small integers only. Codes are ids of terms, 0 where the record says nothing; a negative
/// thing or resource is a set of terms. The database has <see cref="Caller"/> and <see cref="Call"/> once for all events that share
/// them; a view puts them together again. The writer fills a row in steps, so that it is made once.
/// </summary>
internal sealed record EventRow
{
    public long Key { get; set; }
    public long IdHigh { get; set; }
    public long IdLow { get; set; }
    public long Block { get; set; }
    public int Ordinal { get; set; }
    public int Action { get; init; }
    public int Actor { get; init; }
    public int Region { get; init; }
    public int Address { get; init; }
    public int Account { get; init; }
    public int AccessKey { get; init; }
    public int Error { get; init; }
    public int ErrorMessage { get; init; }
    public int Agent { get; init; }
    public int Thing { get; init; }
    public int Resource { get; init; }
    public int Shape { get; init; }
    public int Flags { get; set; }

    /// <summary>The event's id.</summary>
    public EventIdBits Id => new(IdHigh, IdLow);
}

/// <summary>An event's row as its table has it: for those who ask only where it is, and for removing rows.</summary>
internal sealed record StoredRow
{
    public long Key { get; init; }
    public long IdHigh { get; init; }
    public long IdLow { get; init; }
    public long Block { get; init; }
    public int Ordinal { get; init; }
    public int Caller { get; init; }
    public int Call { get; init; }
    public int Thing { get; init; }
    public int Resource { get; init; }
}

/// <summary>A <see cref="Caller"/> and its code.</summary>
internal sealed record CallerRow
{
    public int Id { get; init; }
    public int Actor { get; init; }
    public int AccessKey { get; init; }
    public int Address { get; init; }
    public int Account { get; init; }
    public int Region { get; init; }
    public int Agent { get; init; }
}

/// <summary>A <see cref="Call"/> and its code.</summary>
internal sealed record CallRow
{
    public int Id { get; init; }
    public int Action { get; init; }
    public int Shape { get; init; }
    public int Flags { get; init; }
    public int Error { get; init; }
    public int ErrorMessage { get; init; }
}

/// <summary>Who called, from where and by what: an event in seven has one that no event before it had.</summary>
internal readonly record struct Caller(int Actor, int AccessKey, int Address, int Account, int Region, int Agent)
{
    public static Caller Of(EventRow row) => new(row.Actor, row.AccessKey, row.Address, row.Account, row.Region, row.Agent);
}

/// <summary>What was called, and what came of it: few are different.</summary>
internal readonly record struct Call(int Action, int Shape, int Flags, int Error, int ErrorMessage)
{
    public static Call Of(EventRow row) => new(row.Action, row.Shape, row.Flags, row.Error, row.ErrorMessage);
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

/// <summary>The last block whose events are of before things were kept with them; no row where there is none.</summary>
internal sealed record UnreadThingsRow
{
    public long LastBlock { get; init; }
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
