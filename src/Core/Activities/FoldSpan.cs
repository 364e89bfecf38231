namespace TrailBoard.Core.Activities;

/// <summary>
/// The stretch of time that is folded by itself: no activity reaches beyond it. It is the UTC day; on days with very many matching events an
/// even part of it, so that a page of activities never needs more than some thousands of events. It depends on how many events of the day
/// match and on nothing else, so that neither the page nor the order of imports decides where an activity is cut.
/// </summary>
public readonly record struct FoldSpan
{
    /// <summary>How many events of a span are aimed at; more come together only where they are not spread over their day, or exceed the smallest span's share.</summary>
    public const int Aim = 5_000;

    private static readonly int[] Parts = [1, 2, 4, 8, 24, 96, 288, 1440];

    private FoldSpan(DateTimeOffset from, TimeSpan length) => (From, To) = (from, from + length);

    /// <summary>Its beginning, UTC, included.</summary>
    public DateTimeOffset From { get; }

    /// <summary>Its end, UTC, not included.</summary>
    public DateTimeOffset To { get; }

    /// <summary>The UTC day of a time.</summary>
    public static FoldSpan DayOf(DateTimeOffset time) => new(new(time.UtcDateTime.Date, TimeSpan.Zero), TimeSpan.FromDays(1));

    /// <summary>The span of a time.</summary>
    /// <param name="time">Any time.</param>
    /// <param name="eventsOfDay">How many events of its UTC day match.</param>
    public static FoldSpan Of(DateTimeOffset time, long eventsOfDay)
    {
        var day = DayOf(time);
        var parts = Array.Find(Parts, parts => eventsOfDay <= (long)Aim * parts);
        var length = TimeSpan.FromDays(1) / (parts == 0 ? Parts[^1] : parts);
        return new(day.From + (length * ((time - day.From).Ticks / length.Ticks)), length);
    }
}
