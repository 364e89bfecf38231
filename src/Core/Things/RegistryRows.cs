using TrailBoard.Core.Containers;
using TrailBoard.Core.Events;
using TrailBoard.Core.Views;

namespace TrailBoard.Core.Things;

/// <summary>
/// Reads pushes and scans, of which a busy repository has thousands, from what the rows of a list have of them. Only records tell of the platforms that an image
/// is a list of, and which copies of a call into another account belong together; rows that do not tell all else are left to their records.
/// </summary>
internal static class RegistryRows
{
    /// <summary>The actions that are read so: those that come with every push.</summary>
    public static IReadOnlyList<string> Actions { get; } = ["PutImage", "StartImageScan"];

    /// <summary>What rows tell without their records, and the rows whose records have to be read.</summary>
    /// <param name="rows">Calls of <see cref="Actions"/>, each once, in any order.</param>
    public static (IReadOnlyList<RegistryChange> Told, IReadOnlyList<StoredEvent> Unclear) Read(IReadOnlyList<StoredEvent> rows)
    {
        var (told, unclear) = (new List<RegistryChange>(), new List<StoredEvent>());
        foreach (var row in rows)
        {
            if (Read(row) is { } change)
            {
                told.Add(change);
            }
            else
            {
                unclear.Add(row);
            }
        }

        // A copy in the trail of another account need not name all that the call named: whatever may be the same call is compared by its record.
        var possible = unclear.SelectMany(KeysOf).ToHashSet();
        unclear.AddRange(told.Select(change => change.By).Where(row => KeysOf(row).Any(possible.Contains)));
        told.RemoveAll(change => KeysOf(change.By).Any(possible.Contains));
        return (told, unclear);
    }

    // Whoever's registry it is, its own trail has the call; a row that names another owner, or none, may be one of several copies.
    private static RegistryChange? Read(StoredEvent row)
    {
        var trailEvent = row.Event;
        if (trailEvent.IsError || trailEvent.Repositories is not [var name] || OwnOf(trailEvent, name) is not { } repository
            || Of(trailEvent, ThingKind.Image) is not [{ Value: var digest }])
        {
            return null;
        }

        var tags = Of(trailEvent, ThingKind.Tag);
        if (tags.Count > 1 || !tags.TrueForAll(tag => tag.Value.StartsWith($"{name}:", StringComparison.Ordinal)))
        {
            return null;
        }

        var tagged = tags is [var one] ? one.Value[(name.Length + 1)..] : null;
        return trailEvent.Action switch
        {
            "PutImage" => new RegistryChange.ImagePut(repository, row, tagged, digest, []),
            "StartImageScan" => new RegistryChange.ScanStarted(repository, row, tagged, digest),
            _ => null,
        };
    }

    private static List<ContainerThing> Of(TrailEvent trailEvent, ThingKind kind) => [.. trailEvent.Things.Where(thing => thing.Kind == kind)];

    // The repository of that name in the account and region that recorded the call, where an ARN says that it is that one.
    private static ContainerThing? OwnOf(TrailEvent trailEvent, string name)
    {
        var service = ContainerServices.Find(trailEvent.Service);
        var own = service == ContainerServices.EcrPublic ? new ContainerThing(ThingKind.Repository, name, trailEvent.Account, ContainerThing.Everywhere)
            : service == ContainerServices.Ecr ? new ContainerThing(ThingKind.Repository, name, trailEvent.Account, trailEvent.Region)
            : null;
        var named = trailEvent.Resources.Where(resource => resource.StartsWith("arn:", StringComparison.Ordinal)).SelectMany(resource => ContainerArn.Read(resource, null, "default"))
            .Where(thing => thing.Kind == ThingKind.Repository).ToList();
        return own is { Account: not null, Region: not null } && named.Count > 0 && named.TrueForAll(thing => thing == own) ? own : null;
    }

    private static IEnumerable<(string Action, string Same)> KeysOf(StoredEvent row) =>
        Of(row.Event, ThingKind.Image).Select(image => (row.Event.Action ?? "", image.Value))
            .Append((row.Event.Action ?? "", $"{row.Event.Time.ToUnixTimeSeconds()}"));
}
