using TrailBoard.Core.Containers;
using TrailBoard.Core.Events;
using TrailBoard.Core.Search;

namespace TrailBoard.Core.Views;

/// <summary>A few words of a sentence, and the value that they stand for, so that a page makes them a handle.</summary>
/// <param name="Text">The words, short: hostile text from the record, to be encoded.</param>
/// <param name="Field">The field that a click filters by, or null where there is nothing to filter.</param>
/// <param name="Value">The field's whole value, for the filter and for a title.</param>
public sealed record SentencePart(string Text, EventField? Field = null, string? Value = null);

/// <summary>
/// An event as a sentence: who did what to what, from where, and how it ended. A pure reading of the
/// <see cref="TrailEvent"/>: no record is needed.
/// </summary>
public sealed record EventSentence
{
    /// <summary>Who acted, by the name that people know: a person, a role, a service.</summary>
    public required SentencePart Who { get; init; }

    /// <summary>In what guise: the role of a person's session, the task or run that used a role.</summary>
    public SentencePart? How { get; init; }

    /// <summary>What was done: <c>pushed image</c>, or <c>tried to push image</c> where it was refused or failed.</summary>
    public required SentencePart Did { get; init; }

    /// <summary>To what, most telling first; the words join without a space where the text starts with <c>:</c> or <c>@</c>.</summary>
    public IReadOnlyList<SentencePart> To { get; init; } = [];

    /// <summary>The address that the call came from.</summary>
    public SentencePart? From { get; init; }

    /// <summary>The error, where the call was refused or failed: <c>denied: AccessDenied</c>.</summary>
    public SentencePart? Outcome { get; init; }

    /// <summary>What kind of thing was done.</summary>
    public required EventVerb Verb { get; init; }

    /// <summary>How much the event asks to be looked at, and why.</summary>
    public required EventAlert Alert { get; init; }

    /// <summary>What a sentence calls the subject of a web identity.</summary>
    /// <param name="user">The subject, hostile text.</param>
    /// <returns>GitHub's <c>repo:org/name:ref:refs/heads/main</c> as <c>org/name@main</c>; any other as it is.</returns>
    public static string NameOfWebIdentity(string user)
    {
        ArgumentNullException.ThrowIfNull(user);
        return SentenceActor.WebIdentity(user);
    }

    /// <summary>Reads an event as a sentence.</summary>
    public static EventSentence Of(TrailEvent trailEvent)
    {
        ArgumentNullException.ThrowIfNull(trailEvent);
        var (who, how) = SentenceActor.Of(trailEvent.Actor);
        var phrase = ActionPhrase.Of(trailEvent.Service, trailEvent.Action);
        var alert = EventAlert.Of(trailEvent);
        return new()
        {
            Who = who,
            How = how,
            Did = new(trailEvent.IsError ? "tried to " + phrase.Base : phrase.Past, EventFields.Action, trailEvent.Action),
            To = SentenceTarget.Of(trailEvent),
            From = trailEvent.Address is { Length: > 0 } address ? new(address, EventFields.Address, address) : null,
            Outcome = trailEvent.Error is { } error ? new($"{alert.Reason}: {error}", EventFields.Error, error) : null,
            Verb = EventVerb.Of(trailEvent),
            Alert = alert,
        };
    }

    /// <summary>The sentence as plain text, for titles, exports and screen readers.</summary>
    public override string ToString()
    {
        var text = new System.Text.StringBuilder(Who.Text);
        if (How is not null)
        {
            text.Append(" (").Append(How.Text).Append(')');
        }

        text.Append(' ').Append(Did.Text);
        foreach (var part in To)
        {
            text.Append(part.Text is [':' or '@', ..] ? "" : " ").Append(part.Text);
        }

        if (From is not null)
        {
            text.Append(" from ").Append(From.Text);
        }

        return (Outcome is null ? text : text.Append("; ").Append(Outcome.Text)).ToString();
    }
}
