using TrailBoard.Core.Events;
using TrailBoard.Core.Identity;
using TrailBoard.Core.Search;
using TrailBoard.Core.Things;
using TrailBoard.Core.Views;
using TrailBoard.Web.State;
using static TrailBoard.Tests.RegistryTrail;

namespace TrailBoard.Web.Tests.Things;

/// <summary>What the pages of things read for their histories, and what belongs together in it.</summary>
public sealed class ThingRecordsTests
{
    [Theory]
    [InlineData(ThingRecords.Most, false)]
    [InlineData(ThingRecords.Most + 1, true)]
    public async Task A_page_says_when_there_is_more_than_it_reads(int changes, bool isCut)
    {
        var put = Put(0, "v1", 1);

        var records = await ThingRecords.ReadAsync(Exporting(Enumerable.Repeat(put, changes)), EventQuery.All, CancellationToken.None);

        Assert.Equal((ThingRecords.Most, isCut, isCut), (records.Events.Count, records.IsCut, records.Note is not null));
    }

    [Fact]
    public async Task What_came_before_the_range_of_a_page_is_read_as_well_since_it_tells_what_was_changed()
    {
        EventQuery? asked = null;
        var queries = new ScriptedQueries { Export = (query, token) => { asked = query; return ScriptedQueries.Stream([], token); } };

        await ThingRecords.ReadAsync(queries, new(Filter.All, new(Noon, Noon.AddHours(1))), CancellationToken.None);

        Assert.Equal(new TimeRange(null, Noon.AddHours(1)), asked!.Range);
    }

    [Fact]
    public void One_name_in_two_accounts_or_regions_is_two_things()
    {
        var records = new ThingRecords([Put(4, "v1", 1), Put(3, "v1", 1, account: "444455556666"), Put(2, "v1", 1, region: "us-east-1"), Put(1, "v1", 1)], IsCut: false);

        Assert.Equal([4, 3, 2, 1], records.InEachPlace(events => events, stored => stored).Select(Minute));
        Assert.Equal([2, 1, 1], records.InEachPlace(events => new[] { events.Count() }.Select(count => (count, events.First())), one => one.Item2).Select(one => one.count));
        Assert.Equal([4, 1], records.OfNewestPlace.Select(Minute));
        Assert.Equal([3, 2], ThingRecords.Within(records.Events, new(Noon.AddMinutes(2), Noon.AddMinutes(4)), stored => stored).Select(Minute));
    }

    [Fact]
    public async Task A_shell_is_told_with_what_the_role_of_its_task_did_in_the_twelve_hours_after()
    {
        EventQuery? asked = null;
        var queries = new ScriptedQueries { Count = (query, _) => { asked = query; return Task.FromResult(0L); } };

        var read = await ShellReading.ReadAsync(queries, new NothingKnown(), Shell("null"), CancellationToken.None);

        Assert.Equal(("session:t1", new TimeRange(Noon, Noon.AddHours(12)), 0L), (asked!.Filter.ToString(), asked.Range, read.Calls));
        Assert.Contains("session:t1&from=2026-10-01T12:00:00Z&to=2026-10-02T00:00:00Z", read.Link, StringComparison.Ordinal);
        Assert.Equal("alice", read.Who.Label);
    }

    [Fact]
    public async Task Of_a_shell_that_was_refused_nothing_came()
    {
        var read = await ShellReading.ReadAsync(new ScriptedQueries(), new NothingKnown(), Shell("null", """,'errorCode':'AccessDenied'""".Replace('\'', '"')), CancellationToken.None);

        Assert.Equal((0L, null), (read.Calls, read.Link));
    }

