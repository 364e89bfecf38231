using TrailBoard.Data.Sources.Lookup;

namespace TrailBoard.Tests.Aws;

public sealed class LookupPacerTests
{
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
            time.Advance(TimeSpan.FromMilliseconds(50));
            await Task.Yield();
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
}
