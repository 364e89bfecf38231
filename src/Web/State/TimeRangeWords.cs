using System.Globalization;

namespace TrailBoard.Web.State;

/// <summary>A range of time in words, wherever one is shown: <c>3 Nov 2026 14:00 to 16:00 +01:00</c>. The end is not included.</summary>
public static class TimeRangeWords
{
    /// <summary>In short: <c>Last 24 hours</c>, <c>All time</c>, else in full.</summary>
    public static string Label(TimeBound? from, TimeBound? to, ViewerTime viewer, DateTimeOffset now) => (from, to) switch
    {
        (null, null) => "All time",
        ({ IsRelative: true } back, null) => $"Last {back.Words}",
        _ => Full(from, to, viewer, now),
    };

    /// <summary>In full, with the moments that it means at <paramref name="now"/> and their offset from UTC.</summary>
    public static string Full(TimeBound? from, TimeBound? to, ViewerTime viewer, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(viewer);
        var moves = from is { IsRelative: true } || to is { IsRelative: true } ? ", moving with the clock" : "";
        return (Local(from), Local(to)) switch
        {
            (null, null) => "All time",
            ({ } first, null) => $"{Wall(first.DateTime)} {Zone(first)} to now" + moves,
            (null, { } last) => $"everything before {Wall(last.DateTime)} {Zone(last)}" + moves,
            ({ } first, { } last) when first.Offset != last.Offset => $"{Wall(first.DateTime)} {Zone(first)} to {Wall(last.DateTime)} {Zone(last)}" + moves,
            ({ } first, { } last) when first.Date == last.Date => $"{Wall(first.DateTime)} to {Clock(last.DateTime)} {Zone(last)}" + moves,
            ({ } first, { } last) => $"{Wall(first.DateTime)} to {Wall(last.DateTime)} {Zone(last)}" + moves,
        };

        DateTimeOffset? Local(TimeBound? bound) => bound is { } known ? viewer.Local(known.Resolve(now)) : null;
    }

    /// <summary>In UTC, for titles: nothing left to guess, whichever zone is shown.</summary>
    public static string InUtc(TimeBound? from, TimeBound? to, DateTimeOffset now) => Full(from, to, ViewerTime.Utc, now);

    /// <summary>What a clock and a calendar show: <c>3 Nov 2026 14:00</c>, with the seconds where there are any.</summary>
    public static string Wall(DateTime wall) => $"{wall.ToString("d MMM yyyy", CultureInfo.InvariantCulture)} {Clock(wall)}";

    private static string Clock(DateTime wall) => wall.ToString(wall.Second == 0 ? "HH:mm" : "HH:mm:ss", CultureInfo.InvariantCulture);

    private static string Zone(DateTimeOffset local) => local.Offset == TimeSpan.Zero ? "UTC" : WallTime.Offset(local.Offset);
}
