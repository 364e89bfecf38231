using System.Text.Json;
using TrailBoard.Core.Demo;
using TrailBoard.Core.Identity;
using TrailBoard.Core.Import;
using TrailBoard.Core.Import.Reading;
using TrailBoard.Core.Search;
using TrailBoard.Core.Views;
using TrailBoard.Data.Store;
using Xunit.Abstractions;

namespace TrailBoard.Data.Tests.Actors;

/// <summary>The demo month's own ledger of who took which role and who pushed what, recovered from its trail.</summary>
public sealed class DemoActorTests(ITestOutputHelper output)
{
    private static readonly DateTimeOffset End = new(2026, 11, 1, 0, 0, 0, TimeSpan.Zero);

    [Fact]
    public async Task The_demo_months_chains_are_recovered_and_nothing_is_proven_that_is_not_so()
    {
        var trail = new DemoTrail(DemoTrail.DefaultEvents, DemoTrail.DefaultSeed, End);
        using var store = await MonthAsync(trail);
        var evidence = new ActorEvidence(store.Queries, store.Coverage);
        var chains = new ActorChains(evidence);

        // The truth besides the ledger: what the records say when they are read one by one, without any search.
        var all = await store.ExportAsync();
        var records = all.Select(stored => CallerRecord.Read(stored.Record, stored.Event.EventId, stored.Event.Time)).ToList();
        var issuedBy = records.Where(record => record.Issued is not null).ToLookup(record => record.Issued!.AccessKey);
        var taken = trail.Facts.OfType<DemoFact.RoleTaken>().ToDictionary(fact => fact.AccessKey);
        Assert.NotEmpty(taken);

        var (proven, recovered, counts) = (0, new HashSet<string>(), new SortedDictionary<string, int>(StringComparer.Ordinal));
        foreach (var call in records.Where(record => record.AccessKey is not null).DistinctBy(record => (record.AccessKey, record.PrincipalId)))
        {
            var chain = await chains.ResolveAsync(call, CancellationToken.None);
            counts[chain.Certainty] = counts.GetValueOrDefault(chain.Certainty) + 1;
            var key = call.AccessKey!;
            foreach (var hop in chain.Hops.Where(hop => hop.Proof is HopProof.IssuedKey))
            {
                Assert.Equal([.. issuedBy[key].Select(issuer => issuer.EventId).Distinct()], hop.Proof.Evidence.Select(issuer => issuer.EventId));
                key = issuedBy[key].First().AccessKey ?? "";
                proven++;
            }

            Assert.DoesNotContain(chain.Hops, hop => hop.Proof is HopProof.SameSession or HopProof.Ambiguous);
            if (chain.Certainty == "unknown")
            {
                Assert.Empty(issuedBy[key]);
            }

            if (taken.TryGetValue(call.AccessKey!, out var fact))
            {
                Assert.Equal(("proven", fact.Who), (chain.Certainty, chain.Who.Label));
                recovered.Add(fact.AccessKey);
            }
        }

        output.WriteLine($"{proven} hops proven, {recovered.Count} of {taken.Count} roles of the ledger recovered; chains: {string.Join(", ", counts)}");
        Assert.Equal(taken.Count, recovered.Count);
    }

    [Fact]
    public async Task Who_pushed_what_and_from_where_is_recovered()
    {
        var trail = new DemoTrail(DemoTrail.DefaultEvents, DemoTrail.DefaultSeed, End);
        using var store = await MonthAsync(trail);
        var evidence = new ActorEvidence(store.Queries, store.Coverage);
        var chains = new ActorChains(evidence);
        var pushes = new Dictionary<string, StoredEvent>(StringComparer.Ordinal);
        foreach (var stored in await store.ExportAsync(FilterParser.Parse("service:ecr action:PutImage -error:*")))
        {
            using var record = JsonDocument.Parse(stored.Record);
            var digest = record.RootElement.GetProperty("responseElements").GetProperty("image").GetProperty("imageId").GetProperty("imageDigest").GetString()!;
            pushes.TryAdd($"{digest} {stored.Event.AccessKey}", stored);
        }

        var (found, addresses) = (0, new SortedDictionary<string, int>(StringComparer.Ordinal));
        foreach (var fact in trail.Facts.OfType<DemoFact.ImagePushed>())
        {
            var push = pushes[$"{fact.Digest} {fact.AccessKey}"];
            var call = CallerRecord.Read(push.Record, push.Event.EventId, push.Event.Time);
            var chain = await chains.ResolveAsync(call, CancellationToken.None);
            Assert.Equal(fact.Who, chain.Who.Label);
            found++;

            var address = await PushAddress.FindAsync(evidence, call, CancellationToken.None);
            addresses[address?.Name ?? "none"] = addresses.GetValueOrDefault(address?.Name ?? "none") + 1;
            if (address is PushAddress.Inferred inferred && chain.Who.Proof is HopProof.IssuedKey proof)
            {
                // The job took its role from the machine from which it pushed.
                var issuing = Assert.Single(await store.Queries.FindAsync(proof.Evidence[0].EventId, CancellationToken.None));
                Assert.Equal(issuing.Stored.Event.Address, inferred.Only.Address);
            }

            if (fact.AccessKey == trail.Incident!.AccessKey && fact.Digest == trail.Incident.Digest)
            {
                Assert.Contains(trail.Incident.Address, Assert.IsType<PushAddress>(address, exactMatch: false).From.Select(from => from.Address));
            }
        }

        output.WriteLine($"{found} pushes; addresses: {string.Join(", ", addresses)}");
        Assert.True(addresses.GetValueOrDefault("inferred") > 0);
    }

    private static async Task<TestStore> MonthAsync(DemoTrail trail)
    {
        var store = await TestStore.CreateAsync();
        using var feed = new ImportFeed(store.Time);
        await new ImportRun(store.Writer, store.Ledger, new TrailObjectReader(store.Time), feed, new ImportOptions(), store.Time).RunAsync(trail, "demo", null, CancellationToken.None);
        await store.RunColumnsAsync();
        await store.Index.IndexAllAsync(CancellationToken.None);
        return store;
    }
}
