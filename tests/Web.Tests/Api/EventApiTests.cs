using System.Collections.Concurrent;
using System.Net;
using System.Text;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using TrailBoard.Core.Events;
using TrailBoard.Core.Identity;
using TrailBoard.Core.Search;
using TrailBoard.Core.Views;
using TrailBoard.Web.State;

namespace TrailBoard.Web.Tests.Api;

public sealed class EventApiTests
{
    private static readonly TrailEvent Push = new()
    {
        EventId = "0f6a6f0c-6d5a-4a4e-9d0a-1d6c0c6c0001",
        Time = new DateTimeOffset(2026, 10, 1, 12, 0, 5, TimeSpan.Zero),
        Service = "ecr.amazonaws.com",
        Action = "PutImage",
        Address = "203.0.113.7",
        Actor = new Actor("IAMUser", "arn:aws:iam::111122223333:user/alice", "alice", null, null),
        Repositories = ["team/api"],
        Flags = EventFlags.Write | EventFlags.NoMfa | EventFlags.Conflict,
    };

    [Fact]
    public async Task Events_are_named_as_the_filter_language_names_their_fields()
    {
        var asked = new ConcurrentQueue<(EventQuery Query, EventCursor? After, int Limit)>();
        await using var site = await SiteAsync(new ScriptedQueries
        {
            Page = (query, after, limit) =>
            {
                asked.Enqueue((query, after, limit));
                return new EventPage([Stored(Push)], new EventCursor(-17));
            },
        });
        using var json = await JsonAsync(site, "/api/events?from=2026-10-01&to=2026-10-02T00:00:00Z&limit=7&after=99");
        var row = json.RootElement.GetProperty("events")[0];
        Assert.Equal("-17", json.RootElement.GetProperty("next").GetString());
        Assert.Equal(
            """{"eventId":"0f6a6f0c-6d5a-4a4e-9d0a-1d6c0c6c0001","time":"2026-10-01T12:00:05Z","service":"ecr.amazonaws.com","action":"PutImage","ip":"203.0.113.7","identity":"arn:aws:iam::111122223333:user/alice","identityType":"IAMUser","user":"alice","actor":"arn:aws:iam::111122223333:user/alice","actorProof":"recorded","mfa":false,"repository":["team/api"],"readonly":false,"verb":"push","mutating":true,"flags":["conflict"]}""",
            row.GetRawText());
        Assert.All(row.EnumerateObject().Where(p => p.Name != "flags"), p => Assert.Contains(EventFields.All, f => f.Name == p.Name));
        var (question, cursor, limit) = Assert.Single(asked);
        Assert.Equal(new TimeRange(new(2026, 10, 1, 0, 0, 0, TimeSpan.Zero), new(2026, 10, 2, 0, 0, 0, TimeSpan.Zero)), question.Range);
        Assert.Equal(new EventCursor(99), cursor);
        Assert.Equal(7, limit);
    }