    [Theory]
    [InlineData(null, "Last deployment: d2 at", "partner.example.com/, api.example.com/v1")]
    [InlineData("test", "Last deployment: d1 at", "partner.example.com/")]
    public void The_facts_of_a_stage_are_its_own(string? stage, string deployment, string names)
    {
        var history = ApiHistory.Of(
        [
            Api(1, "CreateRestApi", """ "requestParameters":{"createRestApiInput":{"name":"shop"}},"responseElements":{"id":"a1","name":"shop"} """),
            Api(2, "CreateDeployment", """ "requestParameters":{"restApiId":"a1","createDeploymentInput":{"stageName":"test"}},"responseElements":{"id":"d1"} """),
            Api(3, "CreateDeployment", """ "requestParameters":{"restApiId":"a1","createDeploymentInput":{"stageName":"prod"}},"responseElements":{"id":"d2"} """),
            Api(4, "CreateBasePathMapping", """ "requestParameters":{"domainName":"api.example.com","createBasePathMappingInput":{"basePath":"v1","restApiId":"a1","stage":"prod"}},"responseElements":null """),
            Api(5, "CreateApiMapping", """ "requestParameters":{"domainName":"partner.example.com","apiId":"a1","stage":"test"},"responseElements":{"apiMappingId":"m1"} """),
        ]);

        var facts = ApiFacts.Of(history, new(ThingKind.Api, "a1"), stage);

        Assert.Contains(facts.Select(Moments.Told), fact => fact.StartsWith(deployment, StringComparison.Ordinal));
        Assert.Equal(names.Split(", ").Order(StringComparer.Ordinal), facts.Where(fact => fact.Name == "Reached at").Select(fact => fact.Values[0].Text).Order(StringComparer.Ordinal));
        Assert.Equal(stage is null ? "Name: shop" : "API: shop", Moments.Told(facts[0]));
        Assert.Equal(stage is null, facts.Any(fact => fact.Name == "Stages" && fact.Values.Select(value => value.Value).SequenceEqual(["a1/prod", "a1/test"])));

        static StoredEvent Api(int number, string action, string members) => SomeChanges.Event(number, "apigateway", action, members.Trim());
    }

    private static ShellSession Shell(string response, string more = "") => Assert.Single(ShellSession.Read([SomeChanges.Event(
        0, "ecs", "ExecuteCommand", "\"requestParameters\":{\"cluster\":\"prod\",\"task\":\"t1\",\"command\":\"sh\"},\"responseElements\":" + response + more)]));

    private static ScriptedQueries Exporting(IEnumerable<StoredEvent> events) => new() { Export = (_, token) => ScriptedQueries.Stream(events, token) };

    private static int Minute(StoredEvent stored) => (int)(stored.Event.Time - Noon).TotalMinutes;

    private sealed class NothingKnown : IActorEvidence
    {
        public Task<IReadOnlyList<CallerRecord>> IssuersOfKeyAsync(string accessKey, DateTimeOffset from, DateTimeOffset to, CancellationToken cancellationToken) => Task.FromResult<IReadOnlyList<CallerRecord>>([]);

        public Task<IReadOnlyList<CallerRecord>> IssuersOfSessionAsync(string assumedRoleId, DateTimeOffset from, DateTimeOffset to, CancellationToken cancellationToken) => Task.FromResult<IReadOnlyList<CallerRecord>>([]);

        public Task<IReadOnlyList<CallerRecord>> CopiesAsync(string sharedEventId, DateTimeOffset from, DateTimeOffset to, CancellationToken cancellationToken) => Task.FromResult<IReadOnlyList<CallerRecord>>([]);

        public Task<IReadOnlyList<TokenAddress>> TokenAddressesAsync(string service, string accessKey, DateTimeOffset from, DateTimeOffset to, CancellationToken cancellationToken) => Task.FromResult<IReadOnlyList<TokenAddress>>([]);

        public Task<IReadOnlyList<EvidenceGap>> GapsAsync(string? account, DateTimeOffset from, DateTimeOffset to, CancellationToken cancellationToken) => Task.FromResult<IReadOnlyList<EvidenceGap>>([]);
    }
}
