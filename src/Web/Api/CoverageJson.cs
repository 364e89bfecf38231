using System.Globalization;
using System.Text.Json;
using TrailBoard.Core.Views;

namespace TrailBoard.Web.Api;

/// <summary>
/// The map: accounts and regions by days, or by weeks from Monday where 'daysInCell' is 7. 'known' is the time of which the store knows
/// anything at all, null where it is empty; 'removedBefore' the first day that is left where earlier ones were removed on purpose; 'moreRows' is how many accounts and regions were left off.
/// </summary>
internal sealed record CoverageMapJson(string First, string Last, int DaysInCell, StretchJson? Known, IReadOnlyList<CoverageRowJson> Rows, int MoreRows, string? RemovedBefore)
{
    public static CoverageMapJson Of(CoverageMap map, DateOnly last) => new(
        Text(map.First),
        Text(last),
        map.DaysInCell,
        map.Known is { } known ? StretchJson.Of(known) : null,
        [.. map.Rows.Select(row => new CoverageRowJson(row.Account, row.Region, [.. row.Cells.Select((cell, i) => CoverageCellJson.Of(Text(map.DayOf(i)), cell))]))],
        map.MoreRows,
        map.RemovedBefore is { } left ? TimeText.Of(left) : null);

    private static string Text(DateOnly day) => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
}

/// <summary>An account and region; empty text where records name none.</summary>
internal sealed record CoverageRowJson(string Account, string Region, IReadOnlyList<CoverageCellJson> Cells);

/// <summary>
/// A cell: 'start' is its first day, or its hour. 'dueSeconds' of it are old enough to be known, 'coveredSeconds' of those were asked
/// for or listed to their end, 'askedSeconds' of those by LookupEvents, which answers for management events only.
/// </summary>
internal sealed record CoverageCellJson(
    string Start, string State, long DueSeconds, long CoveredSeconds, long AskedSeconds, long Files, long Records, long Events, long Late, int Failures, IReadOnlyList<string> Sources)
{
    public static CoverageCellJson Of(string start, CoverageCell cell) => new(
        start,
        Camel(cell.State),
        (long)cell.Facts.Due.TotalSeconds,
        (long)cell.Facts.Covered.TotalSeconds,
        (long)cell.Facts.Asked.TotalSeconds,
        cell.Facts.Files,
        cell.Facts.Records,
        cell.Facts.Events,
        cell.Facts.Late,
        cell.Facts.Failures,
        cell.Sources);

    /// <summary>A state or verdict as members are written.</summary>
    public static string Camel(Enum value) => JsonNamingPolicy.CamelCase.ConvertName(value.ToString());
}

/// <summary>A half-open stretch of time.</summary>
internal sealed record StretchJson(string From, string To)
{
    public static StretchJson Of(TimeStretch stretch) => new(TimeText.Of(stretch.From), TimeText.Of(stretch.To));
}

/// <summary>A day of an account and region: its hours, what each source did about it, and what failed.</summary>
internal sealed record CoverageDayJson(
    CoverageCellJson Day, IReadOnlyList<CoverageCellJson> Hours, IReadOnlyList<CoverageSourceJson> Sources, IReadOnlyList<CoverageFailureJson> Failures, int MoreFailures)
{
    public static CoverageDayJson Of(DateOnly day, CoverageDay of)
    {
        var start = new DateTimeOffset(day.ToDateTime(TimeOnly.MinValue), TimeSpan.Zero);
        return new CoverageDayJson(
            CoverageCellJson.Of(TimeText.Of(start), of.Whole),
            [.. of.Hours.Select((hour, number) => CoverageCellJson.Of(TimeText.Of(start.AddHours(number)), hour))],
            [.. of.Sources.Select(CoverageSourceJson.Of)],
            [.. of.Failures.Select(failure => new CoverageFailureJson(failure.Source, failure.Name, failure.Reason, StretchJson.Of(failure.Span), failure.Run))],
            of.MoreFailures);
    }
}

/// <summary>What a source did about a day: how much it asked CloudTrail for or listed, when last, and what it brought.</summary>
internal sealed record CoverageSourceJson(string Name, long AskedSeconds, long ListedSeconds, string? KnownAt, long Files, long Records, long? LastRun)
{
    public static CoverageSourceJson Of(CoverageSource source) => new(
        source.Name,
        (long)source.Asked.TotalSeconds,
        (long)source.Listed.TotalSeconds,
        source.KnownAt is { } at ? TimeText.Of(at) : null,
        source.Files,
        source.Records,
        source.LastRun);
}

/// <summary>A file or window that leaves a gap, and the time whose events may be in it.</summary>
internal sealed record CoverageFailureJson(string Source, string Name, string Reason, StretchJson Span, long Run);

/// <summary>
/// Whether the time and the places of a question are covered: 'covered', 'partly', 'notCovered' or 'unknown'; 'sentence' says it as the
/// pages do. 'removedBefore' is the first day that is left where the question reaches below it and earlier days were removed on purpose; the
/// holes are about the time from then on. 'managementEventsOnly' is set where LookupEvents alone knows of some of it.
/// </summary>
internal sealed record CoverageAnswerJson(
    string Verdict,
    string? Sentence,
    StretchJson? Judged,
    int Accounts,
    int Regions,
    IReadOnlyList<CoverageHoleJson> Holes,
    int MoreHoles,
    IReadOnlyList<string> UnknownPlaces,
    int MorePlaces,
    bool Quiet,
    bool ManagementEventsOnly,
    string? RemovedBefore)
{
    public static CoverageAnswerJson Of(CoverageAnswer answer) => new(
        CoverageCellJson.Camel(answer.Verdict),
        State.CoverageWords.Answer(answer, State.ViewerTime.Utc),
        answer.Asked is { } asked ? StretchJson.Of(asked) : null,
        answer.Accounts,
        answer.Regions,
        [.. answer.Holes.Select(hole => new CoverageHoleJson(hole.Account, hole.Region, StretchJson.Of(hole.Span), CoverageCellJson.Camel(hole.Why)))],
        answer.MoreHoles,
        answer.UnknownPlaces,
        answer.MorePlaces,
        answer.IsQuiet,
        answer.IsManagementOnly,
        answer.RemovedBefore is { } left ? TimeText.Of(left) : null);
}

/// <summary>A time of an account and region that is not covered: nothing is known ('unknown'), files are 'seen', or some are 'incomplete'.</summary>
internal sealed record CoverageHoleJson(string Account, string Region, StretchJson Span, string Why);
