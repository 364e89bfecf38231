using TrailBoard.Core.Events;

namespace TrailBoard.Web.State;

/// <summary>Flags of an event as sentences: why it may be less, or other, than it seems.</summary>
public static class EventNotes
{
    private static readonly (EventFlags Flag, string Words)[] All =
    [
        (EventFlags.Conflict, "Another record with this event id and other content was delivered. Both are kept; compare the versions."),
        (EventFlags.Omitted, "CloudTrail left out the request, the response or a detail because of its size."),
        (EventFlags.Late, "It reached the store more than a day after it happened."),
        (EventFlags.Addendum, "CloudTrail marked it as delivered late, or as a correction of another event."),
        (EventFlags.FutureTime, "Its time lay more than a day after the time of its import: a clock was wrong somewhere."),
        (EventFlags.DerivedId, "The record has no event id. The one shown was derived from its content."),
        (EventFlags.HiddenUser, "CloudTrail hid the user's name for security reasons, as it does for failed sign-ins."),
        (EventFlags.DuplicateKeys, "The record names a key twice. The last value was read; the raw record has both."),
        (EventFlags.ReplacedText, "The record holds text that is not valid Unicode, shown as \uFFFD."),
        (EventFlags.UnknownVersion, "The record's version is newer than what TrailBoard knows. What it knows was read."),
    ];

    public static IReadOnlyList<string> Of(EventFlags flags) => [.. All.Where(note => (flags & note.Flag) != 0).Select(note => note.Words)];
}
