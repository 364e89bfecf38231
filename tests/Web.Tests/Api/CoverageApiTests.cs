using System.Net;
using System.Text.Json;

namespace TrailBoard.Web.Tests.Api;

/// <summary>Coverage for other programs: the API and the verb read the same store and say the same.</summary>
public sealed class CoverageApiTests : IDisposable
{
    private const string Days = "from=2026-09-30&to=2026-10-02";

    private readonly string _folder = Directory.CreateTempSubdirectory("trailboard-coverage-").FullName;

    private string Store => Path.Combine(_folder, "store.db");

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task The_map_the_day_and_the_answer_tell_what_files_brought_and_which_was_broken()
    {
        await ImportAsync();
        await using var site = await TrailBoardFactory.StartAsync(null, "--Store:File=" + Store);
        using var client = site.Client();

        using var map = await JsonAsync(client, "/api/coverage?" + Days);
        var row = Assert.Single(map.RootElement.GetProperty("rows").EnumerateArray().ToList());
        Assert.Equal(("111122223333", "eu-west-1"), (Text(row, "account"), Text(row, "region")));
        Assert.Equal(["unknown", "seen", "incomplete"], row.GetProperty("cells").EnumerateArray().Select(cell => Text(cell, "state")));
        Assert.Equal(["2026-09-30", "2026-10-01", "2026-10-02"], row.GetProperty("cells").EnumerateArray().Select(cell => Text(cell, "start")));
        Assert.Equal(1, row.GetProperty("cells")[1].GetProperty("events").GetInt64());

        using var day = await JsonAsync(client, "/api/coverage/2026-10-02?account=111122223333&region=eu-west-1");
        Assert.Equal("2026-10-02T12:00:00Z", Text(day.RootElement.GetProperty("hours")[12], "start"));
        var failure = Assert.Single(day.RootElement.GetProperty("failures").EnumerateArray().ToList());
        Assert.EndsWith("_CloudTrail_eu-west-1_20261002T1205Z_b.json", Text(failure, "name"), StringComparison.Ordinal);
        Assert.Equal("2026-10-02T11:50:00Z", Text(failure.GetProperty("span"), "from"));

        using var answer = await JsonAsync(client, "/api/coverage/answer?q=region:eu-west-1&from=2026-10-01T12:00Z&to=2026-10-01T13:00Z");
        Assert.Equal("unknown", Text(answer.RootElement, "verdict"));
        Assert.Contains("no source says that they are all", Text(answer.RootElement, "sentence"), StringComparison.Ordinal);

        using var nowhere = await JsonAsync(client, "/api/coverage?region=mars-1&" + Days);
        Assert.Empty(nowhere.RootElement.GetProperty("rows").EnumerateArray());
    }

    [Fact]
    public async Task The_verb_prints_a_mark_for_each_day_and_the_same_document_as_the_API()
    {
        await ImportAsync();
        string[] days = ["--from", "2026-09-30", "--to", "2026-10-02", "--store", Store];
        var (exit, table, _) = await Verb.RunAsync(["coverage", .. days]);
        Assert.Equal(0, exit);
        Assert.Contains("111122223333  eu-west-1  -?!", table, StringComparison.Ordinal);
        Assert.Contains("?  files seen: Files were imported, but no source says that they are all.", table, StringComparison.Ordinal);

        var (_, json, _) = await Verb.RunAsync(["coverage", "--format", "json", .. days]);
        await using var site = await TrailBoardFactory.StartAsync(null, "--Store:File=" + Store);
        using var client = site.Client();
        Assert.Equal(await client.GetStringAsync("/api/coverage?" + Days), json.TrimEnd());
    }

    [Fact]
    public async Task An_empty_store_covers_nothing_and_says_how_to_begin()
    {
        var (exit, output, _) = await Verb.RunAsync("coverage", "--store", Store);
        Assert.Equal((0, "Nothing is covered yet: import trail files, or set up a source.\n"), (exit, output));
    }

    [Theory]
    [InlineData("/api/coverage?from=yesterday", "from", "'yesterday' is not a day")]
    [InlineData("/api/coverage?to=2026-13-01", "to", "is not a day")]
    [InlineData("/api/coverage?from=2026-10-02&to=2026-10-01", "to", "before the first")]
    [InlineData("/api/coverage?from=2010-01-01&to=2026-01-01", "from", "more than 10 years")]
    [InlineData("/api/coverage/today", "day", "is not a day")]
    [InlineData("/api/coverage/answer?q=colour:red", "q", "colour")]
    public async Task A_mistake_is_named(string path, string parameter, string words)
    {
        await using var site = await TrailBoardFactory.StartAsync();
        using var client = site.Client();
        using var answer = await client.GetAsync(path);
        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        using var problem = JsonDocument.Parse(await answer.Content.ReadAsStringAsync());
        Assert.Equal(parameter, Text(problem.RootElement, "parameter"));
        Assert.Contains(words, Text(problem.RootElement, "detail"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_verb_refuses_what_is_no_day() =>
        Assert.Equal((2, "", "--from: '-7d' is not a day: expected one such as 2026-10-01.\n"), await Verb.RunAsync("coverage", "--from=-7d", "--store", Store));

    private async Task ImportAsync()
    {
        var trail = Directory.CreateDirectory(Path.Combine(_folder, "trail")).FullName;
        await File.WriteAllTextAsync(Path.Combine(trail, "111122223333_CloudTrail_eu-west-1_20261001T1205Z_a.json"), $$"""{"Records":[{{Some.Record(1)}}]}""");
        await File.WriteAllTextAsync(Path.Combine(trail, "111122223333_CloudTrail_eu-west-1_20261002T1205Z_b.json"), """{"Records":[{"eventID":""");
        var (exit, _, _) = await Verb.RunAsync("import", trail, "--store", Store);
        Assert.Equal(1, exit);
    }

    private static async Task<JsonDocument> JsonAsync(HttpClient client, string path) => JsonDocument.Parse(await client.GetStringAsync(path));

    private static string? Text(JsonElement of, string member) => of.GetProperty(member).GetString();
}
