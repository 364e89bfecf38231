using TrailBoard.Core.Identity;
using TrailBoard.Core.Search;
using TrailBoard.Core.Views;

namespace TrailBoard.Web.State;

/// <summary>A session that an actor had, or took from one of his sessions: a box of the picture.</summary>
/// <param name="Role">The role's name, or as much as is known of it.</param>
/// <param name="Session">The session's name, or null where it is several.</param>
/// <param name="Events">How many events of the question are its own.</param>
/// <param name="Filter">Which events those are.</param>
/// <param name="Proven">How many of them were signed by a key that an event of the session before issued; the others name the actor themselves.</param>
/// <param name="Issued">How many access keys were issued for it.</param>
/// <param name="Issuing">An event that issued one, or null.</param>
/// <param name="Taken">The sessions that were taken with it.</param>
public sealed record ActorSession(string Role, string? Session, long Events, Filter Filter, long Proven, int Issued, EvidenceEvent? Issuing, IReadOnlyList<ActorSession> Taken);

/// <summary>
/// The sessions of an actor as a tree: first the roles that his own events name, then whatever was taken with them. An event is counted with a session that
/// was taken only if an event of the session before issued the very key that signed it: nothing here rests on names.
/// </summary>
public sealed class ActorTree(IEventQueries queries, EventQuery query)
{
    /// <summary>How many events that issued sessions are read for one box; the newest.</summary>
    public const int MostIssuing = 300;

    private const int MostRoles = 12;
    private const int MostTaken = 8;
    private const int MostDeep = 4;

    // A session lasts so long at most: what issued it may lie before the range.
    private readonly EventQuery _issuing = EventQuery.All with { Range = new(query.Range.From - ActorChains.TokenLasts, query.Range.To) };

    private readonly Filter _hasRole = FilterParser.Parse("role:*");
    private readonly Filter _proven = Narrowing.Is(EventFields.ActorProof, "proven");

    /// <summary>Whether there are more sessions than the tree has.</summary>
    public bool IsCut { get; private set; }

    /// <summary>The sessions of whoever has this value; those taken without a role of his own stand beside his roles.</summary>
    public async Task<IReadOnlyList<ActorSession>> ReadAsync(Filter self, CancellationToken cancellationToken)
    {
        var roles = await queries.GroupAsync(new GroupQuery(query.And(self), EventFields.Role, MostRoles) { CountsOnly = true }, cancellationToken);
        var taken = (await TakenAsync(self, 1, new HashSet<string>(StringComparer.Ordinal), cancellationToken)).ToLookup(session => session.Of ?? "", session => session.Session, StringComparer.Ordinal);
        IsCut |= roles.Total > roles.Groups.Count;
        var own = roles.Groups.Select(role => new ActorSession(role.Value, null, role.Count, FilterParts.And(self, Narrowing.Is(EventFields.Role, role.Value)), 0, 0, null, [.. taken[role.Value]])).ToList();
        var beside = new List<ActorSession>();
        foreach (var session in taken.Where(of => own.All(role => role.Role != of.Key)).SelectMany(of => of))
        {
            // Sessions whose events name the actor are those of the role that he is shown with already, and proven besides.
            var at = own.FindIndex(role => role.Role == session.Role);
            if (at >= 0 && await queries.CountAsync(query.And(session.Filter).And(own[at].Filter), cancellationToken) == session.Events)
            {
                own[at] = own[at] with { Proven = own[at].Proven + session.Events, Issued = own[at].Issued + session.Issued, Issuing = own[at].Issuing ?? session.Issuing, Taken = [.. own[at].Taken, .. session.Taken] };
            }
            else
            {
                beside.Add(session);
            }
        }

        return [.. own, .. beside];
    }

    /// <summary>
    /// The sessions of somebody whose filter is by <see cref="EventFields.Actor"/>, and so finds the events of all of them: each is of one session here, so that
    /// no event is counted twice, and stands in the one that signed the newest call for it. Roles whose sessions nothing is seen to have issued stand beside.
    /// </summary>
    public async Task<IReadOnlyList<ActorSession>> ReadAllAsync(Filter self, CancellationToken cancellationToken)
    {
        var issued = await IssuedAsync(self, new HashSet<string>(StringComparer.Ordinal), cancellationToken);

        // Upper and lower case are one value to a filter.
        var sessions = issued.GroupBy(one => (one.Role.ToUpperInvariant(), one.Session?.ToUpperInvariant())).Select(group => group.ToList()).ToList();
        var holders = sessions.SelectMany(keys => keys.Select(one => (one.Key, Session: keys))).ToDictionary(one => one.Key, one => one.Session, StringComparer.Ordinal);
        var within = sessions.ToLookup(keys => keys[0].Signed is { } key ? holders.GetValueOrDefault(key) : null);
        var shown = new List<ActorSession>();
        var own = await BoxesAsync(self, within, null, 1, shown, cancellationToken);
        return [.. own, .. await OtherRolesAsync(self, shown, cancellationToken)];
    }

