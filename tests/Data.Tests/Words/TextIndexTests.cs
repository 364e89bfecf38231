using TrailBoard.Core.Search;
using TrailBoard.Core.Store;
using TrailBoard.Core.Views;
using TrailBoard.Data.Store.Sqlite;
using TrailBoard.Data.Words;

namespace TrailBoard.Tests.Words;

public sealed class TextIndexTests
{
    [Theory]
    [InlineData("record:needle42", 1)]
    [InlineData("record:NEEDLE42", 1)]
    [InlineData("record:needle4", 0)]
    [InlineData("record:nowhere", 0)]
    [InlineData("res.note:needle42", 1)]
    [InlineData("req.repositoryName:team/api", 60)]
    [InlineData("record:needle42 OR record:needle7", 2)]
    [InlineData("record:(needle42 OR needle7) user:alice", 2)]
    [InlineData("record:\"needle42 of\"", 1)]
    [InlineData("res.note:needle42*", 60)]
    [InlineData("-record:needle42", 60)]
    [InlineData("record:*eedle42*", 60)]
    [InlineData("record:dead", 60)]
    [InlineData("record:needle42 OR error:*", 60)]
    public async Task Only_blocks_that_may_hold_the_words_are_read(string filter, int most)
    {
        using var store = await TestStore.CreateAsync();
        await ImportAsync(store, 60);
        await store.Index.IndexAllAsync(CancellationToken.None);
        var blocks = await MayMatchAsync(store, filter);
        var may = Enumerable.Range(1, 60).Count(block => blocks.MayHold(block));
        // One word in thousands may be taken for another.
        Assert.InRange(may, most == 60 ? 60 : 0, most == 60 ? 60 : most + 2);
        Assert.True(blocks.MayHold(61));
    }

    [Fact]
    public async Task A_process_killed_while_it_writes_an_index_leaves_blocks_with_theirs_or_without()
    {
        using var store = await TestStore.CreateAsync();
        await ImportAsync(store, 50);
        store.Index.GroupBlocks = 10;
        await store.Index.IndexAllAsync(CancellationToken.None);
        await ImportAsync(store, 50, first: 50);

        // All rows of a group are written, nothing is committed: the file as it is now is what a kill leaves.
        var copy = Directory.CreateTempSubdirectory("trailboard-").FullName;
        using (var connection = store.Connect())
        using (var transaction = connection.BeginTransaction())
        {
            SqliteFile.Execute(connection, "INSERT INTO word_groups VALUES (99, 1, 1, 1); INSERT INTO word_buckets VALUES (103809024, x'00'); INSERT INTO word_blocks VALUES (60, 99, 0);");
            foreach (var file in Directory.GetFiles(store.Folder))
            {
                File.Copy(file, Path.Combine(copy, Path.GetFileName(file)));
            }
        }

        using (var left = new TestStore(copy))
        {
            await left.Setup.PrepareAsync(CancellationToken.None);
            Assert.Equal((50, 5), (left.Number("SELECT count(*) FROM word_blocks"), left.Number("SELECT count(*) FROM word_groups")));
            Assert.Equal(1, await CountAsync(left, "record:needle60"));
            await left.Index.IndexAllAsync(CancellationToken.None);
            Assert.Equal(100, left.Number("SELECT count(*) FROM word_blocks"));
            Assert.Equal(1, await CountAsync(left, "record:needle60"));
            Assert.Equal(1, await CountAsync(left, "record:needle6"));
        }

        Directory.Delete(copy, recursive: true);
    }

