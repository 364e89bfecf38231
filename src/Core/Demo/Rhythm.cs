namespace TrailBoard.Core.Demo;

/// <summary>When people work (UTC, seen from Europe) and how busy each hour is.</summary>
internal static class Rhythm
{
    public static bool IsWeekend(DateTimeOffset time) => time.DayOfWeek is DayOfWeek.Saturday or DayOfWeek.Sunday;

    public static bool IsOffice(DateTimeOffset time) => !IsWeekend(time) && time.Hour is >= 8 and < 18;

    /// <summary>How much of the month's everyday noise falls into the hour that starts at this time.</summary>
    public static int Weight(DateTimeOffset hour) => (IsWeekend(hour), hour.Hour) switch
    {
        (true, >= 9 and < 20) => 6,
        (true, _) => 5,
        (false, 12) => 34,
        (false, >= 8 and < 17) => 44,
        (false, 7 or 17) => 20,
        (false, >= 18 and < 22) => 11,
        _ => 6,
    };

    /// <summary>The starts of all whole hours of work, with time left in each for what is begun in it.</summary>
    public static IReadOnlyList<DateTimeOffset> OfficeHours(DateTimeOffset begin, DateTimeOffset end)
    {
        var hours = new List<DateTimeOffset>();
        for (var hour = begin; hour < end; hour = hour.AddHours(1))
        {
            if (IsOffice(hour))
            {
                hours.Add(hour);
            }
        }

        return hours;
    }

    /// <summary>The days of the month by their midnights, those that lie wholly inside.</summary>
    public static IEnumerable<DateTimeOffset> Days(DateTimeOffset begin, DateTimeOffset end)
    {
        var day = new DateTimeOffset(begin.UtcDateTime.Date, TimeSpan.Zero);
        for (day = day < begin ? day.AddDays(1) : day; day.AddDays(1) <= end; day = day.AddDays(1))
        {
            yield return day;
        }
    }
}
