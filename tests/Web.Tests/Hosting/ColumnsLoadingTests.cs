using System.Text;
using Microsoft.Extensions.DependencyInjection;
using TrailBoard.Core.Store;

namespace TrailBoard.Web.Tests.Hosting;

/// <summary>A site keeps its events in memory, also those that another process imports, and does without when it cannot.</summary>
public sealed class ColumnsLoadingTests
{
    [Fact]
    public async Task A_site_holds_its_events_in_memory_and_sees_what_another_process_imports()
    {
        await using var site = await TrailBoardFactory.StartAsync();
        using var client = site.Client();
        var columns = site.Services.GetRequiredService<ILiveColumns>();
        await Wait.UntilAsync(() => columns.State is { IsLoading: false, Since: null }, "the columns to be loaded");
        Assert.Equal(0, columns.State.DaysLoaded);

        var trail = Path.Combine(site.Folder, "trail.json");
        await File.WriteAllTextAsync(trail, Some.Records(30, i => Some.Record(i, $"2026-10-{(i % 3) + 1:d2}T12:00:00Z")));
        Assert.Equal(0, (await Verb.RunAsync("import", trail, "--store", Path.Combine(site.Folder, "trailboard.db"))).ExitCode);
        await Wait.UntilAsync(() => columns.State.DaysLoaded == 3, "the other process's events");
        Assert.Contains("\"value\":\"alice\",\"count\":30", await client.GetStringAsync("/api/groups/user"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Without_memory_a_site_answers_all_the_same()
    {
        await using var site = await TrailBoardFactory.StartAsync(settings: "--Store:ColumnsMegabytes=0");
        using var client = site.Client();
        using var trail = new MultipartFormDataContent { { new ByteArrayContent(Encoding.UTF8.GetBytes(Some.Records(3))), "files", "trail.json" } };
        using var answer = await client.PostAsync("/api/uploads?wait=true", trail);
        Assert.True(answer.IsSuccessStatusCode, await answer.Content.ReadAsStringAsync());
        Assert.Contains("\"value\":\"alice\",\"count\":3", await client.GetStringAsync("/api/groups/user"), StringComparison.Ordinal);
        Assert.Equal(ColumnsState.Off, site.Services.GetRequiredService<ILiveColumns>().State);
    }
}
