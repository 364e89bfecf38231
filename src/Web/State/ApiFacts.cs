using TrailBoard.Core.Events;
using TrailBoard.Core.Things;
using TrailBoard.Core.Views;

namespace TrailBoard.Web.State;

/// <summary>An API, or one of its stages, in single facts.</summary>
public static class ApiFacts
{
    /// <param name="api">The API.</param>
    /// <param name="stage">The stage whose page it is, or null for the API's own.</param>
    public static IReadOnlyList<ThingFact> Of(ApiHistory history, ContainerThing api, string? stage)
    {
        ArgumentNullException.ThrowIfNull(history);
        ArgumentNullException.ThrowIfNull(api);
        var facts = new List<ThingFact>
        {
            stage is null
                ? new("Name", new SentencePart(history.Name ?? "not recorded"))
                : new("API", new SentencePart(history.Name ?? api.Value, ThingFields.Of(ThingKind.Api), api.Value)),
            new("Protocol", new SentencePart(history.Protocol ?? "not recorded")),
        };
        if (stage is null && history.Stages.Count > 0)
        {
            facts.Add(new("Stages", [.. history.Stages.Select(name => new SentencePart(name, ThingFields.Of(ThingKind.Stage), $"{api.Value}/{name}"))]));
        }

        if (history.Deployments.LastOrDefault(deployment => stage is null || deployment.Stage == stage) is { } last)
        {
            facts.Add(new("Last deployment", new SentencePart(last.Id ?? "not recorded")) { Time = last.By.Event.Time, EventId = last.By.Event.EventId });
        }

        facts.AddRange(history.Mappings.Where(mapping => stage is null || mapping.Stage == stage).Select(mapping => new ThingFact("Reached at", new SentencePart($"{mapping.Domain}/{mapping.Path}"))
        {
            Note = (mapping.Stage is null ? "" : $"stage {mapping.Stage}; ") + "a deletion of the name would not tell of this API",
            EventId = mapping.By.Event.EventId,
        }));
        return facts;
    }
}
