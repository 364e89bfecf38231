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
    private readonly long[] _places;
    private readonly Guid[] _ids;

    // Ids are UUIDs, but nothing keeps a file from having others. The empty one is among these: it stands in the array where another id is.
    private readonly Dictionary<int, string>? _otherIds;

    public FoldedRow(ActivityRow row)
    {
        ArgumentNullException.ThrowIfNull(row);
        var (activity, events) = (row.Activity, row.Activity.Events);
        (Kind, Headline, Start, End, Sentence) = (activity.Kind, activity.Headline, activity.Start, activity.End, row.Sentence);
        Alert = events.Select(stored => EventAlert.Of(stored.Event)).MaxBy(alert => alert.Severity)!;
        (_places, _ids) = (new long[events.Count], new Guid[events.Count]);
        for (var i = 0; i < events.Count; i++)
        {
            var id = events[i].Event.EventId;
            _places[i] = events[i].Cursor.Value;
            if (Guid.TryParseExact(id, "D", out var known) && known.ToString("D") == id && known != Guid.Empty)
            {
                _ids[i] = known;
            }
            else
            {
                (_otherIds ??= [])[i] = id;
            }
        }
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
    public int Count => _places.Length;

    /// <summary>The places of its events, oldest first.</summary>
    public IEnumerable<EventCursor> Places => _places.Select(place => new EventCursor(place));

    /// <summary>The ids of its events, oldest first.</summary>
    public IEnumerable<string> EventIds => Enumerable.Range(0, Count).Select(IdAt);

    /// <summary>Whether it has this event.</summary>
    public bool Holds(string? eventId) => eventId is not null
        && (Guid.TryParseExact(eventId, "D", out var id) && Array.IndexOf(_ids, id) is var at and >= 0 && IdAt(at) == eventId || _otherIds?.ContainsValue(eventId) == true);

    /// <summary>Whether one of its events is at one of these places.</summary>
    public bool IsAt(IReadOnlySet<EventCursor> places)
    {
        ArgumentNullException.ThrowIfNull(places);
        return places.Count > 0 && Array.Exists(_places, place => places.Contains(new EventCursor(place)));
    }

    private string IdAt(int index) => _otherIds?.GetValueOrDefault(index) ?? _ids[index].ToString("D");
}
