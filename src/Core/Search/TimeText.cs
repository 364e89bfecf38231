using System.Globalization;
using System.Text.RegularExpressions;

namespace TrailBoard.Core.Search;

/// <summary>A time as people write it: a year, month, day, hour, minute or second. UTC unless it names its zone.</summary>
/// <param name="Start">Its first second, UTC.</param>
/// <param name="End">The second behind its last.</param>
/// <param name="IsSecond">Whether it is one second only.</param>
internal readonly partial record struct TimeText(DateTimeOffset Start, DateTimeOffset End, bool IsSecond)
{
    private static readonly DateTime Last = new(9999, 12, 31, 23, 59, 59, DateTimeKind.Utc);

    public static bool TryParse(string text, out TimeText time)
    {
        time = default;
        var match = Shape().Match(text);
        if (!match.Success || Part("year", 0) == 0 || Part("month", 1) is 0 or > 12
            || Part("day", 1) == 0 || Part("day", 1) > DateTime.DaysInMonth(Part("year", 1), Part("month", 1))
            || Part("hour", 0) > 23 || Part("minute", 0) > 59 || Part("second", 0) > 59 || Part("zoneHour", 0) > 14 || Part("zoneMinute", 0) > 59)
        {
            return false;
        }

        var local = new DateTime(Part("year", 1), Part("month", 1), Part("day", 1), Part("hour", 0), Part("minute", 0), Part("second", 0), DateTimeKind.Utc);
        var zone = new TimeSpan(Part("zoneHour", 0), Part("zoneMinute", 0), 0) * (match.Groups["zone"].ValueSpan is ['-', ..] ? -1 : 1);
        if (local.Ticks < zone.Ticks || local.Ticks - zone.Ticks > Last.Ticks)
        {
            return false;
        }

        var start = local - zone;
        time = new(new DateTimeOffset(start), new DateTimeOffset(EndOf(start)), match.Groups["second"].Success);
        return true;

        int Part(string name, int otherwise) =>
            match.Groups[name] is { Success: true } group ? int.Parse(group.ValueSpan, NumberStyles.None, CultureInfo.InvariantCulture) : otherwise;

        DateTime EndOf(DateTime from)
        {
            var rest = Last - from;
            var length = match.Groups["second"].Success ? TimeSpan.FromSeconds(1)
                : match.Groups["minute"].Success ? TimeSpan.FromMinutes(1)
                : match.Groups["hour"].Success ? TimeSpan.FromHours(1)
                : match.Groups["day"].Success ? TimeSpan.FromDays(1)
                : match.Groups["month"].Success ? TimeSpan.FromDays(DateTime.DaysInMonth(from.Year, from.Month))
                : TimeSpan.FromDays(DateTime.IsLeapYear(from.Year) ? 366 : 365);
            return from + (length < rest ? length : rest);
        }
    }

    /// <summary>The time in as few signs as say it to the second.</summary>
    public static string Of(DateTimeOffset time, bool inFull) => time.UtcDateTime.ToString(
        inFull || time.UtcDateTime.Second != 0 ? "yyyy-MM-dd'T'HH:mm:ss" : time.UtcDateTime.TimeOfDay != TimeSpan.Zero ? "yyyy-MM-dd'T'HH:mm" : "yyyy-MM-dd",
        CultureInfo.InvariantCulture);

    [GeneratedRegex("""
        \A(?<year>[0-9]{4})(-(?<month>[0-9]{2})(-(?<day>[0-9]{2})
        ([Tt\ ](?<hour>[0-9]{2})(:(?<minute>[0-9]{2})(:(?<second>[0-9]{2})(\.0{1,9})?)?)?
        (?<zone>[Zz]|[+-](?<zoneHour>[0-9]{2})(:?(?<zoneMinute>[0-9]{2}))?)?)?)?)?\z
        """, RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant | RegexOptions.IgnorePatternWhitespace, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Shape();
}
