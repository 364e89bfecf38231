using System.Text.Json;

namespace TrailBoard.Web.Tests.Hosting;

/// <summary>The verbs about sources, as a person runs them: the program in its own process, against a bucket on loopback.</summary>
public sealed class SourceProgramTests : IAsyncLifetime
{
    private readonly string _folder = Directory.CreateTempSubdirectory("trailboard-program-").FullName;
    private LoopbackAws _aws = null!;

    public async Task InitializeAsync()
    {
        _aws = await LoopbackAws.StartAsync();
        _aws.Deliver(1, Some.Record(1, "2026-10-05T12:00:00Z"), Some.Record(2, "2026-10-05T12:01:00Z"));
    }

    public async Task DisposeAsync()
    {
        await _aws.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }

    [Fact]
    public async Task A_source_that_works_is_checked_imported_and_listed()
    {
        var (checkedExit, steps, checkedError) = await RunAsync("sources", "check", "TRAIL");
        Assert.True(checkedExit == 0, checkedError + steps);
        Assert.Contains("✓ passed     List the bucket", steps, StringComparison.Ordinal);
        Assert.Contains("✓ passed     Read a trail file", steps, StringComparison.Ordinal);
        Assert.EndsWith($"The source trail can be read.{Environment.NewLine}", steps, StringComparison.Ordinal);
        Assert.False(File.Exists(Path.Combine(_folder, "trailboard.db")), "A check needs no store.");

        var (imported, summary, importError) = await RunAsync("import", "--source", "trail", "--json");
        Assert.True(imported == 0, importError + summary);
        using var books = JsonDocument.Parse(summary);
        Assert.Equal((1, 2), (books.RootElement.GetProperty("files").GetInt32(), books.RootElement.GetProperty("stored").GetInt32()));

        var (listed, lines, _) = await RunAsync("sources", "--json");
        Assert.Equal(0, listed);
        using var line = JsonDocument.Parse(lines);
        Assert.Equal(("trail", "S3", "waiting"), (Text(line, "name"), Text(line, "type"), Text(line, "state")));
        Assert.NotNull(Text(line, "lastSuccess"));
        Assert.True(line.RootElement.GetProperty("lagSeconds").GetInt64() > 0);
        Assert.Null(Text(line, "runBy"));

        var (_, table, _) = await RunAsync("sources");
        var rows = table.Split(Environment.NewLine, StringSplitOptions.RemoveEmptyEntries);
        Assert.StartsWith("SOURCE  TYPE  STATE    LAST SUCCESS", rows[0], StringComparison.Ordinal);
        Assert.StartsWith("trail   S3    waiting  20", rows[1], StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_source_that_is_refused_says_what_is_missing_in_the_check_the_import_and_the_list()
    {
        _aws.RefuseObjects = "AccessDenied";

        var (exit, output, _) = await RunAsync("sources", "check", "trail", "--json");
        var steps = output.Split(Environment.NewLine, StringSplitOptions.RemoveEmptyEntries).Select(line => JsonDocument.Parse(line)).ToList();
        Assert.Equal(1, exit);
        Assert.Equal(("failed", "s3:GetObject"), (Text(steps[^1], "outcome"), Text(steps[^1], "missingPermission")));
        Assert.All(steps.SkipLast(1), step => Assert.Equal("passed", Text(step, "outcome")));

        var (failedExit, words, _) = await RunAsync("sources", "check", "trail");
        Assert.Equal(1, failedExit);
        Assert.Contains("✗ failed     Read a trail file", words, StringComparison.Ordinal);
        Assert.Contains("Missing permission: s3:GetObject", words, StringComparison.Ordinal);
        Assert.Contains("1 step failed", words, StringComparison.Ordinal);

        var (imported, _, _) = await RunAsync("import", "--source", "trail");
        Assert.Equal(1, imported);
        var (_, table, _) = await RunAsync("sources");
        Assert.Contains("s3:GetObject", table, StringComparison.Ordinal);
        Assert.Contains("failing", table, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_name_that_is_no_source_is_refused_with_the_names_that_are()
    {
        var (exit, _, error) = await RunAsync("sources", "check", "trial");

        Assert.Equal(2, exit);
        Assert.Contains("There is no source \"trial\". There is: trail.", error, StringComparison.Ordinal);
    }

    private static string? Text(JsonDocument json, string key) => json.RootElement.GetProperty(key).GetString();

    private Task<(int ExitCode, string Output, string Error)> RunAsync(params string[] arguments) => ProgramProcess.RunAsync(
        _folder,
        [("Sources__0__Name", "trail"), ("Sources__0__Type", "S3"), ("Sources__0__Bucket", "trails"), ("Sources__0__Endpoint", _aws.Url)],
        arguments);
}
