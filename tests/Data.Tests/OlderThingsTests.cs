using System.Text;
using Microsoft.Extensions.Logging;
using TrailBoard.Core.Search;
using TrailBoard.Core.Views;
using TrailBoard.Data.Store;

namespace TrailBoard.Tests;

/// <summary>A store whose events are of before things were kept with them gets them from the records, once.</summary>
public sealed class OlderThingsTests
{
    [Fact]
    public async Task Events_of_before_there_were_things_get_those_that_their_records_name()
    {
        using var store = await SomeAsync();
        var (events, clusters) = (await store.DumpAsync(), await CountAsync(store, "cluster:*"));
        await OlderStore.RestoreThingsAsync(store);
        Assert.All(await new TestStore(store.Folder).ExportAsync(), stored => Assert.Empty(stored.Event.Things));

        var log = new LogLines();
        using var upgraded = new TestStore(store.Folder, things: new LoggerOf<OlderThings>(log));
        await upgraded.Setup.PrepareAsync(CancellationToken.None);

        Assert.Equal(events, await upgraded.DumpAsync());
        Assert.True(clusters > 0);
        Assert.Equal(clusters, await CountAsync(upgraded, "cluster:*"));
        Assert.Equal(0, upgraded.Number("SELECT count(*) FROM unread_things"));
        Assert.Contains(log.All, line => line.Contains("100 % of these blocks", StringComparison.Ordinal));

        // Only once; and what is imported on top finds the values.
        var (terms, lines) = (upgraded.Terms(), log.All.Count);
        await upgraded.Setup.PrepareAsync(CancellationToken.None);
        Assert.Equal(lines, log.All.Count);
        await upgraded.ImportAsync(new FakeObject("more", Some.Record(900).Replace("{\"repositoryName\":\"team/api\"}", """{"repositoryName":"team/api","imageTag":"v1"}""", StringComparison.Ordinal)));
        Assert.Equal(terms.Where(term => term.Dictionary == (int)TermKind.Thing), upgraded.Terms().Where(term => term.Dictionary == (int)TermKind.Thing));
        Assert.Equal(1, await CountAsync(upgraded, $"tag:team/api:v1 eventId:{Some.Guid(900)}"));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    [InlineData(6)]
    public async Task Whoever_breaks_it_off_has_only_the_rest_left_to_do(int commits)
    {
        using var store = await SomeAsync();
        var events = await store.DumpAsync();
        await OlderStore.RestoreThingsAsync(store);

        using (var broken = new TestStore(store.Folder))
        {
            (broken.Things.Blocks, var left) = (1, commits);
            broken.Things.Committing = () => _ = left-- > 0 ? 0 : throw new OperationCanceledException();
            await Assert.ThrowsAsync<OperationCanceledException>(() => broken.Setup.PrepareAsync(CancellationToken.None));
        }

        var last = store.Number("SELECT last_block FROM unread_things");
        Assert.Equal(store.Number("SELECT max(id) FROM blocks") - commits, last);
        Assert.Equal(0, store.Number($"SELECT count(*) FROM events WHERE repository < 0 AND block <= {last}"));
        Assert.NotEqual(0, store.Number($"SELECT count(*) FROM events WHERE repository < 0 AND block > {last}"));

        using var upgraded = new TestStore(store.Folder);
        var rest = 0;
        (upgraded.Things.Blocks, upgraded.Things.Committing) = (1, () => rest++);
        await upgraded.Setup.PrepareAsync(CancellationToken.None);

        Assert.Equal(last, rest);
        Assert.Equal(events, await upgraded.DumpAsync());
    }

    [Fact]
    public async Task Columns_on_disk_of_before_count_for_nothing()
    {
        using (var store = await SomeAsync())
        {
            var folder = store.Folder;
            await OlderStore.RestoreThingsAsync(store);
            using (var before = new TestStore(folder))
            {
                await before.RunColumnsAsync();
            }

            Assert.True(File.Exists(Path.Combine(folder, "trailboard.db-columns", "index")));
            using var upgraded = new TestStore(folder);
            await upgraded.Setup.PrepareAsync(CancellationToken.None);
            await upgraded.RunColumnsAsync();

            Assert.Equal(0, upgraded.Columns.DaysFromDisk);
            foreach (var filter in (string[])["cluster:prod", "-task:*", "image:* repository:*", "tag:*:v1"])
            {
                await EngineChecks.AgreeAsync(upgraded, FilterParser.Parse(filter), default);
            }
        }
    }

    [Fact]
    public async Task A_block_that_is_damaged_is_named_and_holds_nothing_up()
    {
        using var store = await SomeAsync();
        await OlderStore.RestoreThingsAsync(store);
        // Among the last eight bytes is the sum over all others.
        store.Change("UPDATE blocks SET gzip = CAST(substr(gzip, 1, length(gzip) - 8) || x'00000000' || substr(gzip, -4) AS BLOB) WHERE id = 2");

        var log = new LogLines();
        using var upgraded = new TestStore(store.Folder, things: new LoggerOf<OlderThings>(log));
        await upgraded.Setup.PrepareAsync(CancellationToken.None);

        Assert.Single(log.All, line => line.StartsWith("Warning: Block 2 of the store is damaged", StringComparison.Ordinal));
        Assert.Equal(0, upgraded.Number("SELECT count(*) FROM events WHERE repository < 0 AND block = 2"));
        Assert.NotEqual(0, upgraded.Number("SELECT count(*) FROM events WHERE repository < 0 AND block = 1"));
    }

    // Copies in another writing too: the one that sorts first is shown, so some blocks do not show all of their events.
    private static async Task<TestStore> SomeAsync()
    {
        var store = await QueryTests.MixedAsync();
        var again = (await store.ExportAsync()).Take(40)
            .Select(stored => Encoding.UTF8.GetString(stored.Record.Span))
            .Select((json, i) => i % 3 == 0 ? WritingTests.Reordered(json) : json.Replace(",\"", ", \"", StringComparison.Ordinal))
            .ToArray();
        await store.ImportAsync(new FakeObject("again", again) { BatchSize = 10 });
        Assert.InRange(store.Number("SELECT count(*) FROM blocks"), 7, 12);
        return store;
    }

    private static Task<long> CountAsync(TestStore store, string filter) =>
        store.Queries.CountAsync(new EventQuery(FilterParser.Parse(filter), default), CancellationToken.None);

    private sealed class LoggerOf<T>(LogLines lines) : ILogger<T>
    {
        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => lines.BeginScope(state);

        public bool IsEnabled(LogLevel logLevel) => lines.IsEnabled(logLevel);

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
            lines.Log(logLevel, eventId, state, exception, formatter);
    }
}
