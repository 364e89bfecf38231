using TrailBoard.Core.Watching;

namespace TrailBoard.Data.Store.Watching;

/// <summary>A watch, and how far it has looked. Times are Unix milliseconds.</summary>
internal sealed record WatchRow
{
    public long Id { get; init; }
    public required string Name { get; init; }
    public required string Filter { get; init; }

    /// <summary>How old an event may be, in milliseconds.</summary>
    public long? Within { get; init; }
    public bool IsPosted { get; init; }
    public bool IsOn { get; init; }

    /// <summary>The last block that it has looked at, and the last line of the ledger that was in the store then.</summary>
    public long Block { get; init; }
    public long ObjectId { get; init; }
    public long Since { get; init; }
    public long? LastFired { get; init; }

    public Watch Read() => new(Id, Name, Filter, Within is { } within ? TimeSpan.FromMilliseconds(within) : null, IsPosted, IsOn, Clock.At(Since), Clock.At(LastFired));
}

/// <summary>That a watch fired. Times are Unix milliseconds; those of events are their keys.</summary>
internal sealed record FiringRow
{
    public long Id { get; init; }
    public required string Key { get; init; }
    public long WatchId { get; init; }
    public required string WatchName { get; init; }
    public required string Filter { get; init; }
    public long Count { get; init; }
    public long FirstKey { get; init; }
    public long LastKey { get; init; }
    public long At { get; init; }
    public bool IsSeen { get; init; }
    public DeliveryState Delivery { get; init; }
    public int Attempts { get; init; }
    public long? NextTry { get; init; }
    public string? Error { get; init; }

    public Firing Read() => new(
        Id, Key, WatchId, WatchName, Filter, Count, EventKey.TimeOf(FirstKey), EventKey.TimeOf(LastKey), Clock.At(At), IsSeen, new Delivery(Delivery, Attempts, Clock.At(NextTry), Error));
}

/// <summary>That a firing is about an event.</summary>
internal sealed record FiringEventRow
{
    public long FiringId { get; init; }
    public long EventKey { get; init; }
}

/// <summary>Times as rows have them.</summary>
internal static class Clock
{
    public static DateTimeOffset At(long milliseconds) => DateTimeOffset.FromUnixTimeMilliseconds(milliseconds);

    public static DateTimeOffset? At(long? milliseconds) => milliseconds is { } some ? At(some) : null;

    public static long Now(TimeProvider time) => time.GetUtcNow().ToUnixTimeMilliseconds();
}
