using FsCheck;
using FsCheck.Fluent;
using Microsoft.Data.Sqlite;
using TrailBoard.Core.Views;
using TrailBoard.Data.Columns;
using TrailBoard.Data.Store.Sqlite;
using static TrailBoard.Tests.Columns.ColumnAnswers;

namespace TrailBoard.Tests.Columns;

/// <summary>What another process wrote is looked for only where the blocks that it wrote have rows.</summary>
public sealed class BlockKeysTests
{
    private const string Astray = "SELECT count(*) FROM events LEFT JOIN block_keys USING (block) WHERE first_key IS NULL OR key NOT BETWEEN first_key AND last_key";

    [Fact]
    public async Task Every_row_lies_between_the_keys_of_its_block_also_where_copies_were_written_anew()
    {
        using var store = await TestStore.CreateAsync();
        var random = new Random(21);
        var events = Enumerable.Range(0, 80).Select(_ => Delivery(random)).ToArray();
        for (var i = 0; i < 8; i++)
        {
            await store.ImportAsync(new FakeObject("o" + i, [.. random.GetItems(events, 40).Select(one => (one with { Writing = random.Next(4) }).Json)]) { BatchSize = 9 });
        }

        Assert.True(store.Number("SELECT count(*) FROM sightings JOIN events ON key = event_key JOIN blocks b ON b.id = block WHERE b.object_id > sightings.object_id") > 0, "No copy was written anew.");
        Assert.Equal(0, store.Number(Astray));
        Assert.Equal(store.Number("SELECT count(*) FROM blocks"), store.Number("SELECT count(*) FROM block_keys"));
    }

    [Fact]
    public async Task The_keys_of_a_block_are_no_wider_than_the_seconds_of_its_rows()
    {
        using var store = await TestStore.CreateAsync();
        await store.ImportAsync(new FakeObject("a", [.. Enumerable.Range(0, 50).Select(i => Some.Record(i, $"2026-10-{(i % 9) + 1:d2}T12:00:00Z"))]) { BatchSize = 7 });
        Assert.Equal(0, store.Number(Astray));
        Assert.Equal(0, store.Number("SELECT count(*) FROM block_keys k WHERE first_key >> 31 <> (SELECT min(key) >> 31 FROM events e WHERE e.block = k.block) OR last_key >> 31 <> (SELECT max(key) >> 31 FROM events e WHERE e.block = k.block)"));
    }

    [Fact]
    public async Task Blocks_of_which_the_keys_are_not_known_are_looked_for_everywhere()
    {
        using var store = await TestStore.CreateAsync(time: TimeProvider.System);
        await store.ImportAsync(new FakeObject("a", Some.Record(1)));

        // As an earlier version writes, which is still at work while this one begins.
        using (var connection = new SqliteConnection($"Data Source={store.File.Path};Pooling=False"))
        {
            connection.Open();
            SqliteFile.Execute(connection, "CREATE TRIGGER forget AFTER INSERT ON block_keys WHEN new.block % 2 = 0 BEGIN DELETE FROM block_keys WHERE block = new.block; END");
        }

        await store.RunColumnsAsync(sliceRows: 16);
        using var other = new TestStore(store.Folder, time: TimeProvider.System);
        for (var i = 0; i < 5; i++)
        {
            await other.ImportAsync(new FakeObject("b" + i, [.. Enumerable.Range(0, 20).Select(n => Some.Record((100 * (i + 1)) + n, $"2026-10-0{(n % 5) + 1}T12:00:00Z"))]) { BatchSize = 3 });
        }

        Assert.True(store.Number("SELECT (SELECT count(*) FROM blocks) - (SELECT count(*) FROM block_keys)") > 0, "All keys were noted.");
        await EventuallyAsync(async () => await store.Queries.CountAsync(EventQuery.All, CancellationToken.None) == 101);
    }

    private static readonly Gen<List<(long First, long Last)>> Ranges =
        from count in Gen.Choose(0, 12)
        from ranges in (from first in Gen.Choose(-40, 40) from length in Gen.Choose(0, 9) select ((long)first, (long)first + length)).ListOf(count)
        select ranges.ToList();

    [Fact]
    public void Joined_ranges_hold_the_same_keys_in_order_and_each_once() => Prop.ForAll(Arb.From(Ranges), ranges =>
    {
        var keys = ranges.SelectMany(range => Keys(range)).Distinct().Order().ToList();
        Assert.Equal(keys, KeyRanges.Joined(ranges).SelectMany(Keys));
    }).Check(Config.QuickThrowOnFailure);

    private static IEnumerable<long> Keys((long First, long Last) range) => Enumerable.Range(0, (int)(range.Last - range.First) + 1).Select(i => range.First + i);
}
