using System.IO.Compression;
using System.Text;
using System.Text.Json.Nodes;

namespace TrailBoard.Web.Tests.Cli;

/// <summary>The verbs as a person runs them, in this process, on a real store.</summary>
public sealed class VerbTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("trailboard-verbs-").FullName;

    private string Store => Path.Combine(_folder, "store.db");

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task Import_tells_the_books_and_each_file_that_was_not_simply_stored()
    {
        WriteTrails();

        var (exit, output, _) = await Verb.RunAsync("import", At("trails"), "--store", Store);

        Assert.Equal(1, exit);
        Assert.Contains("5 files in ", output, StringComparison.Ordinal);
        Assert.Contains("Read 8 = stored 6 + duplicates 1 + rejected 1\n", output, StringComparison.Ordinal);
        Assert.Contains("empty.json", output, StringComparison.Ordinal);
        Assert.Contains("Failed 1 file;", output, StringComparison.Ordinal);
        Assert.Contains("cut.json.gz: The gzip data ended early", output, StringComparison.Ordinal);
        Assert.Contains("odd.json, record 2: ", output, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Import_json_is_one_object_on_standard_output_and_a_second_run_stores_nothing()
    {
        WriteTrails();
        var first = await ImportJson("import", At("trails"));
        Assert.Equal(["files", "read", "stored", "duplicates", "rejected", "tooOld", "skipped", "failed", "seconds"], first.Select(member => member.Key));
        Assert.Equal((5, 8, 6, 1, 1, 1, 1), Numbers(first));

        Assert.Equal((5, 0, 0, 0, 0, 4, 1), Numbers(await ImportJson("import", At("trails"))));

        // Another name for the same bytes is read, or known by its hash; either way it adds nothing.
        File.Copy(At("trails/good.json.gz"), At("trails/again.json.gz"));
        Assert.Equal(0, (int)(await ImportJson("import", At("trails")))["stored"]!);
    }

    [Fact]
    public async Task Import_of_only_good_files_exits_with_0()
    {
        WriteTrails();
        Assert.Equal(0, (await Verb.RunAsync("import", At("trails/good.json.gz"), "--store", Store)).ExitCode);
    }

    [Theory]
    [InlineData("import")]
    [InlineData("import", "gone.json")]
    [InlineData("import", "none/*.json")]
    [InlineData("import", "-", "x.json")]
    [InlineData("improt", "x")]
    [InlineData("demo", "--events", "0")]
    [InlineData("demo", "--events", "many")]
    [InlineData("query", "--format", "yaml")]
    [InlineData("query", "--limit", "0")]
    [InlineData("activities", "--limit", "0")]
    [InlineData("activities", "--format", "csv")]
    public async Task A_wrong_command_line_exits_with_2_and_says_why(params string[] args)
    {
        var (exit, _, error) = await Verb.RunAsync(args);
        Assert.Equal(2, exit);
        Assert.NotEmpty(error.Trim());
    }

    [Theory]
    [InlineData]
    [InlineData("serve")]
    [InlineData("import")]
    [InlineData("demo")]
    [InlineData("query")]
    [InlineData("activities")]
    public async Task Help_shows_examples(params string[] verb)
    {
        var (exit, output, _) = await Verb.RunAsync([.. verb, "--help"]);
        Assert.Equal(0, exit);
        Assert.Contains("Examples", output, StringComparison.Ordinal);
        Assert.Contains("trailboard " + string.Join(' ', verb), output, StringComparison.Ordinal);
        Assert.DoesNotContain("testhost", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_file_that_is_no_store_is_refused_in_one_sentence_and_left_as_it_is()
    {
        WriteTrails();
        File.WriteAllText(Store, "Not a database.");
        var (exit, output, error) = await Verb.RunAsync("import", At("trails"), "--store", Store);
        Assert.Equal((1, ""), (exit, output));
        Assert.Contains("not a TrailBoard store", error, StringComparison.Ordinal);
        Assert.Equal("Not a database.", File.ReadAllText(Store));
    }

    [Fact]
    public async Task Activities_are_rows_of_events_in_a_table_and_as_json()
    {
        WriteTrails();
        await ImportJson("import", At("trails"));
        var rows = JsonNode.Parse(await Answer("activities", "", "--format", "json"))!.AsArray();
        Assert.Equal(["kind", "sentence", "outcome", "actor", "resource", "start", "end", "events"], rows[0]!.AsObject().Select(member => member.Key));
        var ids = (await Query("", "--format", "ndjson")).TrimEnd('\n').Split('\n').Select(line => (string)JsonNode.Parse(line)!["eventId"]!);
        Assert.Equal(ids.Order(StringComparer.Ordinal), rows.SelectMany(row => row!["events"]!.AsArray()).Select(id => (string)id!).Order(StringComparer.Ordinal));
        Assert.Equal(rows.Select(row => (string)row!["end"]!).OrderDescending(), rows.Select(row => (string)row!["end"]!));

        var table = (await Answer("activities", "action:DeleteRepository")).TrimEnd().Split('\n');
        Assert.Equal(2, table.Length);
        Assert.StartsWith("Time ", table[0], StringComparison.Ordinal);
        Assert.Contains("alice deleted repository team/api", table[1], StringComparison.Ordinal);
        Assert.Equal(2, JsonNode.Parse(await Answer("activities", "", "--format", "json", "--limit", "2"))!.AsArray().Count);
        Assert.Equal("[\n]\n", await Answer("activities", "", "--from", "-1s", "--format", "json"));

        var (exit, _, error) = await Verb.RunAsync("activities", "service:(ecr", "--store", Store);
        Assert.Equal(2, exit);
        Assert.Contains("mistake at character", error, StringComparison.Ordinal);
        Assert.Equal(2, (await Verb.RunAsync("activities", "", "--store", At("none.db"))).ExitCode);
        Assert.False(File.Exists(At("none.db")));
    }

    [Fact]
    public async Task Query_answers_in_each_format()
    {
        WriteTrails();
        await ImportJson("import", At("trails"));

        var lines = (await Query("", "--format", "ndjson")).TrimEnd('\n').Split('\n');
        Assert.Equal(6, lines.Length);
        var events = lines.Select(line => JsonNode.Parse(line)!.AsObject()).ToArray();
        Assert.All(events, e => Assert.Equal(["eventId", "time", "service", "action"], e.Select(member => member.Key).Take(4)));
        Assert.All(events, e => Assert.Equal((string?)e["eventId"], (string?)e["record"]!["eventID"]));
        Assert.Equal(events.Select(e => (string)e["time"]!).OrderDescending(), events.Select(e => (string)e["time"]!));

        var array = JsonNode.Parse(await Query("", "--format", "json"))!.AsArray();
        Assert.Equal(lines, array.Select(e => e!.ToJsonString()));

        var csv = (await Query("", "--format", "csv")).TrimEnd().Split("\r\n");
        Assert.Equal(7, csv.Length);
        Assert.StartsWith("time,service,action,", csv[0], StringComparison.Ordinal);

        var table = (await Query("")).TrimEnd().Split('\n');
        Assert.Equal(7, table.Length);
        Assert.StartsWith("Time ", table[0], StringComparison.Ordinal);

        Assert.Equal(2, (await Query("", "--format", "ndjson", "--limit", "2")).TrimEnd('\n').Split('\n').Length);
        Assert.Single((await Query("-action:PutImage", "--format", "ndjson")).TrimEnd('\n').Split('\n'));
        Assert.Single((await Query("", "--from", "2026-10-02", "--to", "2026-10-03T00:00Z", "--format", "ndjson")).TrimEnd('\n').Split('\n'));
        Assert.Equal("[\n]\n", await Query("", "--from", "-1s", "--format", "json"));
    }

    [Theory]
    [InlineData("action")]
    [InlineData("user")]
    [InlineData("repository")]
    [InlineData("region")]
    [InlineData("readonly")]
    [InlineData("verb")]
    [InlineData("mutating")]
    public async Task Query_groups_equal_counts_over_the_events(string field)
    {
        WriteTrails();
        await ImportJson("import", At("trails"));
        var events = (await Query("", "--format", "ndjson")).TrimEnd('\n').Split('\n').Select(line => JsonNode.Parse(line)!);
        var expected = events
            .SelectMany(e => e[field] is JsonArray list ? list.Select(value => value!.ToString()) : [e[field]!.ToString()])
            .CountBy(value => value).OrderByDescending(group => group.Value).ThenBy(group => group.Key, StringComparer.Ordinal)
            .Select(group => $"{group.Key} {group.Value}").ToArray();
        Assert.NotEmpty(expected);

        var groups = (await Query("", "--group-by", field, "--format", "ndjson")).TrimEnd('\n').Split('\n').Select(line => JsonNode.Parse(line)!.AsObject()).ToArray();
        Assert.Equal(expected, groups.Select(group => $"{group["value"]} {group["count"]}"));
        Assert.All(groups, group => Assert.Equal(["value", "count", "errors", "writes", "first", "last"], group.Select(member => member.Key)));
        Assert.Equal(expected.Length, JsonNode.Parse(await Query("", "--group-by", field, "--format", "json"))!.AsArray().Count);
        Assert.Equal(expected.Length + 1, (await Query("", "--group-by", field)).TrimEnd().Split('\n').Length);
        Assert.Equal(expected.Length + 1, (await Query("", "--group-by", field, "--format", "csv")).TrimEnd().Split("\r\n").Length);
    }

    [Fact]
    public async Task A_mistake_in_a_filter_is_shown_where_it_is()
    {
        var (exit, output, error) = await Verb.RunAsync("query", "service:(ecr", "--store", Store);
        var lines = error.Split('\n');
        Assert.Equal((2, ""), (exit, output));
        Assert.Equal("  service:(ecr", lines[1]);
        Assert.Equal("              ^", lines[2]);
    }

    [Fact]
    public async Task What_is_no_filter_but_words_is_searched_as_words_and_says_so_beside_the_answer()
    {
        WriteTrails();
        await ImportJson("import", At("trails"));
        var asked = await Query("team/api", "--format", "ndjson");
        var (exit, output, error) = await Verb.RunAsync("query", "(\"team/api", "--store", Store, "--format", "ndjson");
        Assert.NotEqual("", asked);
        Assert.Equal((0, asked), (exit, output));
        Assert.Contains("Searched as words: team/api. As a filter it held a mistake.", error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("--group-by", "nothing", "Group by one of: service,")]
    [InlineData("--from", "yesterday", "--from 'yesterday' is not a time")]
    [InlineData("--limit", "1", "There is no store at ")]
    public async Task A_question_that_cannot_be_answered_says_why_and_creates_no_store(string option, string value, string expected)
    {
        var (exit, _, error) = await Verb.RunAsync("query", "", option, value, "--store", Store);
        Assert.Equal(2, exit);
        Assert.Contains(expected, error, StringComparison.Ordinal);
        Assert.False(File.Exists(Store));
    }

    [Fact]
    public async Task Hostile_text_cannot_steer_the_terminal_nor_a_spreadsheet_and_secrets_are_masked()
    {
        Directory.CreateDirectory(At("hostile"));
        var name = "\u001b[31mred\u202e.json";
        File.WriteAllText(At("hostile/" + name), Some.Records(1, _ => Some.Record(
            1, extra: ",\"errorCode\":\"=cmd()\",\"additionalEventData\":{\"password\":\"hunter2hunter2\"}", action: "\\u001b]0;gone\\u0007")));
        File.WriteAllText(At("hostile/cut" + name), "{\"Records\":[");
        File.WriteAllText(At("hostile/empty" + name), "");
        var (_, output, error) = await Verb.RunAsync("import", At("hostile"), "--store", Store);
        Assert.Contains("cut\\u001B[31mred\\u202E", output, StringComparison.Ordinal);
        Assert.Contains("empty\\u001B[31mred\\u202E", output, StringComparison.Ordinal);

        var all = output + error + await Query("") + await Query("", "--group-by", "action") + await Query("", "--format", "ndjson");
        Assert.DoesNotContain('\u001b', all);
        Assert.DoesNotContain('\u202e', all);
        Assert.DoesNotContain("hunter2", all, StringComparison.Ordinal);
        Assert.Contains("'=cmd()", await Query("", "--format", "csv"), StringComparison.Ordinal);
        Assert.Contains("'=cmd()", await Query("", "--group-by", "error", "--format", "csv"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Demo_fills_a_store_and_the_same_seed_adds_nothing()
    {
        var first = await ImportJson("demo", "--events", "600", "--seed", "3");
        Assert.Equal(600, (int)first["stored"]!);
        Assert.Equal(0, (int)(await ImportJson("demo", "--events", "600", "--seed", "3"))["stored"]!);
    }

    private static (int, int, int, int, int, int, int) Numbers(JsonObject summary)
    {
        var numbers = summary.Where(member => member.Key != "tooOld").Take(7).Select(member => (int)member.Value!).ToArray();
        Assert.Equal(numbers[1], numbers[2] + numbers[3] + numbers[4] + (int)summary["tooOld"]!);
        return (numbers[0], numbers[1], numbers[2], numbers[3], numbers[4], numbers[5], numbers[6]);
    }

    private async Task<JsonObject> ImportJson(params string[] args)
    {
        var (_, output, error) = await Verb.RunAsync([.. args, "--store", Store, "--json"]);
        Assert.True(output.StartsWith('{'), error);
        return JsonNode.Parse(output)!.AsObject();
    }

    private Task<string> Query(params string[] args) => Answer(["query", .. args]);

    private async Task<string> Answer(params string[] args)
    {
        var (exit, output, error) = await Verb.RunAsync([.. args, "--store", Store]);
        Assert.True(exit == 0, error);
        return output;
    }

    private string At(string name) => Path.Combine(_folder, name);

    private void WriteTrails()
    {
        Directory.CreateDirectory(At("trails/below"));
        var good = Gzip(Some.Records(4, i => Some.Record(i + 1, $"2026-10-0{i + 1}T12:00:00Z", action: i == 0 ? "DeleteRepository" : "PutImage")));
        File.WriteAllBytes(At("trails/good.json.gz"), good);
        File.WriteAllBytes(At("trails/cut.json.gz"), good[..^20]);
        File.WriteAllText(At("trails/empty.json"), "");
        File.WriteAllText(At("trails/odd.json"), Some.Records(2, i => i == 0 ? Some.Record(10) : "{\"eventVersion\":\"1.11\",\"eventName\":\"X\"}"));
        File.WriteAllText(At("trails/below/more.json"), Some.Records(2, i => i == 0 ? Some.Record(1, "2026-10-01T12:00:00Z", action: "DeleteRepository") : Some.Record(11)));
    }

    private static byte[] Gzip(string text)
    {
        using var bytes = new MemoryStream();
        using (var gzip = new GZipStream(bytes, CompressionLevel.Fastest))
        {
            gzip.Write(Encoding.UTF8.GetBytes(text));
        }

        return bytes.ToArray();
    }
}
