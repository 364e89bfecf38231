using TrailBoard.Core.Containers;
using TrailBoard.Core.Events;
using TrailBoard.Core.Views;

namespace TrailBoard.Core.Activities;

/// <summary>
/// Events that are one thing to a person. Every event is in exactly one activity, and all events of an activity ended alike: a call that
/// was denied or failed is never among calls that succeeded.
/// </summary>
public sealed class Activity
{
    internal Activity(ActivityKind kind, IReadOnlyList<StoredEvent> events, StoredEvent headline)
    {
        Kind = kind;
        Events = events;
        Headline = headline;
        Place = events.MaxBy(stored => stored.Cursor.Value)!.Cursor;
    }

    /// <summary>What was done.</summary>
    public ActivityKind Kind { get; }

    /// <summary>Its events, oldest first; at least one.</summary>
    public IReadOnlyList<StoredEvent> Events { get; }

    /// <summary>The event that tells most: the <c>PutImage</c> of a push, the <c>UpdateService</c> of a deployment.</summary>
    public StoredEvent Headline { get; }

    /// <summary>The place of its newest event, by which activities are ordered, newest first.</summary>
    public EventCursor Place { get; }

    /// <summary>The time of its oldest event, UTC.</summary>
    public DateTimeOffset Start => Events[0].Event.Time;

    /// <summary>The time of its newest event, UTC.</summary>
    public DateTimeOffset End => Events[^1].Event.Time;

    /// <summary>How it ended.</summary>
    public ActivityOutcome Outcome =>
        !Headline.Event.IsError ? ActivityOutcome.Succeeded
        : EventAlert.IsDenial(Headline.Event.Error) ? ActivityOutcome.Denied
        : ActivityOutcome.Failed;

    /// <summary>The events whose action is one of these, oldest first.</summary>
    internal IEnumerable<TrailEvent> Of(params string[] actions) =>
        Events.Select(stored => stored.Event).Where(trailEvent => actions.Contains(trailEvent.Action, StringComparer.Ordinal));
}

/// <summary>How all calls of an activity ended.</summary>
public enum ActivityOutcome
{
    /// <summary>They succeeded.</summary>
    Succeeded,

    /// <summary>They were refused.</summary>
    Denied,

    /// <summary>They failed for another reason.</summary>
    Failed,
}
