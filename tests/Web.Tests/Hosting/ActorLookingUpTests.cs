using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using TrailBoard.Core.Store;

namespace TrailBoard.Web.Tests.Hosting;

/// <summary>Who really acted is found out behind imports by a site, and before the answer by a verb.</summary>
public sealed class ActorLookingUpTests
{
    private const string Job = "web:" + ActorTrail.Subject + "@token.actions.githubusercontent.com";

    [Fact]
    public async Task A_site_finds_out_who_acted_in_what_another_process_imports()
    {
        await using var site = await TrailBoardFactory.StartAsync();
        using var client = site.Client();
        var (file, store) = (Path.Combine(site.Folder, "trail.json"), Path.Combine(site.Folder, "trailboard.db"));
        await File.WriteAllTextAsync(file, ActorTrail.Json);

        Assert.Equal(0, (await Verb.RunAsync("import", file, "--store", store)).ExitCode);

        var lookup = site.Services.GetRequiredService<IActorLookup>();
        await Wait.UntilAsync(() => lookup.AskAsync(CancellationToken.None).GetAwaiter().GetResult().IsDone, "who acted in all events");
        Assert.Equal([("proven", 2), ("recorded", 1), ("unknown", 1)], await GroupsAsync(client, "actorProof"));
        Assert.Equal([(Job, 3)], await GroupsAsync(client, "actor"));
    }

    [Fact]
    public async Task A_verb_that_is_asked_about_a_person_finds_out_first_and_says_so_and_asks_no_more_the_next_time()
    {
        var folder = Directory.CreateTempSubdirectory("trailboard-").FullName;
        try
        {
            var (file, store) = (Path.Combine(folder, "trail.json"), Path.Combine(folder, "trailboard.db"));
            await File.WriteAllTextAsync(file, ActorTrail.Json);
            Assert.Equal(0, (await Verb.RunAsync("import", file, "--store", store)).ExitCode);

            var first = await Verb.RunAsync("query", "actor:*harborlane/shop* action:PutImage", "--format", "ndjson", "--store", store);
            var second = await Verb.RunAsync("query", "", "--group-by", "actorProof", "--format", "json", "--store", store);

            Assert.Contains("Finding out who acted in 1 more block", first.Error, StringComparison.Ordinal);
            Assert.Contains($"\"actor\":\"{Job}\",\"actorProof\":\"proven\"", first.Output, StringComparison.Ordinal);
            Assert.DoesNotContain("Finding out", second.Error, StringComparison.Ordinal);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static async Task<List<(string, long)>> GroupsAsync(HttpClient client, string field)
    {
        using var answer = JsonDocument.Parse(await client.GetStringAsync($"/api/groups/{field}"));
        return [.. answer.RootElement.GetProperty("groups").EnumerateArray().Select(group => (group.GetProperty("value").GetString()!, group.GetProperty("count").GetInt64())).OrderByDescending(group => group.Item2).ThenBy(group => group.Item1, StringComparer.Ordinal)];
    }
}
