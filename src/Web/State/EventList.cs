using TrailBoard.Core.Views;

namespace TrailBoard.Web.State;

/// <summary>The rows that were read so far: pages joined by their cursors, never by offsets.</summary>
public sealed class EventList(IReadOnlyList<StoredEvent> rows, EventCursor? next)
{
    /// <summary>How many rows are read at a time.</summary>
    public const int PageSize = 100;

    /// <summary>How many rows one list holds; a list that goes on starts a new one, so that memory stays flat.</summary>
    public const int Most = 3000;

    public IReadOnlyList<StoredEvent> Rows { get; } = rows;

    /// <summary>Where the next page starts, or null at the end.</summary>
    public EventCursor? Next { get; } = next;

    /// <summary>Whether the list is full although more events follow.</summary>
    public bool IsFull => Next is not null && Rows.Count >= Most;

    /// <summary>The first events of a search, and where it goes on if there is one more than a page.</summary>
    public static EventList Of(IReadOnlyList<StoredEvent> found) =>
        found.Count > PageSize ? new([.. found.Take(PageSize)], found[PageSize - 1].Cursor) : new([.. found], null);

    public EventList With(EventPage page) => new([.. Rows, .. page.Events], page.Next);

    public int IndexOf(string? eventId)
    {
        for (var i = 0; eventId is not null && i < Rows.Count; i++)
        {
            if (Rows[i].Event.EventId == eventId)
            {
                return i;
            }
        }

        return -1;
    }
}
