using System.Globalization;

namespace TrailBoard.Web.State;

/// <summary>What a calendar and a clock change in a bound that is written as text: the text stays the truth.</summary>
/// <param name="Viewer">The zone in which the text is read and written.</param>
/// <param name="Text">The bound as typed; it may be empty, relative or wrong.</param>
/// <param name="Now">What a relative bound is a distance from.</param>
public sealed record MomentEdit(ViewerTime Viewer, string Text, DateTimeOffset Now)
{
    /// <summary>The day that the calendar marks, or null where the text is no time.</summary>
    public DateTime? Day => Wall?.Date;

    /// <summary>The time of day as a browser's time field writes it, or empty.</summary>
    public string Clock => Wall is { } wall ? wall.ToString(wall.Second == 0 ? "HH:mm" : "HH:mm:ss", CultureInfo.InvariantCulture) : "";

    /// <summary>The text on another day. The time of day is kept where one was said; otherwise the day starts at midnight.</summary>
    public string OnDay(DateTime day) => Written(day.Date + (IsMoment && Wall is { } wall ? wall.TimeOfDay : TimeSpan.Zero));

    /// <summary>The text at another time of the day, or as it was where <paramref name="clock"/> is no time of day.</summary>
    public string AtClock(string? clock) => TimeOnly.TryParseExact(clock, ["HH:mm", "HH:mm:ss"], CultureInfo.InvariantCulture, DateTimeStyles.None, out var time)
        ? Written((Wall ?? Viewer.Local(Now).DateTime).Date + time.ToTimeSpan())
        : Text;

    private DateTime? Wall => Viewer.TryRead(Text, out var bound) ? Viewer.Local(bound.Resolve(Now)).DateTime : null;

    private bool IsMoment => Viewer.TryRead(Text, out var bound) && !bound.IsRelative;

    private static string Written(DateTime wall) => wall.ToString(wall.Second == 0 ? "yyyy-MM-dd HH:mm" : "yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture);
}
