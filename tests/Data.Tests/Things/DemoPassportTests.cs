using System.Globalization;
using TrailBoard.Core.Demo;
using TrailBoard.Core.Identity;
using TrailBoard.Core.Import;
using TrailBoard.Core.Import.Reading;
using TrailBoard.Core.Search;
using TrailBoard.Core.Things;
using TrailBoard.Core.Views;
using TrailBoard.Data.Store;
using Xunit.Abstractions;

namespace TrailBoard.Data.Tests.Things;

/// <summary>The demo month's own ledger of who pushed what and which service ran it, recovered from its trail through the real store.</summary>
public sealed class DemoPassportTests(ITestOutputHelper output)
{
    private static readonly DateTimeOffset End = new(2026, 11, 1, 0, 0, 0, TimeSpan.Zero);

    [Theory]
    [InlineData(20_000, 1)]
    [InlineData(20_000, 7)]
    [InlineData(6_000, 23)]
    public async Task Every_push_and_every_service_that_ran_it_is_recovered_and_no_other_is_claimed(int events, int seed)
    {
        var trail = new DemoTrail(events, seed, End);
        using var store = await MonthAsync(trail);
        var evidence = new ActorEvidence(store.Queries, store.Coverage);
        var chains = new ActorChains(evidence);
        var pushed = trail.Facts.OfType<DemoFact.ImagePushed>().ToList();
        var ran = trail.Facts.OfType<DemoFact.ServiceRan>().ToList();
        Assert.NotEmpty(pushed);
        Assert.NotEmpty(ran);

        // A service can be told to run what was pushed before the month: then its trail cannot tell which image that was.
        var known = pushed.Select(push => push.Digest).ToHashSet(StringComparer.Ordinal);
        var recovered = new HashSet<string>(StringComparer.Ordinal);
        var expected = ran.Where(run => known.Contains(run.Digest)).Select(run => Edge(run.ServiceArn, run.TaskDefinitionArn, run.Digest, run.Who)).ToHashSet(StringComparer.Ordinal);
        Assert.NotEmpty(expected);
        var (pushes, ambiguous) = (0, 0);
        foreach (var digest in known)
        {
            var found = await new ImageQueries(store.Queries).ReadAsync(digest, CancellationToken.None);
            Assert.True(found.IsWhole);
            var passport = Assert.Single(found.Passports);

            var facts = pushed.Where(push => push.Digest == digest).ToList();
            Assert.Equal(facts.Count, passport.Pushes.Count);
            foreach (var (fact, put) in facts.Zip(passport.Pushes))
            {
                Assert.Equal((fact.Repository, fact.Tag, fact.AccessKey), (put.Repository.Value, put.Tag, put.By.Event.AccessKey));
                Assert.Equal(fact.Who, await WhoAsync(chains, put.By));
                pushes++;
            }

            Assert.All(passport.Reports, report => Assert.Equal((ImageLink.ByDigest, "SubmitTaskStateChange"), (report.Link, report.Use.By.Event.Action)));
            foreach (var use in passport.Uses)
            {
                ambiguous += use.IsAmbiguous ? 1 : 0;
                Assert.Equal(ImageLink.ByTag, use.Link);
                var definition = $"arn:aws:ecs:{use.Use.Definition!.Region}:{use.Use.Definition.Account}:task-definition/{use.Use.Definition.Value}";
                if (use.Use.Service is not { } service)
                {
                    // Tasks that were run by themselves are not in the ledger, but what their task definition names is.
                    Assert.Equal("RunTask", use.Use.By.Event.Action);
                    Assert.Contains(ran, run => run.TaskDefinitionArn == definition && facts.Any(fact => (fact.Repository, fact.Tag) == (run.Repository, run.Tag)));
                    continue;
                }

                var edge = Edge($"arn:aws:ecs:{service.Region}:{service.Account}:service/{service.Value}", definition, digest, await WhoAsync(chains, use.Use.By));
                Assert.True(expected.Contains(edge), $"{edge} is not so.");
                recovered.Add(edge);
            }
        }

        output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"seed {seed}: {pushes} of {pushed.Count} pushes, {recovered.Count} of {expected.Count} services (of {ran.Count} in all) recovered, {ambiguous} ambiguous"));
        Assert.Equal(pushed.Count, pushes);
        Assert.Equal(0, ambiguous);
        Assert.Equal(expected.Order(StringComparer.Ordinal), recovered.Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task The_incidents_image_is_told_from_the_one_whose_tag_it_took()
    {
        var trail = new DemoTrail(DemoTrail.DefaultEvents, DemoTrail.DefaultSeed, End);
        using var store = await MonthAsync(trail);
        var incident = trail.Incident!;

        var passport = Assert.Single((await new ImageQueries(store.Queries).ReadAsync(incident.Digest, CancellationToken.None)).Passports);

        Assert.Equal(incident.Repository, passport.Repository.Value);
        Assert.Equal(TagMoveKind.Deleted, passport.End!.Kind);
        var tag = Assert.Single(passport.Tags);
        Assert.Equal((incident.Tag, null), (tag.Tag, tag.Digest));
        var use = Assert.Single(passport.Uses);
        Assert.Equal(incident.ServiceArn, $"arn:aws:ecs:{use.Use.Service!.Region}:{use.Use.Service.Account}:service/{use.Use.Service.Value}");
        Assert.Contains(use.Use.By.Event.EventId, incident.EventIds);
        var pulls = await store.Queries.CountAsync(new EventQuery(ImageQueries.Pulls(incident.Digest, [passport]), TimeRange.All), CancellationToken.None);
        var all = await store.Queries.CountAsync(new EventQuery(FilterParser.Parse($"action:BatchGetImage tag:\"{incident.Repository}:{incident.Tag}\""), TimeRange.All), CancellationToken.None);
        Assert.True(pulls < all || all == 0, $"{pulls} pulls of {all} were of the tag while it was on the incident's image.");
    }

    [Fact]
    public async Task However_late_and_in_whatever_order_files_come_in_the_passports_are_the_same()
    {
        var trail = new DemoTrail(4_000, 3, End);
        using var store = await MonthAsync(trail);
        using var late = await TestStore.CreateAsync();
        await ImportAsync(late, new Shuffled(trail, 11));

        foreach (var digest in trail.Facts.OfType<DemoFact.ImagePushed>().Select(push => push.Digest).Distinct())
        {
            var (one, other) = (await new ImageQueries(store.Queries).ReadAsync(digest, CancellationToken.None), await new ImageQueries(late.Queries).ReadAsync(digest, CancellationToken.None));
            Assert.NotEmpty(one.Passports);
            Assert.Equal(Told(one), Told(other));
        }
    }

    private static string Told(ImagePassports passports) => string.Join('\n', passports.Passports.SelectMany(passport =>
        passport.Pushes.Select(put => $"{put.Repository} {put.Tag} {put.By.Event.EventId}")
            .Concat(passport.Uses.Select(use => $"{use.Use.By.Event.EventId} {use.Link} {use.Others.Count}"))
            .Concat(passport.Definitions.Select(naming => $"{naming.Registered.By.Event.EventId} {naming.Reference}"))
            .Append($"{passport.End}")));

    private static async Task<string> WhoAsync(ActorChains chains, StoredEvent stored) =>
        (await chains.ResolveAsync(CallerRecord.Read(stored.Record, stored.Event.EventId, stored.Event.Time), CancellationToken.None)).Who.Label;

    private static string Edge(string service, string definition, string digest, string who) => $"{service} {definition} {digest} {who}";

    private static async Task<TestStore> MonthAsync(DemoTrail trail)
    {
        var store = await TestStore.CreateAsync();
        await ImportAsync(store, trail);
        await store.RunColumnsAsync();
        await store.Index.IndexAllAsync(CancellationToken.None);
        return store;
    }

    private static async Task ImportAsync(TestStore store, ITrailSource trail)
    {
        using var feed = new ImportFeed(store.Time);
        await new ImportRun(store.Writer, store.Ledger, new TrailObjectReader(store.Time), feed, new ImportOptions(), store.Time).RunAsync(trail, "demo", null, CancellationToken.None);
    }

    /// <summary>The same files in another order.</summary>
    private sealed class Shuffled(DemoTrail trail, int seed) : ITrailSource
    {
        public string Label => trail.Label;

        public async IAsyncEnumerable<TrailObject> ListAsync([System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken)
        {
            var files = new List<TrailObject>();
            await foreach (var file in trail.ListAsync(cancellationToken))
            {
                files.Add(file);
            }

            var order = files.ToArray();
            new Random(seed).Shuffle(order);
            foreach (var file in order)
            {
                yield return file;
            }
        }
    }
}
