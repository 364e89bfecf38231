using System.Globalization;

namespace TrailBoard.Web.State;

/// <summary>Numbers as people read them.</summary>
public static class Numbers
{
    /// <summary><c>1,234,567</c></summary>
    public static string Exact(long number) => number.ToString("N0", CultureInfo.InvariantCulture);

    /// <summary><c>987</c>, <c>12.4k</c>, <c>3.1M</c>: at most five characters, for narrow places; give the exact number beside it or in a title.</summary>
    public static string Short(long number) => Math.Abs(number) switch
    {
        < 10_000 => Exact(number),
        < 999_500 => (number / 1e3).ToString(Math.Abs(number) < 99_950 ? "0.#" : "0", CultureInfo.InvariantCulture) + "k",
        < 999_500_000 => (number / 1e6).ToString(Math.Abs(number) < 99_950_000 ? "0.#" : "0", CultureInfo.InvariantCulture) + "M",
        _ => (number / 1e9).ToString("0.#", CultureInfo.InvariantCulture) + "G",
    };

    /// <summary><c>1 event</c>, <c>2,000 events</c></summary>
    public static string Of(long number, string noun) => number == 1 ? $"1 {noun}" : $"{Exact(number)} {noun}s";

    /// <summary>A part of a whole: <c>0%</c>, <c>&lt;0.1%</c>, <c>3.4%</c>, <c>62%</c>, <c>&gt;99%</c>. None and all are said only where they are so.</summary>
    public static string Share(long part, long whole) => (part == 0 || whole == 0 ? 0 : 100d * part / whole) switch
    {
        0 => "0%",
        < 0.1 => "<0.1%",
        < 9.95 and var percent => percent.ToString("0.#", CultureInfo.InvariantCulture) + "%",
        > 99 and < 100 => ">99%",
        var percent => percent.ToString("0", CultureInfo.InvariantCulture) + "%",
    };

    /// <summary><c>640 B</c>, <c>12.4 MB</c></summary>
    public static string Bytes(double bytes) => bytes switch
    {
        < 1e3 => bytes.ToString("0", CultureInfo.InvariantCulture) + " B",
        < 1e6 => (bytes / 1e3).ToString("0.#", CultureInfo.InvariantCulture) + " kB",
        < 1e9 => (bytes / 1e6).ToString("0.#", CultureInfo.InvariantCulture) + " MB",
        _ => (bytes / 1e9).ToString("0.#", CultureInfo.InvariantCulture) + " GB",
    };

    /// <summary><c>45 s</c>, <c>3 min</c>, <c>2 h 10 min</c>, <c>24 h</c></summary>
    public static string Span(TimeSpan span) => span.TotalSeconds switch
    {
        < 1 => "under 1 s",
        < 90 => $"{span.TotalSeconds:0} s",
        < 5400 => $"{span.TotalMinutes:0} min",
        < 172_800 when span.Minutes == 0 => $"{(int)span.TotalHours} h",
        < 172_800 => $"{(int)span.TotalHours} h {span.Minutes} min",
        _ => $"{span.TotalDays:0} days",
    };

    /// <summary><c>1 hour</c>, <c>15 minutes</c>: widths that are round.</summary>
    public static string Width(TimeSpan width) => width.TotalSeconds switch
    {
        < 60 => Of((long)width.TotalSeconds, "second"),
        < 3600 => Of((long)width.TotalMinutes, "minute"),
        < 86_400 => Of((long)width.TotalHours, "hour"),
        _ => Of((long)width.TotalDays, "day"),
    };
}
