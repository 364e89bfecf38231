namespace TrailBoard.Web.State;

/// <summary>
/// What a clock on the wall of a zone shows, made a moment. Where the clocks are put forward some of it never shows, where they are put back some
/// shows twice: the first is understood as the moment of the change, so that what was later stays later; of two the earlier is meant at the start of
/// a range and the later at its end, so that a range holds all that its text can mean.
/// </summary>
public static class WallTime
{
    /// <summary>The moment, UTC, to the second.</summary>
    /// <param name="wall">What the clock shows. Its kind does not matter.</param>
    /// <param name="isEnd">Whether it is the end of a range.</param>
    public static DateTimeOffset Moment(TimeZoneInfo zone, DateTime wall, bool isEnd)
    {
        ArgumentNullException.ThrowIfNull(zone);
        wall = DateTime.SpecifyKind(wall, DateTimeKind.Unspecified);
        if (zone.IsInvalidTime(wall))
        {
            return Change(zone, wall);
        }

        var offset = !zone.IsAmbiguousTime(wall) ? zone.GetUtcOffset(wall)
            : isEnd ? zone.GetAmbiguousTimeOffsets(wall).Min() : zone.GetAmbiguousTimeOffsets(wall).Max();
        return Held(wall.Ticks - offset.Ticks);
    }

    /// <summary>What is to be said about such a wall time before it is asked for, in a sentence, or null where it is there once.</summary>
    public static string? Note(TimeZoneInfo zone, DateTime wall)
    {
        ArgumentNullException.ThrowIfNull(zone);
        wall = DateTime.SpecifyKind(wall, DateTimeKind.Unspecified);
        var shown = TimeRangeWords.Wall(wall);
        return zone.IsInvalidTime(wall) ? $"{shown} is on no clock, because they are put forward then; the moment of the change is meant."
            : zone.IsAmbiguousTime(wall) ? $"{shown} is there twice, because the clocks are put back. A range starts with the first and ends with the second; an offset such as {Offset(zone.GetAmbiguousTimeOffsets(wall).Max())} says which."
            : null;
    }

    /// <summary>An offset as it is written: <c>+01:00</c>.</summary>
    public static string Offset(TimeSpan offset) => (offset < TimeSpan.Zero ? "-" : "+") + offset.ToString("hh\\:mm", System.Globalization.CultureInfo.InvariantCulture);

    // The first second whose clock shows more than what none shows. Zones are up to fourteen hours from UTC, and within two days the clocks change once.
    private static DateTimeOffset Change(TimeZoneInfo zone, DateTime wall)
    {
        var (before, behind) = (Held(wall.AddHours(-15).Ticks).ToUnixTimeSeconds(), Held(wall.AddHours(15).Ticks).ToUnixTimeSeconds());
        while (behind - before > 1)
        {
            var middle = before + ((behind - before) / 2);
            if (TimeZoneInfo.ConvertTime(DateTimeOffset.FromUnixTimeSeconds(middle), zone).DateTime < wall)
            {
                before = middle;
            }
            else
            {
                behind = middle;
            }
        }

        return DateTimeOffset.FromUnixTimeSeconds(behind);
    }

    private static DateTimeOffset Held(long ticks) => new(Math.Clamp(ticks, DateTime.MinValue.Ticks, DateTime.MaxValue.Ticks), TimeSpan.Zero);
}
