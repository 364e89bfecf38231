using System.Text.Json.Nodes;

namespace TrailBoard.Web.Tests.Cli;

/// <summary>Old days removed in a terminal.</summary>
public sealed class PruneVerbTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("trailboard-verbs-").FullName;

    private string Store => Path.Combine(_folder, "store.db");

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task What_would_go_is_said_and_left_and_then_goes_and_does_not_come_back()
    {
        var trail = Path.Combine(_folder, "trail.json");
        var now = TimeProvider.System.GetUtcNow();
        await File.WriteAllTextAsync(trail, Some.Records(6, i => Some.Record(i, $"{now.AddDays(-10 * i):yyyy-MM-dd}T00:00:00Z")));
        Assert.Equal(0, (await Verb.RunAsync("import", trail, "--store", Store)).ExitCode);

        var plan = await PruneAsync("--keep-days", "25", "--dry-run", "--json");
        Assert.Equal((3, 3, 0, true), ((int)plan["days"]!, (int)plan["events"]!, (int)plan["files"]!, (bool)plan["dryRun"]!));
        Assert.Equal(6, await CountAsync());

        var (exit, said, _) = await Verb.RunAsync("prune", "--keep-days", "25", "--store", Store);
        Assert.Equal(0, exit);
        Assert.StartsWith($"Removed 3 days before {plan["before"]} UTC: 3 events, 0 bytes of records, 0 files with none left.", said, StringComparison.Ordinal);
        Assert.Equal(3, await CountAsync());
        Assert.StartsWith("The store has no events before", (await Verb.RunAsync("prune", "--keep-days", "25", "--store", Store)).Output, StringComparison.Ordinal);

        // The same events in other bytes: the ledger does not know the file.
        await File.WriteAllTextAsync(trail, Some.Records(6, i => Some.Record(i, $"{now.AddDays(-10 * i):yyyy-MM-dd}T00:00:00Z")) + "\n");
        var (_, again, _) = await Verb.RunAsync("import", trail, "--store", Store);
        Assert.Contains("Read 6 = stored 0 + duplicates 3 + rejected 0", again, StringComparison.Ordinal);
        Assert.Contains("+ too old 3: of days that were removed from the store on purpose", again, StringComparison.Ordinal);
        Assert.Equal(3, await CountAsync());

        var (_, map, _) = await Verb.RunAsync("coverage", "--store", Store, "--from", $"{now.AddDays(-60):yyyy-MM-dd}", "--to", $"{now:yyyy-MM-dd}");
        Assert.Contains($"What happened before {plan["before"]} was removed from the store on purpose.", map, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData]
    [InlineData("--keep-days", "0")]
    [InlineData("--keep-days", "all")]
    public async Task How_many_days_are_kept_must_be_said(params string[] arguments)
    {
        var (exit, _, error) = await Verb.RunAsync(["prune", "--store", Store, .. arguments]);
        Assert.Equal(2, exit);
        Assert.Contains("--keep-days", error, StringComparison.Ordinal);
        Assert.False(File.Exists(Store));
    }

    private async Task<JsonNode> PruneAsync(params string[] arguments) =>
        JsonNode.Parse((await Verb.RunAsync(["prune", "--store", Store, .. arguments])).Output)!;

    private async Task<int> CountAsync() => (await Verb.RunAsync("query", "*", "--format", "ndjson", "--store", Store)).Output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Length;
}
