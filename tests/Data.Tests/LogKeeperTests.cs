using System.Threading.Channels;
using TrailBoard.Core.Import;
using TrailBoard.Core.Store;
using TrailBoard.Data.Store.Sqlite;

namespace TrailBoard.Tests;

/// <summary>What is committed comes into the file beside the writing, and what goes wrong there is told.</summary>
public sealed class LogKeeperTests
{
    private const int Object = 6_000;

    [Fact]
    public async Task What_is_committed_comes_into_the_file_while_the_import_goes_on()
    {
        using var store = await TestStore.CreateAsync(time: TimeProvider.System);
        var before = new FileInfo(store.File.Path).Length;
        var (channel, run) = (Channel.CreateUnbounded<ObjectInFlight>(), await store.Ledger.StartRunAsync("import", "test", CancellationToken.None));
        var settled = 0;
        var writing = store.Writer.WriteAsync(run, channel.Reader, _ => Interlocked.Increment(ref settled), CancellationToken.None);
        channel.Writer.TryWrite(Large(0).InFlight());
        await Wait.UntilAsync(() => Volatile.Read(ref settled) == 1);
        Assert.True(new FileInfo(store.File.Path + "-wal").Length > 40L << 20, "The test wrote too little to show anything.");
        await Wait.UntilAsync(() => new FileInfo(store.File.Path).Length > before + (40L << 20));
        Assert.False(writing.IsCompleted);

        channel.Writer.Complete();
        await writing;
        Assert.Equal(0, new FileInfo(store.File.Path + "-wal").Length);
        Assert.Equal("ok", store.Text("PRAGMA integrity_check"));
    }

    [Fact]
    public async Task The_log_is_begun_anew_when_it_is_long_although_the_import_has_no_end()
    {
        using var store = await TestStore.CreateAsync(time: TimeProvider.System);
        var (channel, run) = (Channel.CreateUnbounded<ObjectInFlight>(), await store.Ledger.StartRunAsync("import", "test", CancellationToken.None));
        var lengths = new List<long>();
        var writing = store.Writer.WriteAsync(run, channel.Reader, _ => lengths.Add(new FileInfo(store.File.Path + "-wal").Length), CancellationToken.None);
        for (var i = 0; i < 5; i++)
        {
            channel.Writer.TryWrite(Large(i).InFlight());
            await Wait.UntilAsync(() => lengths.Count == i + 1);
        }

        Assert.InRange(lengths.Max(), 40L << 20, 230L << 20);
        channel.Writer.Complete();
        await writing;
        Assert.True(new FileInfo(store.File.Path).Length > 250L << 20, "The test wrote too little to show anything.");
        Assert.Equal("ok", store.Text("PRAGMA integrity_check"));
    }

    [Fact]
    public async Task A_store_that_cannot_be_opened_for_moving_is_told_at_the_next_transaction_and_then_tried_again()
    {
        using var store = await TestStore.CreateAsync();
        using var keeper = new LogKeeper(new SqliteFile(Microsoft.Extensions.Options.Options.Create(new StoreOptions { DataFolder = store.Folder, File = Path.Combine(store.Folder, "none", "trailboard.db") })));
        Directory.CreateDirectory(Path.Combine(store.Folder, "none"));
        Directory.CreateDirectory(Path.Combine(store.Folder, "none", "trailboard.db"));
        keeper.Committed(40 << 20);
        await Wait.UntilAsync(() => Throws(keeper.Check));
        keeper.Check();
    }

    private static bool Throws(Action action) => Record.Exception(action) is Microsoft.Data.Sqlite.SqliteException;

    // About 45 MB that cannot be packed.
    private static FakeObject Large(int part) => new("o" + part, [.. Enumerable.Range(part * Object, Object).Select(i => Some.Record(i, extra: $",\"noise\":\"{Noise(i)}\""))]);

    private static string Noise(int seed)
    {
        var noise = new byte[8_000];
        new Random(seed).NextBytes(noise);
        return Convert.ToBase64String(noise);
    }
}
