using Microsoft.Extensions.DependencyInjection;
using TrailBoard.Core.Store;

namespace TrailBoard.Web.Tests.Hosting;

/// <summary>A site indexes the words of records behind, also of those that another process imports.</summary>
public sealed class TextIndexBuildingTests
{
    [Fact]
    public async Task A_site_indexes_what_another_process_imports_and_finds_a_word_of_it()
    {
        await using var site = await TrailBoardFactory.StartAsync();
        using var client = site.Client();
        var folder = Directory.CreateDirectory(Path.Combine(site.Folder, "trail")).FullName;
        for (var i = 0; i < 70; i++)
        {
            var number = i;
            await File.WriteAllTextAsync(Path.Combine(folder, $"{i}.json"), Some.Records(1, _ => Some.Record(number, extra: $$""","additionalEventData":{"note":"needle{{number}} of hay"}""")));
        }

        Assert.Equal(0, (await Verb.RunAsync("import", folder, "--store", Path.Combine(site.Folder, "trailboard.db"))).ExitCode);
        var index = site.Services.GetRequiredService<ITextIndex>();
        await Wait.UntilAsync(() => index.State is { Indexed: >= 64, IsBuilding: false }, "the words of the other process's events");
        Assert.Contains("\"total\":1", (await client.GetStringAsync("/api/groups/user?q=record:needle42")).Replace(" ", "", StringComparison.Ordinal), StringComparison.Ordinal);
    }
}
