namespace TrailBoard.Core.Identity;

/// <summary>
/// Finds out who is behind an event: from a session to the event that issued it, whose caller may have a session in his turn, until someone acts in
/// his own name. The answer depends on the set of events alone, never on the order in which they came in.
/// </summary>
public sealed class ActorChains(IActorEvidence evidence)
{
    /// <summary>How many sessions are followed at most.</summary>
    public const int MaxSessions = 16;

    /// <summary>How long a session of a role lasts at most (AWS STS, <c>AssumeRole</c>).</summary>
    public static TimeSpan RoleLasts { get; } = TimeSpan.FromHours(12);

    /// <summary>How long the session of a user lasts at most (AWS STS, <c>GetSessionToken</c> and <c>GetFederationToken</c>).</summary>
    public static TimeSpan TokenLasts { get; } = TimeSpan.FromHours(36);

    /// <summary>By how much the clocks of services may differ.</summary>
    public static TimeSpan Skew { get; } = TimeSpan.FromMinutes(5);

    /// <summary>By how much a session's beginning may differ from the time of the event that issued it, both of them cut to the second.</summary>
    public static TimeSpan SameTime { get; } = TimeSpan.FromSeconds(2);

    /// <summary>The chain of an event.</summary>
    /// <param name="call">What the event's record says.</param>
    public async Task<ActorChain> ResolveAsync(CallerRecord call, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(call);
        var (hops, notes) = (new List<ActorHop>(), new List<string>());
        var (caller, proof) = (call, (HopProof)new HopProof.Recorded(EvidenceEvent.Of(call)));
        var seen = new HashSet<(string, string?)> { (call.EventId, call.Type) };
        while (true)
        {
            hops.AddRange(CallerHops.Of(caller, proof));
            if (!CallerHops.IsSession(caller))
            {
                break;
            }

            var fitting = await FittingAsync(caller, cancellationToken);
            if (fitting.Issuances.Count == 0)
            {
                await EndAsync(caller, hops, notes, cancellationToken);
                break;
            }

            if (fitting.Only is not { } only)
            {
                hops.Add(OneOf(fitting.Issuances));
                break;
            }

            // An event that calls itself its own cause, or a ring of them: real trails have neither, hostile ones may.
            if (seen.Count > MaxSessions || !seen.Add((only.Caller.EventId, only.Caller.Type)))
            {
                hops.Add(new ActorHop.Unknown(new HopProof.Unknown(
                    seen.Count > MaxSessions ? $"The chain has more than {MaxSessions} sessions." : $"The chain leads back to event {only.Caller.EventId}.", [])));
                break;
            }

            NoteSourceIdentity(caller, only, notes);
            (caller, proof) = (only.Caller, fitting.Proof);
        }

        return new ActorChain(call.EventId, hops, notes);
    }

    private async Task<Fitting> FittingAsync(CallerRecord caller, CancellationToken cancellationToken)
    {
        if (caller.Type is "AWSAccount")
        {
            return await CopiesAsync(caller, cancellationToken);
        }

        var issuers = await IssuersOfKeyAsync(caller, cancellationToken);
        return issuers.Issuances.Count > 0 ? issuers : await IssuersOfSessionAsync(caller, cancellationToken);
    }

    // The same event in the trail of the caller's own account, which knows his name.
    private async Task<Fitting> CopiesAsync(CallerRecord caller, CancellationToken cancellationToken)
    {
        if (caller.SharedEventId is not { } shared)
        {
            return Fitting.None;
        }

        var copies = await evidence.CopiesAsync(shared, caller.Time - Skew, caller.Time + Skew, cancellationToken);
        var issuances = Issuance.Of(copies.Where(copy => copy.SharedEventId == shared && copy.Type != "AWSAccount" && copy.Account == caller.Account));
        return new(issuances, new HopProof.SharedCopy(Issuance.Evidence(issuances)));
    }

    private async Task<Fitting> IssuersOfKeyAsync(CallerRecord caller, CancellationToken cancellationToken)
    {
        if (caller.AccessKey is not { } key)
        {
            return Fitting.None;
        }

        var from = caller.Time - (CallerHops.IsRole(caller) ? RoleLasts : TokenLasts) - Skew;
        var issuers = await evidence.IssuersOfKeyAsync(key, from, caller.Time + Skew, cancellationToken);
        if (issuers.Count == 0 && caller.Created is { } created && created < from)
        {
            // No session lasts so long, yet the record says that this one did.
            issuers = await evidence.IssuersOfKeyAsync(key, created - Skew, created + Skew, cancellationToken);
        }

        var issuances = Issuance.Of(issuers.Where(issuer => issuer.Issued is { } issued && issued.AccessKey == key && Agrees(issued, caller)));
        return new(issuances, new HopProof.IssuedKey(Issuance.Evidence(issuances)));
    }

