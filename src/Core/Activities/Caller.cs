using TrailBoard.Core.Events;
using TrailBoard.Core.Views;

namespace TrailBoard.Core.Activities;

/// <summary>Which calls are of one caller, as far as folding goes. Nobody is said to be anybody here: that takes evidence.</summary>
internal static class Caller
{
    private const string SingleSignOn = "AWSReservedSSO_";

    /// <summary>The session that called: not its key, because the console has a new one for each call.</summary>
    public static string SessionOf(TrailEvent trailEvent) => $"{trailEvent.Actor.Identity} {trailEvent.Actor.Session}";

    /// <summary>
    /// Whose calls of a day go together: those of a role where its sessions are tasks or hosts, those of a person in all accounts where
    /// Identity Center names the sessions, else those of a session.
    /// </summary>
    public static string OfRoutine(TrailEvent trailEvent) => trailEvent.Actor switch
    {
        { Session: { } session, Role: { } role } when role.StartsWith(SingleSignOn, StringComparison.Ordinal) => session,
        var actor when IsHost(trailEvent) => actor.Identity ?? "",
        _ => SessionOf(trailEvent),
    };

    /// <summary>Whether AWS called: a service in its own name, or in the role that an account keeps for it.</summary>
    public static bool IsAws(TrailEvent trailEvent) =>
        trailEvent.Actor.IdentityType == "AWSService"
        || trailEvent.Actor.Identity?.Contains(":role/aws-service-role/", StringComparison.Ordinal) == true;

    /// <summary>Whether a task of ECS or an instance of EC2 called with its own role.</summary>
    public static bool IsHost(TrailEvent trailEvent) =>
        trailEvent.Actor is { Role: not null, Session: { } session } && (SentenceActor.IsTask(session) || SentenceActor.IsInstance(session));
}
