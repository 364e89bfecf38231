using System.Net;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using TrailBoard.Core.Events;
using TrailBoard.Core.Identity;
using TrailBoard.Core.Search;
using TrailBoard.Core.Views;

namespace TrailBoard.Web.Tests.Api;

public sealed class ActivityApiTests
{
    private static readonly DateTimeOffset Noon = new(2026, 10, 1, 12, 0, 0, TimeSpan.Zero);

    private static readonly StoredEvent[] Events =
    [
        Call(5, "DeleteRepository", error: "AccessDeniedException"),
        Call(4, "DeleteRepository", error: "AccessDeniedException"),
        Call(3, "PutImage"),
        Call(2, "CompleteLayerUpload"),
        Call(1, "InitiateLayerUpload"),
    ];

    [Fact]
    public async Task An_activity_says_what_was_done_and_which_events_it_is_made_of()
    {
        await using var site = await SiteAsync();
        using var client = site.Client();
        Assert.Equal(
            """{"activities":[{"kind":"repeat","sentence":"alice tried to delete repository team/api 2 times; denied: AccessDeniedException","outcome":"denied","actor":"alice","resource":"team/api","start":"2026-10-01T12:00:04Z","end":"2026-10-01T12:00:05Z","events":["00000000-0000-4000-8000-000000000004","00000000-0000-4000-8000-000000000005"]}],"next":"1790856005.5"}""",
            await client.GetStringAsync("/api/activities?limit=1"));
        using var next = JsonDocument.Parse(await client.GetStringAsync("/api/activities?limit=1&after=1790856005.5"));
        var push = Assert.Single(next.RootElement.GetProperty("activities").EnumerateArray());
        Assert.Equal("alice pushed team/api (1 layer uploaded) in 2 s", push.GetProperty("sentence").GetString());
        Assert.Equal([Some.Guid(1), Some.Guid(2), Some.Guid(3)], push.GetProperty("events").EnumerateArray().Select(id => id.GetString()!));
        Assert.Equal(JsonValueKind.Null, next.RootElement.GetProperty("next").ValueKind);
    }

    [Theory]
    [InlineData("/api/activities?limit=0", "limit", "from 1 to 1000")]
    [InlineData("/api/activities?limit=1001", "limit", "from 1 to 1000")]
    [InlineData("/api/activities?q=service:(ecr", "q", "")]
    [InlineData("/api/activities?from=yesterday", "from", "expected a UTC time")]
    [InlineData("/api/activities?after=17", "after", "not a cursor")]
    public async Task A_mistake_is_named_in_words(string path, string parameter, string words)
    {
        await using var site = await SiteAsync();
        using var client = site.Client();
        using var response = await client.GetAsync(path);
        Assert.Equal((HttpStatusCode.BadRequest, "application/problem+json"), (response.StatusCode, response.Content.Headers.ContentType!.MediaType));
        using var json = JsonDocument.Parse(await response.Content.ReadAsStringAsync());
        Assert.Equal(parameter, json.RootElement.GetProperty("parameter").GetString());
        Assert.Contains(words, json.RootElement.GetProperty("detail").GetString()!, StringComparison.Ordinal);
    }

    private static Task<TrailBoardFactory> SiteAsync() => TrailBoardFactory.StartAsync(services => services.AddSingleton<IEventQueries>(new ScriptedQueries
    {
        Page = (query, after, limit) => Page([.. Matching(query).Where(stored => after is not { } cursor || stored.Cursor.Value < cursor.Value)], limit),
        Count = (query, _) => Task.FromResult(Matching(query).LongCount()),
        Export = (query, token) => ScriptedQueries.Stream(Matching(query), token),
    }));

    private static EventPage Page(List<StoredEvent> left, int limit) => left.Count > limit ? new(left[..limit], left[limit - 1].Cursor) : new(left, Next: null);

    private static IEnumerable<StoredEvent> Matching(EventQuery query) =>
        Events.Where(stored => query.Range.Contains(stored.Event.Time) && FilterEvaluator.Matches(query.Filter, stored.Event, stored.Record));

    private static StoredEvent Call(int number, string action, string? error = null) => new(new(number), new TrailEvent
    {
        EventId = Some.Guid(number),
        Time = Noon.AddSeconds(number),
        Service = "ecr.amazonaws.com",
        Action = action,
        Address = "AWS Internal",
        Actor = new Actor("IAMUser", "arn:aws:iam::111122223333:user/alice", "alice", null, null),
        Repositories = ["team/api"],
        Error = error,
        Flags = EventFlags.Write,
    }, default);
}
