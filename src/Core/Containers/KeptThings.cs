using TrailBoard.Core.Events;

namespace TrailBoard.Core.Containers;

/// <summary>
/// The things of a record as <see cref="TrailEvent.Things"/> has them: those of <see cref="ContainerThings.Of"/> that have a field in the
/// filter language, without account and region.
/// </summary>
public sealed class KeptThings : IThingFinder
{
    private static readonly HashSet<ThingKind> Kinds =
    [
        ThingKind.Image, ThingKind.Tag, ThingKind.Cluster, ThingKind.Service, ThingKind.TaskDefinition, ThingKind.TaskFamily, ThingKind.Task,
        ThingKind.Pipeline, ThingKind.Api, ThingKind.Stage,
    ];

    /// <inheritdoc/>
    public IReadOnlyList<ContainerThing> Find(string? service, string? action, in RecordSections sections)
    {
        if (action is null || ContainerServices.Find(service) is not { } known)
        {
            return [];
        }

        var reading = new ThingReading(known, account: null, region: null);
        foreach (var naming in ThingScan.Read(ThingPaths.Of(known), action, sections))
        {
            reading.Add(naming.Rule.Kind, naming.Text);
        }

        return [.. reading.Things.Where(thing => Kinds.Contains(thing.Kind)).Select(Kept).Distinct().Take(TrailEvent.MaxThings)];
    }

    private static ContainerThing Kept(ContainerThing thing) => thing.Account is null && thing.Region is null ? thing : thing with { Account = null, Region = null };
}
