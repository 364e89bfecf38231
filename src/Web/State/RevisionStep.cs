using TrailBoard.Core.Containers;
using TrailBoard.Core.Events;
using TrailBoard.Core.Search;
using TrailBoard.Core.Things;
using TrailBoard.Core.Views;

namespace TrailBoard.Web.State;

/// <summary>A revision of a task definition and the one before it in the same account and region.</summary>
/// <param name="Before">The one before, or null where none was imported.</param>
/// <param name="Lines">What is other than in it; null where that cannot be said.</param>
public sealed record RevisionStep(TaskDefinitionRevision Revision, TaskDefinitionRevision? Before, IReadOnlyList<ChangeLine>? Lines)
{
    /// <summary>What names it in an address, in whatever account it is: its event.</summary>
    public string Key => Revision.By.Event.EventId;

    /// <summary>The steps of one family in one account and region, oldest first.</summary>
    public static IEnumerable<RevisionStep> Of(IEnumerable<StoredEvent> events)
    {
        TaskDefinitionRevision? before = null;
        foreach (var revision in TaskDefinitionRevision.Read(events))
        {
            yield return new(revision, before, before is null ? null : revision.Since(before));
            before = revision;
        }
    }
}

/// <summary>A revision in single facts.</summary>
public static class RevisionFacts
{
    public static IReadOnlyList<ThingFact> Of(TaskDefinitionRevision revision)
    {
        ArgumentNullException.ThrowIfNull(revision);
        var facts = new List<ThingFact>
        {
            new("Registered by", EventSentence.Of(revision.By.Event).Who) { Time = revision.By.Event.Time, EventId = revision.By.Event.EventId },
        };
        facts.AddRange(revision.Containers.Select(container => new ThingFact($"Container {container.Name}", Image(container.Image))));
        Add("Task role", revision.TaskRole);
        Add("Execution role", revision.ExecutionRole);
        return facts;

        void Add(string name, string? role)
        {
            if (role is not null)
            {
                var last = role[(role.LastIndexOf('/') + 1)..];
                facts.Add(new(name, new SentencePart(last, EventFields.Role, last)));
            }
        }
    }

    private static SentencePart Image(string? text) => ImageReference.Parse(text) is not { Account: not null } image ? new(text ?? "no image")
        : image.Digest is { } digest ? new(text!, ThingFields.Of(ThingKind.Image), digest)
        : new(text!, ThingFields.Of(ThingKind.Tag), $"{image.Repository}:{image.Tag ?? "latest"}");
}