    [Fact]
    public async Task A_block_whose_number_is_given_again_is_read_until_it_has_an_index_of_its_own()
    {
        using var store = await TestStore.CreateAsync();
        await ImportAsync(store, 10);
        await store.Index.IndexAllAsync(CancellationToken.None);
        Assert.Equal(0, await CountAsync(store, "record:needle77"));
        store.Change("DELETE FROM events WHERE block = 10; DELETE FROM block_keys WHERE block = 10; DELETE FROM blocks WHERE id = 10;");

        store.Writer.Dispose();
        using var later = new TestStore(store.Folder);
        await ImportAsync(later, 1, first: 77);
        Assert.Equal(10, later.Number("SELECT max(id) FROM blocks"));
        Assert.Equal(1, await CountAsync(later, "record:needle77"));
        Assert.Equal(1, await CountAsync(store, "record:needle77"));
        await later.Index.IndexAllAsync(CancellationToken.None);
        Assert.Equal(1, await CountAsync(later, "record:needle77"));
        Assert.Equal(1, await CountAsync(store, "record:needle77"));

        // Blocks are not numbered in the order in which they came, so which needle went with the tenth is not said here.
        var left = 0L;
        for (var needle = 0; needle < 10; needle++)
        {
            left += await CountAsync(later, $"record:needle{needle}");
        }

        Assert.Equal(9, left);
    }

    [Fact]
    public async Task Two_processes_index_a_store_at_once_and_a_third_finds_all()
    {
        using var store = await TestStore.CreateAsync(time: TimeProvider.System);
        await ImportAsync(store, 80);
        using var other = new TestStore(store.Folder, time: TimeProvider.System);
        (store.Index.GroupBlocks, other.Index.GroupBlocks) = (3, 5);
        await Task.WhenAll(store.Index.IndexAllAsync(CancellationToken.None), other.Index.IndexAllAsync(CancellationToken.None));
        using var third = new TestStore(store.Folder);
        Assert.Equal(80, third.Number("SELECT count(*) FROM word_blocks"));
        for (var i = 0; i < 80; i++)
        {
            Assert.Equal(1, await CountAsync(third, "record:needle" + i));
        }
    }

    [Fact]
    public async Task An_index_by_other_rules_is_not_asked_and_is_made_anew()
    {
        using var store = await TestStore.CreateAsync();
        await ImportAsync(store, 10);
        await store.Index.IndexAllAsync(CancellationToken.None);
        store.Change("UPDATE word_groups SET version = version + 1; UPDATE word_buckets SET words = x'01';");

        using var later = new TestStore(store.Folder);
        Assert.True((await MayMatchAsync(later, "record:nowhere")).MayHold(3));
        await later.Index.IndexAllAsync(CancellationToken.None);
        Assert.False((await MayMatchAsync(later, "record:nowhere")).MayHold(3));
        Assert.Equal((1, 10), (later.Number("SELECT count(*) FROM word_groups"), later.Number("SELECT count(*) FROM word_blocks")));
        Assert.Equal(1, await CountAsync(later, "record:needle9"));
    }

    [Fact]
    public async Task A_block_that_cannot_be_read_keeps_the_others_from_nothing()
    {
        using var store = await TestStore.CreateAsync();
        await ImportAsync(store, 10);
        store.Change("UPDATE blocks SET gzip = x'1f8b0800000000000003ffffffffffffffffff0a000000' WHERE id = 4");

        await store.Index.IndexAllAsync(CancellationToken.None);
        Assert.Equal(9, store.Number("SELECT count(*) FROM word_blocks"));
    }

