using System.Text.Json.Nodes;
using Microsoft.Extensions.DependencyInjection;
using TrailBoard.Core.Import;
using TrailBoard.Web.Cli;

namespace TrailBoard.Web.Tests.Cli;

/// <summary>What is kept aside, decided on in a terminal.</summary>
public sealed class QuarantineVerbTests : IDisposable
{
    private const string File = "s3://trails/AWSLogs/a.json.gz";
    private const string Message = "sqs:message-1";

    private readonly string _folder = Directory.CreateTempSubdirectory("trailboard-verbs-").FullName;

    private string Store => Path.Combine(_folder, "store.db");

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task Nothing_is_kept_aside_at_first()
    {
        var (exit, output, _) = await Verb.RunAsync("quarantine", "--store", Store);
        Assert.Equal((0, "Nothing is kept aside.\n"), (exit, output));
    }

    [Fact]
    public async Task Each_is_listed_with_its_number_and_reason()
    {
        await KeepAsideAsync(File, "sqs:\u001b[31mred");

        var (exit, table, _) = await Verb.RunAsync("quarantine", "--store", Store);
        Assert.Equal(0, exit);
        Assert.Contains(File, table, StringComparison.Ordinal);
        Assert.Contains(KeptAsideTrail.Reason, table, StringComparison.Ordinal);
        Assert.DoesNotContain("\u001b", table, StringComparison.Ordinal);
        var lines = await ListAsync();
        Assert.Equal([false, true], lines.Select(line => (bool)line["canBeReadAgain"]!).Order());
        Assert.All(lines, line => Assert.Equal("new-files", (string?)line["source"]));
    }

    [Fact]
    public async Task All_files_are_asked_for_and_all_that_is_left_discarded()
    {
        await KeepAsideAsync(File, Message);

        var retry = await Verb.RunAsync("quarantine", "retry", "--all", "--store", Store);
        Assert.Equal((0, $"{File} is read again by the next run of its source.\n", ""), retry);
        Assert.Equal(Message, (string?)Assert.Single(await ListAsync())["name"]);

        var discard = await Verb.RunAsync("quarantine", "discard", "--all", "--store", Store);
        Assert.Equal((0, $"{Message} was discarded.\n", ""), discard);
        Assert.Empty(await ListAsync());
    }

    [Fact]
    public async Task One_is_decided_on_by_its_number_and_what_cannot_be_is_said()
    {
        await KeepAsideAsync(File, Message);
        var ids = (await ListAsync()).ToDictionary(line => (string)line["name"]!, line => $"{line["id"]}");

        var (exit, output, error) = await Verb.RunAsync("quarantine", "retry", ids[Message], ids[File], "--store", Store);

        Assert.Equal(1, exit);
        Assert.StartsWith(File, output, StringComparison.Ordinal);
        Assert.StartsWith($"{ids[Message]} is not kept aside, or is a message", error, StringComparison.Ordinal);
        Assert.Equal(Message, (string?)Assert.Single(await ListAsync())["name"]);
    }

    [Theory]
    [InlineData("retry")]
    [InlineData("retry", "1", "--all")]
    [InlineData("discard", "one")]
    public async Task Which_ones_is_to_be_said(params string[] args)
    {
        var (exit, _, error) = await Verb.RunAsync(["quarantine", .. args, "--store", Store]);
        Assert.Equal(2, exit);
        Assert.NotEmpty(error.Trim());
    }

    [Fact]
    public async Task An_import_tells_what_it_kept_aside_apart_from_what_failed()
    {
        await using var parts = await VerbParts.OpenAsync(Store, CancellationToken.None);
        var report = new ImportReport();
        var summary = await parts.GetRequiredService<ImportRun>().RunAsync(new KeptAsideTrail(File), "Queue", (_, outcome) => Add(report, outcome), CancellationToken.None);
        await using var output = new StringWriter();

        report.Write(output, summary.Progress);

        Assert.Contains("Kept aside 1 object; not tried again until a person decides (trailboard quarantine):", output.ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain("the next run tries again", output.ToString(), StringComparison.Ordinal);
    }

    private static void Add(ImportReport report, ObjectOutcome? outcome)
    {
        if (outcome is not null)
        {
            report.Add(outcome);
        }
    }

    private async Task KeepAsideAsync(params string[] names)
    {
        await using var parts = await VerbParts.OpenAsync(Store, CancellationToken.None);
        await parts.GetRequiredService<ImportRun>().RunAsync(new KeptAsideTrail(names), "Queue", null, CancellationToken.None);
    }

    private async Task<List<JsonNode>> ListAsync()
    {
        var (_, output, _) = await Verb.RunAsync("quarantine", "--json", "--store", Store);
        return [.. output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => JsonNode.Parse(line)!)];
    }
}
