namespace TrailBoard.Data.Store.Coverage;

/// <summary>An account and region as one source knows it; empty text where records name none.</summary>
internal sealed record CoveragePlaceRow
{
    public long Id { get; init; }
    public required string Source { get; init; }
    public required string Account { get; init; }
    public required string Region { get; init; }
}

/// <summary>What a source brought of an hour of a place.</summary>
internal sealed record CoverageHourRow
{
    public long Place { get; init; }

    /// <summary>Hours since 1970, UTC.</summary>
    public long Hour { get; init; }
    public long Files { get; init; }
    public long Records { get; init; }
    public long Events { get; init; }
    public long Late { get; init; }
    public long Run { get; init; }
}

/// <summary>The same of a day: a file that reaches over several hours counts once here, and the map reads a row instead of 24.</summary>
internal sealed record CoverageDayRow
{
    public long Place { get; init; }

    /// <summary>Days since 1970, UTC.</summary>
    public long Day { get; init; }
    public long Files { get; init; }
    public long Records { get; init; }
    public long Events { get; init; }
    public long Late { get; init; }
    public long Run { get; init; }
}

/// <summary>How a source knows that there is nothing else. The values are stored: never renumber them. A digest's proof would be a third.</summary>
internal enum ClaimKind
{
    /// <summary>CloudTrail was asked for all management events.</summary>
    Asked = 1,

    /// <summary>The bucket was listed to its end.</summary>
    Listed = 2,
}

/// <summary>A stretch of time that a source claims. Those of a place and kind never touch. Times are Unix seconds.</summary>
internal sealed record CoverageSpanRow
{
    public long Place { get; init; }
    public ClaimKind Kind { get; init; }
    public long Starts { get; init; }
    public long Ends { get; init; }

    /// <summary>When it was asked or listed last.</summary>
    public long KnownAt { get; init; }
}

/// <summary>What leaves a gap. The values are stored: never renumber them.</summary>
internal enum GapKind
{
    /// <summary>A file that failed, was kept aside, is archived or gone.</summary>
    File = 1,

    /// <summary>A question to CloudTrail that failed. It may be asked again in other pieces.</summary>
    Window = 2,

    /// <summary>A file or answer of which some records were refused.</summary>
    Refused = 3,
}

/// <summary>An object that leaves a gap until it is imported under the same name, by whichever source. Times are Unix seconds.</summary>
internal sealed record CoverageGapRow
{
    public required string Name { get; init; }
    public long Place { get; init; }
    public GapKind Kind { get; init; }
    public long Starts { get; init; }
    public long Ends { get; init; }

    /// <summary>Its line in the ledger, which says why.</summary>
    public long ObjectId { get; init; }
}
