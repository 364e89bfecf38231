using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using TrailBoard.Data;
using TrailBoard.Data.Sources.Lookup;

namespace TrailBoard.Tests.Aws;

public sealed class LookupPacerTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("trailboard-pace-").FullName;

    private string File => Path.Combine(_folder, "trailboard.db-pace");

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task Fault_75_two_runs_together_call_at_most_twice_a_second()
    {
        var time = new ManualTime();
        var pacer = new LookupPacer(time);
        async Task<List<DateTimeOffset>> RunAsync(string region)
        {
            var own = new List<DateTimeOffset>();
            for (var i = 0; i < 40; i++)
            {
                own.Add(await pacer.WaitAsync("111122223333", region, CancellationToken.None));
            }

            return own;
        }

        var runs = new[] { RunAsync("eu-west-1"), RunAsync("eu-west-1"), RunAsync("us-east-1") };
        while (!Array.TrueForAll(runs, run => run.IsCompleted))
        {
            // The clock waits for whoever it has woken: one that is late by the machine would seem to have waited for its turn.
            await time.StepAsync(TimeSpan.FromMilliseconds(50));
        }

        var turns = (await runs[0]).Concat(await runs[1]).Order().ToList();
        Assert.Equal(80, turns.Count);
        Assert.All(turns.Zip(turns.Skip(2)), three => Assert.True(three.Second - three.First >= TimeSpan.FromSeconds(1)));

        // Another region has a limit of its own.
        var alone = await runs[2];
        Assert.True(alone[^1] - alone[0] < turns[^1] - turns[0]);
    }

    [Fact]
    public async Task A_refusal_makes_all_wait_and_twice_as_long_each_time()
    {
        var time = new SkippingTime();
        var pacer = new LookupPacer(time, new Random(1));
        var waits = new List<double>();
        for (var i = 0; i < 8; i++)
        {
            pacer.Throttled("111122223333", "eu-west-1");
            var before = time.GetUtcNow();
            var turn = await pacer.WaitAsync("111122223333", "eu-west-1", CancellationToken.None);
            waits.Add((turn - before).TotalSeconds);
        }

        double[] longest = [1, 2, 4, 8, 16, 30, 30, 30];
        Assert.All(waits.Zip(longest), pair => Assert.InRange(pair.First, pair.Second / 2, pair.Second));
        Assert.NotEqual(waits[5], waits[6]);

        // Answers bring the pace back.
        for (var i = 0; i < 6; i++)
        {
            pacer.Answered("111122223333", "eu-west-1");
        }

        pacer.Throttled("111122223333", "eu-west-1");
        var last = time.GetUtcNow();
        Assert.InRange((await pacer.WaitAsync("111122223333", "eu-west-1", CancellationToken.None) - last).TotalSeconds, 0.5, 1);
    }

    [Fact]
    public async Task Fault_75_two_processes_on_one_store_together_call_at_most_twice_a_second()
    {
        var time = new ManualTime();
        async Task<List<DateTimeOffset>> RunAsync()
        {
            // A pacer and a file of its own, as a process has.
            var pacer = new LookupPacer(time, shared: new LookupPaceFile(File));
            var own = new List<DateTimeOffset>();
            for (var i = 0; i < 30; i++)
            {
                own.Add(await pacer.WaitAsync("111122223333", "eu-west-1", CancellationToken.None));
                await pacer.WaitAsync("111122223333", "us-east-1", CancellationToken.None);
            }

            return own;
        }

        var runs = new[] { Task.Run(RunAsync), Task.Run(RunAsync) };
        while (!Array.TrueForAll(runs, run => run.IsCompleted))
        {
            time.Advance(TimeSpan.FromMilliseconds(50));
            await Task.Delay(1);
        }

        var turns = (await runs[0]).Concat(await runs[1]).Order().ToList();
        Assert.Equal(60, turns.Count);
        Assert.All(turns.Zip(turns.Skip(2)), three => Assert.True(three.Second - three.First >= TimeSpan.FromSeconds(1)));
    }

    [Fact]
    public async Task Fault_75_a_refusal_that_one_process_meets_makes_the_other_wait_too()
    {
        var time = new SkippingTime();
        var (one, other) = (new LookupPacer(time, new Random(1), new LookupPaceFile(File)), new LookupPacer(time, new Random(2), new LookupPaceFile(File)));
        for (var i = 0; i < 4; i++)
        {
            one.Throttled("111122223333", "eu-west-1");
        }

        var before = time.GetUtcNow();
        Assert.InRange((await other.WaitAsync("111122223333", "eu-west-1", CancellationToken.None) - before).TotalSeconds, 4, 8);
        Assert.Equal(time.GetUtcNow(), await other.WaitAsync("111122223333", "us-east-1", CancellationToken.None));
    }

    [Fact]
    public async Task A_clock_that_is_set_back_makes_nobody_wait_for_the_time_that_was()
    {
        var time = new ManualTime();
        foreach (var pacer in (LookupPacer[])[new LookupPacer(time), new LookupPacer(time, shared: new LookupPaceFile(File))])
        {
            await pacer.WaitAsync("111122223333", "eu-west-1", CancellationToken.None);
            pacer.Throttled("111122223333", "eu-west-1");
            time.Advance(TimeSpan.FromDays(-1));

            var waiting = pacer.WaitAsync("111122223333", "eu-west-1", CancellationToken.None);
            Assert.True(waiting.IsCompletedSuccessfully);
            Assert.Equal(time.GetUtcNow(), await waiting);
        }
    }

    [Theory]
    [InlineData("not a pace\n111122223333 eu-west-1 x 0\n111122223333 eu-west-1 9999999999999999999 0\n")]
    [InlineData("111122223333 eu-west-1 -5 0\n\0\0\0")]
    [InlineData(null)]
    public async Task A_file_that_cannot_be_used_leaves_each_process_its_own_pace(string? content)
    {
        var time = new ManualTime();
        var file = content is null ? Path.Combine(_folder, "no such folder", "pace") : File;
        if (content is not null)
        {
            await System.IO.File.WriteAllTextAsync(file, content);
        }

        var pacer = new LookupPacer(time, shared: new LookupPaceFile(file));
        Assert.Equal(time.GetUtcNow(), await pacer.WaitAsync("111122223333", "eu-west-1", CancellationToken.None));
        Assert.False(pacer.WaitAsync("111122223333", "eu-west-1", CancellationToken.None).IsCompleted);
        Assert.Equal(content is not null, System.IO.File.Exists(file));
    }

    [Fact]
    public async Task A_file_that_another_process_holds_is_waited_for()
    {
        var pacer = new LookupPacer(new ManualTime(), shared: new LookupPaceFile(File));
        Task waiting;
        await using (new FileStream(File, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None))
        {
            waiting = Task.Run(() => pacer.WaitAsync("111122223333", "eu-west-1", CancellationToken.None));
            await Task.Delay(200);
            Assert.False(waiting.IsCompleted);
        }

        await waiting.WaitAsync(Wait.Long);
        Assert.StartsWith("111122223333 eu-west-1 ", await System.IO.File.ReadAllTextAsync(File), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_host_keeps_the_pace_beside_the_store()
    {
        await using var services = new ServiceCollection()
            .AddSingleton<IConfiguration>(new ConfigurationBuilder().AddInMemoryCollection([new("Store:DataFolder", _folder)]).Build())
            .AddSingleton(TimeProvider.System)
            .AddLogging()
            .AddTrailBoardData()
            .BuildServiceProvider();

        await services.GetRequiredService<LookupPacer>().WaitAsync("111122223333", "eu-west-1", CancellationToken.None);

        Assert.StartsWith("111122223333 eu-west-1 ", await System.IO.File.ReadAllTextAsync(File), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_file_keeps_only_what_is_still_to_come()
    {
        var time = new SkippingTime();
        var pacer = new LookupPacer(time, shared: new LookupPaceFile(File));
        for (var account = 0; account < 200; account++)
        {
            await pacer.WaitAsync($"{account:d12}", "eu-west-1", CancellationToken.None);
            time.Advance(TimeSpan.FromSeconds(1));
        }

        Assert.Single(await System.IO.File.ReadAllLinesAsync(File));
    }
}
