using System.Text.Json.Nodes;

namespace TrailBoard.Web.Tests.Cli;

/// <summary>Who is behind an event, in a terminal.</summary>
public sealed class ActorVerbTests : IAsyncLifetime
{
    private readonly string _folder = Directory.CreateTempSubdirectory("trailboard-verbs-").FullName;

    private string Store => Path.Combine(_folder, "store.db");

    public async Task InitializeAsync()
    {
        var trail = Path.Combine(_folder, "trail.json");
        await File.WriteAllTextAsync(trail, ActorTrail.Json);
        Assert.Equal(0, (await Verb.RunAsync("import", trail, "--store", Store)).ExitCode);
    }

    public Task DisposeAsync()
    {
        Directory.Delete(_folder, recursive: true);
        return Task.CompletedTask;
    }

    [Fact]
    public async Task The_chain_is_a_table_of_who_with_which_proof()
    {
        var (exit, output, error) = await Verb.RunAsync("actor", ActorTrail.Push, "--store", Store);

        Assert.Equal((0, ""), (exit, error));
        var lines = output.Split('\n');
        Assert.Matches(@"^WHO +KIND +PROOF +EVIDENCE +TIME$", lines[0]);
        Assert.Matches(@$"^publish/run-7 +session of a role +Recorded +PutImage {ActorTrail.Push} +2026-10-01T12:05:00Z$", lines[1]);
        Assert.Matches(@$"^{ActorTrail.Subject} +web identity of GitHub Actions +Proven +AssumeRoleWithWebIdentity {ActorTrail.Issuing} +2026-10-01T12:00:00Z$", lines[2]);
        Assert.Equal("Address: 192.0.2.44", lines[3]);
        Assert.StartsWith("Inferred: ", lines[4], StringComparison.Ordinal);
    }

    [Fact]
    public async Task Json_is_what_the_api_answers()
    {
        var (exit, output, _) = await Verb.RunAsync("actor", ActorTrail.Push, "--format", "json", "--store", Store);

        Assert.Equal(0, exit);
        var actor = JsonNode.Parse(output)!;
        Assert.Equal(("proven", ActorTrail.Subject), ((string?)actor["certainty"], (string?)actor["who"]));
        Assert.Equal(ActorTrail.Issuing, (string?)actor["hops"]![1]!["proof"]!["evidence"]![0]!["eventId"]);
        Assert.Equal("192.0.2.44", (string?)actor["address"]!["addresses"]![0]!["ip"]);
    }

    [Fact]
    public async Task Where_nothing_tells_it_says_why_and_what_is_not_known_to_be_whole()
    {
        var (exit, output, _) = await Verb.RunAsync("actor", ActorTrail.Orphan, "--store", Store);

        Assert.Equal(0, exit);
        Assert.Contains("No imported event issued the access key ASIA0000000000000008", output, StringComparison.Ordinal);
        Assert.Contains("Not known to be whole: 111122223333 eu-west-1, 2026-10-01T11:55:00Z to 2026-10-01T12:05:0", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_id_that_is_not_there_exits_with_1_and_none_at_all_with_2()
    {
        var (exit, _, error) = await Verb.RunAsync("actor", "nobody", "--store", Store);

        Assert.Equal((1, "The store holds no event with this id."), (exit, error.Trim()));
        Assert.Equal(2, (await Verb.RunAsync("actor", "--store", Store)).ExitCode);
    }
}
