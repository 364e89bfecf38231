using System.Text;
using Microsoft.EntityFrameworkCore;
using TrailBoard.Core.Search;
using TrailBoard.Core.Views;

namespace TrailBoard.Tests;

public sealed class QueryTests
{
    [Fact]
    public async Task Pages_follow_each_other_without_gap_or_overlap()
    {
        using var store = await MixedAsync();
        var all = (await store.ExportAsync()).Select(stored => stored.Cursor).ToList();
        var paged = new List<EventCursor>();
        EventCursor? after = null;
        do
        {
            var page = await store.Queries.PageAsync(EventQuery.All, after, 7, CancellationToken.None);
            Assert.All(page.Events, stored => Assert.True(stored.Record.IsEmpty));
            paged.AddRange(page.Events.Select(stored => stored.Cursor));
            after = page.Next;
        }
        while (after is not null);

        Assert.Equal(all, paged);
        Assert.Equal(120, all.Count);
    }

    [Theory]
    [InlineData("")]
    [InlineData("service:ecr")]
    [InlineData("service:ECR -action:Put*")]
    [InlineData("user:alice OR repository:team/*")]
    [InlineData("error:*")]
    [InlineData("-error:*")]
    [InlineData("readonly:false")]
    [InlineData("-readonly:true mfa:true")]
    [InlineData("ip:203.0.113.0/30")]
    [InlineData("resource:*repository/team/api*")]
    [InlineData("-resource:*")]
    [InlineData("image:sha256:d1 OR tag:team/api:v2")]
    [InlineData("cluster:prod -ecsService:prod/w1")]
    [InlineData("taskDefinition:web")]
    [InlineData("task:t1 -image:*")]
    [InlineData("api:* OR pipeline:*")]
    [InlineData("-stage:*/s1 repository:*")]
    [InlineData("denied")]
    [InlineData("%")]
    [InlineData("time>=2026-10-01T12:00:10Z time<2026-10-01T12:00:40Z")]
    [InlineData("time<=2026-10-01T12:00:40Z")]
    [InlineData("time>2026-10-01T12:00:20Z")]
    [InlineData("time=2026-10-01T12:00:05Z")]
    [InlineData("eventId:00000000-0000-4000-8000-000000000007")]
    [InlineData("eventId:00000000-0000-4000-8000-00000000000*")]
    [InlineData("NOT (eventId:*7 OR service:s3)")]
    [InlineData("requestId:r7")]
    [InlineData("req.repositoryName:team/api")]
    [InlineData("NOT req.repositoryName:team/api user:bob")]
    [InlineData("res.count>3 OR error:*")]
    [InlineData("nothing-like-this")]
    public async Task Answers_are_those_of_the_evaluator(string text)
    {
        using var store = await MixedAsync();
        Assert.True(FilterParser.TryParse(text, out var filter, out var mistake), mistake?.Message);
        await EngineChecks.AgreeAsync(store, filter, default);
        await EngineChecks.AgreeAsync(store, filter, new TimeRange(At("2026-10-01T12:00:05Z"), At("2026-10-01T12:00:31Z")));
    }

    // More conditions than a database takes in one expression, of every form that a filter may have.
    public static TheoryData<string, string> LongFilters => new()
    {
        { "words, all of them", Repeat(" ", i => $"{(char)('a' + (i % 5))}*", 1_100) },
        { "words, one of them", Repeat(" OR ", i => $"w{i}", 1_100) + " OR alice" },
        { "words, none of them", Repeat(" ", i => $"-w{i}", 1_100) + " -alice" },
        { "one field's values", $"user:({Repeat(" OR ", i => $"u{i}", 1_100)} OR alice)" },
        { "different fields", Repeat(" ", i => $"(user:*{(char)('a' + (i % 26))}* OR -region:{i} service:*{i % 7}*)", 300) },
        { "alternatives that nest", Repeat(" OR ", i => $"(user:*{(char)('a' + (i % 26))}* -action:*{i % 9}*)", 300) },
        { "not one of the alternatives", $"-({Repeat(" OR ", i => $"(user:*{(char)('a' + (i % 3))}* action:P*{i % 9}*)", 300)})" },
        { "ids", Repeat(" OR ", i => $"eventId:00000000-0000-4000-8000-{i:D12}", 300) },
        { "times", Repeat(" ", i => $"-time:2026-10-01T12:{i % 60:D2}:{i % 59:D2}Z", 300) },
        { "paths among words", Repeat(" ", i => $"-w{i}", 500) + " -req.repositoryName:team/api" },
    };

