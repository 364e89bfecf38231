namespace TrailBoard.Core.Watching;

/// <summary>That events came which a watch looked for. It says what the watch was then: that may have gone since.</summary>
/// <param name="Id">Its number: later ones have higher ones.</param>
/// <param name="Key">What a receiver knows it by, however often it is sent: the same for ever, and in no other installation.</param>
/// <param name="WatchId">The watch.</param>
/// <param name="WatchName">The watch's name: hostile text.</param>
/// <param name="Filter">The watch's filter: hostile text.</param>
/// <param name="Count">How many events it is about.</param>
/// <param name="First">The time of the oldest of them, UTC.</param>
/// <param name="Last">The time of the newest, UTC.</param>
/// <param name="At">When it was noted, UTC.</param>
/// <param name="IsSeen">Whether somebody has looked at it.</param>
/// <param name="Delivery">What became of sending it.</param>
public sealed record Firing(
    long Id, string Key, long WatchId, string WatchName, string Filter, long Count, DateTimeOffset First, DateTimeOffset Last, DateTimeOffset At, bool IsSeen, Delivery Delivery)
{
    /// <summary>How many of its events, the newest, a firing keeps.</summary>
    public const int MostEvents = 10_000;

    /// <summary>How many firings are kept, the newest of all watches.</summary>
    public const int Most = 2_000;

    /// <summary>The firing in a sentence: <c>1,204 events match pushes, from 2026-01-01T00:00:00Z to 2026-10-01T12:00:00Z</c>.</summary>
    public string Sentence => Count == 1
        ? $"1 event matches {WatchName}, of {Text(First)}"
        : $"{Count:N0} events match {WatchName}, from {Text(First)} to {Text(Last)}";

    private static string Text(DateTimeOffset time) => time.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", System.Globalization.CultureInfo.InvariantCulture);
}

/// <summary>What became of sending a firing to the webhook.</summary>
/// <param name="State">How it stands.</param>
/// <param name="Attempts">How often it was tried.</param>
/// <param name="Next">When it is tried next, UTC, while it waits.</param>
/// <param name="Error">Why the last try failed, or null.</param>
public sealed record Delivery(DeliveryState State, int Attempts, DateTimeOffset? Next, string? Error);

/// <summary>How a delivery stands. The numbers are kept in stores.</summary>
public enum DeliveryState
{
    /// <summary>It is not sent.</summary>
    None = 0,

    /// <summary>It waits for its turn, or for the next try.</summary>
    Waiting = 1,

    /// <summary>The receiver has taken it.</summary>
    Delivered = 2,

    /// <summary>It was tried so often that it is not tried again by itself.</summary>
    GivenUp = 3,
}

/// <summary>How often and when a delivery is tried.</summary>
public static class DeliveryPace
{
    private static readonly TimeSpan[] Waits =
    [
        TimeSpan.FromSeconds(10), TimeSpan.FromSeconds(30), TimeSpan.FromMinutes(2), TimeSpan.FromMinutes(10), TimeSpan.FromMinutes(30),
        TimeSpan.FromHours(1), TimeSpan.FromHours(3), TimeSpan.FromHours(6),
    ];

    /// <summary>How many may wait. Of more, the oldest is given up.</summary>
    public const int MostWaiting = 1_000;

    /// <summary>How often it is tried in all, over about eleven hours.</summary>
    public static int Attempts => Waits.Length + 1;

    /// <summary>How long to wait after so many failed tries, from 1; null where it is given up.</summary>
    public static TimeSpan? After(int failed) => failed <= Waits.Length ? Waits[failed - 1] : null;
}
