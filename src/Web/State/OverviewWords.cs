using TrailBoard.Core.Overview;

namespace TrailBoard.Web.State;

/// <summary>The overview in words.</summary>
public static class OverviewWords
{
    /// <summary><c>day</c> or <c>week</c>.</summary>
    public static string Name(PeriodLength length) => length switch
    {
        PeriodLength.Day => "day",
        PeriodLength.Week => "week",
        _ => throw new ArgumentOutOfRangeException(nameof(length), length, null),
    };

    /// <summary>Which time it is about: <c>The last week, 2026-11-15 10:00 to 2026-11-22 10:00.</c></summary>
    /// <param name="time">How times are written.</param>
    public static string Sentence(OverviewPeriod period, ViewerTime time)
    {
        ArgumentNullException.ThrowIfNull(period);
        ArgumentNullException.ThrowIfNull(time);
        var (name, between) = (Name(period.Length), $"{time.Minute(period.From)} to {time.Minute(period.To)}");
        return period.End switch
        {
            PeriodEnd.Now => $"The last {name}: {between}.",
            PeriodEnd.NewestEvent => $"The {name} up to the newest event, which is older than a {name}: {between}.",
            PeriodEnd.Chosen => $"The {name} from {between}.",
            _ => throw new ArgumentOutOfRangeException(nameof(period), period.End, null),
        };
    }

    /// <summary>What a number does beside the one before it: <c>up from</c>, before a link to those.</summary>
    public static string Change(long now, long before) => now > before ? "up from" : now < before ? "down from" : "the same as the";

    /// <summary>Reads the length from a URL; what cannot be read is a week.</summary>
    public static PeriodLength Length(string? text) => text == "day" ? PeriodLength.Day : PeriodLength.Week;
}