    [Theory]
    [MemberData(nameof(LongFilters))]
    public async Task A_filter_of_many_conditions_is_answered_as_any_other(string what, string text)
    {
        using var store = await MixedAsync();
        Assert.True(FilterParser.TryParse(text, out var filter, out var mistake), $"{what}: {mistake?.Message}");
        await EngineChecks.AgreeAsync(store, filter, default);
    }

    private static string Repeat(string between, Func<int, string> part, int count) => string.Join(between, Enumerable.Range(0, count).Select(part));

    [Fact]
    public async Task A_field_that_cannot_be_grouped_is_refused()
    {
        using var store = await MixedAsync();
        await Assert.ThrowsAsync<ArgumentException>(() =>
            store.Queries.GroupAsync(new GroupQuery(EventQuery.All, EventFields.EventId, 10), CancellationToken.None));
    }

    [Theory]
    [InlineData("res.credentials.sessionToken:IQoJ*", 0)]
    [InlineData("res.credentials.sessionToken:*", 1)]
    [InlineData("res.credentials.expiration:Oct*", 1)]
    public async Task A_search_does_not_tell_what_is_masked(string text, int count)
    {
        using var store = await TestStore.CreateAsync();
        await store.ImportAsync(new FakeObject("a", Some.Record().Replace(
            "\"responseElements\":null",
            "\"responseElements\":{\"credentials\":{\"sessionToken\":\"IQoJb3JpZ2luX2VjE\",\"expiration\":\"Oct 1, 2026\"}}",
            StringComparison.Ordinal)));
        Assert.Equal(count, await store.Queries.CountAsync(new EventQuery(FilterParser.Parse(text), TimeRange.All), CancellationToken.None));
    }

    [Fact]
    public async Task An_empty_store_answers_with_nothing()
    {
        using var store = await TestStore.CreateAsync();
        Assert.Equal(new StoreSummary(0, null, null), await store.Queries.SummaryAsync(CancellationToken.None));
        Assert.Same(EventHistogram.Empty, await store.Queries.HistogramAsync(EventQuery.All, 10, CancellationToken.None));
        Assert.Empty((await store.Queries.PageAsync(EventQuery.All, null, 10, CancellationToken.None)).Events);
        Assert.Equal(0, (await store.Queries.GroupAsync(new GroupQuery(EventQuery.All, EventFields.Service, 10, 5), CancellationToken.None)).Total);
        Assert.Empty(await store.Queries.FindAsync("x", CancellationToken.None));
    }

    [Fact]
    public async Task The_summary_tells_the_first_and_the_last_time()
    {
        using var store = await MixedAsync();
        Assert.Equal(
            new StoreSummary(120, At("2026-10-01T12:00:00Z"), At("2026-10-01T12:00:59Z")),
            await store.Queries.SummaryAsync(CancellationToken.None));
    }

    [Fact]
    public async Task A_histogram_has_round_buckets_and_empty_ones()
    {
        using var store = await TestStore.CreateAsync();
        await store.ImportAsync(new FakeObject("a", Some.Record(1, "2026-10-01T12:00:07Z"), Some.Record(2, "2026-10-01T15:59:59Z")));
        var histogram = await store.Queries.HistogramAsync(EventQuery.All, 5, CancellationToken.None);
        Assert.Equal((At("2026-10-01T12:00:00Z"), TimeSpan.FromHours(1)), (histogram.Start, histogram.Width));
        Assert.Equal([1, 0, 0, 1], histogram.Buckets.Select(bucket => bucket.Count));
        Assert.Equal([1, 0, 0, 1], histogram.Buckets.Select(bucket => bucket.Writes));
    }

