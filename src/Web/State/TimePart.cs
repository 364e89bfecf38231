using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Text.RegularExpressions;

namespace TrailBoard.Web.State;

/// <summary>One end of a range of time as it is written, before a zone makes it a moment.</summary>
internal abstract partial record TimePart
{
    private const string Expected = "Expected a time such as -2h, yesterday, last week, 2026-11-03 or 14:00.";

    private TimePart()
    {
    }

    /// <summary>A distance back from now.</summary>
    internal sealed record Back(TimeBound Bound) : TimePart;

    /// <summary>Now.</summary>
    internal sealed record Now : TimePart;

    /// <summary>Whole days: a day, a week, a month, a year.</summary>
    /// <param name="Behind">The day behind the last.</param>
    internal sealed record Days(DateTime First, DateTime Behind) : TimePart;

    /// <summary>What a clock shows on a day, for a minute or a second.</summary>
    internal sealed record Wall(DateTime Start, TimeSpan Length) : TimePart;

    /// <summary>A moment with its offset.</summary>
    internal sealed record Exact(DateTimeOffset Start, TimeSpan Length) : TimePart;

    /// <summary>Reads a part, without blanks around it.</summary>
    /// <param name="today">The day that words are understood from.</param>
    /// <param name="day">The day of a time that says none.</param>
    public static bool TryRead(string text, DateTime today, DateTime day, [NotNullWhen(true)] out TimePart? part, [NotNullWhen(false)] out string? mistake)
    {
        (part, mistake) = (null, null);
        var words = string.Join(' ', text.ToLowerInvariant().Split(' ', StringSplitOptions.RemoveEmptyEntries));
        if (words == "now")
        {
            part = new Now();
        }
        else if (Distance().Match(words) is { Success: true } back)
        {
            var count = back.Groups["count"] is { Success: true } counted ? counted.Value : "1";
            if (!TimeBound.TryParse($"-{count}{back.Groups["unit"].ValueSpan[0]}", out var bound))
            {
                mistake = "Expected a distance of 1 to 999999, and no more than a hundred years.";
                return false;
            }

            part = new Back(bound);
        }
        else
        {
            part = NamedDays(words, today) ?? Calendar(words) ?? OnClock(words, today, day, out mistake);
        }

        mistake ??= part is null ? Expected : null;
        return mistake is null;
    }

    private static Days? NamedDays(string words, DateTime today)
    {
        var monday = today.AddDays(-(((int)today.DayOfWeek + 6) % 7));
        var (month, year) = (today.AddDays(1 - today.Day), new DateTime(today.Year, 1, 1));
        return words switch
        {
            "today" => new(today, today.AddDays(1)),
            "yesterday" => new(today.AddDays(-1), today),
            "this week" => new(monday, monday.AddDays(7)),
            "last week" => new(monday.AddDays(-7), monday),
            "this month" => new(month, month.AddMonths(1)),
            "last month" => new(month.AddMonths(-1), month),
            "this year" => new(year, year.AddYears(1)),
            "last year" => new(year.AddYears(-1), year),
            _ => null,
        };
    }

    private static Days? Calendar(string words) =>
        Day(words) is { } day ? new(day, day.AddDays(1))
        : Date(words, "yyyy-MM") is { } month ? new(month, month.AddMonths(1))
        : Date(words, "yyyy") is { } year ? new(year, year.AddYears(1))
        : null;

    private static TimePart? OnClock(string words, DateTime today, DateTime day, out string? mistake)
    {
        mistake = null;
        var match = Clock().Match(words);
        if (!match.Success)
        {
            mistake = Shape().IsMatch(words) ? "Expected a date that there is, from 1970 to 9998, such as 2026-11-03." : null;
            return null;
        }

        var (hour, minute) = (Number("hour"), Number("minute"));
        var second = match.Groups["second"].Success ? Number("second") : 0;
        if (minute > 59 || second > 59 || hour > 24 || (hour == 24 && minute + second > 0))
        {
            mistake = "Expected a time of the day from 00:00 to 24:00.";
            return null;
        }

        var date = match.Groups["day"].Value switch
        {
            "" => day,
            "today" => today,
            "yesterday" => today.AddDays(-1),
            var written => Day(written),
        };
        if (date is not { } known)
        {
            mistake = "Expected a date that there is, from 1970 to 9998, such as 2026-11-03.";
            return null;
        }

        var wall = known.AddHours(hour).AddMinutes(minute).AddSeconds(second);
        var length = match.Groups["second"].Success ? TimeSpan.FromSeconds(1) : TimeSpan.FromMinutes(1);
        if (match.Groups["zone"] is not { Success: true } zone)
        {
            return new Wall(wall, length);
        }

        var offset = new TimeSpan(match.Groups["zoneHour"].Success ? Number("zoneHour") : 0, match.Groups["zoneMinute"].Success ? Number("zoneMinute") : 0, 0);
        if (offset > TimeSpan.FromHours(14))
        {
            mistake = "Expected an offset from UTC of up to 14 hours, such as +01:00.";
            return null;
        }

        return new Exact(new DateTimeOffset(wall, zone.ValueSpan[0] == '-' ? -offset : offset), length);

        int Number(string name) => int.Parse(match.Groups[name].ValueSpan, NumberStyles.None, CultureInfo.InvariantCulture);
    }

    // As people write it, and as ranges are shown.
    private static DateTime? Day(string text) => Date(text, "yyyy-MM-dd") ?? Date(text, "d MMM yyyy");

    // The bounds keep every day, its end and every offset within what can be counted.
    private static DateTime? Date(string text, string format) =>
        DateTime.TryParseExact(text, format, CultureInfo.InvariantCulture, DateTimeStyles.None, out var date) && date.Year is >= 1970 and <= 9998 ? date : null;

    [GeneratedRegex(@"\A(-|(last|past) )(?<count>[0-9]{1,6}) ?(?<unit>s(ec(ond)?s?)?|m(in(ute)?s?)?|h(ours?)?|d(ays?)?|w(eeks?)?)\z|\A(last|past) (?<unit>second|minute|hour|day)\z", RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant, 1000)]
    private static partial Regex Distance();

    [GeneratedRegex(@"\A((?<day>[0-9]{4}-[0-9]{2}-[0-9]{2}|[0-9]{1,2} [a-z]{3} [0-9]{4}|today|yesterday)[t ])?(?<hour>[0-9]{1,2}):(?<minute>[0-9]{2})(:(?<second>[0-9]{2})(\.[0-9]{1,9})?)?( ?(?<zone>z|utc|[+-](?<zoneHour>[0-9]{2}):?(?<zoneMinute>[0-9]{2})))?\z", RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant, 1000)]
    private static partial Regex Clock();

    [GeneratedRegex(@"\A[0-9]{4}(-[0-9]{1,2}){0,2}\z", RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant, 1000)]
    private static partial Regex Shape();
}
