using System.Threading.Channels;
using TrailBoard.Core.Import;
using TrailBoard.Core.Views;
using static TrailBoard.Tests.Columns.ColumnAnswers;

namespace TrailBoard.Tests.Columns;

/// <summary>An import does not wait for the columns, unless they are far behind; they come by themselves, and at its end they are there.</summary>
public sealed class FollowingBehindTests
{
    // Enough for a transaction that ends although the clock stands still.
    private const int RecordsOfTransaction = 20_000;

    [Theory]
    [InlineData(RecordsOfTransaction, 0)]
    [InlineData(RecordsOfTransaction - 1, RecordsOfTransaction)]
    public async Task An_import_goes_on_while_little_waits_to_be_taken_in(int mostAnnounced, int expected)
    {
        // On this clock nobody follows by himself.
        using var store = await TestStore.CreateAsync(time: new ManualTime());
        await store.RunColumnsAsync();
        store.Columns.MostAnnounced = mostAnnounced;
        var (channel, run) = (Channel.CreateUnbounded<ObjectInFlight>(), await store.Ledger.StartRunAsync("import", "test", CancellationToken.None));
        var inMemory = new List<int>();
        var writing = store.Writer.WriteAsync(run, channel.Reader, _ => inMemory.Add(store.Columns.Current!.Slices.Sum(slice => slice.Rows)), CancellationToken.None);
        channel.Writer.TryWrite(Large("a", 0));
        await store.UntilAsync(() => inMemory.Count == 1);
        Assert.Equal([expected], inMemory);
        Assert.Equal(RecordsOfTransaction, store.Number("SELECT count(*) FROM events"));

        channel.Writer.TryWrite(new FakeObject("b", Some.Record(RecordsOfTransaction)).InFlight());
        channel.Writer.Complete();
        await writing;
        Assert.Equal(RecordsOfTransaction + 1, store.Columns.Current!.Slices.Sum(slice => slice.Rows));
    }

    [Fact]
    public async Task What_is_committed_is_seen_within_a_second_while_the_import_goes_on()
    {
        var time = new ManualTime();
        using var store = await TestStore.CreateAsync(time: time);
        await store.RunColumnsAsync();
        var (channel, run) = (Channel.CreateUnbounded<ObjectInFlight>(), await store.Ledger.StartRunAsync("import", "test", CancellationToken.None));
        var settled = 0;
        var writing = store.Writer.WriteAsync(run, channel.Reader, _ => settled++, CancellationToken.None);
        for (var transaction = 1; transaction <= 3; transaction++)
        {
            channel.Writer.TryWrite(Large("o" + transaction, transaction));
            await store.UntilAsync(() => Volatile.Read(ref settled) == transaction);
            var set = time.Set;
            // Exactly as long as they rest: what they do after it takes no time on this clock.
            time.Advance(TimeSpan.FromMilliseconds(transaction == 1 ? 250 : 600));
            await EventuallyAsync(async () => await store.Queries.CountAsync(EventQuery.All, CancellationToken.None) == transaction * RecordsOfTransaction);
            Assert.False(writing.IsCompleted);

            // Until the columns rest again: only then does the clock wake them.
            await store.UntilAsync(() => time.Set > set);
        }

        channel.Writer.Complete();
        await writing;
    }

    private static ObjectInFlight Large(string name, int part) => new FakeObject(
        name, [.. Enumerable.Range(0, RecordsOfTransaction).Select(i => Some.Record((part * RecordsOfTransaction) + i, $"2026-10-01T12:{i / 60 % 60:d2}:{i % 60:d2}Z"))]).InFlight();
}
