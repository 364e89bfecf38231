using System.Text;
using TrailBoard.Core.Import;
using TrailBoard.Data.Store;
using TrailBoard.Data.Store.Sqlite;

namespace TrailBoard.Tests;

/// <summary>Blocks wait until their transaction ends, and are numbered so that they fill the pages. Each row keeps its block.</summary>
public sealed class WaitingBlocksTests
{
    private const int Objects = 120;

    [Fact]
    public async Task Blocks_that_are_written_together_take_fewer_pages_and_every_event_keeps_its_record()
    {
        using var together = await TestStore.CreateAsync();
        using var alone = await TestStore.CreateAsync();
        var random = new Random(7);
        var objects = Enumerable.Range(0, Objects).Select(o => new FakeObject("o" + o, Noisy(o * 10, random), Noisy((o * 10) + 1, random))).ToArray();
        await together.ImportAsync(objects);
        foreach (var one in objects)
        {
            await alone.ImportAsync(one);
        }

        Assert.Equal(await alone.DumpAsync(), await together.DumpAsync());
        Assert.Equal((Objects, Objects), (together.Number("SELECT count(*) FROM blocks"), together.Number("SELECT max(id) FROM blocks")));
        Assert.True(together.Number("SELECT count(*) FROM blocks WHERE id <> object_id") > Objects / 2, "The numbers were not exchanged.");
        var (fewer, more) = (Pages(together), Pages(alone));
        Assert.True(fewer < more * 0.96, $"{fewer} pages instead of {more}");
        Assert.Equal(0, together.Number("SELECT count(*) FROM events LEFT JOIN block_keys USING (block) WHERE first_key IS NULL OR key NOT BETWEEN first_key AND last_key"));
    }

    [Fact]
    public async Task A_stored_event_of_which_another_copy_is_shown_finds_that_copys_block()
    {
        using var store = await TestStore.CreateAsync();
        var random = new Random(8);
        var records = Enumerable.Range(0, 40).Select(i => Noisy(i, random)).ToArray();
        var first = records.Select(record => record.Replace(",\"", " ,\"", StringComparison.Ordinal)).ToArray();
        await store.ImportAsync(new FakeObject("a", records[..20]));
        // Of half of them the block stands in rows that are written already, and every one is compared with one that waits.
        await store.ImportAsync([
            .. Enumerable.Range(0, 40).Select(i => new FakeObject("b" + i, first[i], Noisy(100 + i, random))),
            .. Enumerable.Range(0, 40).Select(i => new FakeObject("c" + i, records[i]))]);
        var shown = (await store.ExportAsync()).Select(stored => Encoding.UTF8.GetString(stored.Record.Span)).ToHashSet(StringComparer.Ordinal);
        Assert.Equal(80, shown.Count);
        Assert.Superset(first.ToHashSet(StringComparer.Ordinal), shown);
        Assert.Equal(60, store.Number("SELECT count(*) FROM sightings"));
    }

    // With room for 20 the blocks of the object before are written in the middle of the broken one, and wait again when that is taken back.
    [Theory]
    [InlineData(EventRows.MostWaiting)]
    [InlineData(20)]
    public async Task An_object_that_is_taken_back_takes_its_blocks_with_it(int mostWaiting)
    {
        using var store = await TestStore.CreateAsync();
        store.Writer.MostWaiting = mostWaiting;
        var random = new Random(9);
        string[] Many(int from) => [.. Enumerable.Range(from, 12).Select(i => Noisy(i, random))];
        var (before, broken, after) = (Many(0), Many(100), Many(200));
        await store.ImportAsync(
            new FakeObject("before", before) { BatchSize = 1 },
            new FakeObject("broken", broken) { BatchSize = 1, Last = new ObjectReading.Failure("ended early") },
            new FakeObject("after", after) { BatchSize = 1 });
        Assert.Equal(24, store.Number("SELECT count(*) FROM blocks"));
        Assert.Equal(
            before.Concat(after).Order(StringComparer.Ordinal),
            (await store.ExportAsync()).Select(stored => Encoding.UTF8.GetString(stored.Record.Span)).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void An_order_has_each_block_once_however_many_there_are()
    {
        var random = new Random(10);
        foreach (var count in (int[])[0, 1, 2, 100, 1_000])
        {
            var order = BlockOrder.Of([.. Enumerable.Range(0, count).Select(_ => random.Next(200_000))]);
            Assert.Equal(Enumerable.Range(0, count), order.Order());
        }
    }

    private static long Pages(TestStore store) => store.Number("PRAGMA page_count") - store.Number("PRAGMA freelist_count");

    // Of some thousands of bytes that cannot be packed.
    private static string Noisy(int number, Random random)
    {
        var noise = new byte[random.Next(6_000)];
        random.NextBytes(noise);
        return Some.Record(number, $"2026-10-01T12:{number % 60:d2}:00Z", $",\"noise\":\"{Convert.ToBase64String(noise)}\"");
    }
}
