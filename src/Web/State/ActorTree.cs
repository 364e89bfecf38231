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
                    role is null ? stored.Event.Action ?? "a session" : role[(role.LastIndexOf('/') + 1)..],
                    issued.AssumedRoleId is { } id && id.IndexOf(':', StringComparison.Ordinal) is var at and >= 0 ? id[(at + 1)..] : null,
                    new(stored.Event.EventId, stored.Event.Action, stored.Event.Time, stored.Event.Account, stored.Event.Region)));
            }
        }

        return found;
    }

    private sealed record IssuedKey(string Key, string? By, string Role, string? Session, EvidenceEvent Evidence);
}
