using System.Text.Json.Serialization;
using TrailBoard.Core.Activities;

namespace TrailBoard.Web.Api;

/// <summary>An activity as JSON: the one shape that the HTTP API and the <c>activities</c> verb speak.</summary>
/// <param name="Kind">What was done: push, pull, deployment and so on.</param>
/// <param name="Sentence">All of it in one sentence.</param>
/// <param name="Outcome">succeeded, denied or failed; so for each of its events.</param>
/// <param name="Actor">Who acted, as filters take it; how many, where it was several.</param>
/// <param name="Resource">To what it was done, as filters take it, or null.</param>
/// <param name="Start">The time of its oldest event, UTC.</param>
/// <param name="End">The time of its newest event, UTC.</param>
/// <param name="Events">The ids of its events, oldest first.</param>
internal sealed record ActivityJson(
    [property: JsonPropertyName("kind")] string Kind,
    [property: JsonPropertyName("sentence")] string Sentence,
    [property: JsonPropertyName("outcome")] string Outcome,
    [property: JsonPropertyName("actor")] string Actor,
    [property: JsonPropertyName("resource")] string? Resource,
    [property: JsonPropertyName("start")] string Start,
    [property: JsonPropertyName("end")] string End,
    [property: JsonPropertyName("events")] IReadOnlyList<string> Events)
{
    public static ActivityJson Of(ActivityRow row) => new(
        row.Activity.Kind.Name,
        row.Sentence.ToString(),
        OutcomeOf(row.Activity.Outcome),
        row.Sentence.Who.Value ?? row.Sentence.Who.Text,
        row.Sentence.Resource,
        TimeText.Of(row.Activity.Start),
        TimeText.Of(row.Activity.End),
        [.. row.Activity.Events.Select(stored => stored.Event.EventId)]);

    public static string OutcomeOf(ActivityOutcome outcome) => outcome switch
    {
        ActivityOutcome.Succeeded => "succeeded",
        ActivityOutcome.Denied => "denied",
        ActivityOutcome.Failed => "failed",
        _ => throw new ArgumentOutOfRangeException(nameof(outcome), outcome, null),
    };
}
