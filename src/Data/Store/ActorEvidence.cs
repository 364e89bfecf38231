using TrailBoard.Core.Identity;
using TrailBoard.Core.Search;
using TrailBoard.Core.Views;

namespace TrailBoard.Data.Store;

/// <summary>
/// Evidence out of the store. The events that issue sessions are few, and the key that one issued is a word that stands in hardly any other record:
/// columns and the index of words leave next to nothing to be read.
/// </summary>
internal sealed class ActorEvidence(IEventQueries queries, ICoverage coverage) : IActorEvidence
{
    private const int MostGaps = 5;

    // AssumeRole, AssumeRoleWithSAML, AssumeRoleWithWebIdentity, AssumeRoot, AssumeRoleForPodIdentity.
    internal static readonly Filter Issuing = FilterParser.Parse("action:(Assume* OR GetSessionToken OR GetFederationToken OR GetCredentialsForIdentity)");
    private static readonly Filter TokenGiven = FilterParser.Parse("action:GetAuthorizationToken -error:*");
    private static readonly EventField IssuedKey = EventFields.Response("credentials.accessKeyId");
    private static readonly EventField IssuedSession = EventFields.Response("assumedRoleUser.assumedRoleId");

    public Task<IReadOnlyList<CallerRecord>> IssuersOfKeyAsync(string accessKey, DateTimeOffset from, DateTimeOffset to, CancellationToken cancellationToken) =>
        RecordsAsync(FilterParts.And(Issuing, FilterEdit.Leaf(IssuedKey, accessKey)), from, to, cancellationToken);

    public Task<IReadOnlyList<CallerRecord>> IssuersOfSessionAsync(string assumedRoleId, DateTimeOffset from, DateTimeOffset to, CancellationToken cancellationToken) =>
        RecordsAsync(FilterParts.And(Issuing, FilterEdit.Leaf(IssuedSession, assumedRoleId)), from, to, cancellationToken);

    public Task<IReadOnlyList<CallerRecord>> CopiesAsync(string sharedEventId, DateTimeOffset from, DateTimeOffset to, CancellationToken cancellationToken) =>
        RecordsAsync(FilterEdit.Leaf(EventFields.Record, sharedEventId), from, to, cancellationToken);

    public async Task<IReadOnlyList<TokenAddress>> TokenAddressesAsync(
        string service, string accessKey, DateTimeOffset from, DateTimeOffset to, CancellationToken cancellationToken)
    {
        var range = Including(from, to);
        var tokens = FilterParts.And(FilterParts.And(FilterEdit.Leaf(EventFields.Service, service), FilterEdit.Leaf(EventFields.AccessKey, accessKey)), TokenGiven);
        var groups = await queries.GroupAsync(new GroupQuery(new EventQuery(tokens, range), EventFields.Address, IActorEvidence.Most) { CountsOnly = true }, cancellationToken);
        var addresses = new List<TokenAddress>();
        foreach (var address in groups.Groups.Select(group => group.Value).Order(StringComparer.Ordinal))
        {
            var page = await queries.PageAsync(new EventQuery(FilterParts.And(tokens, FilterEdit.Leaf(EventFields.Address, address)), range), after: null, limit: 1, cancellationToken);
            addresses.AddRange(page.Events.Select(stored => new TokenAddress(
                address, new EvidenceEvent(stored.Event.EventId, stored.Event.Action, stored.Event.Time, stored.Event.Account, stored.Event.Region))));
        }

        return addresses;
    }

    public async Task<IReadOnlyList<EvidenceGap>> GapsAsync(string? account, DateTimeOffset from, DateTimeOffset to, CancellationToken cancellationToken)
    {
        var filter = account is null ? Filter.All : FilterEdit.Leaf(EventFields.Account, account);
        var answer = await coverage.AnswerAsync(new EventQuery(filter, Including(from, to)), cancellationToken);
        return [.. answer.Holes.Take(MostGaps).Select(hole => new EvidenceGap(hole.Account, hole.Region, hole.Span.From, hole.Span.To))];
    }

    private async Task<IReadOnlyList<CallerRecord>> RecordsAsync(Filter filter, DateTimeOffset from, DateTimeOffset to, CancellationToken cancellationToken)
    {
        var newest = await queries.NewestAsync(new EventQuery(filter, Including(from, to)), IActorEvidence.Most, cancellationToken);
        return [.. newest.Events.Select(stored => CallerRecord.Read(stored.Record, stored.Event.EventId, stored.Event.Time))];
    }

    // Times are cut to the second, and the end of a range is not in it.
    private static TimeRange Including(DateTimeOffset from, DateTimeOffset to) => new(from, to.AddSeconds(1));
}
