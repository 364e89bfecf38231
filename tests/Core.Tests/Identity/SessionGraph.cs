using System.Text.Json.Nodes;
using FsCheck;
using FsCheck.Fluent;
using TrailBoard.Core.Identity;
using static TrailBoard.Core.Tests.Identity.SomeActors;

namespace TrailBoard.Core.Tests.Identity;

/// <summary>How a session came about, before it has a place in a graph.</summary>
/// <param name="Caller">Which of the earlier sessions it was taken from; someone in his own name where that is none.</param>
/// <param name="Seconds">How long after its caller.</param>
/// <param name="UsesAnotherKey">Whether it is used with another key than the one that was issued, as in the console.</param>
/// <param name="IsShared">Whether the call has a copy in the trail of the caller's account.</param>
/// <param name="IsImported">Whether the event that issued it was imported: in the role's account, in the caller's.</param>
internal sealed record SessionPlan(int Caller, int Role, int Name, int Seconds, bool UsesAnotherKey, bool IsShared, (bool Role, bool Caller) IsImported)
{
    /// <summary>Few roles, names and seconds, so that sessions are easily taken for each other.</summary>
    public static Gen<SessionPlan> Some { get; } =
        from caller in Gen.Choose(0, 11)
        from role in Gen.Choose(0, 1)
        from name in Gen.Choose(0, 1)
        from seconds in Gen.Choose(0, 3)
        from another in Gen.Frequency((3, Gen.Constant(false)), (1, Gen.Constant(true)))
        from shared in Gen.Elements(true, false)
        from here in Gen.Frequency((4, Gen.Constant(true)), (1, Gen.Constant(false)))
        from there in Gen.Frequency((4, Gen.Constant(true)), (1, Gen.Constant(false)))
        select new SessionPlan(caller, role, name, seconds, another, shared, (here, there));
}

/// <summary>A session, and the truth about it.</summary>
internal sealed record TrueSession(int Number, SessionPlan Plan, TrueSession? From, DateTimeOffset Time)
{
    public string Label => $"role{Plan.Role}/name{Plan.Name}";

    public JsonObject Identity => Session($"role{Plan.Role}", $"name{Plan.Name}", Key(Plan.UsesAnotherKey ? 1000 + Number : Number), Time);

    /// <summary>Who took it, as the chain must name him.</summary>
    public string CallerLabel => From?.Label ?? Origin.Label;

    public string OriginLabel => From?.OriginLabel ?? Origin.Label;

    /// <summary>Whether every step from it to who really acted has its event, and the key that was used.</summary>
    public bool IsTold => !Plan.UsesAnotherKey && IssuingIds.Contains(IdOfWhoKnows) && (From?.IsTold ?? true);

    /// <summary>The imported events that issued it.</summary>
    public IEnumerable<string> IssuingIds => Issuing.Select(call => (string)call["eventID"]!);

    public IEnumerable<JsonObject> Issuing
    {
        get
        {
            var by = From?.Identity ?? Origin.Identity;
            var (role, session, key) = ($"role{Plan.Role}", $"name{Plan.Name}", Key(Number));
            if (!IsShared)
            {
                return Plan.IsImported.Role ? [Taken($"t{Number}", by, role, session, key, Time)] : [];
            }

            var copies = new List<JsonObject>();
            if (Plan.IsImported.Role)
            {
                copies.Add(Taken($"t{Number}", Stranger((string)by["principalId"]!, Account), role, session, key, Time, $"shared{Number}"));
            }

            if (Plan.IsImported.Caller)
            {
                copies.Add(Taken($"c{Number}", by, role, session, key, Time, $"shared{Number}"));
            }

            return copies;
        }
    }

    private bool IsShared => Plan.IsShared && (From is not null || Origin.Label == "alice");

    private string IdOfWhoKnows => IsShared ? $"c{Number}" : $"t{Number}";

    private (string Label, JsonObject Identity) Origin => (Plan.Caller % 4) switch
    {
        0 => ("alice", User("alice")),
        1 => ("bob", User("bob", "AKIA0000000000000002")),
        2 => ("repo:org/app:ref:refs/heads/main", new JsonObject { ["type"] = "WebIdentityUser", ["userName"] = "repo:org/app:ref:refs/heads/main", ["identityProvider"] = "token.actions.githubusercontent.com" }),
        _ => ("ecs-tasks.amazonaws.com", Service("ecs-tasks.amazonaws.com")),
    };
}

/// <summary>Sessions taken from users and from each other, with a call that each of them made.</summary>
internal sealed class SessionGraph
{
    public SessionGraph(IReadOnlyList<SessionPlan> plans)
    {
        foreach (var plan in plans)
        {
            var from = plan.Caller < Sessions.Count ? Sessions[plan.Caller] : null;
            Sessions.Add(new(Sessions.Count, plan, from, (from?.Time ?? Noon).AddSeconds(plan.Seconds)));
        }
    }

    public static Arbitrary<SessionGraph> Some { get; } = (from plans in SessionPlan.Some.ListOf() select new SessionGraph([.. plans.Take(14)])).ToArbitrary();

    public List<TrueSession> Sessions { get; } = [];

    public IReadOnlyList<CallerRecord> Imported => [.. Sessions.SelectMany(session => session.Issuing).Select(Read)];

    /// <summary>The session that an event issued.</summary>
    public TrueSession IssuedBy(string eventId) => Sessions[int.Parse(eventId[1..], System.Globalization.CultureInfo.InvariantCulture)];

    public static CallerRecord CallOf(TrueSession session) => Read(Call($"u{session.Number}", session.Identity, session.Time.AddMinutes(10)));

    public override string ToString() => string.Join("\n", Sessions.Select(session => $"{session.Number}: {session.Label} by {session.CallerLabel} at {session.Time:HH:mm:ss}, {session.Plan}"));
}
