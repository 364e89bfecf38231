using System.Threading.Channels;
using TrailBoard.Core.Import;
using TrailBoard.Core.Store;
using TrailBoard.Data.Store.Sqlite;

namespace TrailBoard.Tests;

/// <summary>What a killed process, a full disk and a second process leave behind.</summary>
public sealed class DurabilityTests
{
    [Theory]
    [InlineData(0, 9)]
    [InlineData(1, 12)]
    [InlineData(3, 20)]
    [InlineData(7, 33)]
    public async Task Fault_103_a_process_killed_in_the_middle_of_an_object_loses_nothing_and_keeps_nothing_twice(int objectsBefore, int batches)
    {
        using var store = await TestStore.CreateAsync(time: TimeProvider.System);
        var run = await store.Ledger.StartRunAsync("import", "killed", CancellationToken.None);
        var objects = Channel.CreateUnbounded<ObjectInFlight>();
        var settled = new List<ObjectOutcome>();
        using var stop = new CancellationTokenSource();
        var whole = Enumerable.Range(0, objectsBefore).Select(o => new FakeObject("o" + o, Records(o * 100, 100))).ToArray();
        foreach (var one in whole)
        {
            objects.Writer.TryWrite(one.InFlight());
        }

        // More batches than are gathered before the first row is written, and no end: the transaction stays open.
        var cut = new FakeObject("cut", Records(10_000, batches * 50)) { BatchSize = 50 };
        var readings = Channel.CreateUnbounded<ObjectReading>();
        foreach (var batch in cut.Readings().OfType<ObjectReading.Batch>())
        {
            readings.Writer.TryWrite(batch);
        }

        var writing = store.Writer.WriteAsync(run, objects.Reader, settled.Add, stop.Token);
        await Wait.UntilAsync(() => settled.Count == objectsBefore);
        objects.Writer.TryWrite(new ObjectInFlight(cut, readings.Reader));
        await Wait.UntilAsync(() => readings.Reader.Count == 0);
        await Task.Delay(300);

        // The files as they are now are what a kill leaves: what the process wrote is with the operating system.
        using var after = Copy(store);
        await stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => writing);

        foreach (var left in (TestStore[])[store, after])
        {
            await left.Setup.PrepareAsync(CancellationToken.None);
            Assert.Equal("ok", left.Text("PRAGMA integrity_check"));
            Assert.Equal(objectsBefore * 100, left.Number("SELECT count(*) FROM events"));
            Assert.Equal(objectsBefore * 100, left.Number("SELECT coalesce(sum(stored), 0) FROM objects"));
            Assert.Equal(0, left.Number("SELECT count(*) FROM blocks WHERE object_id NOT IN (SELECT id FROM objects)"));

            var outcomes = await left.ImportAsync([.. whole, cut]);
            Assert.Equal(batches * 50, outcomes.Sum(outcome => outcome.Counts.Stored));
            Assert.Equal((objectsBefore * 100) + (batches * 50), left.Number("SELECT count(*) FROM events"));
        }

