using System.Text;
using System.Text.Json.Nodes;
using TrailBoard.Core.Demo;
using TrailBoard.Core.Import;
using TrailBoard.Core.Import.Reading;
using TrailBoard.Core.Search;
using TrailBoard.Core.Tests.Identity;
using Xunit.Abstractions;
using static TrailBoard.Core.Tests.Identity.SomeActors;

namespace TrailBoard.Data.Tests.Actors;

/// <summary>The fields of who really acted say of every event what its chain says on all events, whatever the order in which they came.</summary>
public sealed class ActorLookupTests(ITestOutputHelper output)
{
    [Fact]
    public async Task Every_event_of_generated_sessions_has_the_answer_of_its_chain_whatever_the_order_and_the_batches()
    {
        var counts = new SortedDictionary<string, int>(StringComparer.Ordinal);
        for (var seed = 0; seed < 25; seed++)
        {
            var random = new Random(seed);
            var records = Records(random);
            random.Shuffle(records);
            using var store = await TestStore.CreateAsync();
            store.Actors.Step = (random.Next(1, 4), random.Next(1, 6));
            foreach (var (part, i) in records.Chunk(random.Next(1, records.Length + 1)).Select((part, i) => (part, i)))
            {
                await store.ImportAsync(new FakeObject("part" + i, part) { BatchSize = random.Next(1, 9) });
                if (random.Next(2) == 0)
                {
                    await store.Actors.LookUpAllAsync(CancellationToken.None);
                }
            }

            await store.Actors.LookUpAllAsync(CancellationToken.None);
            foreach (var (proof, count) in await WhoInStore.AgreeAsync(store))
            {
                counts[proof] = counts.GetValueOrDefault(proof) + count;
            }
        }

        output.WriteLine(string.Join(", ", counts));
        Assert.Equal(["ambiguous", "correlated", "proven", "recorded", "unknown"], counts.Keys);
    }

    [Fact]
    public async Task A_month_in_two_halves_the_later_first_has_the_answers_of_its_chains()
    {
        var trail = new DemoTrail(6_000, 3, new DateTimeOffset(2026, 11, 1, 0, 0, 0, TimeSpan.Zero));
        var objects = new List<TrailObject>();
        await foreach (var one in trail.ListAsync(CancellationToken.None))
        {
            objects.Add(one);
        }

        objects.Reverse();
        using var store = await TestStore.CreateAsync();
        foreach (var half in objects.Chunk((objects.Count / 2) + 1))
        {
            await RunAsync(store, half);
            await store.Actors.LookUpAllAsync(CancellationToken.None);
        }

        var counts = await WhoInStore.AgreeAsync(store);
        output.WriteLine(string.Join(", ", counts));
        Assert.True(counts["proven"] > 1_000);

        var asked = await store.Actors.AskAsync(CancellationToken.None);
        Assert.True(asked.IsDone);
    }

    [Fact]
    public async Task Late_evidence_is_taken_in_through_chains_of_roles()
    {
        var alice = Taken("t1", User("alice"), "first", "a", Key(1), Noon);
        var second = Taken("t2", Session("first", "a", Key(1), Noon), "second", "b", Key(2), Noon.AddMinutes(1));
        var call = Call("u1", Session("second", "b", Key(2), Noon.AddMinutes(1)), Noon.AddMinutes(5));
        using var store = await TestStore.CreateAsync();

        Assert.Equal((null, null), await WhoAsync(store, call));
        Assert.Equal((null, "unknown"), await WhoAsync(store));
        Assert.Equal((null, "unknown"), await WhoAsync(store, second));
        Assert.Equal(("arn:aws:iam::111122223333:user/alice", "proven"), await WhoAsync(store, alice));
    }