    private async Task<List<ActorSession>> BoxesAsync(
        Filter self, ILookup<List<IssuedKey>?, List<IssuedKey>> within, List<IssuedKey>? of, int depth, List<ActorSession> shown, CancellationToken cancellationToken)
    {
        var all = within[of].Where(keys => keys != of).ToList();
        var most = depth > MostDeep ? 0 : MostTaken;
        IsCut |= all.Count > most;
        var boxes = new List<ActorSession>();
        foreach (var keys in all.Take(most))
        {
            var first = keys[0];
            var its = first.Session is { } session
                ? FilterParts.And(Narrowing.Is(EventFields.Role, first.Role), Narrowing.Is(EventFields.Session, session))
                : FilterParts.And(Narrowing.IsAny(EventFields.AccessKey, keys.Select(one => one.Key)), new Filter.Not(_hasRole));
            var box = await CountedAsync(new(first.Role, first.Session, 0, FilterParts.And(self, its), 0, keys.Count, first.Evidence, []), cancellationToken);
            shown.Add(box);
            boxes.Add(box with { Taken = await BoxesAsync(self, within, keys, depth + 1, shown, cancellationToken) });
        }

        return boxes;
    }

    private async Task<List<ActorSession>> OtherRolesAsync(Filter self, List<ActorSession> shown, CancellationToken cancellationToken)
    {
        var rest = shown.Where(box => box.Session is not null).Select(box => (Filter)new Filter.Not(
            FilterParts.And(Narrowing.Is(EventFields.Role, box.Role), Narrowing.Is(EventFields.Session, box.Session!)))).ToList();
        var others = rest.Count == 0 ? self : FilterParts.And(self, new Filter.And([.. rest]));
        var roles = await queries.GroupAsync(new GroupQuery(query.And(others), EventFields.Role, MostRoles) { CountsOnly = true }, cancellationToken);
        IsCut |= roles.Total > roles.Groups.Count;
        var boxes = new List<ActorSession>();
        foreach (var role in roles.Groups)
        {
            var names = shown.Where(box => box.Session is not null && string.Equals(box.Role, role.Value, StringComparison.OrdinalIgnoreCase)).Select(box => box.Session!).ToList();
            var its = FilterParts.And(self, Narrowing.Is(EventFields.Role, role.Value));
            boxes.Add(await CountedAsync(new(role.Value, null, 0, names.Count == 0 ? its : FilterParts.And(its, new Filter.Not(Narrowing.IsAny(EventFields.Session, names))), 0, 0, null, []), cancellationToken));
        }

        return boxes;
    }

    private async Task<ActorSession> CountedAsync(ActorSession box, CancellationToken cancellationToken) => box with
    {
        Events = await queries.CountAsync(query.And(box.Filter), cancellationToken),
        Proven = await queries.CountAsync(query.And(box.Filter).And(_proven), cancellationToken),
    };

    private async Task<List<(string? Of, ActorSession Session)>> TakenAsync(Filter by, int depth, HashSet<string> seen, CancellationToken cancellationToken)
    {
        var issued = await IssuedAsync(by, seen, cancellationToken);
        var groups = issued.GroupBy(one => (one.By, one.Role, one.Session)).OrderByDescending(group => group.Max(one => one.Evidence.Time)).ToList();
        IsCut |= groups.Count > MostTaken;
        var sessions = new List<(string?, ActorSession)>();
        foreach (var group in groups.Take(MostTaken))
        {
            var keys = group.Select(one => one.Key).Distinct(StringComparer.Ordinal).ToList();

            // Where the session's name is known, the events must agree with it: a key that was issued to another name is not what it seems.
            var signed = Narrowing.IsAny(EventFields.AccessKey, keys);
            var filter = group.Key.Session is { } name ? FilterParts.And(signed, Narrowing.Is(EventFields.Session, name)) : signed;
            var events = await queries.CountAsync(query.And(filter), cancellationToken);
            var further = depth < MostDeep ? await TakenAsync(filter, depth + 1, seen, cancellationToken) : [];
            sessions.Add((group.Key.By, new(group.Key.Role, group.Key.Session, events, filter, events, keys.Count, group.First().Evidence, [.. further.Select(one => one.Session)])));
        }

        return sessions;
    }

    private async Task<List<IssuedKey>> IssuedAsync(Filter by, HashSet<string> seen, CancellationToken cancellationToken)
    {
        var found = new List<IssuedKey>();
        var read = 0;
        var asked = _issuing.And(FilterParser.Parse("service:sts -error:* (action:AssumeRole* OR action:GetSessionToken OR action:GetFederationToken)")).And(by);
        await foreach (var stored in queries.ExportAsync(asked, cancellationToken))
        {
            if (++read > MostIssuing)
            {
                IsCut = true;
                break;
            }

            var call = CallerRecord.Read(stored.Record, stored.Event.EventId, stored.Event.Time);

            // Copies of one call issue one key; and a key that leads back to itself is followed once.
            if (call.Issued is { } issued && seen.Add(issued.AccessKey))
            {
                var role = stored.Event.Resources.FirstOrDefault(resource => resource.Contains(":role/", StringComparison.Ordinal));
                found.Add(new(
                    issued.AccessKey,
                    stored.Event.Actor.Role,
                    stored.Event.AccessKey,
                    role is null ? stored.Event.Action ?? "a session" : role[(role.LastIndexOf('/') + 1)..],
                    issued.AssumedRoleId is { } id && id.IndexOf(':', StringComparison.Ordinal) is var at and >= 0 ? id[(at + 1)..] : null,
                    new(stored.Event.EventId, stored.Event.Action, stored.Event.Time, stored.Event.Account, stored.Event.Region)));
            }
        }

        return found;
    }

    private sealed record IssuedKey(string Key, string? By, string? Signed, string Role, string? Session, EvidenceEvent Evidence);
}
