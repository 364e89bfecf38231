namespace TrailBoard.Core.Identity;

/// <summary>What a record says by itself: who its caller is, and who is behind him where it tells that as well.</summary>
internal static class CallerHops
{
    private const string ReservedRole = "AWSReservedSSO_";

    /// <summary>The caller of a record. The service that made the call for him stands before him.</summary>
    public static IEnumerable<ActorHop> Of(CallerRecord caller, HopProof proof)
    {
        if (caller.InvokedBy is { } service && !IsOfService(caller) && LinkedService(caller) is null)
        {
            yield return new ActorHop.Service(proof, service, null, IsForSomeone: true);
        }

        yield return CallerOf(caller, proof);
    }

    /// <summary>Whether someone else must be looked for behind the caller.</summary>
    public static bool IsSession(CallerRecord caller) =>
        IsRole(caller) || caller.Type is "FederatedUser" or "AWSAccount" || (IsUser(caller) && IsTemporary(caller)) || (caller.Type is "Root" && caller.IsAssumedRoot);

    /// <summary>Whether the caller is someone whatever he signed with, so that nobody need be behind him.</summary>
    public static bool IsUser(CallerRecord caller) => caller.Type is "IAMUser" || (caller.Type is "Root" && !caller.IsAssumedRoot);

    /// <summary>Whether the caller is a role, or a session of one.</summary>
    public static bool IsRole(CallerRecord caller) =>
        caller.Type is "AssumedRole" or "Role" || (caller.Type is null && caller.Arn is { } arn && arn.Contains(":assumed-role/", StringComparison.Ordinal));

    /// <summary>Who is behind a session by the session's own record, where no event tells more; null where it does not say.</summary>
    public static ActorHop? Behind(CallerRecord caller)
    {
        var proof = new HopProof.Recorded(EvidenceEvent.Of(caller));
        return caller switch
        {
            { Type: "FederatedUser", IssuerType: "Root" } => new ActorHop.Root(proof, caller.Account, null) { Arn = caller.IssuerArn },
            { Type: "FederatedUser", IssuerArn: { } issuer } => new ActorHop.IamUser(proof, caller.IssuerName, issuer, caller.Account, null),
            _ when LinkedService(caller) is { } service => new ActorHop.Service(proof, service, caller.Scope, IsForSomeone: false),
            { FederatedProvider: { } provider } => new ActorHop.WebIdentity(proof, provider, caller.FederatedSubject),
            { OnBehalfOf: { } user } => new ActorHop.IdentityCenterUser(proof, ReservedUser(caller), user),
            _ when ReservedUser(caller) is { } name => new ActorHop.IdentityCenterUser(proof, name, null),
            { Scope: { } scope } when IsRole(caller) => new ActorHop.Service(proof, ServiceOf(scope), scope, IsForSomeone: false),
            { IsOfInstance: true } => new ActorHop.Service(proof, "ec2.amazonaws.com", Actor(caller).Session, IsForSomeone: false),
            { SourceIdentity: { } name } => new ActorHop.SourceIdentity(proof, name) { Account = caller.Account },
            _ => null,
        };
    }

    private static ActorHop CallerOf(CallerRecord caller, HopProof proof)
    {
        var actor = Actor(caller);
        return caller.Type switch
        {
            _ when IsRole(caller) => new ActorHop.RoleSession(proof, actor.Role, actor.Session, caller.IssuerArn ?? ActorRules.RoleArn(caller.Arn), caller.Account, caller.AccessKey, caller.Created),
            "Root" => new ActorHop.Root(proof, caller.Account, caller.AccessKey) { Arn = caller.Arn },
            "IAMUser" => new ActorHop.IamUser(proof, actor.User, caller.Arn, caller.Account, caller.AccessKey),
            "FederatedUser" => new ActorHop.FederatedUser(proof, actor.Session, caller.Arn, caller.Account, caller.AccessKey),
            "WebIdentityUser" => new ActorHop.WebIdentity(proof, caller.IdentityProvider, caller.UserName ?? caller.PrincipalId),
            "SAMLUser" => new ActorHop.SamlUser(proof, caller.IdentityProvider, caller.UserName ?? caller.PrincipalId),
            "IdentityCenterUser" => new ActorHop.IdentityCenterUser(proof, caller.UserName, caller.OnBehalfOf),
            "AWSAccount" => new ActorHop.OtherAccount(proof, caller.Account, caller.Arn ?? caller.PrincipalId),
            _ when IsOfService(caller) => new ActorHop.Service(proof, caller.InvokedBy!, caller.Scope, IsForSomeone: false),
            _ when (actor.Identity ?? actor.User) is { } name => new ActorHop.Other(proof, caller.Type, name, caller.Account),
            _ => new ActorHop.Unknown(new HopProof.Unknown("The record does not say who called.", [])),
        };
    }

    private static Actor Actor(CallerRecord caller) => ActorRules.Read(
        new IdentityFields
        {
            Type = caller.Type,
            PrincipalId = caller.PrincipalId,
            Arn = caller.Arn,
            AccountId = caller.Account,
            UserName = caller.UserName,
            InvokedBy = caller.InvokedBy,
            IssuerArn = caller.IssuerArn,
            IssuerUserName = caller.IssuerName,
            OnBehalfOfUserId = caller.OnBehalfOf,
        },
        out _);

    // Services' own events have no type, only an account and the service.
    private static bool IsOfService(CallerRecord caller) => caller.InvokedBy is not null && (caller.Type is "AWSService" || (caller.Type is null && caller.Arn is null));

    // Keys that last begin with AKIA.
    private static bool IsTemporary(CallerRecord caller) => caller.AccessKey?.StartsWith("ASIA", StringComparison.Ordinal) == true;

    private static string? LinkedService(CallerRecord caller) => IsRole(caller) ? ActorRules.LinkedService(caller.IssuerArn) : null;

    // Identity Center alone can take the roles that it keeps, and names their sessions after the user.
    private static string? ReservedUser(CallerRecord caller) =>
        IsRole(caller) && Actor(caller) is { Role: { } role, Session: { } session } && role.StartsWith(ReservedRole, StringComparison.Ordinal) ? session : null;

    // arn:aws:lambda:… and AWS::Lambda::Function are of lambda.
    private static string ServiceOf(string scope)
    {
        var parts = scope.Split(':', StringSplitOptions.RemoveEmptyEntries);
        var name = parts switch
        {
            ["arn", _, var service, ..] => service,
            ["AWS", var service, ..] => service.ToLowerInvariant(),
            _ => null,
        };
        return name is null ? scope : $"{name}.amazonaws.com";
    }
}
