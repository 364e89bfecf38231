using TrailBoard.Core.Containers;
using TrailBoard.Core.Identity;
using TrailBoard.Core.Search;

namespace TrailBoard.Core.Views;

/// <summary>Names who acted as people do: the person before the role, the role before its session.</summary>
internal static class SentenceActor
{
    private const string SingleSignOn = "AWSReservedSSO_";

    public static (SentencePart Who, SentencePart? How) Of(Actor actor) => actor switch
    {
        { IdentityType: "Root" } => (new("root", EventFields.IdentityType, "Root"), null),
        { Role: { } role, Session: { } session } when session.Contains('@', StringComparison.Ordinal) =>
            (new(session, EventFields.User, session), new(RoleName(role), EventFields.Role, role)),
        { Role: { } role, Session: { Length: > 0 } session } =>
            (new(RoleName(role), EventFields.Role, role), new(SessionName(session), EventFields.Session, session)),
        { Role: { } role } => (new(RoleName(role), EventFields.Role, role), null),
        { IdentityType: "WebIdentityUser", User: { } user } => (new(WebIdentity(user), EventFields.User, user), Kind("web identity", actor)),
        { IdentityType: "FederatedUser", User: { } user } => (new(user, EventFields.User, user), Kind("federated", actor)),
        { Identity: { } identity } when identity.EndsWith(ContainerServices.Domain, StringComparison.OrdinalIgnoreCase) =>
            (new(ServiceName(identity), EventFields.Identity, identity), null),
        { User: { Length: > 0 } user } => (new(user, EventFields.User, user), null),
        { Identity: { Length: > 0 } identity } => (new(Last(identity), EventFields.Identity, identity), null),
        { IdentityType: { Length: > 0 } type } => (new("a caller without a name", EventFields.IdentityType, type), null),
        _ => (new("somebody unknown"), null),
    };

    /// <summary>The permission set of <c>AWSReservedSSO_Developer_0123456789abcdef</c>, or the role's own name.</summary>
    public static string RoleName(string role)
    {
        var end = role.LastIndexOf('_');
        return role.StartsWith(SingleSignOn, StringComparison.Ordinal) && end > SingleSignOn.Length ? role[SingleSignOn.Length..end]
            : role.StartsWith("AWSServiceRoleFor", StringComparison.Ordinal) && role.Length > 17 ? role[17..]
            : role;
    }

    /// <summary>Whether a role's session has the name of a task: ECS names the sessions of a task's role after the task.</summary>
    public static bool IsTask(string session) => session.Length == 32 && session.All(char.IsAsciiHexDigit);

    /// <summary>Whether a role's session has the name of an instance: EC2 names the sessions of its instances' roles after them.</summary>
    public static bool IsInstance(string session) => session.StartsWith("i-", StringComparison.Ordinal);

    private static string SessionName(string session) =>
        IsTask(session) ? $"task {session[..8]}"
        : IsInstance(session) ? $"instance {session}"
        : session;

    /// <summary>GitHub's subject <c>repo:org/name:ref:refs/heads/main</c> as <c>org/name@main</c>; what is none stays as it is.</summary>
    public static string WebIdentity(string user)
    {
        if (!user.StartsWith("repo:", StringComparison.Ordinal))
        {
            return user;
        }

        var parts = user.Split(':', 3);
        const string Heads = "ref:refs/heads/";
        return parts[1].Length == 0 ? user
            : parts.Length < 3 ? parts[1]
            : parts[2].StartsWith(Heads, StringComparison.Ordinal) ? $"{parts[1]}@{parts[2][Heads.Length..]}"
            : $"{parts[1]} ({parts[2]})";
    }

    private static string ServiceName(string source) =>
        ContainerServices.Find(source)?.ShortTitle ?? ContainerServices.ShortName(source);

    private static SentencePart Kind(string text, Actor actor) => new(text, EventFields.IdentityType, actor.IdentityType);

    private static string Last(string identity) => identity[(identity.LastIndexOfAny([':', '/']) + 1)..] is { Length: > 0 } last ? last : identity;
}
