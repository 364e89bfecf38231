using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using TrailBoard.Core.Store;
using TrailBoard.Web.Hosting;

namespace TrailBoard.Web.Tests.Hosting;

/// <summary>A site indexes the words of records behind, also of those that another process imports, and tries again when it cannot.</summary>
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

    [Fact]
    public async Task Indexing_that_breaks_is_begun_again_after_a_while()
    {
        var time = new ManualTime();
        var index = new BreakingIndex();
        using var building = new TextIndexBuilding(index, time, NullLogger<TextIndexBuilding>.Instance);
        await building.StartAsync(CancellationToken.None);
        await Wait.UntilAsync(
            () =>
            {
                time.Advance(TimeSpan.FromSeconds(10));
                return index.Runs == 3;
            },
            "a third run");
        await building.StopAsync(CancellationToken.None);
        Assert.True(index.WasStopped);
    }

    private sealed class BreakingIndex : ITextIndex
    {
        public int Runs { get; private set; }

        public bool WasStopped { get; private set; }

        public TextIndexState State => TextIndexState.Off;

        public async Task RunAsync(CancellationToken cancellationToken)
        {
            switch (++Runs)
            {
                case 1:
                    throw new StoreException("The disk is gone.");
                case 2:
                    throw new InvalidOperationException("A mistake of our own.");
            }

            try
            {
                await Task.Delay(Timeout.Infinite, cancellationToken);
            }
            finally
            {
                WasStopped = true;
            }
        }
    }
}
