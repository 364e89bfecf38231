namespace TrailBoard.Core.Identity;

/// <summary>
/// The rules by which a <c>userIdentity</c> becomes an <see cref="Actor"/> (docs/filters.md, "Meaning of fields"). AWS
/// documents the types; what real records leave out is what most of the fallbacks are for.
/// </summary>
internal static class ActorRules
{
    private const string LinkedRolePath = "/aws-service-role/";

    internal const string HiddenName = "HIDDEN_DUE_TO_SECURITY_REASONS";

    /// <summary>Says who acted.</summary>
    /// <param name="hidden">Whether CloudTrail hid the name.</param>
    public static Actor Read(in IdentityFields fields, out bool hidden)
    {
        hidden = IsHidden(fields.UserName) || IsHidden(fields.PrincipalId) || IsHidden(fields.Arn) || IsHidden(fields.IssuerUserName);
        var known = hidden ? WithoutMarker(fields) : fields;
        return known.Type switch
        {
            "AssumedRole" or "Role" => OfRole(known),
            "Root" => new(known.Type, known.Arn ?? RootArn(known.AccountId) ?? Fallback(known, hidden), "root", null, null),
            "AWSService" => OfService(known, hidden),
            "IAMUser" => new(known.Type, known.Arn ?? Fallback(known, hidden), known.UserName ?? LastSegment(known.Arn, ":user/"), null, null),
            "FederatedUser" => OfFederatedUser(known, hidden),
            null when known.InvokedBy is not null && known.Arn is null => OfService(known, hidden),
            null when known.Arn is not null && known.Arn.Contains(":assumed-role/", StringComparison.Ordinal) => OfRole(known),
            _ => OfOthers(known, hidden),
        };
    }

    private static Actor OfRole(in IdentityFields fields)
    {
        var session = SessionOf(fields.Arn) ?? AfterColon(fields.PrincipalId);
        var role = RoleArn(fields.IssuerArn) ?? RoleArn(fields.Arn);
        var name = fields.IssuerUserName ?? (role is null ? null : role[(role.LastIndexOf('/') + 1)..]);
        var identity = role ?? fields.Arn ?? fields.OnBehalfOfUserId ?? fields.IssuerUserName ?? fields.UserName
            ?? BeforeColon(fields.PrincipalId) ?? fields.InvokedBy ?? fields.AccountId;
        return new(fields.Type, identity, session ?? fields.UserName ?? name ?? fields.InvokedBy, name, session);
    }

    private static Actor OfService(in IdentityFields fields, bool hidden)
    {
        var identity = fields.InvokedBy ?? fields.Arn ?? Fallback(fields, hidden);
        return new(fields.Type, identity, fields.UserName ?? fields.InvokedBy, null, null);
    }

    private static Actor OfFederatedUser(in IdentityFields fields, bool hidden)
    {
        var session = LastSegment(fields.Arn, ":federated-user/") ?? AfterColon(fields.PrincipalId);
        return new(fields.Type, fields.Arn ?? Fallback(fields, hidden), session ?? fields.UserName, null, session);
    }

    private static Actor OfOthers(in IdentityFields fields, bool hidden)
    {
        // A caller of another account shows as principalId alone; for its role sessions that is "AROA…:session".
        var session = fields.Arn is null && fields.PrincipalId is { } principal && principal.StartsWith("AROA", StringComparison.Ordinal)
            ? AfterColon(principal)
            : SessionOf(fields.Arn);
        var user = fields.UserName ?? session ?? fields.OnBehalfOfUserId ?? fields.InvokedBy;
        return new(fields.Type, fields.Arn ?? Fallback(fields, hidden), user, null, session);
    }

    // Where the name was hidden, the account must not stand in for it: it would make a group of strangers.
    private static string? Fallback(in IdentityFields fields, bool hidden) =>
        fields.OnBehalfOfUserId ?? fields.UserName ?? BeforeColonOfRole(fields.PrincipalId) ?? fields.InvokedBy ?? (hidden ? null : fields.AccountId);

    private static string? BeforeColonOfRole(string? principal) =>
        principal is not null && principal.StartsWith("AROA", StringComparison.Ordinal) ? BeforeColon(principal) : principal;

    internal static string? RootArn(string? account) => account is null ? null : $"arn:aws:iam::{account}:root";

    /// <summary><c>arn:aws:sts::1:assumed-role/R/S</c> as <c>arn:aws:iam::1:role/R</c>; other ARNs as they are.</summary>
    internal static string? RoleArn(string? arn)
    {
        if (arn is null)
        {
            return null;
        }

        var marker = arn.IndexOf(":assumed-role/", StringComparison.Ordinal);
        if (marker < 0)
        {
            return arn;
        }

        var parts = arn[..marker].Split(':');
        var resource = arn[(marker + ":assumed-role/".Length)..];
        var slash = resource.IndexOf('/', StringComparison.Ordinal);
        var partition = parts.Length > 1 ? parts[1] : "aws";
        return $"arn:{partition}:iam::{parts[^1]}:role/{(slash < 0 ? resource : resource[..slash])}";
    }

    // A service-linked role can be taken by its service alone, whose name is in the role's path.
    internal static string? LinkedService(string? roleArn)
    {
        var start = roleArn?.IndexOf(LinkedRolePath, StringComparison.Ordinal) ?? -1;
        return start < 0 || roleArn![(start + LinkedRolePath.Length)..].Split('/') is not [{ Length: > 0 } service, _, ..] ? null : service;
    }

    private static string? SessionOf(string? arn)
    {
        var marker = arn?.IndexOf(":assumed-role/", StringComparison.Ordinal) ?? -1;
        if (marker < 0)
        {
            return null;
        }

        var resource = arn![(marker + ":assumed-role/".Length)..];
        var slash = resource.IndexOf('/', StringComparison.Ordinal);
        return slash < 0 || slash == resource.Length - 1 ? null : resource[(slash + 1)..];
    }

    private static string? LastSegment(string? arn, string marker) =>
        arn is not null && arn.Contains(marker, StringComparison.Ordinal) && !arn.EndsWith('/') ? arn[(arn.LastIndexOf('/') + 1)..] : null;

    private static string? AfterColon(string? principal)
    {
        var colon = principal?.IndexOf(':', StringComparison.Ordinal) ?? -1;
        return colon < 0 || colon == principal!.Length - 1 ? null : principal[(colon + 1)..];
    }

    private static string? BeforeColon(string? principal)
    {
        var colon = principal?.IndexOf(':', StringComparison.Ordinal) ?? -1;
        return colon <= 0 ? principal : principal![..colon];
    }

    private static bool IsHidden(string? text) => text is not null && text.EndsWith(HiddenName, StringComparison.Ordinal);

    private static IdentityFields WithoutMarker(IdentityFields fields)
    {
        fields.UserName = IsHidden(fields.UserName) ? null : fields.UserName;
        fields.PrincipalId = IsHidden(fields.PrincipalId) ? null : fields.PrincipalId;
        fields.Arn = IsHidden(fields.Arn) ? null : fields.Arn;
        fields.IssuerUserName = IsHidden(fields.IssuerUserName) ? null : fields.IssuerUserName;
        return fields;
    }
}
