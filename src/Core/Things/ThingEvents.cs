using TrailBoard.Core.Containers;
using TrailBoard.Core.Events;
using TrailBoard.Core.Views;

namespace TrailBoard.Core.Things;

/// <summary>The events that a thing's history is made of.</summary>
internal static class ThingEvents
{
    /// <summary>What was done, oldest first, each event once, whatever order they come in. Calls that were refused or failed changed nothing.</summary>
    public static IEnumerable<StoredEvent> Done(IEnumerable<StoredEvent> events) =>
        events.Where(stored => !stored.Event.IsError).DistinctBy(stored => stored.Cursor).OrderBy(stored => stored.Cursor.Value);

    /// <summary>The value of the thing that an ARN names, else the text itself: both are ways to write one name.</summary>
    public static string ValueOf(string text, ThingKind kind) =>
        text.StartsWith("arn:", StringComparison.Ordinal) && ContainerArn.Read(text, null, "default") is [.., { } thing] && (thing.Kind == kind || thing.Kind.Name == "taskFamily" && kind == ThingKind.TaskDefinition)
            ? thing.Value
            : text;
}
