using System.Globalization;

namespace TrailBoard.Web.State;

/// <summary>How the person who looks wants time to be written: in UTC, or in their own zone. Cascaded to every component.</summary>
/// <param name="Zone">The zone of the person's browser.</param>
/// <param name="InUtc">Whether UTC is shown instead.</param>
public sealed record ViewerTime(TimeZoneInfo Zone, bool InUtc)
{
    /// <summary>UTC: until the browser has said its zone.</summary>
    public static ViewerTime Utc { get; } = new(TimeZoneInfo.Utc, true);

    /// <summary>The zone in which times are written and read.</summary>
    public TimeZoneInfo Shown => InUtc ? TimeZoneInfo.Utc : Zone;

    /// <summary>
    /// The zone that a browser names. Where this machine does not know the name, a zone with the browser's present offset
    /// stands in for it: right for now, wrong across a change of the clocks.
    /// </summary>
    public static TimeZoneInfo ZoneOf(string? name, int offsetMinutes)
    {
        if (!string.IsNullOrEmpty(name) && TimeZoneInfo.TryFindSystemTimeZoneById(name, out var zone))
        {
            return zone;
        }

        var offset = TimeSpan.FromMinutes(Math.Clamp(offsetMinutes, -14 * 60, 14 * 60));
        return offset == TimeSpan.Zero ? TimeZoneInfo.Utc : TimeZoneInfo.CreateCustomTimeZone("Browser", offset, null, null);
    }

    /// <summary>The time as this person reads it.</summary>
    public DateTimeOffset Local(DateTimeOffset time) => InUtc ? time.ToUniversalTime() : TimeZoneInfo.ConvertTime(time, Zone);

    /// <summary><c>Nov 21</c>, with the year where it is not that of <paramref name="now"/>.</summary>
    public string Day(DateTimeOffset time, DateTimeOffset now) => Text(time, Local(time).Year == Local(now).Year ? "MMM d" : "MMM d, yyyy");

    /// <summary><c>14:05:09</c></summary>
    public string Clock(DateTimeOffset time) => Text(time, "HH:mm:ss");

    /// <summary><c>2026-11-21 14:05</c>: for ends of ranges.</summary>
    public string Minute(DateTimeOffset time) => Text(time, "yyyy-MM-dd HH:mm");

    /// <summary>As <see cref="Minute"/>, with the seconds where there are any: for what is read back.</summary>
    public string Moment(DateTimeOffset time) => Local(time).Second == 0 ? Minute(time) : Text(time, "yyyy-MM-dd HH:mm:ss");

    /// <summary><c>2026-11-21 14:05:09 +01:00</c>: nothing left to guess.</summary>
    public string Full(DateTimeOffset time) => Local(time).Offset == TimeSpan.Zero ? Text(time, "yyyy-MM-dd HH:mm:ss 'UTC'") : Text(time, "yyyy-MM-dd HH:mm:ss zzz");

    /// <summary>Reads a bound that this person typed: without an offset it is in the zone that they see.</summary>
    /// <param name="isEnd">Whether it ends a range, which matters where the clocks are put back (<see cref="WallTime"/>).</param>
    public bool TryRead(string text, out TimeBound bound, bool isEnd = false)
    {
        ArgumentNullException.ThrowIfNull(text);
        if (!TimeBound.TryParse(text, out bound))
        {
            return false;
        }

        var hasOffset = bound.IsRelative || text.TrimEnd().EndsWith('Z') || text.LastIndexOf('+') > 0 || text.Count(c => c == '-') > 2;
        if (!hasOffset && !InUtc)
        {
            bound = TimeBound.At(WallTime.Moment(Zone, bound.Resolve(default).DateTime, isEnd));
        }

        return true;
    }

    /// <summary>The time in UTC, for titles and copies.</summary>
    public static string Iso(DateTimeOffset time) => time.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);

    /// <summary>What the person sees as the name of the zone, with its offset at <paramref name="now"/>.</summary>
    public string ZoneLabel(DateTimeOffset now) => Local(now).Offset == TimeSpan.Zero ? "UTC" : "UTC" + Local(now).ToString("zzz", CultureInfo.InvariantCulture);

    private string Text(DateTimeOffset time, string format) => Local(time).ToString(format, CultureInfo.InvariantCulture);
}