    [Fact]
    public async Task A_question_stops_when_it_is_cancelled()
    {
        using var store = await MixedAsync();
        using var stop = new CancellationTokenSource();
        var question = store.Database.ReadAsync(
            async context =>
            {
                stop.CancelAfter(TimeSpan.FromMilliseconds(100));
                return await context.Database
                    .SqlQueryRaw<long>("WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 1000000000) SELECT count(*) AS Value FROM n")
                    .SingleAsync(CancellationToken.None);
            },
            stop.Token);
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => question.WaitAsync(Wait.Long));
    }

    [Fact]
    public async Task Fault_92_readers_page_while_a_writer_writes()
    {
        using var store = await TestStore.CreateAsync();
        await store.ImportAsync(new FakeObject("first", [.. Enumerable.Range(0, 500).Select(i => Some.Record(i))]));
        var objects = Enumerable.Range(1, 40).Select(o => new FakeObject("o" + o, [.. Enumerable.Range(o * 500, 500).Select(i => Some.Record(i, action: "A" + i))])).ToArray();
        var writing = Task.Run(() => store.ImportAsync(objects));
        var questions = Task.Run(async () =>
        {
            for (var i = 0; i < 30 || !writing.IsCompleted; i++)
            {
                var page = await store.Queries.PageAsync(EventQuery.All, null, 50, CancellationToken.None);
                Assert.Equal(50, page.Events.Count);
                var groups = await store.Queries.GroupAsync(new GroupQuery(EventQuery.All, EventFields.Action, 5), CancellationToken.None);
                Assert.Equal(groups.Events - 499, groups.Total);
                await store.Ledger.RunsAsync(1, CancellationToken.None);
            }
        });
        await Task.WhenAll(writing, questions);
        Assert.Equal(20_500, (await store.Queries.SummaryAsync(CancellationToken.None)).Events);
    }

    private static DateTimeOffset At(string time) => DateTimeOffset.Parse(time);

    /// <summary>Events that differ in every field in some way.</summary>
    internal static async Task<TestStore> MixedAsync()
    {
        var store = await TestStore.CreateAsync();
        var records = Enumerable.Range(0, 120).Select(Mixed).ToArray();
        await store.ImportAsync(new FakeObject("a", records[..50]) { BatchSize = 20 }, new FakeObject("b", records[50..]));
        return store;
    }

    private static string Mixed(int i)
    {
        var json = new StringBuilder(Some.Record(i, $"2026-10-01T12:00:{i % 60:d2}Z", $$""","requestID":"r{{i}}" """, action: i % 3 == 0 ? "PutImage" : "BatchGetImage"));
        json.Replace("alice", i % 4 == 0 ? "bob" : "alice").Replace("203.0.113.7", $"203.0.113.{i % 9}");
        json.Replace("team/api", i % 5 == 0 ? "team/web" : "team/api");
        if (i % 7 == 0)
        {
            json.Replace("ecr.amazonaws.com", "s3.amazonaws.com").Replace("\"readOnly\":false", "\"readOnly\":true");
        }

        if (i % 6 == 1)
        {
            json.Replace("\"eventID\"", "\"errorCode\":\"AccessDenied\",\"errorMessage\":\"denied 100%\",\"eventID\"");
        }

        if (i % 10 == 3)
        {
            json.Replace("\"responseElements\":null", $$"""
                "responseElements":{"count":{{i % 7}} },"resources":[{"ARN":"arn:aws:ecr:eu-west-1:111122223333:repository/team/api"},{"ARN":"arn:aws:s3:::b{{i % 20}}"}]
                """);
        }

        Call(json, i);
        if (i % 8 == 0)
        {
            json.Replace("\"userName\":", "\"sessionContext\":{\"attributes\":{\"mfaAuthenticated\":\"true\"}},\"userName\":");
        }

        return json.ToString();
    }

    // Calls to other container services, and images and tags of repositories, so that an event has things of several kinds.
    private static void Call(StringBuilder json, int i)
    {
        const string Request = "{\"repositoryName\":\"team/api\"}";
        switch (i % 11)
        {
            case 2:
                json.Replace(Request, $$"""{"repositoryName":"team/api","imageTag":"v{{i % 4}}","imageDigest":"sha256:d{{i % 5}}"}""");
                break;
            case 4:
                json.Replace("ecr.amazonaws.com", "ecs.amazonaws.com").Replace(Request, $$"""{"cluster":"prod","service":"w{{i % 3}}","taskDefinition":"web{{(i % 2 == 0 ? ":4" : "")}}"}""");
                break;
            case 6:
                json.Replace("ecr.amazonaws.com", "ecs.amazonaws.com").Replace(Request, $$"""{"tasks":["t{{i}}","t{{i % 4}}","t1"],"containerDefinitions":[{"image":"111122223333.dkr.ecr.eu-west-1.amazonaws.com/team/api:v1@sha256:d1"}]}""");
                break;
            case 8:
                json.Replace("ecr.amazonaws.com", "apigateway.amazonaws.com").Replace(Request, $$"""{"restApiId":"a{{i % 3}}","stageName":"s{{i % 2}}"}""");
                break;
            case 10:
                json.Replace("ecr.amazonaws.com", "imagebuilder.amazonaws.com").Replace(Request, $$"""{"imagePipelineArn":"arn:aws:imagebuilder:eu-west-1:111122223333:image-pipeline/p{{i % 2}}"}""");
                break;
        }
    }
}
