using TrailBoard.Core.Events;
using TrailBoard.Core.Search;

namespace TrailBoard.Core.Views;

/// <summary>What a person asks for: a filter within a range of time.</summary>
public sealed record EventQuery(Filter Filter, TimeRange Range)
{
    /// <summary>Everything.</summary>
    public static EventQuery All { get; } = new(Filter.All, TimeRange.All);

    /// <summary>Whoever watches where the question needs a search in the records, or null.</summary>
    public SearchWatch? Watch { get; init; }
}

/// <summary>A half-open range of UTC time: from and including <paramref name="From"/>, up to but without <paramref name="To"/>. Null is open.</summary>
public readonly record struct TimeRange(DateTimeOffset? From, DateTimeOffset? To)
{
    /// <summary>All of time.</summary>
    public static TimeRange All => default;

    /// <summary>Whether the range holds the time.</summary>
    public bool Contains(DateTimeOffset time) => (From is null || time >= From) && (To is null || time < To);
}

/// <summary>
/// A place in the order of events: newest first, and within a second by the hash of the content, so that the order is the
/// same whatever order the files came in.
/// </summary>
public readonly record struct EventCursor(long Value)
{
    /// <summary>The cursor as it stands in a URL.</summary>
    public override string ToString() => Value.ToString(System.Globalization.CultureInfo.InvariantCulture);

    /// <summary>Reads a cursor back.</summary>
    public static bool TryParse(string? text, out EventCursor cursor)
    {
        var ok = long.TryParse(text, System.Globalization.NumberStyles.AllowLeadingSign, System.Globalization.CultureInfo.InvariantCulture, out var value);
        cursor = new EventCursor(value);
        return ok;
    }
}

/// <summary>An event in the store.</summary>
/// <param name="Cursor">Its place.</param>
/// <param name="Event">Our reading of it.</param>
/// <param name="Record">Its record, byte for byte; empty in lists.</param>
public sealed record StoredEvent(EventCursor Cursor, TrailEvent Event, ReadOnlyMemory<byte> Record);

/// <summary>The newest events of a question, newest first.</summary>
/// <param name="Events">The events with their records, whose bytes stay as they are. What rows of a list do not have (<see cref="TrailEvent.RequestId"/>), these need not have.</param>
/// <param name="IsCut">Whether older ones match too.</param>
public sealed record NewestEvents(IReadOnlyList<StoredEvent> Events, bool IsCut)
{
    /// <summary>The oldest of them, where older ones match too; else null.</summary>
    public StoredEvent? Cut => IsCut ? Events[^1] : null;
}

/// <summary>A page of events, newest first.</summary>
/// <param name="Events">The rows, without their records.</param>
/// <param name="Next">The cursor to pass as "after" for the next page, or null at the end.</param>
public sealed record EventPage(IReadOnlyList<StoredEvent> Events, EventCursor? Next);

/// <summary>The events on either side of a place.</summary>
/// <param name="Newer">The next newer one, or null where there is none.</param>
/// <param name="Older">The next older one, or null where there is none.</param>
public sealed record EventNeighbours(StoredEvent? Newer, StoredEvent? Older);

/// <summary>One event with all there is to show about it.</summary>
/// <param name="Stored">The event and its record.</param>
/// <param name="Sightings">Each object that brought it, the one whose bytes are shown first.</param>
public sealed record EventDetail(StoredEvent Stored, IReadOnlyList<Sighting> Sightings)
{
    /// <summary>How many addenda of one event are told.</summary>
    public const int MaxAddenda = 100;

    /// <summary>Later events whose <c>addendum</c> names this one as the original, in the order of their times, at most <see cref="MaxAddenda"/>.</summary>
    public IReadOnlyList<LaterAddendum> Addenda { get; init; } = [];
}

/// <summary>An event that says of itself that it corrects another.</summary>
/// <param name="EventId">Its id: hostile text.</param>
/// <param name="Time">Its time, UTC.</param>
public sealed record LaterAddendum(string EventId, DateTimeOffset Time);

/// <summary>That an object brought an event.</summary>
/// <param name="Source">The object's source.</param>
/// <param name="Name">The object's name: hostile text.</param>
/// <param name="Index">The record's place in it, from 0.</param>
/// <param name="SeenAt">When the object was imported, UTC.</param>
/// <param name="Run">The run that imported it.</param>
public sealed record Sighting(string Source, string Name, int Index, DateTimeOffset SeenAt, long Run);

/// <summary>What the store holds.</summary>
/// <param name="Events">How many events.</param>
/// <param name="First">The time of the oldest, UTC, or null when empty.</param>
/// <param name="Last">The time of the newest, UTC, or null when empty.</param>
public sealed record StoreSummary(long Events, DateTimeOffset? First, DateTimeOffset? Last);
