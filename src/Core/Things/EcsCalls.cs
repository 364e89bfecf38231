using System.Text.Json;
using TrailBoard.Core.Containers;
using TrailBoard.Core.Events;
using TrailBoard.Core.Views;

namespace TrailBoard.Core.Things;

/// <summary>A revision of a task definition that was registered.</summary>
/// <param name="Definition">The revision.</param>
/// <param name="Images">The images that it names, as it names them.</param>
/// <param name="By">The event that says so.</param>
public sealed record RegisteredDefinition(ContainerThing Definition, IReadOnlyList<ImageReference> Images, StoredEvent By);

/// <summary>A call by which ECS was told to run something, or said that it ran.</summary>
/// <param name="Definition">The revision that was run; null where the record does not tell.</param>
/// <param name="Service">The service, or null where tasks were run by themselves.</param>
/// <param name="Tasks">The tasks that the record names.</param>
/// <param name="Digests">The digests of what ran, where the record tells.</param>
/// <param name="By">The event that says so.</param>
public sealed record EcsUse(ContainerThing? Definition, ContainerThing? Service, IReadOnlyList<ContainerThing> Tasks, IReadOnlyList<string> Digests, StoredEvent By)
{
    /// <summary>Whether it is only told that something ran: nobody was told to run it by this call.</summary>
    public bool IsReport => !EcsCalls.Running.Contains(By.Event.Action, StringComparer.Ordinal);
}

/// <summary>What records say of task definitions and of what ran them, oldest first.</summary>
internal sealed record EcsCalls(IReadOnlyList<RegisteredDefinition> Definitions, IReadOnlyList<EcsUse> Uses)
{
    /// <summary>The calls that make something run.</summary>
    public static IReadOnlyList<string> Running { get; } = ["UpdateService", "CreateService", "RunTask", "StartTask", "CreateTaskSet"];

    /// <summary>Reads the calls that went well.</summary>
    /// <param name="records">Events with their records, oldest first.</param>
    public static EcsCalls Of(IEnumerable<StoredEvent> records)
    {
        var (definitions, uses) = (new List<RegisteredDefinition>(), new List<EcsUse>());
        foreach (var stored in records.Where(stored => stored.Event.Service == ContainerServices.Ecs.EventSource && !stored.Event.IsError))
        {
            var things = ContainerThings.Of(stored.Event, stored.Record.Span);
            // What the response says comes behind what the request says, and is the revision that was really meant.
            var definition = things.LastOrDefault(thing => thing.Kind == ThingKind.TaskDefinition);
            var digests = things.Where(thing => thing.Kind == ThingKind.Image).Select(thing => thing.Value).ToList();
            if (stored.Event.Action == "RegisterTaskDefinition")
            {
                definitions.AddRange(definition is null ? [] : [new(definition, [.. things.Where(thing => thing.Kind == ThingKind.ImageReference).Select(thing => ImageReference.Parse(thing.Value)).OfType<ImageReference>()], stored)]);
            }
            else if (Running.Contains(stored.Event.Action, StringComparer.Ordinal) ? Runs(stored) : digests.Count > 0)
            {
                uses.Add(new(definition, things.LastOrDefault(thing => thing.Kind == ThingKind.Service), [.. things.Where(thing => thing.Kind == ThingKind.Task)], digests, stored));
            }
        }

        return new(definitions, uses);
    }

    // A service that is only made larger or smaller goes on with what it was told before.
    private static bool Runs(StoredEvent stored)
    {
        if (stored.Event.Action != "UpdateService")
        {
            return true;
        }

        using var json = RecordJson.Read(stored.Record);
        return json.Request.Text("taskDefinition") is not null || json.Request.Part("forceNewDeployment").ValueKind is JsonValueKind.True;
    }
}
