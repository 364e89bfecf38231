using System.Globalization;
using System.Net;
using System.Text;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using TrailBoard.Core.Events;
using TrailBoard.Core.Identity;
using TrailBoard.Core.Search;
using TrailBoard.Core.Views;

namespace TrailBoard.Web.Tests.Api;

public sealed class ExportTests
{
    private static readonly string[] Hostile =
    [
        "=HYPERLINK(\"http://evil.example\")", "+1+1", "-2+3", "@SUM(A1)", "\t=1", "\r=1", "\n=1", "\uFF1D1+1", "\uFF0B1", "\uFF0D1", "\uFF201",
    ];

    [Fact]
    public async Task Fault_125_formulas_in_csv_are_neutralised_and_numbers_left_intact()
    {
        var events = Hostile.Select(name => Event(name)).Append(Event("111122223333")).Append(Event("plain, \"quoted\""));
        await using var site = await SiteAsync(events);
        using var client = site.Client();
        var rows = Rows(await client.GetStringAsync("/export/events.csv"));
        Assert.Equal(EventFields.All.Select(field => field.Name), rows[0]);
        var users = rows.Skip(1).Select(row => row[rows[0].IndexOf("user")]).ToList();
        Assert.Equal(Hostile.Select(name => "'" + name).Append("111122223333").Append("plain, \"quoted\""), users);
        Assert.All(rows.Skip(1), row => Assert.Equal("111122223333", row[rows[0].IndexOf("account")]));
        Assert.All(rows, row => Assert.Equal(EventFields.All.Count, row.Count));
    }

    [Fact]
    public async Task Ndjson_has_one_record_a_line_and_json_is_a_trail_file()
    {
        string[] records = ["{\"n\":1e400,\"t\":\"a\\nb\"}", "{\r\n  \"n\": 2\n}"];
        await using var site = await SiteAsync(records.Select(record => Event("alice", record)));
        using var client = site.Client();
        Assert.Equal("{\"n\":1e400,\"t\":\"a\\nb\"}\n{    \"n\": 2 }\n", await client.GetStringAsync("/export/events.ndjson"));
        var file = await client.GetStringAsync("/export/events.json");
        using var json = JsonDocument.Parse(file);
        Assert.Equal(records, json.RootElement.GetProperty("Records").EnumerateArray().Select(record => record.GetRawText()));
    }

    [Fact]
    public async Task An_export_of_nothing_is_whole()
    {
        await using var site = await SiteAsync([]);
        using var client = site.Client();
        Assert.Equal(string.Join(',', EventFields.All.Select(field => field.Name)) + "\r\n", await client.GetStringAsync("/export/events.csv"));
        Assert.Equal("", await client.GetStringAsync("/export/events.ndjson"));
        using var json = JsonDocument.Parse(await client.GetStringAsync("/export/events.json"));
        Assert.Empty(json.RootElement.GetProperty("Records").EnumerateArray());
    }

    [Theory]
    [InlineData("csv", "text/csv")]
    [InlineData("json", "application/json")]
    [InlineData("ndjson", "application/x-ndjson")]
    public async Task An_export_is_a_file_to_keep_and_a_mistake_is_said_before_it_begins(string kind, string type)
    {
        await using var site = await SiteAsync([Event("alice", "{}")]);
        using var client = site.Client();
        using var answer = await client.GetAsync($"/export/events.{kind}");
        Assert.Equal(type, answer.Content.Headers.ContentType?.MediaType);
        Assert.Equal("attachment", answer.Content.Headers.ContentDisposition?.DispositionType);
        Assert.Equal($"events.{kind}", answer.Content.Headers.ContentDisposition?.FileName);
        using var mistake = await client.GetAsync($"/export/events.{kind}?q=user:(");
        Assert.Equal(HttpStatusCode.BadRequest, mistake.StatusCode);
    }

    [Theory]
    [InlineData("csv")]
    [InlineData("json")]
    [InlineData("ndjson")]
    public async Task An_export_is_written_as_it_is_read_and_stops_with_its_reader(string kind)
    {
        var stopped = new TaskCompletionSource();
        var queries = new ScriptedQueries { Export = (_, token) => Endless(stopped, token) };
        await using var site = await TrailBoardFactory.StartAsync(services => services.AddSingleton<IEventQueries>(queries));
        using (var client = site.Client())
        using (var answer = await client.GetAsync($"/export/events.{kind}", HttpCompletionOption.ResponseHeadersRead))
        {
            await using var body = await answer.Content.ReadAsStreamAsync();
            await body.ReadExactlyAsync(new byte[1_000_000]);
        }

        await stopped.Task.WaitAsync(Wait.Long);
    }

    [Fact]
    public async Task An_export_that_breaks_does_not_look_whole()
    {
        var queries = new ScriptedQueries { Export = (_, _) => Breaking() };
        await using var site = await TrailBoardFactory.StartAsync(services => services.AddSingleton<IEventQueries>(queries));
        using var client = site.Client();
        await Assert.ThrowsAsync<HttpRequestException>(() => client.GetStringAsync("/export/events.ndjson"));
    }

    private static async IAsyncEnumerable<StoredEvent> Endless(
        TaskCompletionSource stopped, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken)
    {
        try
        {
            for (var i = 0; ; i++)
            {
                if (i % 100 == 0)
                {
                    await Task.Yield();
                    cancellationToken.ThrowIfCancellationRequested();
                }

                yield return Event(i.ToString(CultureInfo.InvariantCulture), "{\"padding\":\"" + new string('x', 500) + "\"}");
            }
        }
        finally
        {
            stopped.SetResult();
        }
    }

    private static async IAsyncEnumerable<StoredEvent> Breaking()
    {
        for (var i = 0; i < 1_000; i++)
        {
            yield return Event("alice", "{\"padding\":\"" + new string('x', 500) + "\"}");
        }

        await Task.Yield();
        throw new IOException("The disk is gone.");
    }

    private static Task<TrailBoardFactory> SiteAsync(IEnumerable<StoredEvent> events) => TrailBoardFactory.StartAsync(services =>
        services.AddSingleton<IEventQueries>(new ScriptedQueries { Export = (_, token) => ScriptedQueries.Stream(events, token) }));

    private static StoredEvent Event(string user, string record = "{}") => new(
        new EventCursor(1),
        new TrailEvent
        {
            EventId = "e",
            Time = DateTimeOffset.UnixEpoch,
            Account = "111122223333",
            Actor = new Actor("IAMUser", null, user, null, null),
            Resources = ["one", "two"],
        },
        Encoding.UTF8.GetBytes(record));

    // Read back by another reader than the one that belongs to the writer.
    private static List<List<string>> Rows(string csv)
    {
        var rows = new List<List<string>> { new() };
        var field = new StringBuilder();
        var quoted = false;
        for (var i = 0; i < csv.Length; i++)
        {
            var c = csv[i];
            if (quoted && c == '"' && i + 1 < csv.Length && csv[i + 1] == '"')
            {
                field.Append('"');
                i++;
            }
            else if (c == '"')
            {
                quoted = !quoted;
            }
            else if (!quoted && c is ',' or '\n' && !quoted)
            {
                rows[^1].Add(field.ToString());
                field.Clear();
                if (c == '\n')
                {
                    rows.Add([]);
                }
            }
            else if (quoted || c != '\r')
            {
                field.Append(c);
            }
        }

        rows.RemoveAt(rows.Count - 1);
        return rows;
    }
}
