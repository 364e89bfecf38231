using System.Collections.Frozen;
using TrailBoard.Core.Containers;
using TrailBoard.Core.Events;
using TrailBoard.Core.Views;

namespace TrailBoard.Core.Activities;

/// <summary>What events must share to be of one activity. Members are null where it does not matter.</summary>
/// <param name="Who">Who called.</param>
/// <param name="What">To what, or the call itself where calls must be the same.</param>
/// <param name="Error">The error code: calls that ended differently are never of one activity.</param>
/// <param name="Address">From where: somebody who calls from elsewhere with the same credentials is not folded away.</param>
internal readonly record struct FoldKey(ActivityKind Kind, string? Who, string? Account, string? Region, string? What = null, string? Error = null, string? Address = null)
{
    private static readonly FrozenDictionary<(string Service, string Action), ActivityKind> Steps = new Dictionary<(string, string), ActivityKind>
    {
        [("ecr", "BatchCheckLayerAvailability")] = ActivityKind.Push,
        [("ecr", "InitiateLayerUpload")] = ActivityKind.Push,
        [("ecr", "UploadLayerPart")] = ActivityKind.Push,
        [("ecr", "CompleteLayerUpload")] = ActivityKind.Push,
        [("ecr", "PutImage")] = ActivityKind.Push,
        [("ecr-public", "BatchCheckLayerAvailability")] = ActivityKind.Push,
        [("ecr-public", "InitiateLayerUpload")] = ActivityKind.Push,
        [("ecr-public", "UploadLayerPart")] = ActivityKind.Push,
        [("ecr-public", "CompleteLayerUpload")] = ActivityKind.Push,
        [("ecr-public", "PutImage")] = ActivityKind.Push,
        [("ecr", "BatchGetImage")] = ActivityKind.Pull,
        [("ecr", "GetDownloadUrlForLayer")] = ActivityKind.Pull,
        [("ecr", "PolicyExecutionEvent")] = ActivityKind.Expiry,
        [("ecs", "RegisterTaskDefinition")] = ActivityKind.Deployment,
        [("ecs", "CreateService")] = ActivityKind.Deployment,
        [("ecs", "UpdateService")] = ActivityKind.Deployment,
        [("ecs", "RunTask")] = ActivityKind.Run,
        [("ecs", "StartTask")] = ActivityKind.Run,
        [("ecs", "ExecuteCommand")] = ActivityKind.Exec,
        [("imagebuilder", "StartImagePipelineExecution")] = ActivityKind.Build,
        [("imagebuilder", "CreateImage")] = ActivityKind.Build,
    }.ToFrozenDictionary();

    private static readonly FrozenSet<(string Service, string Action)> SignIns = new[]
    {
        ("sts", "AssumeRoleWithSAML"), ("sts", "AssumeRoleWithWebIdentity"), ("sso", "Federate"), ("sso", "Authenticate"),
    }.ToFrozenSet();

    // What tasks and hosts write, or read with care, whenever they start.
    private static readonly FrozenSet<(string Service, string Action)> HostRoutine = new[]
    {
        ("logs", "CreateLogStream"), ("logs", "CreateLogGroup"), ("secretsmanager", "GetSecretValue"), ("ssm", "UpdateInstanceInformation"),
    }.ToFrozenSet();

    /// <summary>The key of an event that is a step of something larger; null for every other event, and for all that did not succeed.</summary>
    public static FoldKey? OfStep(TrailEvent trailEvent)
    {
        if (trailEvent.IsError || ContainerServices.Find(trailEvent.Service) is not { } service || trailEvent.Action is not { } action)
        {
            return null;
        }

        var kind = Steps.GetValueOrDefault((service.Name, action));
        var (account, region, caller) = (trailEvent.Account, trailEvent.Region, Caller.SessionOf(trailEvent));
        if (kind == ActivityKind.Push)
        {
            return new(kind, trailEvent.AccessKey ?? caller, account, region, $"{service.Name} {(trailEvent.Repositories is [var repository, ..] ? repository : "")}");
        }

        if (kind == ActivityKind.Expiry)
        {
            return new(kind, Who: null, account, region);
        }

        if (Caller.IsAws(trailEvent))
        {
            return null;
        }

        return kind == ActivityKind.Pull ? new(kind, Caller.OfRoutine(trailEvent), account, region)
            : kind == ActivityKind.Deployment || kind == ActivityKind.Run ? new(kind, caller, account, region, TaskFamily(trailEvent))
            : kind == ActivityKind.Exec ? new(kind, caller, account, region, Named(trailEvent, ":task/"))
            : kind == ActivityKind.Build ? new(kind, caller, account, region, Named(trailEvent, ":image/"))
            : service == ContainerServices.ApiGateway && IsApiChange(trailEvent) ? new(ActivityKind.ApiChange, caller, account, region)
            : null;
    }

    /// <summary>The key of an event that is no step of something larger.</summary>
    public static FoldKey OfOther(TrailEvent trailEvent)
    {
        var call = (ContainerServices.ShortName(trailEvent.Service ?? ""), trailEvent.Action ?? "");
        return trailEvent.IsError || trailEvent.Actor.IdentityType == "Root" ? OfCall(trailEvent)
            : SignIns.Contains(call) ? new(ActivityKind.SignIn, Who: null, Account: null, Region: null)
            : IsChatter(trailEvent, call) ? new(ActivityKind.Chatter, Who: null, trailEvent.Account, Region: null)
            : IsLook(trailEvent) && call != ("sts", "AssumeRole") ? new(ActivityKind.Look, Caller.OfRoutine(trailEvent), Account: null, Region: null, Address: trailEvent.Address)
            : OfCall(trailEvent);
    }

    /// <summary>Whether an event of a container service only looks, so that it may go with a step that the same caller made nearby.</summary>
    public static bool IsLook(TrailEvent trailEvent) =>
        !trailEvent.IsError && EventAlert.Of(trailEvent) is { } alert
        && (alert.Severity == EventSeverity.Calm || (alert.Reason == EventAlert.AnotherAccountReason && !trailEvent.Flags.HasFlag(EventFlags.Write)
            && ContainerActions.Find(trailEvent.Service, trailEvent.Action)?.IsMutating != true));

    private static FoldKey OfCall(TrailEvent trailEvent) => new(
        ActivityKind.Repeat, Caller.SessionOf(trailEvent), trailEvent.Account, trailEvent.Region,
        $"{trailEvent.Service} {trailEvent.Action} {string.Join(' ', SentenceTarget.Of(trailEvent).Select(part => part.Value ?? part.Text))}", trailEvent.Error, trailEvent.Address);

    private static bool IsChatter(TrailEvent trailEvent, (string Service, string Action) call) =>
        Caller.IsAws(trailEvent) ? EventAlert.Of(trailEvent).Severity != EventSeverity.Danger || ContainerServices.Find(trailEvent.Service) is null
        : Caller.IsHost(trailEvent) && (IsLook(trailEvent) || HostRoutine.Contains(call) || EventVerb.Of(trailEvent) == EventVerb.Agent);

    private static bool IsApiChange(TrailEvent trailEvent) =>
        ContainerActions.Find(trailEvent.Service, trailEvent.Action) is { IsMutating: true, IsSensitive: false }
        && EventAlert.Of(trailEvent).Severity != EventSeverity.Danger;

    /// <summary>The family of the task definition that a call names by its ARN.</summary>
    private static string? TaskFamily(TrailEvent trailEvent)
    {
        const string Marker = ":task-definition/";
        var name = Named(trailEvent, Marker);
        var revision = name?.IndexOf(':', name.IndexOf(Marker, StringComparison.Ordinal) + Marker.Length) ?? -1;
        return revision < 0 ? name : name![..revision];
    }

    private static string? Named(TrailEvent trailEvent, string marker) =>
        trailEvent.Resources.FirstOrDefault(resource => resource.StartsWith("arn:", StringComparison.Ordinal) && resource.Contains(marker, StringComparison.Ordinal));
}