    [Theory]
    [InlineData("/api/events?limit=0", "limit", "from 1 to 1000")]
    [InlineData("/api/events?limit=1001", "limit", "from 1 to 1000")]
    [InlineData("/api/events?from=yesterday", "from", "expected a UTC time")]
    [InlineData("/api/events?from=2026-10-02&to=2026-10-01", "to", "before its start")]
    [InlineData("/api/events?after=x", "after", "not a cursor")]
    [InlineData("/api/groups/eventId", "field", "Fields to group by: service")]
    [InlineData("/api/groups/user?limit=0", "limit", "from 1 to 10000")]
    [InlineData("/api/histogram?buckets=1001", "buckets", "from 1 to 1000")]
    [InlineData("/api/histogram?by=repository", "by", "Fields to divide them by: verb, mutating")]
    [InlineData("/api/histogram?by=nothing", "by", "Fields to divide them by: verb, mutating")]
    public async Task A_mistake_is_named_in_words(string path, string parameter, string words)
    {
        await using var site = await SiteAsync(new ScriptedQueries());
        using var json = await JsonAsync(site, path, HttpStatusCode.BadRequest, "application/problem+json");
        Assert.Equal(parameter, json.RootElement.GetProperty("parameter").GetString());
        Assert.Contains(words, json.RootElement.GetProperty("detail").GetString()!, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("/api/events?limit=many", HttpStatusCode.BadRequest, "limit")]
    [InlineData("/api/no/such/route", HttpStatusCode.NotFound, "Not Found")]
    [InlineData("/api/groups/nobody", HttpStatusCode.NotFound, "no field 'nobody'")]
    public async Task What_cannot_be_read_or_found_is_said_as_a_problem(string path, HttpStatusCode status, string words)
    {
        await using var site = await SiteAsync(new ScriptedQueries());
        using var json = await JsonAsync(site, path, status, "application/problem+json");
        Assert.Contains(words, json.RootElement.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_mistake_in_the_filter_has_its_position()
    {
        await using var site = await SiteAsync(new ScriptedQueries());
        using var json = await JsonAsync(site, "/api/events?q=user:alice%20AND%20(", HttpStatusCode.BadRequest, "application/problem+json");
        Assert.True(FilterParser.TryParse("user:alice AND (", out _, out var mistake) is false);
        Assert.Equal("q", json.RootElement.GetProperty("parameter").GetString());
        Assert.Equal(mistake!.Position, json.RootElement.GetProperty("position").GetInt32());
        Assert.Equal(mistake.Length, json.RootElement.GetProperty("length").GetInt32());
        Assert.Equal(mistake.Message, json.RootElement.GetProperty("detail").GetString());
        Assert.False(json.RootElement.TryGetProperty("words", out _));
    }

    [Fact]
    public async Task Words_that_are_no_filter_are_a_mistake_that_names_the_filter_of_the_words()
    {
        await using var site = await SiteAsync(new ScriptedQueries());
        using var json = await JsonAsync(site, "/api/events?q=an%20(old%20%22image", HttpStatusCode.BadRequest, "application/problem+json");
        Assert.Equal("an old image", json.RootElement.GetProperty("words").GetString());
    }

    [Fact]
    public async Task A_record_comes_byte_for_byte()
    {
        const string record = "{ \"eventID\" : \"x\",\r\n\t\"n\": 1e400, \"big\": 123456789012345678901234567890, \"u\": \"\\u00e9é<script>\" }";
        await using var site = await SiteAsync(new ScriptedQueries { Find = _ => [Detail(record), Detail("{}")] });
        using var client = site.Client();
        using var answer = await client.GetAsync("/api/events/x");
        Assert.Equal(Encoding.UTF8.GetBytes(record), await answer.Content.ReadAsByteArrayAsync());
        Assert.Equal("application/json", answer.Content.Headers.ContentType?.ToString());
        Assert.Equal("0", Assert.Single(answer.Headers.GetValues("X-TrailBoard-Masked")));
        Assert.Equal("2", Assert.Single(answer.Headers.GetValues("X-TrailBoard-Versions")));
        Assert.Equal("{}", await client.GetStringAsync("/api/events/x?version=2"));
        using var beyond = await client.GetAsync("/api/events/x?version=3");
        Assert.Equal(HttpStatusCode.BadRequest, beyond.StatusCode);
    }

    [Fact]
    public async Task Secrets_of_a_record_are_masked_and_counted_and_all_else_is_left()
    {
        const string record = "{ \"requestParameters\": {\"password\" : \"hunter2hunter2\",\r\n \"n\": 1e400} }";
        await using var site = await SiteAsync(new ScriptedQueries { Find = _ => [Detail(record)] });
        using var client = site.Client();
        using var answer = await client.GetAsync("/api/events/x");
        Assert.Equal(record.Replace("hunter2hunter2", "***", StringComparison.Ordinal), await answer.Content.ReadAsStringAsync());
        Assert.Equal("1", Assert.Single(answer.Headers.GetValues("X-TrailBoard-Masked")));
    }

    [Fact]
    public async Task An_id_that_is_not_in_the_store_is_not_found()
    {
        await using var site = await SiteAsync(new ScriptedQueries { Find = id => id == "a b" ? [] : throw new InvalidOperationException(id) });
        using var json = await JsonAsync(site, "/api/events/a%20b", HttpStatusCode.NotFound, "application/problem+json");
        Assert.Contains("no event", json.RootElement.GetProperty("detail").GetString()!, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Groups_come_with_their_totals()
    {
        await using var site = await SiteAsync(new ScriptedQueries
        {
            Group = question =>
            {
                Assert.Equal((EventFields.User, 2, 0), (question.Field, question.Limit, question.Sparkline));
                return new EventGroups([new EventGroup("alice", 3, 1, 2, Push.Time, Push.Time.AddHours(1), [])], 9, 30, 4);
            },
        });
        using var client = site.Client();
        Assert.Equal(
            """{"groups":[{"value":"alice","count":3,"errors":1,"writes":2,"first":"2026-10-01T12:00:05Z","last":"2026-10-01T13:00:05Z"}],"total":9,"events":30,"without":4}""",
            await client.GetStringAsync("/api/groups/USER?limit=2"));
    }

    [Fact]
    public async Task A_histogram_names_each_bucket_by_its_start()
    {
        await using var site = await SiteAsync(new ScriptedQueries
        {
            Histogram = (_, buckets) => buckets == 2
                ? new EventHistogram(Push.Time, TimeSpan.FromMinutes(1), [new(2, 1, 0), new(0, 0, 0)])
                : EventHistogram.Empty,
        });
        using var client = site.Client();
        Assert.Equal(
            """{"start":"2026-10-01T12:00:05Z","widthSeconds":60,"total":2,"buckets":[{"time":"2026-10-01T12:00:05Z","count":2,"errors":1,"writes":0},{"time":"2026-10-01T12:01:05Z","count":0,"errors":0,"writes":0}]}""",
            await client.GetStringAsync("/api/histogram?buckets=2"));
        Assert.Equal("""{"start":null,"widthSeconds":0,"total":0,"buckets":[]}""", await client.GetStringAsync("/api/histogram"));
    }

    [Fact]
    public async Task A_histogram_is_divided_by_the_values_of_a_field_as_the_bars_of_the_page_are()
    {
        var stack = new EventStack(
            new EventHistogram(Push.Time, TimeSpan.FromMinutes(1), [new(5, 1, 0), new(2, 0, 0)]), [new("push", 4, [3, 1]), new("pull", 1, [1, 0])], Total: 9, Without: 1);
        await using var site = await SiteAsync(new ScriptedQueries
        {
            Stack = question =>
            {
                Assert.Equal((EventFields.Verb, 2, BarStack.Most, "user:alice"), (question.Field, question.MaxBuckets, question.Values, question.Query.Filter.ToString()));
                return stack;
            },
        });
        using var json = await JsonAsync(site, "/api/histogram?by=VERB&buckets=2&q=user:alice");
        Assert.Equal(
            """{"field":"verb","values":[{"value":"push","count":4,"counts":[3,1]},{"value":"pull","count":1,"counts":[1,0]}],"total":9,"without":1,"rest":[1,1]}""",
            json.RootElement.GetProperty("by").GetRawText());
        Assert.Equal(2, json.RootElement.GetProperty("buckets").GetArrayLength());
        Assert.Equal(BarStack.By(EventFields.Verb, stack, default, to: null).Parts[^1].Counts, json.RootElement.GetProperty("by").GetProperty("rest").EnumerateArray().Select(count => count.GetInt64()));
    }

    [Fact]
    public async Task The_description_of_a_divided_histogram_names_every_field_that_bars_have()
    {
        await using var site = await SiteAsync(new ScriptedQueries());
        using var json = await JsonAsync(site, "/openapi/v1.json");
        var by = json.RootElement.GetProperty("paths").GetProperty("/api/histogram").GetProperty("get").GetProperty("parameters").EnumerateArray().Single(parameter => parameter.GetProperty("name").GetString() == "by");
        var words = by.GetProperty("description").GetString()!.Split([' ', ',', '.', ':']);
        Assert.All(BarStack.Fields, field => Assert.Contains(field.Name, words));
    }

    [Fact]
    public async Task The_description_of_the_api_holds_every_route_and_field()
    {
        await using var site = await SiteAsync(new ScriptedQueries());
        using var json = await JsonAsync(site, "/openapi/v1.json");
        var paths = json.RootElement.GetProperty("paths").EnumerateObject().Select(p => p.Name).ToList();
        Assert.Superset(
            new HashSet<string> { "/api/activities", "/api/events", "/api/events/{eventId}", "/api/groups/{field}", "/api/histogram", "/api/fields", "/export/events.csv", "/export/events.json", "/export/events.ndjson" },
            paths.ToHashSet());
        var fields = json.RootElement.GetProperty("components").GetProperty("schemas").GetProperty("Event").GetProperty("properties");
        Assert.All(EventFields.All, field => Assert.Equal(field.Description, fields.GetProperty(field.Name).GetProperty("description").GetString()));
        foreach (var operation in json.RootElement.GetProperty("paths").EnumerateObject().SelectMany(p => p.Value.EnumerateObject()))
        {
            Assert.False(string.IsNullOrEmpty(operation.Value.GetProperty("summary").GetString()));
            foreach (var parameter in operation.Value.TryGetProperty("parameters", out var list) ? list.EnumerateArray().ToList() : [])
            {
                Assert.True(parameter.TryGetProperty("description", out _) || parameter.GetProperty("in").GetString() == "path", operation.Name + parameter.GetRawText());
            }
        }
    }

    [Fact]
    public async Task A_fault_of_ours_is_said_without_a_stack_trace()
    {
        await using var site = await SiteAsync(new ScriptedQueries());
        using var json = await JsonAsync(site, "/api/events", HttpStatusCode.InternalServerError, "application/problem+json");
        Assert.DoesNotContain("PageAsync", json.RootElement.GetRawText(), StringComparison.Ordinal);
    }

    private static Task<TrailBoardFactory> SiteAsync(ScriptedQueries queries) =>
        TrailBoardFactory.StartAsync(services => services.AddSingleton<IEventQueries>(queries));

    private static StoredEvent Stored(TrailEvent trailEvent, string record = "") =>
        new(new EventCursor(1), trailEvent, Encoding.UTF8.GetBytes(record));

    private static EventDetail Detail(string record) => new(Stored(Push, record), []);

    private static async Task<JsonDocument> JsonAsync(
        TrailBoardFactory site, string path, HttpStatusCode status = HttpStatusCode.OK, string type = "application/json")
    {
        using var client = site.Client();
        using var answer = await client.GetAsync(path);
        var body = await answer.Content.ReadAsStringAsync();
        Assert.True(status == answer.StatusCode, $"{answer.StatusCode}: {body}");
        Assert.StartsWith(type, answer.Content.Headers.ContentType?.MediaType ?? "", StringComparison.Ordinal);
        return JsonDocument.Parse(body);
    }
}
