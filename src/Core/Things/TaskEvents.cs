using TrailBoard.Core.Events;
using TrailBoard.Core.Views;

namespace TrailBoard.Core.Things;

/// <summary>Tasks that somebody started by hand or by a program (<c>RunTask</c>, <c>StartTask</c>); those of a service are started by ECS and not recorded as calls.</summary>
/// <param name="By">The call.</param>
/// <param name="Definition">What it was asked to run: family, family and revision, or null.</param>
/// <param name="Tasks">The ids of the tasks that the response names.</param>
/// <param name="Failures">Why tasks did not start, as the response says.</param>
/// <param name="Lines">How they were to run: overrides, network, number.</param>
public sealed record TaskRun(StoredEvent By, string? Definition, IReadOnlyList<string> Tasks, IReadOnlyList<string> Failures, IReadOnlyList<ChangeLine> Lines)
{
    /// <summary>The runs among these events, oldest first.</summary>
    public static IReadOnlyList<TaskRun> Read(IEnumerable<StoredEvent> events) =>
        [.. ThingEvents.Done(events).Where(stored => stored.Event.Action is "RunTask" or "StartTask").Select(Of)];

    private static TaskRun Of(StoredEvent stored)
    {
        var (request, response) = MaskedPart.Read(stored.Record);
        var definition = response["tasks"].Items().Select(task => task["taskDefinitionArn"].Text).FirstOrDefault(arn => arn is not null) ?? request["taskDefinition"].Text;
        return new(
            stored,
            definition is null ? null : ThingEvents.ValueOf(definition, ThingKind.TaskDefinition),
            [.. response["tasks"].Items().Select(task => task["taskArn"].Text).OfType<string>().Select(arn => ThingEvents.ValueOf(arn, ThingKind.Task))],
            [.. response["failures"].Items().Select(failure => string.Join(": ", new[] { failure["reason"].Text, failure["detail"].Text }.OfType<string>()))],
            SettingsDiff.SetTo(Settings.Of(request, "cluster", "taskDefinition", "clientToken")));
    }
}

/// <summary>A task that was stopped.</summary>
/// <param name="By">The call.</param>
/// <param name="Task">The task's id.</param>
/// <param name="Reason">The reason that the caller gave, or the one in the response; null where neither says.</param>
public sealed record TaskStop(StoredEvent By, string? Task, string? Reason)
{
    /// <summary>Whether an agent of ECS reported that it has stopped, which does not say who stopped it.</summary>
    public bool IsReported => By.Event.Action == "SubmitTaskStateChange";

    /// <summary>The stops among these events, oldest first.</summary>
    public static IReadOnlyList<TaskStop> Read(IEnumerable<StoredEvent> events) =>
        [.. ThingEvents.Done(events).Where(stored => stored.Event.Action is "StopTask" or "SubmitTaskStateChange").Select(Of).OfType<TaskStop>()];

    private static TaskStop? Of(StoredEvent stored)
    {
        var (request, response) = MaskedPart.Read(stored.Record);
        if (stored.Event.Action == "SubmitTaskStateChange" && request["status"].Text != "STOPPED")
        {
            return null;
        }

        var task = request["task"].Text ?? response["task"]["taskArn"].Text;
        return new(stored, task is null ? null : ThingEvents.ValueOf(task, ThingKind.Task), request["reason"].Text ?? response["task"]["stoppedReason"].Text);
    }
}

/// <summary>A shell or a command in a running container (<c>ExecuteCommand</c>). All text is hostile: the command is what somebody typed.</summary>
/// <param name="By">The call.</param>
/// <param name="Cluster">The cluster's name, or null.</param>
/// <param name="Task">The task's id, which is the name of the session of the task's role; or null.</param>
/// <param name="Container">The container's name, or null.</param>
/// <param name="Command">The command, masked as everywhere.</param>
/// <param name="IsInteractive">Whether it is a shell that goes on taking commands; those are not recorded here.</param>
/// <param name="Session">The id of the session, by which its own log is found; null where it did not begin.</param>
public sealed record ShellSession(StoredEvent By, string? Cluster, string? Task, string? Container, string? Command, bool IsInteractive, string? Session)
{
    /// <summary>Whether the call was refused or failed, so that no shell began.</summary>
    public bool IsRefused => By.Event.IsError;

    /// <summary>The shells among these events, oldest first, those too that were refused: who tried is worth knowing.</summary>
    public static IReadOnlyList<ShellSession> Read(IEnumerable<StoredEvent> events) =>
    [
        .. events.Where(stored => stored.Event.Action == "ExecuteCommand").DistinctBy(stored => stored.Cursor).OrderBy(stored => stored.Cursor.Value).Select(Of),
    ];

    private static ShellSession Of(StoredEvent stored)
    {
        var (request, response) = MaskedPart.Read(stored.Record);
        return new(
            stored,
            Named(request["cluster"].Text ?? response["clusterArn"].Text, ThingKind.Cluster),
            Named(response["taskArn"].Text ?? request["task"].Text, ThingKind.Task),
            response["containerName"].Text ?? request["container"].Text,
            request["command"].Text,
            request["interactive"].Text == "true",
            response["session"]["sessionId"].Text);
    }

    private static string? Named(string? text, ThingKind kind) => text is null ? null : ThingEvents.ValueOf(text, kind);
}
