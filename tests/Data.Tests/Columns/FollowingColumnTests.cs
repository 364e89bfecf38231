using System.Threading.Channels;
using TrailBoard.Core.Import;
using TrailBoard.Core.Search;
using TrailBoard.Core.Views;
using static TrailBoard.Tests.Columns.ColumnAnswers;

namespace TrailBoard.Tests.Columns;

/// <summary>Columns follow the store: what is asked during imports is answered for one of the committed states.</summary>
public sealed class FollowingColumnTests
{
    private const int PageByRecords = (4 * 3) + 2;

    public static TheoryData<int, int, bool> Modes => new()
    {
        // slice rows; how many quarters of the columns fit; whether another process imports
        { 64, 4, false },
        { 7, 4, false },
        { 64, 2, false },
        { 64, 1, true },
        { 65_536, 4, true },
    };

    [Theory]
    [MemberData(nameof(Modes))]
    public async Task Every_answer_during_imports_is_that_of_one_committed_state(int sliceRows, int quarters, bool otherProcess)
    {
        var random = new Random(sliceRows + quarters);
        var objects = Enumerable.Range(0, 25)
            .Select(o => new FakeObject("o" + o, [.. Enumerable.Range(0, 40).Select(_ => Delivery(random).Json)]) { BatchSize = 15 })
            .ToArray();
        var (states, bytes) = await StatesAsync(objects, sliceRows);
        using var store = await TestStore.CreateAsync(time: TimeProvider.System);
        await store.ImportAsync(objects[0]);
        await store.RunColumnsAsync(sliceRows, quarters == 4 ? long.MaxValue : bytes * quarters / 4);
        using var writer = otherProcess ? new TestStore(store.Folder, time: TimeProvider.System) : null;

        var (begun, done) = (1, 1);
        var importing = Task.Run(async () =>
        {
            foreach (var one in objects[1..])
            {
                Interlocked.Increment(ref begun);
                await (writer ?? store).ImportAsync(one);
                Interlocked.Increment(ref done);
            }
        });
        var asking = Enumerable.Range(0, 3).Select(seed => Task.Run(async () =>
        {
            var dice = new Random(seed);
            for (var i = 0; i < 40 || !importing.IsCompleted; i++)
            {
                // A page for which records are read goes on in steps, each of the state that it finds.
                var question = dice.Next(Queries.Length * 3);
                if (question == PageByRecords)
                {
                    continue;
                }

                // What this process has imported is seen at once; what another has, soon.
                var from = otherProcess ? 1 : Volatile.Read(ref done);
                var answer = await AnswerAsync(store.Queries, question);
                var possible = states[question][from..(Volatile.Read(ref begun) + 1)];
                Assert.Contains(answer, possible);
            }
        })).ToArray();
        await Task.WhenAll([importing, .. asking]);

        for (var question = 0; question < states.Length; question++)
        {
            var last = states[question][^1];
            await EventuallyAsync(async () => await AnswerAsync(store.Queries, question) == last);
        }

        Assert.Equal(quarters < 4, store.Columns.State.IsLimited);
    }

    [Fact]
    public async Task What_a_run_that_goes_on_has_committed_is_seen_soon_however_long_taking_it_in_takes()
    {
        using var store = await TestStore.CreateAsync(time: new HastyTime());
        await store.RunColumnsAsync();
        var run = await store.Ledger.StartRunAsync("queue", "test", CancellationToken.None);
        var channel = Channel.CreateUnbounded<ObjectInFlight>();
        var writing = store.Writer.WriteAsync(run, channel.Reader, _ => { }, CancellationToken.None);
        for (var i = 0; i < 4; i++)
        {
            channel.Writer.TryWrite(new FakeObject("o" + i, Some.Record(i), Some.Record(100 + i)).InFlight());
            await EventuallyAsync(async () => await store.Queries.CountAsync(EventQuery.All, CancellationToken.None) == 2 * (i + 1));
        }

        Assert.False(writing.IsCompleted);
        Assert.NotNull(store.Columns.Current);
        for (var i = 4; i < 10; i++)
        {
            channel.Writer.TryWrite(new FakeObject("o" + i, Some.Record(i), Some.Record(100 + i)).InFlight());
        }

        channel.Writer.Complete();
        await writing;
        Assert.Equal(20, await store.Queries.CountAsync(EventQuery.All, CancellationToken.None));
    }

