using System.Collections.Frozen;
using TrailBoard.Core.Events;

namespace TrailBoard.Core.Containers;

/// <summary>
/// The things of a record as <see cref="TrailEvent.Things"/> has them: those of <see cref="ContainerThings.Of"/> that have a field in the
/// filter language, without account and region.
/// </summary>
public sealed class KeptThings : IThingFinder
{
    private static readonly FrozenSet<ThingKind> Kinds = new[]
    {
        ThingKind.Image, ThingKind.Tag, ThingKind.Cluster, ThingKind.Service, ThingKind.TaskDefinition, ThingKind.TaskFamily, ThingKind.Task,
        ThingKind.Pipeline, ThingKind.Api, ThingKind.Stage,
    }.ToFrozenSet();

    private readonly ThingCache _cache = new();

    /// <inheritdoc/>
    public IReadOnlyList<ContainerThing> Find(string? service, string? action, in RecordSections sections)
    {
        if (action is null || ContainerServices.Find(service) is not { } known)
        {
            return [];
        }

        var named = ThingScan.Read(ThingPaths.Of(known), action, sections, _cache.Texts);
        if (named.Count == 0)
        {
            return [];
        }

        var reading = new ThingReading(known, account: null, region: null, _cache);
        foreach (var naming in named)
        {
            reading.Add(naming.Rule.Kind, naming.Text);
        }

        return Kept(reading.Things);
    }

    /// <summary>Whether events keep things of the kind, or parts of such.</summary>
    internal static bool Needs(ThingKind kind) => kind == ThingKind.Repository || kind == ThingKind.ImageReference || Kinds.Contains(kind);

    private static ContainerThing[] Kept(IReadOnlyList<ContainerThing> things)
    {
        var count = 0;
        for (var i = 0; i < things.Count; i++)
        {
            count += Kinds.Contains(things[i].Kind) ? 1 : 0;
        }

        var kept = count == 0 ? [] : new ContainerThing[Math.Min(count, TrailEvent.MaxThings)];
        for (var (i, next) = (0, 0); next < kept.Length; i++)
        {
            if (Kinds.Contains(things[i].Kind))
            {
                kept[next++] = things[i];
            }
        }

        return kept;
    }
}