    [Fact]
    public async Task A_second_session_that_fits_makes_who_was_correlated_ambiguous()
    {
        var call = Call("u1", Session("first", "a", Key(9), Noon), Noon.AddMinutes(5));
        using var store = await TestStore.CreateAsync();
        await store.ImportAsync(new FakeObject("call", call.ToJsonString()));

        Assert.Equal(("arn:aws:iam::111122223333:user/alice", "correlated"), await WhoAsync(store, Taken("t1", User("alice"), "first", "a", Key(1), Noon)));
        Assert.Equal((null, "ambiguous"), await WhoAsync(store, Taken("t2", User("bob", "AKIA0000000000000002"), "first", "a", Key(2), Noon)));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Nothing_stays_proven_whose_event_was_removed(bool withOldestCall)
    {
        var (taken, session) = (Noon.AddHours(11), Session("first", "a", Key(1), Noon.AddHours(11)));
        using var store = await TestStore.CreateAsync();
        JsonObject[] calls = [Call("u2", session, taken.AddMinutes(1)), Call("u1", session, Noon.AddHours(13))];
        Assert.Equal(("arn:aws:iam::111122223333:user/alice", "proven"), await WhoAsync(store, [Taken("t1", User("alice"), "first", "a", Key(1), taken), .. calls[(withOldestCall ? 0 : 1)..]]));

        await store.Retention.RemoveAsync(new DateOnly(2026, 10, 2), CancellationToken.None);

        Assert.Equal((null, "unknown"), await WhoAsync(store));
        await WhoInStore.AgreeAsync(store);
    }

    [Fact]
    public async Task A_name_that_two_providers_gave_is_nobody()
    {
        using var store = await TestStore.CreateAsync();
        Assert.Equal(("web:system:serviceaccount:shop:api@oidc.eks.eu-west-1.amazonaws.com/id/A", "recorded"), await WhoAsync(store, Account_of("w1", "A")));
        Assert.Equal((null, "ambiguous"), await WhoAsync(store, Account_of("w2", "B")));

        static JsonObject Account_of(string id, string cluster) => Call(id, new JsonObject
        {
            ["type"] = "WebIdentityUser",
            ["userName"] = "system:serviceaccount:shop:api",
            ["identityProvider"] = $"arn:aws:iam::111122223333:oidc-provider/oidc.eks.eu-west-1.amazonaws.com/id/{cluster}",
        }, action: "AssumeRoleWithWebIdentity", service: "sts");
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Columns_the_database_and_the_evaluator_agree_on_who_acted_while_it_is_looked_up_and_after(bool inMemory)
    {
        using var store = await TestStore.CreateAsync();
        if (inMemory)
        {
            await store.RunColumnsAsync(sliceRows: 64);
        }

        var records = Enumerable.Range(0, 6).SelectMany(seed => Records(new Random(seed), seed)).ToArray();
        await store.ImportAsync(new FakeObject("early", records[..(records.Length / 2)]) { BatchSize = 16 });
        await CheckAsync(store);
        await store.Actors.LookUpAllAsync(CancellationToken.None);
        await CheckAsync(store);
        await store.ImportAsync(new FakeObject("late", records[(records.Length / 2)..]) { BatchSize = 16 });
        await CheckAsync(store);
        await store.Actors.LookUpAllAsync(CancellationToken.None);
        await CheckAsync(store);
        await WhoInStore.AgreeAsync(store);
    }

    private static async Task CheckAsync(TestStore store)
    {
        var all = await store.ExportAsync();
        foreach (var text in (string[])
                 [
                     "actor:*user/alice", "actor:arn:aws:iam::111122223333:user/bob", "-actor:*", "actor:* -actorProof:recorded", "actorProof:proven", "-actorProof:*", "actorProof:(ambiguous OR unknown)",
                     "(actor:*alice OR service:sts) -actorProof:unknown", "-(actor:web:* OR actor:*alice)", "actor:*alice action:PutImage", "actor:*alice res.credentials.accessKeyId:*", "actor:nobody",
                 ])
        {
            await EngineChecks.AgreeAsync(store, all, FilterParser.Parse(text), default);
        }
    }

    private static async Task<(string?, string?)> WhoAsync(TestStore store, params JsonObject[] more)
    {
        if (more.Length > 0)
        {
            await store.ImportAsync(new FakeObject("more" + more[0]["eventID"], [.. more.Select(record => record.ToJsonString())]));
        }

        var isFirst = more is [{ } only] && (string?)only["eventID"] == "u1";
        if (!isFirst)
        {
            await store.Actors.LookUpAllAsync(CancellationToken.None);
        }

        var last = (await store.ExportAsync())[0].Event;
        return (EventFields.Actor.Values(last).SingleOrDefault(), EventFields.ActorProof.Values(last).SingleOrDefault());
    }

    private static async Task RunAsync(TestStore store, IReadOnlyList<TrailObject> objects)
    {
        using var feed = new ImportFeed(store.Time);
        await new ImportRun(store.Writer, store.Ledger, new TrailObjectReader(store.Time), feed, new ImportOptions(), store.Time).RunAsync(new Listed(objects), "demo", null, CancellationToken.None);
    }

    // The calls by which sessions were taken, and calls of each session some time later; keys and ids of another offset are of other sessions.
    private static string[] Records(Random random, int offset = 0)
    {
        var graph = new SessionGraph([.. Enumerable.Range(0, random.Next(1, 12)).Select(_ => new SessionPlan(
            random.Next(12), random.Next(2), random.Next(2), random.Next(4), random.Next(4) == 0, random.Next(2) == 0, (random.Next(5) > 0, random.Next(5) > 0)))]);
        var records = new List<JsonObject>();
        foreach (var session in graph.Sessions)
        {
            records.AddRange(session.Issuing);
            for (var call = 0; call < random.Next(1, 4); call++)
            {
                records.Add(Call($"u{session.Number}-{call}", session.Identity, session.Time.AddMinutes(random.Next(600))));
            }
        }

        records.Add(Call("plain", User("alice"), Noon.AddMinutes(3)));
        return [.. records.Select(record => record.ToJsonString()).Select(json => offset == 0 ? json : Moved(json, offset))];
    }

    private static string Moved(string json, int offset) => new StringBuilder(json)
        .Replace("ASIA000000000000", $"ASIA{offset:D3}000000000").Replace("\"eventID\":\"", $"\"eventID\":\"{offset}-").Replace("shared", $"shared{offset}-").ToString();

    private sealed class Listed(IReadOnlyList<TrailObject> objects) : ITrailSource
    {
        public string Label => "list";

        public async IAsyncEnumerable<TrailObject> ListAsync([System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken)
        {
            foreach (var one in objects)
            {
                cancellationToken.ThrowIfCancellationRequested();
                await Task.Yield();
                yield return one;
            }
        }
    }
}
