using TrailBoard.Core.Identity;
using TrailBoard.Core.Search;
using TrailBoard.Core.Views;

namespace TrailBoard.Data.Tests.Actors;

/// <summary>Compares what the store says of who really acted with the chain of each event on all events, which have no order.</summary>
internal static class WhoInStore
{
    /// <summary>That every event has the values of its own chain, and how many have which proof.</summary>
    public static async Task<SortedDictionary<string, int>> AgreeAsync(TestStore store)
    {
        var all = await store.ExportAsync();
        var records = all.ConvertAll(stored => CallerRecord.Read(stored.Record, stored.Event.EventId, stored.Event.Time));
        var chains = new ActorChains(new IssuedEvidence(records));
        var counts = new SortedDictionary<string, int>(StringComparer.Ordinal);
        var known = new Dictionary<string, Who>(StringComparer.Ordinal);
        for (var i = 0; i < all.Count; i++)
        {
            var expected = await ExpectedAsync(chains, all[i], records[i]);
            var found = new Who(EventFields.Actor.Values(all[i].Event).SingleOrDefault(), EventFields.ActorProof.Values(all[i].Event).SingleOrDefault());
            Assert.True(expected == found, $"{all[i].Event.EventId}: {expected} by its chain, {found} by the store.");
            counts[found.Proof!] = counts.GetValueOrDefault(found.Proof!) + 1;
        }

        return counts;
    }

    private static async Task<Who> ExpectedAsync(ActorChains chains, StoredEvent stored, CallerRecord record) =>
        Who.NeedsProvider(stored.Event.Actor) ? Who.OfCaller(record)
            : Who.IsSessionKey(stored.Event.AccessKey) && record.Type != "AWSAccount" ? Who.Of(await chains.ResolveAsync(record, CancellationToken.None))
            : Who.IsSessionKey(stored.Event.AccessKey) ? Who.Unknown
            : Who.Recorded(stored.Event.Actor, stored.Event.AccessKey);

    // As the list of Core's tests, by key: a month has some thousand questions.
    private sealed class IssuedEvidence(IReadOnlyList<CallerRecord> records) : IActorEvidence
    {
        private readonly ILookup<string?, CallerRecord> _byKey = records.Where(record => record.Issued is not null).ToLookup(record => (string?)record.Issued!.AccessKey);
        private readonly ILookup<string?, CallerRecord> _bySession = records.Where(record => record.Issued is not null).ToLookup(record => record.Issued!.AssumedRoleId);
        private readonly ILookup<string?, CallerRecord> _byShared = records.ToLookup(record => record.SharedEventId);

        public Task<IReadOnlyList<CallerRecord>> IssuersOfKeyAsync(string accessKey, DateTimeOffset from, DateTimeOffset to, CancellationToken cancellationToken) => Within(_byKey[accessKey], from, to);

        public Task<IReadOnlyList<CallerRecord>> IssuersOfSessionAsync(string assumedRoleId, DateTimeOffset from, DateTimeOffset to, CancellationToken cancellationToken) => Within(_bySession[assumedRoleId], from, to);

        public Task<IReadOnlyList<CallerRecord>> CopiesAsync(string sharedEventId, DateTimeOffset from, DateTimeOffset to, CancellationToken cancellationToken) => Within(_byShared[sharedEventId], from, to);

        public Task<IReadOnlyList<TokenAddress>> TokenAddressesAsync(string service, string accessKey, DateTimeOffset from, DateTimeOffset to, CancellationToken cancellationToken) => throw new NotSupportedException();

        public Task<IReadOnlyList<EvidenceGap>> GapsAsync(string? account, DateTimeOffset from, DateTimeOffset to, CancellationToken cancellationToken) => Task.FromResult<IReadOnlyList<EvidenceGap>>([]);

        private static Task<IReadOnlyList<CallerRecord>> Within(IEnumerable<CallerRecord> of, DateTimeOffset from, DateTimeOffset to) =>
            Task.FromResult<IReadOnlyList<CallerRecord>>([.. of.Where(record => record.Time >= from && record.Time <= to)]);
    }
}