    [Fact]
    public async Task While_a_site_runs_blocks_are_indexed_behind_and_what_comes_later_too()
    {
        using var store = await TestStore.CreateAsync(time: TimeProvider.System);
        await ImportAsync(store, 70);
        using var stop = new CancellationTokenSource();
        var running = store.Index.RunAsync(stop.Token);
        await Wait.UntilAsync(() => store.Index.State is { Indexed: 70, Blocks: 70, IsBuilding: false });
        await ImportAsync(store, 70, first: 70);
        await Wait.UntilAsync(() => store.Index.State is { Indexed: 140, Blocks: 140, IsBuilding: false });
        await stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => running);
        Assert.Equal(TextIndexState.Off, store.Index.State);
    }

    [Fact]
    public async Task What_is_masked_is_not_in_the_index()
    {
        using var store = await TestStore.CreateAsync();
        await store.ImportAsync(new FakeObject("a", Some.Record(1, extra: ""","additionalEventData":{"password":"hunter2secret"}""")));
        await store.Index.IndexAllAsync(CancellationToken.None);
        Assert.False((await MayMatchAsync(store, "record:hunter2secret")).MayHold(1));
        Assert.Equal(0, await CountAsync(store, "record:*hunter2*"));
        Assert.Equal(1, await CountAsync(store, "record:password"));
    }

    [Fact]
    public async Task A_watched_search_tells_how_far_it_is_and_ends_when_it_is_told_to()
    {
        using var store = await TestStore.CreateAsync();
        await store.ImportAsync(new FakeObject("a", [.. Enumerable.Range(0, 9_000).Select(i => Some.Record(i, $"2026-10-01T{i / 3600:d2}:{i / 60 % 60:d2}:{i % 60:d2}Z"))]));
        var steps = new List<SearchProgress>();
        var whole = new EventQuery(FilterParser.Parse("record:*pi"), TimeRange.All);
        Assert.Equal(9_000, await store.Queries.CountAsync(whole with { Watch = new SearchWatch(steps.Add) }, CancellationToken.None));
        Assert.Equal(new SearchProgress(new DateTimeOffset(2026, 10, 1, 0, 0, 0, TimeSpan.Zero), 1, 9_000), steps[^1]);
        Assert.Equal(steps.OrderBy(step => step.Share).ThenByDescending(step => step.Back), steps);
        Assert.InRange(steps.Count, 4, 20);

        SearchWatch? watch = null;
        watch = new SearchWatch(progress =>
        {
            if (progress.Share > 0.3)
            {
                watch!.Stop();
            }
        });
        var some = await store.Queries.CountAsync(whole with { Watch = watch }, CancellationToken.None);
        Assert.InRange(some, 1, 8_000);
        Assert.Equal(watch.Progress!.Found, some);
    }

    [Fact]
    public async Task Questions_under_one_watch_search_once()
    {
        using var store = await TestStore.CreateAsync();
        await ImportAsync(store, 30);
        var steps = 0;
        var query = new EventQuery(FilterParser.Parse("record:*eedle1*"), TimeRange.All) { Watch = new SearchWatch(_ => Interlocked.Increment(ref steps)) };
        var counts = await Task.WhenAll(Enumerable.Range(0, 5).Select(_ => store.Queries.CountAsync(query, CancellationToken.None)));
        var histogram = await store.Queries.HistogramAsync(query, 10, CancellationToken.None);
        var groups = await store.Queries.GroupAsync(new GroupQuery(query, EventFields.User, 5), CancellationToken.None);
        Assert.Equal([11, 11, 11, 11, 11], counts);
        Assert.Equal((11, 11, 1), (histogram.Total, groups.Events, steps));

        // Who gives up leaves the search to the others.
        using var gone = new CancellationTokenSource();
        var other = query with { Watch = new SearchWatch() };
        var stays = store.Queries.CountAsync(other, CancellationToken.None);
        var leaves = store.Queries.CountAsync(other, gone.Token);
        await gone.CancelAsync();
        Assert.Equal(11, await stays);
        await Task.WhenAny(leaves);
        Assert.Equal(11, await store.Queries.CountAsync(other, CancellationToken.None));
    }

    private static async Task ImportAsync(TestStore store, int count, int first = 0) =>
        await store.ImportAsync(new FakeObject("n" + first, [.. Enumerable.Range(first, count).Select(Record)]) { BatchSize = 1 });

    private static string Record(int number) => Some.Record(number)
        .Replace("\"responseElements\":null", $"\"responseElements\":{{\"note\":\"needle{number} of \\u0068ay\"}}", StringComparison.Ordinal);

    private static Task<BlockSet> MayMatchAsync(TestStore store, string filter) => store.Database.ReadAsync(
        context => new TextIndex().MayMatchAsync(context, FilterParser.Parse(filter), CancellationToken.None), CancellationToken.None);

    private static Task<long> CountAsync(TestStore store, string filter) =>
        store.Queries.CountAsync(new EventQuery(FilterParser.Parse(filter), TimeRange.All), CancellationToken.None);
}
