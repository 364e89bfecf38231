namespace TrailBoard.Data.Sources.Lookup;

/// <summary>How LookupEvents is polled.</summary>
internal sealed record LookupTiming
{
    /// <summary>How long CloudTrail is given to deliver before a time is asked for at all (CloudTrail's guide: within 15 minutes on most days).</summary>
    public TimeSpan DeliveryLag { get; init; } = TimeSpan.FromMinutes(15);

    /// <summary>How long after that a time is read for good: what came later than the lag is found then.</summary>
    public TimeSpan Overlap { get; init; } = TimeSpan.FromHours(1);

    /// <summary>How long after its end a window may be asked for.</summary>
    public TimeSpan SettledAfter(LookupWindow window) => window.IsFresh ? DeliveryLag : DeliveryLag + Overlap;

    /// <summary>How often new time is asked for.</summary>
    public TimeSpan PollEvery { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary>How far back CloudTrail answers.</summary>
    public TimeSpan Kept { get; init; } = TimeSpan.FromDays(90);

    /// <summary>How many events a window should have: what a kill or an expired token costs at most, about 20 seconds of calls.</summary>
    public int EventsInWindow { get; init; } = 2_000;
}
