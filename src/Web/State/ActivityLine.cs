using System.Collections.Frozen;
using TrailBoard.Core.Activities;
using TrailBoard.Core.Views;

namespace TrailBoard.Web.State;

/// <summary>
/// A line of a list of activities: an activity, or one of the events of an activity that is unfolded. What is unfolded is known by the place of any
/// event in it: a link stays right when a late event makes the activity longer.
/// </summary>
/// <param name="Row">The activity.</param>
/// <param name="IsUnfolded">Whether its events follow.</param>
/// <param name="Event">The event, or null for the activity itself.</param>
public sealed record ActivityLine(ActivityRow Row, bool IsUnfolded, StoredEvent? Event = null)
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
    public static IEnumerable<ActivityLine> Of(IEnumerable<ActivityRow> rows, IReadOnlySet<EventCursor> unfolded)
    {
        ArgumentNullException.ThrowIfNull(rows);
        ArgumentNullException.ThrowIfNull(unfolded);
        foreach (var row in rows)
        {
            var events = row.Activity.Events;
            var isUnfolded = unfolded.Count > 0 && events.Count > 1 && events.Any(stored => unfolded.Contains(stored.Cursor));
            yield return new(row, isUnfolded);
            foreach (var stored in isUnfolded ? events : [])
            {
                yield return new(row, isUnfolded, stored);
            }
        }
    }

    /// <summary>
    /// The ids of the events through which a person goes: those that show. One that is open although its activity is folded stands where that is.
    /// </summary>
    /// <param name="selected">The id of the event that is open, or null.</param>
    public static IEnumerable<string> Walk(IEnumerable<ActivityLine> lines, string? selected) => lines
        .Select(line => line.Event is not null ? line.Event.Event.EventId
            : line.Row.Activity.Events.Count == 1 ? line.Row.Activity.Headline.Event.EventId
            : !line.IsUnfolded && line.Holds(selected) ? selected
            : null)
        .OfType<string>();

    /// <summary>Whether the activity has this event.</summary>
    public bool Holds(string? eventId) => eventId is not null && Row.Activity.Events.Any(stored => stored.Event.EventId == eventId);

    /// <summary>What is unfolded after this activity is unfolded, or folded again.</summary>
    public IReadOnlySet<EventCursor> Toggled(IReadOnlySet<EventCursor> unfolded)
    {
        ArgumentNullException.ThrowIfNull(unfolded);
        var events = Row.Activity.Events.Select(stored => stored.Cursor);
        return (IsUnfolded ? unfolded.Except(events) : unfolded.Append(Row.Activity.Headline.Cursor)).ToFrozenSet();
    }
}
