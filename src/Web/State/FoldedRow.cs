using TrailBoard.Core.Activities;
using TrailBoard.Core.Containers;
using TrailBoard.Core.Views;

namespace TrailBoard.Web.State;

/// <summary>
/// An activity as a list holds it: what its line says, and which events it has. The events themselves are read when it is unfolded: a day's chatter is
/// thousands of them, and everyone who looks at a list would hold them all.
/// </summary>
public sealed class FoldedRow
{
    private readonly PackedPlaces _places;

    public FoldedRow(ActivityRow row)
    {
        ArgumentNullException.ThrowIfNull(row);
        var (activity, events) = (row.Activity, row.Activity.Events);
        (Kind, Headline, Start, End, Sentence) = (activity.Kind, activity.Headline, activity.Start, activity.End, row.Sentence);
        Alert = events.Select(stored => EventAlert.Of(stored.Event)).MaxBy(alert => alert.Severity)!;
        _places = new([.. events.Select(stored => stored.Cursor)]);
    }

    /// <summary>The rows of a page.</summary>
    public static IReadOnlyList<FoldedRow> Of(IEnumerable<ActivityRow> rows) => [.. rows.Select(row => new FoldedRow(row))];

    public ActivityKind Kind { get; }

    public ActivitySentence Sentence { get; }

    /// <summary>How much it asks to be looked at: as much as the event in it that does so most.</summary>
    public EventAlert Alert { get; }

    /// <summary>The event that tells most.</summary>
    public StoredEvent Headline { get; }

    /// <summary>The time of its oldest event, UTC.</summary>
    public DateTimeOffset Start { get; }

    /// <summary>The time of its newest event, UTC.</summary>
    public DateTimeOffset End { get; }

    /// <summary>How many events it has; at least one.</summary>
    public int Count => _places.Count;

    /// <summary>The places of its events, oldest first.</summary>
    public IEnumerable<EventCursor> Places => _places;

    /// <summary>Whether one of its events is at one of these places.</summary>
    public bool IsAt(IReadOnlySet<EventCursor> places) => _places.HasAny(places);

    /// <summary>Whether it has an event. Its ids are not held: all but the one that tells most are known by their places.</summary>
    /// <param name="at">Where the event is, as far as that is known.</param>
    public bool Has(string? eventId, IReadOnlySet<EventCursor> at) => eventId is not null && (Headline.Event.EventId == eventId || IsAt(at));
}