    [Fact]
    public async Task Paging_on_while_days_move_out_of_memory_repeats_nothing_and_leaves_nothing_out()
    {
        using var store = await TestStore.CreateAsync(time: TimeProvider.System);
        var random = new Random(9);
        await store.ImportAsync(new FakeObject("a", [.. Enumerable.Range(0, 500).Select(_ => Delivery(random).Json)]));
        var before = (await store.ExportAsync()).ConvertAll(stored => stored.Cursor.Value);
        await store.RunColumnsAsync(sliceRows: 32);
        using var limited = new TestStore(store.Folder, time: TimeProvider.System);
        await limited.RunColumnsAsync(sliceRows: 32, limit: Limits.OfSlices(store, 1, 2));
        var since = limited.Columns.State.Since;

        var importing = Task.Run(async () =>
        {
            for (var day = 0; day < 12; day++)
            {
                await limited.ImportAsync(new FakeObject("day" + day, [.. Enumerable.Range(0, 30).Select(i => Some.Record(1_000 + (100 * day) + i, $"2026-11-{day + 1:d2}T{i % 24:d2}:00:00Z"))]));
            }
        });
        for (var rounds = 0; rounds < 3 || !importing.IsCompleted; rounds++)
        {
            var seen = new List<long>();
            for (EventCursor? after = null; ;)
            {
                var page = await limited.Queries.PageAsync(EventQuery.All, after, 7, CancellationToken.None);
                seen.AddRange(page.Events.Select(stored => stored.Cursor.Value));
                Assert.True(seen.Count < 2_000, "The pages have no end.");
                if (page.Next is null)
                {
                    break;
                }

                after = page.Next;
            }

            Assert.Equal(seen.Distinct().OrderDescending(), seen);
            Assert.Subset(seen.ToHashSet(), before.ToHashSet());
        }

        await importing;
        Assert.True(limited.Columns.State.Since > since, "No day was moved out of memory.");
    }

    [Fact]
    public async Task Runs_side_by_side_in_two_processes_are_all_seen_each_when_it_ends()
    {
        using var store = await TestStore.CreateAsync(time: TimeProvider.System);
        await store.RunColumnsAsync(sliceRows: 64);
        using var other = new TestStore(store.Folder, time: TimeProvider.System);
        FakeObject Part(string by, int i) => new(by + i, [.. Enumerable.Range(0, 20).Select(n => Some.Record(n, $"2026-10-0{(n % 5) + 1}T12:00:00Z", action: by + i).Replace("00000000-", $"{i:d4}{by[0] - 'A':d4}-", StringComparison.Ordinal))]);
        async Task RunAsync(TestStore writer, string by)
        {
            for (var i = 0; i < 10; i++)
            {
                await writer.ImportAsync(Part(by, i));
                if (writer == store)
                {
                    Assert.Equal(20, await store.Queries.CountAsync(new EventQuery(FilterParser.Parse("action:" + by + i), TimeRange.All), CancellationToken.None));
                }
            }
        }

        await Task.WhenAll(Task.Run(() => RunAsync(store, "A")), Task.Run(() => RunAsync(store, "B")), Task.Run(() => RunAsync(other, "C")));
        await EventuallyAsync(async () => await store.Queries.CountAsync(EventQuery.All, CancellationToken.None) == 600);
        for (var question = 0; question < Queries.Length * 3; question++)
        {
            Assert.Equal(await AnswerAsync(store.Sql, question), await AnswerAsync(store.Queries, question));
        }
    }

    // Each question's answer after each of the objects, of a store that was never asked anything else.
    private static async Task<(string[][] States, long Bytes)> StatesAsync(FakeObject[] objects, int sliceRows)
    {
        using var store = await TestStore.CreateAsync();
        var states = Enumerable.Range(0, Queries.Length * 3).Select(_ => new string[objects.Length + 1]).ToArray();
        for (var state = 0; state <= objects.Length; state++)
        {
            for (var question = 0; question < states.Length; question++)
            {
                states[question][state] = await AnswerAsync(store.Sql, question);
            }

            if (state < objects.Length)
            {
                await store.ImportAsync(objects[state]);
            }
        }

        await store.RunColumnsAsync(sliceRows);
        return (states, store.Columns.State.Bytes);
    }

    /// <summary>A clock on which everything takes a minute, so that whatever rests after work rests long; waits are over at once.</summary>
    private sealed class HastyTime : TimeProvider
    {
        private long _minutes;

        public override long TimestampFrequency => TimeSpan.TicksPerSecond;

        public override long GetTimestamp() => Interlocked.Increment(ref _minutes) * TimeSpan.TicksPerMinute;

        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) =>
            base.CreateTimer(callback, state, dueTime > TimeSpan.FromMilliseconds(20) ? TimeSpan.FromMilliseconds(20) : dueTime, period);
    }
}
