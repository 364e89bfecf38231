namespace TrailBoard.Core.Views;

/// <summary>
/// The port that tells what the store can know: which accounts, regions and times were asked for or listed, what was merely seen,
/// what failed. Every method stops soon after its token is cancelled.
/// </summary>
public interface ICoverage
{
    /// <summary>The map of a range: accounts and regions by days, or by weeks where there are more days than <paramref name="maxCells"/>.</summary>
    /// <param name="first">The first day, UTC.</param>
    /// <param name="last">The last day, UTC, included.</param>
    /// <exception cref="ArgumentException">The range ends before it begins or is longer than ten years.</exception>
    Task<CoverageMap> MapAsync(DateOnly first, DateOnly last, CoveragePlaces places, int maxCells, CancellationToken cancellationToken);

    /// <summary>The hours of a day of one account and region, with what each source and each failure has to do with it.</summary>
    Task<CoverageDay> DayAsync(string account, string region, DateOnly day, CancellationToken cancellationToken);

    /// <summary>
    /// What of the time and the places that a person asked about is not covered. A filter that names accounts or regions asks about those
    /// only; without a time, the question is about all that is known.
    /// </summary>
    Task<CoverageAnswer> AnswerAsync(EventQuery query, CancellationToken cancellationToken);
}

/// <summary>Which accounts and regions; an empty set means all that are known.</summary>
public sealed record CoveragePlaces(IReadOnlySet<string> Accounts, IReadOnlySet<string> Regions)
{
    /// <summary>All that are known.</summary>
    public static CoveragePlaces All { get; } = new(new HashSet<string>(), new HashSet<string>());

    /// <summary>Whether the place is one of them. Account and region are empty where the records name none.</summary>
    public bool Contains(string account, string region) =>
        (Accounts.Count == 0 || Accounts.Contains(account)) && (Regions.Count == 0 || Regions.Contains(region));
}

/// <summary>The map of a range.</summary>
/// <param name="First">The first day of the first cell, UTC.</param>
/// <param name="DaysInCell">1, or 7 where cells are weeks from Monday.</param>
/// <param name="Cells">How many cells a row has.</param>
/// <param name="Rows">Accounts and regions in order, 500 at most.</param>
/// <param name="MoreRows">How many rows were left off.</param>
/// <param name="Known">The first and the last time of which anything is known in the store, whatever the range; null when nothing is.</param>
public sealed record CoverageMap(DateOnly First, int DaysInCell, int Cells, IReadOnlyList<CoverageRow> Rows, int MoreRows, TimeStretch? Known)
{
    /// <summary>The start of the first day that is left, UTC, where earlier ones were removed on purpose; else null.</summary>
    public DateTimeOffset? RemovedBefore { get; init; }


    /// <summary>The first day of a cell.</summary>
    public DateOnly DayOf(int cell) => First.AddDays(cell * DaysInCell);
}

/// <summary>An account and region over the range.</summary>
/// <param name="Account">The account's twelve digits, or whatever records name; empty where they name none.</param>
/// <param name="Region">The region; empty where records name none.</param>
/// <param name="Cells">Its cells in order.</param>
public sealed record CoverageRow(string Account, string Region, IReadOnlyList<CoverageCell> Cells);

/// <summary>A day of an account and region.</summary>
/// <param name="Hours">Its 24 hours, UTC.</param>
/// <param name="Sources">What each source did about it.</param>
/// <param name="Failures">What left gaps, 200 at most.</param>
/// <param name="MoreFailures">How many were left off.</param>
public sealed record CoverageDay(
    CoverageCell Whole, IReadOnlyList<CoverageCell> Hours, IReadOnlyList<CoverageSource> Sources, IReadOnlyList<CoverageFailure> Failures, int MoreFailures);

/// <summary>What a source did about a day.</summary>
/// <param name="Name">The source.</param>
/// <param name="Asked">How much of the day it asked CloudTrail for.</param>
/// <param name="Listed">How much of the day it listed to its end.</param>
/// <param name="KnownAt">When it asked or listed last, UTC, or null.</param>
/// <param name="Files">How many of its files or answers brought records of the day.</param>
/// <param name="Records">How many records they brought, copies included.</param>
/// <param name="LastRun">The last run that brought some, or null.</param>
public sealed record CoverageSource(
    string Name, TimeSpan Asked, TimeSpan Listed, DateTimeOffset? KnownAt, long Files, long Records, long? LastRun);

/// <summary>A file or window that leaves a gap.</summary>
/// <param name="Source">Its source.</param>
/// <param name="Name">Its name: hostile text.</param>
/// <param name="Reason">Why, and what to do.</param>
/// <param name="Span">The time whose events may be in it.</param>
/// <param name="Run">The run that met it last.</param>
public sealed record CoverageFailure(string Source, string Name, string Reason, TimeStretch Span, long Run);

/// <summary>Whether the time and the places of a question are covered.</summary>
public enum CoverageVerdict
{
    /// <summary>Nobody can say: files were imported of it, but no source says that they are all, or it is too early to know.</summary>
    Unknown,

    /// <summary>Nothing of it was asked for, listed or imported, or all that was is broken.</summary>
    NotCovered,

    /// <summary>Some of it was asked for or listed to its end, and some was not.</summary>
    Partly,

    /// <summary>All of it was asked for or listed to its end, and what was found is imported.</summary>
    Covered,
}

/// <summary>What of a question is not covered.</summary>
/// <param name="Verdict">The answer in a word.</param>
/// <param name="Asked">The time that was judged: the asked one, without what is not due yet. Null where nothing is known at all.</param>
/// <param name="Accounts">How many accounts it is about.</param>
/// <param name="Regions">How many regions it is about.</param>
/// <param name="Holes">What is not covered, the longest first, 100 at most.</param>
public sealed record CoverageAnswer(CoverageVerdict Verdict, TimeStretch? Asked, int Accounts, int Regions, IReadOnlyList<CoverageHole> Holes)
{
    /// <summary>
    /// The start of the first day that is left, UTC, where the question reaches below it and what was there is removed on purpose; else
    /// null. The holes and the rest of the answer are about the time from then on.
    /// </summary>
    public DateTimeOffset? RemovedBefore { get; init; }

    /// <summary>How many holes were left off.</summary>
    public int MoreHoles { get; init; }

    /// <summary>Accounts and regions that the filter names and of which nothing is known.</summary>
    public IReadOnlyList<string> UnknownPlaces { get; init; } = [];

    /// <summary>How many places were not looked at, because there are more than 10,000: what is said is not said of them.</summary>
    public int MorePlaces { get; init; }

    /// <summary>Whether a bucket was listed and holds nothing of it, so that a trail that was off would look the same.</summary>
    public bool IsQuiet { get; init; }

    /// <summary>Whether some of it is known from LookupEvents alone, which answers for management events only.</summary>
    public bool IsManagementOnly { get; init; }
}

/// <summary>A time of an account and region that is not covered.</summary>
/// <param name="Why"><see cref="CoverageState.Unknown"/>, <see cref="CoverageState.Seen"/> or <see cref="CoverageState.Incomplete"/>.</param>
public sealed record CoverageHole(string Account, string Region, TimeStretch Span, CoverageState Why);
