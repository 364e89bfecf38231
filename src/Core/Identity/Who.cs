namespace TrailBoard.Core.Identity;

/// <summary>
/// Who really acted, as the fields <c>actor</c> and <c>actorProof</c> have it: one text for each person, whose form tells people apart
/// (docs/actors.md), and how far it can be trusted.
/// </summary>
/// <param name="Value">The person, job or service; null where nothing tells, or where several may be meant.</param>
/// <param name="Proof">The word of <see cref="ActorChain.Certainty"/>; null where it was not looked up yet.</param>
public sealed record Who(string? Value, string? Proof)
{
    private const string ReservedRole = "AWSReservedSSO_";
    private const string ProviderMarker = "-provider/";
    private const string IdentityCenterProvider = "AWSSSO_";
    private const string SessionKeys = "ASIA";
    private const int ShortestKey = 16;

    /// <summary>Other records must be asked, and were not yet.</summary>
    public static Who NotLookedUp { get; } = new(null, null);

    /// <summary>Nothing that is known tells.</summary>
    public static Who Unknown { get; } = new(null, "unknown");

    /// <summary>Who is behind an event by its chain. What the chain names without telling people apart is nobody.</summary>
    public static Who Of(ActorChain chain)
    {
        ArgumentNullException.ThrowIfNull(chain);
        var value = chain.Who.Value;
        return new(value, value is null && chain.Certainty is not "ambiguous" ? "unknown" : chain.Certainty);
    }

    /// <summary>Who is behind an event by what is read of its own record, where no other is needed.</summary>
    /// <param name="accessKey">The access key that signed the call, as recorded.</param>
    public static Who Recorded(Actor actor, string? accessKey)
    {
        ArgumentNullException.ThrowIfNull(actor);
        return IsSessionKey(accessKey) || NeedsProvider(actor) ? NotLookedUp
            : OfRecord(actor) is { } value ? new(value, "recorded")
            : Unknown;
    }

    /// <summary>Whether a key is that of a session, so that another event tells to whom it was issued.</summary>
    public static bool IsSessionKey(string? accessKey) =>
        accessKey is not null && accessKey.Length >= ShortestKey && accessKey.StartsWith(SessionKeys, StringComparison.Ordinal) && CallerRecord.IsKey(accessKey);

    /// <summary>Whether a caller is known by the name that an identity provider gave him: two providers give the same names to different people.</summary>
    public static bool NeedsProvider(Actor actor)
    {
        ArgumentNullException.ThrowIfNull(actor);
        return actor.IdentityType is "WebIdentityUser" or "SAMLUser";
    }

    /// <summary>The caller of a record who has no session, or whose session nobody else need be asked about.</summary>
    public static Who OfCaller(CallerRecord caller)
    {
        ArgumentNullException.ThrowIfNull(caller);
        return CallerHops.Of(caller, new HopProof.Recorded(EvidenceEvent.Of(caller))).Last().Value is { } value ? new(value, "recorded") : Unknown;
    }

    private static string? OfRecord(Actor actor) => actor switch
    {
        { Role: not null } or { IdentityType: "AssumedRole" or "Role" } => ActorRules.LinkedService(actor.Identity) is { } service ? ServiceName(service) : ReservedUser(actor),
        { IdentityType: "FederatedUser" or "AWSAccount" or "WebIdentityUser" or "SAMLUser" } => null,
        { IdentityType: "IdentityCenterUser", User: { } user } when !IsServiceName(user) => IdentityCenterName(user),
        { IdentityType: "AWSService", Identity: { } name } when name == actor.User || IsServiceName(name) => ServiceName(name),
        { IdentityType: null, Identity: { } name } when IsServiceName(name) => ServiceName(name),
        { Identity: { } name } => Arn(name),
        _ => null,
    };

    // As in ActorHop.Value: a record and a chain that end with the same person must write him alike.
    internal static string? Arn(string? arn) =>
        arn is not null && arn.StartsWith("arn:", StringComparison.Ordinal) && !arn.Contains(":assumed-role/", StringComparison.Ordinal) ? arn : null;

    internal static string? RootArn(string? arn, string? account) => Arn(arn) ?? ActorRules.RootArn(account);

    // A name with a colon could pass for an ARN or for another kind of caller.
    internal static string? ServiceName(string name) => name.Contains(':', StringComparison.Ordinal) ? null : name;

    internal static string IdentityCenterName(string user) => "sso:" + user;

    internal static string? ProvidedName(string kind, string? subject, string? provider)
    {
        if (subject is null || provider is null)
        {
            return null;
        }

        // Identity Center makes a provider of its own in each account, and people keep their names.
        var name = provider.IndexOf(ProviderMarker, StringComparison.Ordinal) is var at and >= 0 ? provider[(at + ProviderMarker.Length)..] : provider;
        return kind is "saml" && name.StartsWith(IdentityCenterProvider, StringComparison.Ordinal) ? IdentityCenterName(subject) : $"{kind}:{subject}@{name}";
    }

    private static string? ReservedUser(Actor actor) =>
        actor is { Role: { } role, Session: { } session } && role.StartsWith(ReservedRole, StringComparison.Ordinal) ? IdentityCenterName(session) : null;

    private static bool IsServiceName(string name) => name.EndsWith(".amazonaws.com", StringComparison.Ordinal);
}
