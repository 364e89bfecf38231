using System.Collections.Frozen;
using TrailBoard.Core.Views;

namespace TrailBoard.Web.State;

/// <summary>
/// A line of a list of activities: an activity, or one of the events of an activity that is unfolded. What is unfolded is known by the place of any
/// event in it: a link stays right when a late event makes the activity longer.
/// </summary>
/// <param name="Row">The activity.</param>
/// <param name="IsUnfolded">Whether its events follow.</param>
/// <param name="Event">The event, or null for the activity itself.</param>
public sealed record ActivityLine(FoldedRow Row, bool IsUnfolded, StoredEvent? Event = null)
{
    /// <summary>Nothing is unfolded.</summary>
    public static IReadOnlySet<EventCursor> None { get; } = FrozenSet<EventCursor>.Empty;

    /// <summary>Reads what is unfolded from the value of a URL. What is no place is left out.</summary>
    public static IReadOnlySet<EventCursor> Read(string? text) =>
        (text ?? "").Split(',').Select(part => EventCursor.TryParse(part, out var place) ? place : (EventCursor?)null).OfType<EventCursor>().ToFrozenSet();

    /// <summary>What is unfolded as it stands in a URL, newest first; null where nothing is.</summary>
    public static string? Text(IReadOnlySet<EventCursor> unfolded) =>
        unfolded.Count == 0 ? null : string.Join(',', unfolded.OrderByDescending(place => place.Value));

    /// <summary>The lines of a list.</summary>
    /// <param name="unfolded">Places of events whose activities are unfolded. An activity of one event is that event, and has nothing to unfold.</param>
    /// <param name="events">The events of an activity that is unfolded, oldest first, or null while they are not known.</param>
    public static IEnumerable<ActivityLine> Of(IEnumerable<FoldedRow> rows, IReadOnlySet<EventCursor> unfolded, Func<FoldedRow, IReadOnlyList<StoredEvent>?> events)
    {
        ArgumentNullException.ThrowIfNull(rows);
        ArgumentNullException.ThrowIfNull(events);
        foreach (var row in rows)
        {
            var isUnfolded = IsOpen(row, unfolded);
            yield return new(row, isUnfolded);
            foreach (var stored in (isUnfolded ? events(row) : null) ?? [])
            {
                yield return new(row, isUnfolded, stored);
            }
        }
    }

    /// <summary>Whether an activity is unfolded.</summary>
    /// <param name="unfolded">Places of events whose activities are. An activity of one event is that event, and has nothing to unfold.</param>
    public static bool IsOpen(FoldedRow row, IReadOnlySet<EventCursor> unfolded)
    {
        ArgumentNullException.ThrowIfNull(row);
        return row.Count > 1 && row.IsAt(unfolded);
    }

    /// <summary>
    /// The ids of the events through which a person goes: those that show. One that is open although its activity is folded stands where that is.
    /// </summary>
    /// <param name="events">The events of an activity that is unfolded, oldest first, or null while they are not known.</param>
    /// <param name="selected">The id of the event that is open, or null.</param>
    /// <param name="at">Where that is, as far as it is known.</param>
    /// <returns>Null stands where events show that are not known yet.</returns>
    public static IEnumerable<string?> Walk(
        IEnumerable<FoldedRow> rows, IReadOnlySet<EventCursor> unfolded, Func<FoldedRow, IReadOnlyList<StoredEvent>?> events, string? selected, IReadOnlySet<EventCursor> at) => rows.SelectMany(row =>
        row.Count == 1 ? [row.Headline.Event.EventId]
        : IsOpen(row, unfolded) ? events(row)?.Select(stored => (string?)stored.Event.EventId) ?? [null]
        : row.Has(selected, at) ? [selected]
        : []);

    /// <summary>What is unfolded after this activity is unfolded, or folded again.</summary>
    public IReadOnlySet<EventCursor> Toggled(IReadOnlySet<EventCursor> unfolded)
    {
        ArgumentNullException.ThrowIfNull(unfolded);
        return (IsUnfolded ? unfolded.Except(Row.Places) : unfolded.Append(Row.Headline.Cursor)).ToFrozenSet();
    }
}
