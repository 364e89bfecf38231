using TrailBoard.Core.Activities;
using TrailBoard.Core.Containers;
using TrailBoard.Core.Views;

namespace TrailBoard.Web.State;

/// <summary>How much a moment asks to be looked at.</summary>
public enum MomentTone
{
    /// <summary>Not more than others.</summary>
    Calm,

    /// <summary>Something was changed that a reader wants to see.</summary>
    Change,

    /// <summary>Something was lost, refused or is not as it should be.</summary>
    Danger,
}

/// <summary>Something that happened to a thing: a dated sentence whose words are handles, and the event that says so.</summary>
/// <param name="EventId">The event that it leads to: hostile text.</param>
/// <param name="Said">The whole sentence, who acted first. Texts join without a space where they start with <c>:</c>, <c>@</c>, <c>,</c> or <c>.</c>.</param>
public sealed record ThingMoment(DateTimeOffset Time, string EventId, IReadOnlyList<SentencePart> Said)
{
    public MomentTone Tone { get; init; }

    /// <summary>A word beside the sentence, or null.</summary>
    public string? Badge { get; init; }

    /// <summary>What else is to be known, in a line below, or null: hostile text.</summary>
    public string? Note { get; init; }

    /// <summary>A text of many lines that opens below, such as a policy, or null: hostile text.</summary>
    public string? Detail { get; init; }

    /// <summary>What the text is called.</summary>
    public string? DetailTitle { get; init; }

    /// <summary>An activity; it leads to the event that tells most of it.</summary>
    public static ThingMoment Of(ActivityRow row)
    {
        ArgumentNullException.ThrowIfNull(row);
        var (activity, sentence) = (row.Activity, row.Sentence);
        var alert = EventAlert.Of(activity.Headline.Event);
        List<SentencePart> said = [sentence.Who];
        said.AddRange(sentence.How is { } how ? [new("as"), how] : []);
        said.AddRange(sentence.Said);
        said.AddRange(sentence.From is { } from ? [new("from"), from] : []);
        return new(activity.End, activity.Headline.Event.EventId, said)
        {
            Tone = alert.Severity switch { EventSeverity.Danger => MomentTone.Danger, EventSeverity.Calm => MomentTone.Calm, _ => MomentTone.Change },
            Badge = sentence.Outcome?.Text ?? (alert.Reason is "" or "write" ? null : alert.Reason),
        };
    }
}

/// <summary>A single fact about a thing.</summary>
/// <param name="Name">What it is called.</param>
/// <param name="Values">What it is, as handles.</param>
public sealed record ThingFact(string Name, params IReadOnlyList<SentencePart> Values)
{
    /// <summary>When, or null.</summary>
    public DateTimeOffset? Time { get; init; }

    /// <summary>What else is to be known, or null: hostile text.</summary>
    public string? Note { get; init; }

    /// <summary>The event that says so, or null.</summary>
    public string? EventId { get; init; }
}
