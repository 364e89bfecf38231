using TrailBoard.Core.Views;

namespace TrailBoard.Core.Overview;

/// <summary>How long the time is that an overview tells of.</summary>
public enum PeriodLength
{
    /// <summary>Seven times 24 hours.</summary>
    Week,

    /// <summary>24 hours.</summary>
    Day,
}

/// <summary>Why a period ends where it does.</summary>
public enum PeriodEnd
{
    /// <summary>It is now.</summary>
    Now,

    /// <summary>The newest event of the store is older than a period: it ends with that one.</summary>
    NewestEvent,

    /// <summary>Somebody asked for it.</summary>
    Chosen,
}

/// <summary>The time that an overview tells of, and the time before it that it is compared with.</summary>
/// <param name="Length">How long it is.</param>
/// <param name="To">Its end, UTC, to the second and not included.</param>
/// <param name="End">Why it ends there.</param>
public sealed record OverviewPeriod(PeriodLength Length, DateTimeOffset To, PeriodEnd End)
{
    /// <summary>How many days are shown one by one, the last of which holds the period's end.</summary>
    public const int DaysShown = 28;

    /// <summary>The length as a span of time.</summary>
    public TimeSpan Span => Length == PeriodLength.Day ? TimeSpan.FromDays(1) : TimeSpan.FromDays(7);

    /// <summary>Its start, UTC, included.</summary>
    public DateTimeOffset From => To - Span;

    /// <summary>The period.</summary>
    public TimeRange Range => new(From, To);

    /// <summary>As much time before it.</summary>
    public TimeRange Before => new(From - Span, From);

    /// <summary>All time before it.</summary>
    public TimeRange Earlier => new(null, From);

    /// <summary>The days that are shown one by one: whole days in UTC but for the last, which ends with the period.</summary>
    public TimeRange Days => new(new DateTimeOffset(To.AddTicks(-1).UtcDateTime.Date, TimeSpan.Zero).AddDays(1 - DaysShown), To);

    /// <summary>
    /// The period that a person asks for. Where nobody names an end it is now, or where the newest event is older than a period, the second
    /// after that event: an overview of nothing would help nobody.
    /// </summary>
    /// <param name="length">How long it shall be.</param>
    /// <param name="end">The end that was asked for, or null.</param>
    /// <param name="store">What the store holds.</param>
    /// <param name="now">The time.</param>
    public static OverviewPeriod Of(PeriodLength length, DateTimeOffset? end, StoreSummary store, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(store);
        if (end is { } chosen)
        {
            return new(length, Second(chosen), PeriodEnd.Chosen);
        }

        // Up to and with the present second.
        var present = new OverviewPeriod(length, Second(now).AddSeconds(1), PeriodEnd.Now);
        return store.Last is { } last && last < present.From ? new(length, Second(last).AddSeconds(1), PeriodEnd.NewestEvent) : present;
    }

    /// <summary>The period before it.</summary>
    public OverviewPeriod Previous => new(Length, From, PeriodEnd.Chosen);

    /// <summary>The period after it; null where it would begin after the store's newest event.</summary>
    public OverviewPeriod? Next(StoreSummary store)
    {
        ArgumentNullException.ThrowIfNull(store);
        return store.Last >= To ? new(Length, To + Span, PeriodEnd.Chosen) : null;
    }

    /// <summary>Whether the store reaches back far enough to compare the period with the one before.</summary>
    public bool IsComparable(StoreSummary store)
    {
        ArgumentNullException.ThrowIfNull(store);
        return store.First <= Before.From;
    }

    /// <summary>Whether the store holds anything from before it, so that something can be called new.</summary>
    public bool HasEarlier(StoreSummary store)
    {
        ArgumentNullException.ThrowIfNull(store);
        return store.First < From;
    }

    private static DateTimeOffset Second(DateTimeOffset time) => new(time.UtcTicks - (time.UtcTicks % TimeSpan.TicksPerSecond), TimeSpan.Zero);
}
