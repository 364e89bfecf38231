using TrailBoard.Core.Containers;
using TrailBoard.Core.Identity;
using TrailBoard.Core.Search;
using TrailBoard.Core.Views;

namespace TrailBoard.Core.Activities;

/// <summary>An activity as one sentence: who did what to what, how often or how long, from where, and how it ended.</summary>
public sealed record ActivitySentence
{
    /// <summary>Who acted, by the name that people know; how many, where it was several.</summary>
    public required SentencePart Who { get; init; }

    /// <summary>In what guise, as in <see cref="EventSentence.How"/>; null where it was several.</summary>
    public SentencePart? How { get; init; }

    /// <summary>What was done and to what, as words and handles in order. Texts join without a space where they start with <c>:</c>, <c>@</c> or <c>,</c>.</summary>
    public required IReadOnlyList<SentencePart> Said { get; init; }

    /// <summary>The address that all its calls came from, or null.</summary>
    public SentencePart? From { get; init; }

    /// <summary>The error that all its calls ended with, or null.</summary>
    public SentencePart? Outcome { get; init; }

    /// <summary>The thing that it was done to, in full, as a filter takes it; null where there is none, or where it is several.</summary>
    public string? Resource => Said.Count(part => part.Field == EventFields.Repository) > 1 ? null : Said.FirstOrDefault(part => part.Field == EventFields.Repository || part.Field == EventFields.Resource)?.Value;

    /// <summary>Says what an activity was.</summary>
    /// <param name="records">What the records add.</param>
    public static ActivitySentence Of(Activity activity, HeadlineRecords records)
    {
        ArgumentNullException.ThrowIfNull(activity);
        ArgumentNullException.ThrowIfNull(records);
        var single = EventSentence.Of(activity.Headline.Event);
        var (who, how) = WhoOf(activity);
        return new()
        {
            Who = who,
            How = how,
            Said = [.. ActivityWords.Of(activity, records, single)],
            From = FromOf(activity, single),
            Outcome = single.Outcome,
        };
    }

    /// <summary>The sentence as plain text.</summary>
    public override string ToString()
    {
        var text = new System.Text.StringBuilder(Who.Text);
        if (How is not null)
        {
            text.Append(" (").Append(How.Text).Append(')');
        }

        foreach (var part in Said)
        {
            text.Append(part.Text is [':' or '@' or ',', ..] ? "" : " ").Append(part.Text);
        }

        if (From is not null)
        {
            text.Append(" from ").Append(From.Text);
        }

        return (Outcome is null ? text : text.Append("; ").Append(Outcome.Text)).ToString();
    }

    private static (SentencePart Who, SentencePart? How) WhoOf(Activity activity)
    {
        // The events of a store share their actors: few have to be named.
        var callers = activity.Events.Select(stored => stored.Event.Actor).Distinct(ReferenceEqualityComparer.Instance).Cast<Actor>().Distinct()
            .Select(SentenceActor.Of).DistinctBy(caller => (caller.Who.Text, caller.How?.Text)).ToList();
        if (callers is [var one])
        {
            return one;
        }

        var names = callers.Select(caller => caller.Who).DistinctBy(who => who.Text, StringComparer.Ordinal).ToList();
        return names is [var name] ? (name, null)
            : (new($"{names.Count} {(activity.Kind == ActivityKind.Chatter ? "services and machines" : "callers")}"), null);
    }

    // Where the registry records a push as its own, or a machine calls from many places, an address says nothing.
    private static SentencePart? FromOf(Activity activity, EventSentence single) =>
        single.From is { } from && from.Text != "AWS Internal" && !from.Text.EndsWith(ContainerServices.Domain, StringComparison.Ordinal)
        && activity.Events.All(stored => stored.Event.Address == from.Text) ? from : null;
}
