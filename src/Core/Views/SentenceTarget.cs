using TrailBoard.Core.Containers;
using TrailBoard.Core.Events;
using TrailBoard.Core.Search;

namespace TrailBoard.Core.Views;

/// <summary>Chooses what an event was done to: its repository, else the resource that its action's name speaks of.</summary>
internal static class SentenceTarget
{
    private const string OnResource = "on resource: ";

    public static IReadOnlyList<SentencePart> Of(TrailEvent trailEvent) =>
        trailEvent.Repositories.Count > 0 ? Repository(trailEvent)
        : Best(trailEvent) is { Count: > 0 } best ? [.. best.Select(resource => new SentencePart(ShortResource.Of(resource), EventFields.Resource, resource))]
        : Refused(trailEvent);

    private static List<SentencePart> Repository(TrailEvent trailEvent)
    {
        var name = trailEvent.Repositories[0];
        List<SentencePart> parts = [new(name, EventFields.Repository, name)];
        if (Image(trailEvent, name) is { } image)
        {
            parts.Add(image);
        }

        if (trailEvent.Repositories.Count > 1)
        {
            parts.Add(new($"and {trailEvent.Repositories.Count - 1} more"));
        }

        return parts;
    }

    /// <summary>The tag, as <c>:1.4.2</c>; else the start of the digest. A layer's digest says nothing to a person.</summary>
    private static SentencePart? Image(TrailEvent trailEvent, string repository)
    {
        foreach (var resource in trailEvent.Resources)
        {
            var at = resource.LastIndexOf(repository + ":", StringComparison.Ordinal);
            if (at >= 0 && (at == 0 || resource[at - 1] == '/') && !resource.StartsWith("arn:", StringComparison.Ordinal))
            {
                return new(resource[(at + repository.Length)..], EventFields.Resource, resource);
            }
        }

        var digest = ContainerActions.Find(trailEvent.Service, trailEvent.Action)?.IsPlumbing == true ? null
            : trailEvent.Resources.FirstOrDefault(resource => resource.StartsWith("sha256:", StringComparison.Ordinal) && resource.Length > 19);
        return digest is null ? null : new("@" + digest[..19], EventFields.Resource, digest);
    }

    /// <summary>
    /// The resource whose type the action names: <c>UpdateService</c> names its cluster and task definition too, but it is
    /// about the service. Where none fits: the first that is not a mere companion (a role, a key, a subnet).
    /// </summary>
    private static List<string> Best(TrailEvent trailEvent)
    {
        var action = Letters(trailEvent.Action);
        var service = ContainerServices.ShortName(trailEvent.Service ?? "");
        var ranked = trailEvent.Resources
            .Where(resource => resource.Length > 0)
            .Select((resource, index) => (resource, rank: Rank(resource, action, service), index))
            .OrderByDescending(candidate => candidate.rank)
            .ThenBy(candidate => candidate.index)
            .Select(candidate => candidate.resource)
            .ToList();
        // ECS names a cluster and the thing in it; only ARNs tell which is which, so without them both are said.
        var pair = trailEvent.Service == ContainerServices.Ecs.EventSource && ranked.Count > 1
            && ShortResource.TypeOf(ranked[0]).Length == 0 && ShortResource.TypeOf(ranked[1]).Length == 0;
        return [.. ranked.Take(pair ? 2 : 1)];
    }

    private static int Rank(string resource, string action, string service)
    {
        var type = Letters(ShortResource.TypeOf(resource));
        return type.Length > 0 && !ShortResource.IsOfAws(resource) && action.Contains(type, StringComparison.Ordinal) ? 10 + type.Length
            : type.Length == 0 && ShortResource.IsNoise(resource) ? -1
            : ShortResource.IsCompanion(resource, service) ? 2
            : type.Length == 0 ? 3
            : 4;
    }

    /// <summary>A refused call often names its target only in the message: <c>… on resource: arn:aws:…</c>.</summary>
    private static IReadOnlyList<SentencePart> Refused(TrailEvent trailEvent)
    {
        var start = trailEvent.ErrorMessage?.IndexOf(OnResource, StringComparison.Ordinal) ?? -1;
        if (start < 0)
        {
            return [];
        }

        var arn = trailEvent.ErrorMessage![(start + OnResource.Length)..].Split(' ', 2)[0].Trim('"', ',', '.');
        return arn.Length < 2 ? [] : [new(ShortResource.Of(arn), EventFields.ErrorMessage, $"*{arn}*")];
    }

    private static string Letters(string? text) => text is null ? "" : string.Concat(text.Where(char.IsAsciiLetter)).ToLowerInvariant();
}
