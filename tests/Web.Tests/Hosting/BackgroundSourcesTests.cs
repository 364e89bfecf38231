using TrailBoard.Web.Hosting;

namespace TrailBoard.Web.Tests.Hosting;

/// <summary>Sources side by side: when each runs, what becomes of one that fails, and who runs it.</summary>
public sealed class BackgroundSourcesTests
{
    private static readonly TimeSpan Step = TimeSpan.FromSeconds(5);

    [Fact]
    public async Task A_source_is_asked_again_after_its_own_pause()
    {
        await using var harness = await SourcesHarness.StartAsync(new FakeRemoteSources("prod"));
        var source = harness.Remote["prod"];
        await harness.AdvanceUntilAsync(() => source.Passes.Count >= 3, "three passes", Step);

        var passes = source.Passes.ToArray();
        Assert.All(passes.Zip(passes.Skip(1)), pair => Assert.InRange(pair.Second - pair.First, source.PollAfter, source.PollAfter * 2));
        Assert.Equal((null, null), Assert.Single(source.Opened));
        Assert.NotNull(harness.Status("prod").State.LastSuccess);
    }

    [Fact]
    public async Task A_source_that_fails_is_tried_later_each_time_and_says_why()
    {
        await using var harness = await SourcesHarness.StartAsync(new FakeRemoteSources("prod"));
        var source = harness.Remote["prod"];
        source.Fault = "Access was denied.";
        await harness.AdvanceUntilAsync(() => source.Passes.Count == 8, "eight passes", TimeSpan.FromSeconds(10));
        await harness.UntilAsync("prod", SourceActivity.BackingOff);

        var passes = source.Passes.ToArray();
        var gaps = passes.Zip(passes.Skip(1), (first, second) => second - first).ToArray();
        Assert.True(gaps[6] > gaps[0] * 4);
        Assert.All(gaps, gap => Assert.InRange(gap, TimeSpan.Zero, BackOff.Longest + TimeSpan.FromMinutes(1)));
        Assert.Equal("Access was denied.", harness.Status("prod").State.LastError);

        source.Fault = null;
        await harness.AdvanceUntilAsync(() => harness.Status("prod").State is { LastSuccess: not null, LastError: null }, "a success", Step);
        await harness.UntilAsync("prod", SourceActivity.Waiting);
    }

    [Fact]
    public async Task A_source_that_fails_or_hangs_holds_up_no_other()
    {
        var remote = new FakeRemoteSources("bad", "hung", "good");
        remote["bad"].Fault = "Gone.";
        remote["hung"].Endless = true;
        await using var harness = await SourcesHarness.StartAsync(remote);
        await harness.AdvanceUntilAsync(() => remote["good"].Passes.Count >= 3, "three passes", Step);

        Assert.Null(harness.Status("good").State.LastError);
        await harness.UntilAsync("hung", SourceActivity.Running);
        Assert.Equal("Gone.", harness.Status("bad").State.LastError);
    }

    [Fact]
    public async Task A_pause_stops_the_run_and_lasts_until_the_source_may_go_on()
    {
        var remote = new FakeRemoteSources("prod");
        remote["prod"].Endless = true;
        await using var harness = await SourcesHarness.StartAsync(remote);
        await Wait.UntilAsync(() => !remote["prod"].Passes.IsEmpty, "a pass");

        await harness.Sources.PauseAsync("prod", paused: true, CancellationToken.None);
        await harness.UntilAsync("prod", SourceActivity.Paused);
        harness.Time.Advance(TimeSpan.FromHours(1));
        await Task.Delay(100);
        Assert.Single(remote["prod"].Passes);
        Assert.Null(harness.Status("prod").State.LastError);

        await harness.Sources.PauseAsync("prod", paused: false, CancellationToken.None);
        await harness.UntilAsync("prod", SourceActivity.Running);
        await Wait.UntilAsync(() => remote["prod"].Passes.Count == 2, "another pass");
    }

    [Fact]
    public async Task A_range_is_imported_when_it_is_asked_for_also_of_a_source_that_is_off()
    {
        await using var harness = await SourcesHarness.StartAsync(new FakeRemoteSources("prod"), enabled: false);
        await harness.UntilAsync("prod", SourceActivity.Off);
        var (from, to) = (harness.Time.GetUtcNow().AddDays(-7), harness.Time.GetUtcNow().AddDays(-6));

        Assert.True(harness.Sources.TryRun("prod", new SourceRequest(from, to)));
        await Wait.UntilAsync(() => !harness.Remote["prod"].Passes.IsEmpty, "the range");
        Assert.Equal((from, to), Assert.Single(harness.Remote["prod"].Opened));
        await harness.UntilAsync("prod", SourceActivity.Off);
        Assert.False(harness.Sources.TryRun("nobody", new SourceRequest()));
    }

    [Fact]
    public async Task All_sources_stop_without_a_tick_of_the_clock_and_give_their_leases_back()
    {
        var remote = new FakeRemoteSources("one", "two");
        remote["one"].Endless = remote["two"].Endless = true;
        await using var harness = await SourcesHarness.StartAsync(remote);
        await Wait.UntilAsync(() => remote.All.Values.All(source => !source.Passes.IsEmpty), "both to run");

        await harness.Sources.StopAsync(CancellationToken.None).WaitAsync(Wait.Long);
        Assert.All(harness.Sources.All, status => Assert.Equal(SourceActivity.Stopped, status.Activity));
        Assert.All(await harness.States.AllAsync(CancellationToken.None), state => Assert.Null(state.Owner));
    }

    [Fact]
    public async Task Of_two_processes_on_one_store_one_runs_a_source_and_the_other_takes_over()
    {
        var time = new ManualTime();
        var (first, second) = (new FakeRemoteSources("prod"), new FakeRemoteSources("prod"));
        first["prod"].Endless = second["prod"].Endless = true;
        await using var one = await SourcesHarness.StartAsync(first, time);
        await Wait.UntilAsync(() => !first["prod"].Passes.IsEmpty, "the first to run");
        await using var two = await SourcesHarness.StartAsync(second, time, one.Folder);
        await two.UntilAsync("prod", SourceActivity.Elsewhere);
        Assert.Empty(second["prod"].Passes);

        await one.Sources.StopAsync(CancellationToken.None);
        await two.AdvanceUntilAsync(() => !second["prod"].Passes.IsEmpty, "the second to take over", Step);
    }
}