        Assert.Equal(await store.DumpAsync(), await after.DumpAsync());
    }

    [Fact]
    public async Task Fault_93_a_full_disk_stops_the_import_in_words_and_keeps_what_was_committed()
    {
        using var store = await TestStore.CreateAsync();
        await store.ImportAsync(new FakeObject("kept", Records(0, 100)));
        var pages = store.Number("PRAGMA page_count");
        var session = store.Writer.Session;
        ((SqliteBulkSession)session).Connection.Execute($"PRAGMA max_page_count = {pages + 3}");

        var fault = await Assert.ThrowsAsync<StoreException>(() => store.ImportAsync(new FakeObject("too much", Records(1_000, 5_000))));
        Assert.Contains("disk is full", fault.Message, StringComparison.Ordinal);
        Assert.Contains("kept", fault.Message, StringComparison.Ordinal);
        Assert.Equal(100, (await store.ExportAsync()).Count);

        ((SqliteBulkSession)session).Connection.Execute("PRAGMA max_page_count = 1000000");
        var outcome = Assert.Single(await store.ImportAsync(new FakeObject("too much", Records(1_000, 5_000))));
        Assert.Equal(new RecordCounts(5_000, 5_000, 0, 0), outcome.Counts);
    }

    [Fact]
    public async Task Fault_93_an_import_stops_at_the_reserve_and_reading_goes_on()
    {
        using var store = await TestStore.CreateAsync();
        await store.ImportAsync(new FakeObject("kept", Records(0, 10)));
        store.Options.ReserveMegabytes = 1_000_000;
        var fault = await Assert.ThrowsAsync<StoreException>(() => store.ImportAsync(new FakeObject("more", Records(10, 10))));
        Assert.Contains("reserve", fault.Message, StringComparison.Ordinal);
        Assert.Equal(10, (await store.ExportAsync()).Count);
    }

    [Fact]
    public async Task Two_writers_that_take_turns_see_each_others_events()
    {
        using var first = await TestStore.CreateAsync();
        using var second = new TestStore(first.Folder);
        var records = Records(0, 60);
        await first.ImportAsync(new FakeObject("a", records[..30]));
        Assert.Equal((20, 10), Books(await second.ImportAsync(new FakeObject("b", records[20..50]))));
        Assert.Equal((10, 20), Books(await first.ImportAsync(new FakeObject("c", records[30..]))));
        Assert.Equal(60, (await first.ExportAsync()).Count);
        Assert.Equal(await first.DumpAsync(), await second.DumpAsync());
    }

    [Fact]
    public async Task Two_writers_at_once_store_every_event_once()
    {
        using var first = await TestStore.CreateAsync(time: TimeProvider.System);
        using var second = new TestStore(first.Folder, time: TimeProvider.System);
        FakeObject[] Objects(string name) => [.. Enumerable.Range(0, 20).Select(o => new FakeObject(name + o, Records(o * 50, 100)))];
        var outcomes = await Task.WhenAll(Task.Run(() => first.ImportAsync(Objects("a"))), Task.Run(() => second.ImportAsync(Objects("b"))), Task.Run(() => first.ImportAsync(Objects("c"))));
        Assert.Equal(1_050, outcomes.SelectMany(each => each).Sum(outcome => outcome.Counts.Stored));
        Assert.Equal(1_050, first.Number("SELECT count(*) FROM events"));
        Assert.Equal(6_000 - 1_050, first.Number("SELECT count(*) FROM sightings"));
    }

    [Fact]
    public async Task Fault_96_the_log_stays_small_while_somebody_always_reads()
    {
        using var store = await TestStore.CreateAsync();
        using var stop = new CancellationTokenSource();
        var readers = Enumerable.Range(0, 2).Select(_ => Task.Run(async () =>
        {
            while (!stop.IsCancellationRequested)
            {
                await store.Queries.CountAsync(Core.Views.EventQuery.All, CancellationToken.None);
            }
        })).ToArray();
        var most = 0L;
        for (var i = 0; i < 12; i++)
        {
            await store.ImportAsync(new FakeObject("o" + i, [.. Enumerable.Range(i * 1_000, 1_000).Select(n => Some.Record(n, extra: $",\"noise\":\"{Noise(n, 8_000)}\""))]));
            most = Math.Max(most, new FileInfo(store.File.Path + "-wal").Length);
        }

        await stop.CancelAsync();
        await Task.WhenAll(readers);
        Assert.InRange(most, 1, 256L << 20);
        Assert.True(new FileInfo(store.File.Path).Length > 80L << 20, "The test wrote too little to show anything.");
    }

    private static string Noise(int seed, int bytes)
    {
        var noise = new byte[bytes];
        new Random(seed).NextBytes(noise);
        return Convert.ToBase64String(noise);
    }

    private static string[] Records(int from, int count) =>
        [.. Enumerable.Range(from, count).Select(i => Some.Record(i, $"2026-10-01T12:{i / 60 % 60:d2}:{i % 60:d2}Z"))];

    private static (long Stored, long Duplicates) Books(IReadOnlyList<ObjectOutcome> outcomes) =>
        (outcomes.Sum(outcome => outcome.Counts.Stored), outcomes.Sum(outcome => outcome.Counts.Duplicates));

    private static TestStore Copy(TestStore store)
    {
        var folder = Directory.CreateDirectory(Path.Combine(store.Folder, "copy")).FullName;
        foreach (var suffix in (string[])["", "-wal"])
        {
            File.Copy(store.File.Path + suffix, Path.Combine(folder, "trailboard.db" + suffix));
        }

        return new TestStore(folder);
    }
}