    // Where both say whose session it is, they must say the same: else one of the two is not what it seems.
    private static bool Agrees(IssuedSession issued, CallerRecord caller) =>
        issued.AssumedRoleId is null || caller.PrincipalId is null || issued.AssumedRoleId == caller.PrincipalId;

    private async Task<Fitting> IssuersOfSessionAsync(CallerRecord caller, CancellationToken cancellationToken)
    {
        if (!CallerHops.IsRole(caller) || caller.Created is not { } created || caller.PrincipalId is not { } principal || !principal.Contains(':', StringComparison.Ordinal))
        {
            return Fitting.None;
        }

        var issuers = await evidence.IssuersOfSessionAsync(principal, created - SameTime, created + SameTime, cancellationToken);
        var fitting = issuers.Where(issuer => issuer.Issued?.AssumedRoleId == principal).ToList();

        // The nearest in time fit best; those as near as they fit equally.
        var nearest = fitting.Select(issuer => (issuer.Time - created).Duration()).DefaultIfEmpty().Min();
        var issuances = Issuance.Of(fitting.Where(issuer => (issuer.Time - created).Duration() == nearest));
        return new(issuances, new HopProof.SameSession(Issuance.Evidence(issuances)));
    }

    private async Task EndAsync(CallerRecord caller, List<ActorHop> hops, List<string> notes, CancellationToken cancellationToken)
    {
        if (CallerHops.Behind(caller) is { } behind)
        {
            hops.Add(behind);
            if (behind is ActorHop.WebIdentity { Subject: null } && caller.SourceIdentity is { } name)
            {
                hops.Add(behind = new ActorHop.SourceIdentity(behind.Proof, name) { Account = caller.Account });
            }

            if (behind is ActorHop.SourceIdentity)
            {
                notes.Add("No imported event issued this session. Its source identity was given when the first session was taken, and no later one can change it.");
            }
        }
        else if (!CallerHops.IsUser(caller))
        {
            hops.Add(new ActorHop.Unknown(await UnknownAsync(caller, cancellationToken)));
        }
    }

    private async Task<HopProof.Unknown> UnknownAsync(CallerRecord caller, CancellationToken cancellationToken)
    {
        if (caller.Type is "AWSAccount")
        {
            var (begin, end) = (caller.Time - Skew, caller.Time + Skew);
            return caller.SharedEventId is null
                ? new("The caller belongs to another account, and the record has no sharedEventID by which that account's copy could be found.", [])
                : new($"The caller belongs to another account, and that account's copy of the event ({caller.SharedEventId}) was not imported.", await evidence.GapsAsync(caller.Account, begin, end, cancellationToken));
        }

        // The session began when it was issued; where that is not said, at any time of the longest session.
        var (from, to) = caller.Created is { } created && created <= caller.Time + Skew && created >= caller.Time - RoleLasts - Skew
            ? (created - Skew, created + Skew)
            : (caller.Time - RoleLasts, caller.Time);
        var reason = caller switch
        {
            { AccessKey: { } key } => $"No imported event issued the access key {key}, or this session when it began.",
            { Created: null } => "The record has neither an access key nor the time at which the session began.",
            _ => "The record has no access key, and no imported event issued this session when it began.",
        };
        return new(reason, await evidence.GapsAsync(caller.Account, from, to, cancellationToken));
    }

    private static ActorHop.OneOf OneOf(IReadOnlyList<Issuance> issuances)
    {
        var proof = new HopProof.Ambiguous(Issuance.Evidence(issuances));
        return new(proof, [.. issuances.Select(issuance => CallerHops.Of(issuance.Caller, new HopProof.Ambiguous(Issuance.Evidence([issuance]))).Last())]);
    }

    // Set once, it cannot change: STS refuses a request that names another.
    private static void NoteSourceIdentity(CallerRecord session, Issuance issuance, List<string> notes)
    {
        if (issuance.Caller.Issued is not { SourceIdentity: var given })
        {
            return;
        }

        var kept = issuance.Caller.SourceIdentity;
        if (session.SourceIdentity != (given ?? kept))
        {
            notes.Add($"The session has the source identity {Quoted(session.SourceIdentity)}, but by event {issuance.Caller.EventId}, which issued it, it would be {Quoted(given ?? kept)}.");
        }

        if (given is not null && kept is not null && given != kept)
        {
            notes.Add($"Event {issuance.Caller.EventId} changed the source identity from {Quoted(kept)} to {Quoted(given)}, which AWS STS does not allow.");
        }
    }

    private static string Quoted(string? text) => text is null ? "none" : $"“{text}”";

    /// <param name="Issuances">What fits equally well.</param>
    /// <param name="Proof">What it is worth where it is only one.</param>
    private sealed record Fitting(IReadOnlyList<Issuance> Issuances, HopProof Proof)
    {
        public static Fitting None { get; } = new([], new HopProof.IssuedKey([]));

        public Issuance? Only => Issuances is [var only] ? only : null;
    }
}
