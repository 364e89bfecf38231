namespace TrailBoard.Data.Sources.Lookup;

/// <summary>Finds the length of window that holds about as many events as wanted, from those that were read.</summary>
internal sealed class LookupSize(int eventsInWindow)
{
    private const double GrowAtMost = 8;

    /// <summary>The length that is wanted now.</summary>
    public TimeSpan Length { get; private set; } = TimeSpan.FromHours(1);

    /// <summary>Events a second of logged time, as of late; null before the first window.</summary>
    public double? EventsPerSecond { get; private set; }

    /// <summary>Learns from a window.</summary>
    public void Learn(TimeSpan length, long events)
    {
        var rate = events / Math.Max(1, length.TotalSeconds);

        // More is believed at once, less only by and by: a window that is too long costs more than one that is too short.
        EventsPerSecond = EventsPerSecond is { } before && rate < before ? (before + rate) / 2 : rate;
        var wanted = Math.Min(eventsInWindow / Math.Max(EventsPerSecond.Value, 1e-9), length.TotalSeconds * GrowAtMost);
        Length = LookupWindow.Lengths.LastOrDefault(rung => rung.TotalSeconds <= wanted, LookupWindow.Lengths[0]);
    }
}
