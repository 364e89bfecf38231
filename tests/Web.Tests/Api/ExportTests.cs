using System.Globalization;
using System.Net;
using System.Text;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using TrailBoard.Core.Events;
using TrailBoard.Core.Identity;
using TrailBoard.Core.Search;
using TrailBoard.Core.Views;
using TrailBoard.Web.Hosting;
using TrailBoard.Web.State;

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

    [Theory]
    [InlineData("csv")]
    [InlineData("json")]
    [InlineData("ndjson")]
    public async Task An_export_of_a_page_is_of_what_the_page_shows_also_where_its_range_moves_with_the_clock(string kind)
    {
        EventQuery? asked = null;
        var now = new DateTimeOffset(2026, 11, 21, 12, 0, 0, TimeSpan.Zero);
        var queries = new ScriptedQueries { Export = (query, token) => Noted(query, token) };
        await using var site = await TrailBoardFactory.StartAsync(services => services.AddSingleton<IEventQueries>(queries).AddSingleton<TimeProvider>(new DatedTime(new ManualTime(now))));
        using var client = site.Client();
        var scope = ViewScope.All with { Filter = "user:(alice OR bob)", From = TimeBound.Ago(7, 'd'), To = TimeBound.Ago(24, 'h') };
        await client.GetStringAsync(PageUrls.Export(kind, scope));
        Assert.Equal(scope.Filter, asked!.Filter.ToString());
        Assert.Equal(new TimeRange(now.AddDays(-7), now.AddDays(-1)), asked.Range);

        IAsyncEnumerable<StoredEvent> Noted(EventQuery query, CancellationToken token)
        {
            asked = query;
            return ScriptedQueries.Stream([], token);
        }
    }

    [Theory]
    [InlineData("csv")]
    [InlineData("json")]
    [InlineData("ndjson")]
    public async Task An_export_begins_at_once_however_long_its_first_event_takes(string kind)
    {
        var found = new TaskCompletionSource();
        var queries = new ScriptedQueries { Export = (_, _) => LateAsync(found.Task) };
        await using var site = await TrailBoardFactory.StartAsync(services => services.AddSingleton<IEventQueries>(queries));
        using var client = site.Client();
        using var answer = await client.GetAsync($"/export/events.{kind}", HttpCompletionOption.ResponseHeadersRead).WaitAsync(Wait.Long);
        Assert.Equal($"events.{kind}", answer.Content.Headers.ContentDisposition?.FileName);
        found.SetResult();
        Assert.Contains("alice", await answer.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("csv")]
    [InlineData("json")]
    [InlineData("ndjson")]
    public async Task An_export_that_a_page_watches_is_the_same_and_is_counted(string kind)
    {
        await using var site = await SiteAsync([Event("alice"), Event("bob")], count: 2);
        using var page = new PageDownloads(site.Services.GetRequiredService<Downloads>());
        using var client = site.Client();
        var plain = await client.GetStringAsync($"/export/events.{kind}?q=user:alice");
        Assert.Empty(page.All);
        Assert.Equal(plain, await client.GetStringAsync($"/export/events.{kind}?q=user:alice&progress={page.Name}"));
        var download = Assert.Single(page.All);
        await Wait.UntilAsync(() => !download.IsRunning);
        Assert.Equal((DownloadEnd.Whole, 2L, 2L, $"events.{kind}"), (download.End, download.Written, download.Expected, download.File));
        Assert.Equal(plain, await client.GetStringAsync($"/export/events.{kind}?q=user:alice&progress=nobody"));
        Assert.Single(page.All);
    }

    [Fact]
    public async Task An_export_whose_filter_is_wrong_is_no_download()
    {
        await using var site = await SiteAsync([]);
        using var page = new PageDownloads(site.Services.GetRequiredService<Downloads>());
        using var client = site.Client();
        using var answer = await client.GetAsync($"/export/events.csv?q=user:(&progress={page.Name}");
        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        Assert.Empty(page.All);
    }

    [Theory]
    [InlineData("csv")]
    [InlineData("json")]
    [InlineData("ndjson")]
    public async Task An_export_that_the_page_stops_breaks_off_and_is_read_no_further(string kind)
    {
        var stopped = new TaskCompletionSource();
        await using var site = await EndlessAsync(stopped);
        using var page = new PageDownloads(site.Services.GetRequiredService<Downloads>());
        using var client = site.Client();
        using var answer = await client.GetAsync($"/export/events.{kind}?progress={page.Name}", HttpCompletionOption.ResponseHeadersRead);
        await using var body = await answer.Content.ReadAsStreamAsync();
        await body.ReadExactlyAsync(new byte[100_000]);
        await page.All.Single().StopAsync();
        await Assert.ThrowsAnyAsync<IOException>(() => body.CopyToAsync(Stream.Null).WaitAsync(Wait.Long));
        await stopped.Task.WaitAsync(Wait.Long);
        await Wait.UntilAsync(() => page.All.Single().End == DownloadEnd.Stopped);
    }

    [Fact]
    public async Task An_export_is_stopped_also_where_its_reader_waits()
    {
        var stopped = new TaskCompletionSource();
        await using var site = await EndlessAsync(stopped);
        using var page = new PageDownloads(site.Services.GetRequiredService<Downloads>());
        using var client = site.Client();
        using var answer = await client.GetAsync($"/export/events.json?progress={page.Name}", HttpCompletionOption.ResponseHeadersRead);

        // Nobody reads, so at some time nothing more can be written.
        var download = page.All.Single();
        for (var (last, same) = (-1L, 0); same < 20; same = download.Written == last ? same + 1 : 0)
        {
            last = download.Written;
            await Task.Delay(20);
        }

        await download.StopAsync();
        await stopped.Task.WaitAsync(Wait.Long);
        await Wait.UntilAsync(() => download.End == DownloadEnd.Stopped);
    }

    [Fact]
    public async Task An_export_whose_browser_goes_was_stopped()
    {
        var stopped = new TaskCompletionSource();
        await using var site = await EndlessAsync(stopped);
        using var page = new PageDownloads(site.Services.GetRequiredService<Downloads>());
        using (var client = site.Client())
        using (await client.GetAsync($"/export/events.csv?progress={page.Name}", HttpCompletionOption.ResponseHeadersRead))
        {
            Assert.True(page.All.Single().IsRunning);
        }

        await stopped.Task.WaitAsync(Wait.Long);
        await Wait.UntilAsync(() => page.All.Single().End == DownloadEnd.Stopped);
    }

    [Fact]
    public async Task An_export_goes_on_when_its_page_is_gone()
    {
        var found = new TaskCompletionSource();
        var queries = new ScriptedQueries { Export = (_, _) => LateAsync(found.Task), Count = (_, _) => Task.FromResult(1L) };
        await using var site = await TrailBoardFactory.StartAsync(services => services.AddSingleton<IEventQueries>(queries));
        using var client = site.Client();
        var page = new PageDownloads(site.Services.GetRequiredService<Downloads>());
        using var answer = await client.GetAsync($"/export/events.ndjson?progress={page.Name}", HttpCompletionOption.ResponseHeadersRead);
        page.Dispose();
        found.SetResult();
        Assert.Equal("{\"user\":\"alice\"}\n", await answer.Content.ReadAsStringAsync());
    }

    [Fact]
    public async Task An_export_that_cannot_be_read_to_its_end_broke_off_and_looks_whole_to_nobody()
    {
        var queries = new ScriptedQueries { Export = (_, _) => Breaking(), Count = (_, _) => Task.FromResult(5_000L) };
        await using var site = await TrailBoardFactory.StartAsync(services => services.AddSingleton<IEventQueries>(queries));
        using var page = new PageDownloads(site.Services.GetRequiredService<Downloads>());
        using var client = site.Client();
        await Assert.ThrowsAsync<HttpRequestException>(() => client.GetStringAsync($"/export/events.ndjson?progress={page.Name}"));
        var download = page.All.Single();
        await Wait.UntilAsync(() => !download.IsRunning);
        Assert.Equal((DownloadEnd.Broken, 1_000L, 5_000L), (download.End, download.Written, download.Expected));
    }

    [Fact]
    public async Task A_search_in_the_records_is_not_made_twice_for_an_export_but_says_how_far_it_is()
    {
        var queries = new ScriptedQueries { Export = (query, token) => Searching(query, token) };
        await using var site = await TrailBoardFactory.StartAsync(services => services.AddSingleton<IEventQueries>(queries));
        using var page = new PageDownloads(site.Services.GetRequiredService<Downloads>());
        using var client = site.Client();
        await client.GetStringAsync($"/export/events.ndjson?q=record:*x*&progress={page.Name}");
        var download = page.All.Single();
        Assert.Equal((0.5, 1L, null), (download.Searched, download.Written, download.Expected));
    }

    private static async IAsyncEnumerable<StoredEvent> Searching(EventQuery query, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await Task.Yield();
        cancellationToken.ThrowIfCancellationRequested();
        query.Watch?.Report(new SearchProgress(DateTimeOffset.UnixEpoch, 0.5, 1));
        yield return Event("alice");
    }

    private static async IAsyncEnumerable<StoredEvent> LateAsync(Task found)
    {
        await found;
        yield return Event("alice", "{\"user\":\"alice\"}");
    }

    private static Task<TrailBoardFactory> EndlessAsync(TaskCompletionSource stopped) => TrailBoardFactory.StartAsync(services => services.AddSingleton<IEventQueries>(
        new ScriptedQueries { Export = (_, token) => Endless(stopped, token), Count = (_, _) => Task.FromResult(1_000_000L) }));

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

    private static Task<TrailBoardFactory> SiteAsync(IEnumerable<StoredEvent> events, long? count = null) => TrailBoardFactory.StartAsync(services =>
        services.AddSingleton<IEventQueries>(new ScriptedQueries
        {
            Export = (_, token) => ScriptedQueries.Stream(events, token),
            Count = count is { } known ? (_, _) => Task.FromResult(known) : null,
        }));

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
