namespace TrailBoard.Core.Views;

/// <summary>How well an account and region is known over a stretch of time. The worst is told first.</summary>
public enum CoverageState
{
    /// <summary>Nobody asked, listed or imported anything of it.</summary>
    Unknown,

    /// <summary>It has not happened yet, or it happened so lately that no source can have it.</summary>
    NotDue,

    /// <summary>Files were imported, but no source says that there are no others.</summary>
    Seen,

    /// <summary>A part was asked for or listed to its end; nobody knows of the rest.</summary>
    Partly,

    /// <summary>The bucket was listed to its end and holds nothing: a quiet time and a trail that was off look alike.</summary>
    Quiet,

    /// <summary>All of it was asked for or listed to its end, and what was found is imported.</summary>
    Covered,

    /// <summary>As <see cref="Covered"/>, and some of it came more than a day after it happened: more may come.</summary>
    Late,

    /// <summary>Its events were removed from the store on purpose.</summary>
    Removed,

    /// <summary>A file or a window of it failed, is archived, was kept aside or had records refused.</summary>
    Incomplete,
}

/// <summary>What is known of an account and region over a stretch of time.</summary>
/// <param name="Due">How much of it is old enough to be known.</param>
/// <param name="Covered">How much of that was asked for or listed to its end, by any source.</param>
/// <param name="Asked">How much of that CloudTrail itself answered for, management events only.</param>
/// <param name="Files">How many files or answers brought records of it; one that reaches over midnight counts on both days.</param>
/// <param name="Records">How many records they brought, copies included.</param>
/// <param name="Events">How many events the store has of it from them.</param>
/// <param name="Late">How many of the records came more than a day after they happened.</param>
/// <param name="Failures">How many of its files and windows left a gap.</param>
/// <param name="IsRemoved">Whether it ended before the first day that is left, where earlier ones were removed on purpose. The rest tells of the time before that.</param>
public readonly record struct CoverageFacts(
    TimeSpan Due, TimeSpan Covered, TimeSpan Asked, long Files, long Records, long Events, long Late, int Failures, bool IsRemoved = false);

/// <summary>One cell of the map: an account and region over a stretch of time.</summary>
/// <param name="Facts">What is known.</param>
/// <param name="Sources">The sources that brought, asked for or listed something of it, by name.</param>
public sealed record CoverageCell(CoverageFacts Facts, IReadOnlyList<string> Sources)
{
    /// <summary>What happened within this time of now is not due yet: sources ask 15 minutes later, every 5 to 30 minutes.</summary>
    public static TimeSpan DueAfter { get; } = TimeSpan.FromHours(1);

    /// <summary>The state that follows from the facts.</summary>
    public CoverageState State => StateOf(Facts);

    /// <summary>The state that follows from facts.</summary>
    public static CoverageState StateOf(CoverageFacts facts) => facts switch
    {
        { IsRemoved: true } => CoverageState.Removed,
        { Failures: > 0 } => CoverageState.Incomplete,
        { Covered.Ticks: 0, Records: > 0 } => CoverageState.Seen,
        { Due.Ticks: 0 } => CoverageState.NotDue,
        { Covered.Ticks: 0 } => CoverageState.Unknown,
        _ when facts.Covered < facts.Due => CoverageState.Partly,
        { Late: > 0 } => CoverageState.Late,
        { Records: 0 } when facts.Asked < facts.Due => CoverageState.Quiet,
        _ => CoverageState.Covered,
    };
}
