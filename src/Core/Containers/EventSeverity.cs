using TrailBoard.Core.Events;

namespace TrailBoard.Core.Containers;

/// <summary>How much an event asks to be looked at: one colour a row.</summary>
public enum EventSeverity
{
    /// <summary>Reads, sign-ins and steps of larger things.</summary>
    Calm,

    /// <summary>Writes, root, callers of another account and sensitive reads.</summary>
    Warning,

    /// <summary>Errors, denials and deletions.</summary>
    Danger,
}

/// <summary>The severity of an event and, because colour alone is not enough, the reason in a word or two.</summary>
/// <param name="Severity">The severity.</param>
/// <param name="Reason">Why: <c>denied</c>, <c>failed</c>, <c>deletion</c>, <c>root</c>, <c>another account</c>, <c>sensitive</c>, <c>write</c>; empty where calm.</param>
public sealed record EventAlert(EventSeverity Severity, string Reason)
{
    /// <summary>The reason of calls that somebody of another account made.</summary>
    internal const string AnotherAccountReason = "another account";

    private static readonly EventAlert Calm = new(EventSeverity.Calm, "");
    private static readonly EventAlert Denied = new(EventSeverity.Danger, "denied");
    private static readonly EventAlert Failed = new(EventSeverity.Danger, "failed");
    private static readonly EventAlert Deletion = new(EventSeverity.Danger, "deletion");
    private static readonly EventAlert Root = new(EventSeverity.Warning, "root");
    private static readonly EventAlert AnotherAccount = new(EventSeverity.Warning, AnotherAccountReason);
    private static readonly EventAlert Sensitive = new(EventSeverity.Warning, "sensitive");
    private static readonly EventAlert Write = new(EventSeverity.Warning, "write");

    /// <summary>Reads of what is secret outside the container services, each as <c>service:action</c>.</summary>
    internal static IReadOnlyList<string> SensitiveReads { get; } =
    [
        "secretsmanager:GetSecretValue", "secretsmanager:BatchGetSecretValue", "ssm:GetParametersByPath", "ec2:GetPasswordData",
        "sts:GetFederationToken", "iam:GetAccountAuthorizationDetails", "iam:GenerateCredentialReport", "iam:GetCredentialReport",
    ];

    /// <summary>Judges an event.</summary>
    public static EventAlert Of(TrailEvent trailEvent)
    {
        ArgumentNullException.ThrowIfNull(trailEvent);
        var action = ContainerActions.Find(trailEvent.Service, trailEvent.Action);
        return trailEvent.IsError ? IsDenial(trailEvent.Error) ? Denied : Failed
            : IsDeletion(trailEvent) ? Deletion
            : trailEvent.Actor.IdentityType == "Root" ? Root
            : IsOfAnotherAccount(trailEvent) ? AnotherAccount
            // Who signs in writes nothing, whatever the record says.
            : action?.IsPlumbing == true || EventVerb.Of(trailEvent) == EventVerb.Auth ? Calm
            : action?.IsSensitive == true ? Sensitive
            : action is null && SensitiveReads.Contains($"{ContainerServices.ShortName(trailEvent.Service ?? "")}:{trailEvent.Action}") ? Sensitive
            : trailEvent.Flags.HasFlag(EventFlags.Write) || action?.IsMutating == true ? Write
            : Calm;
    }

    /// <summary>Whether an error code says that the call was refused, rather than that it failed.</summary>
    public static bool IsDenial(string? error) =>
        error is not null
        && (error.StartsWith("AccessDenied", StringComparison.OrdinalIgnoreCase)
            || error.Contains("Unauthorized", StringComparison.OrdinalIgnoreCase)
            || error.Contains("Forbidden", StringComparison.OrdinalIgnoreCase)
            || error.Contains("NotAuthorized", StringComparison.OrdinalIgnoreCase)
            || error.Contains("AuthFailure", StringComparison.OrdinalIgnoreCase)
            || error.Contains("ExplicitDeny", StringComparison.OrdinalIgnoreCase));

    private static bool IsDeletion(TrailEvent trailEvent) =>
        !IsReadOfDeletion(trailEvent)
        && (EventVerb.Of(trailEvent) == EventVerb.Delete
            || trailEvent.Action is { } name
            && (name.StartsWith("Delete", StringComparison.Ordinal) || name.StartsWith("BatchDelete", StringComparison.Ordinal)));

    // The registry's own expiry says readOnly: true although it deletes; the catalogue knows better.
    private static bool IsReadOfDeletion(TrailEvent trailEvent) =>
        trailEvent.Flags.HasFlag(EventFlags.ReadOnly) && ContainerActions.Find(trailEvent.Service, trailEvent.Action)?.IsMutating != true;

    private static bool IsOfAnotherAccount(TrailEvent trailEvent)
    {
        // arn:partition:service:region:account:resource
        var parts = trailEvent.Actor.Identity?.Split(':', 6);
        return parts is ["arn", _, _, _, { Length: 12 } caller, _] && trailEvent.Account is { Length: 12 } account && caller != account;
    }
}
