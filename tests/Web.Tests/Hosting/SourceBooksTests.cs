using TrailBoard.Web.Hosting;

namespace TrailBoard.Web.Tests.Hosting;

/// <summary>What is written of sources while they run, and what of it outlives the process.</summary>
public sealed class SourceBooksTests
{
    // At each quarter of a lease it is renewed, and what goes on is written.
    private static readonly TimeSpan Renewal = SourceTurn.Length / 4;

    [Fact]
    public async Task A_source_that_backs_off_does_so_after_a_restart_with_its_error_and_no_sooner()
    {
        var time = new ManualTime();
        var (first, second) = (new FakeRemoteSources("prod"), new FakeRemoteSources("prod"));
        first["prod"].Fault = second["prod"].Fault = "Access was denied.";
        await using var before = await SourcesHarness.StartAsync(first, time);
        await before.UntilAsync("prod", SourceActivity.BackingOff);
        await before.PassAsync("prod");
        await before.PassAsync("prod");
        var due = before.Status("prod").NextTry;
        await before.Sources.StopAsync(CancellationToken.None);

        await using var after = await SourcesHarness.StartAsync(second, time, before.Folder);
        await after.UntilAsync("prod", SourceActivity.BackingOff);

        Assert.Equal(("Access was denied.", due), (after.Status("prod").State.LastError, after.Status("prod").NextTry));
        Assert.Empty(second["prod"].Passes);
        Assert.Equal(3, after.Status("prod").State.Failures);
        await after.PassAsync("prod");
        Assert.True(Assert.Single(second["prod"].Passes) >= due);
        Assert.Equal(4, after.Status("prod").State.Failures);
    }

    [Fact]
    public async Task What_a_wrong_clock_wrote_for_next_year_holds_up_no_source()
    {
        var time = new ManualTime();
        time.Advance(TimeSpan.FromDays(365));
        var (first, second) = (new FakeRemoteSources("prod"), new FakeRemoteSources("prod"));
        await using var before = await SourcesHarness.StartAsync(first, time);
        await Wait.UntilAsync(() => before.Status("prod") is { Activity: SourceActivity.Waiting, NextTry: not null }, "the next try to be known");
        await before.Sources.StopAsync(CancellationToken.None);

        time.Advance(TimeSpan.FromDays(-365));
        await using var after = await SourcesHarness.StartAsync(second, time, before.Folder);
        await Wait.UntilAsync(() => second["prod"].Passes.Count == 1, "a pass by the right clock");
        await after.UntilAsync("prod", SourceActivity.Waiting);
    }

    [Fact]
    public async Task A_file_that_failed_among_others_makes_no_source_back_off()
    {
        await using var harness = await SourcesHarness.StartAsync(new FakeRemoteSources("prod"), enabled: false);
        harness.Remote["prod"].Objects.Enqueue(new DeliveredFile("good", harness.Time.GetUtcNow(), Some.Record(1)));
        harness.Remote["prod"].Objects.Enqueue(new DeliveredFile("bad", harness.Time.GetUtcNow(), "{\"cut"));
        harness.Sources.TryRun("prod", new SourceRequest());
        await Wait.UntilAsync(() => harness.Status("prod").State.LastSuccess is not null, "the run to end");

        Assert.Contains("1 window failed", harness.Status("prod").State.LastError, StringComparison.Ordinal);
        Assert.Equal(0, harness.Status("prod").State.Failures);
    }

    [Fact]
    public async Task The_lag_is_true_while_a_long_run_goes_on()
    {
        await using var harness = await SourcesHarness.StartAsync(new FakeRemoteSources("prod"), enabled: false);
        var source = harness.Remote["prod"];
        source.Endless = true;
        var delivered = harness.Time.GetUtcNow().AddMinutes(-3);
        source.Objects.Enqueue(new DeliveredFile("old", delivered.AddDays(-1), Some.Record(1)));
        source.Objects.Enqueue(new DeliveredFile("new", delivered, Some.Record(2)));
        harness.Sources.TryRun("prod", new SourceRequest());

        // The store waits a moment for more before it commits.
        await harness.AdvanceUntilAsync(() => harness.Feed.Current is [{ Counts.Stored: 2 }], "both files to be stored", TimeSpan.FromMilliseconds(50));
        harness.Time.Advance(Renewal);
        await Wait.UntilAsync(() => harness.Status("prod").State.Newest == delivered, "the lag to be known");
        Assert.Equal(SourceActivity.Running, harness.Status("prod").Activity);
        Assert.Null(harness.Status("prod").State.LastSuccess);
    }

    [Fact]
    public async Task A_pass_that_finds_nothing_leaves_no_run_and_counts_as_success()
    {
        await using var harness = await SourcesHarness.StartAsync(new FakeRemoteSources("prod"));
        var source = harness.Remote["prod"];
        source.Objects.Enqueue(new DeliveredFile("a", harness.Time.GetUtcNow(), Some.Record(1)));
        await harness.UntilAsync("prod", SourceActivity.Waiting);
        for (var i = 0; i < 4; i++)
        {
            await harness.PassAsync("prod");
        }

        var run = Assert.Single(await harness.Ledger.RunsAsync(100, CancellationToken.None));
        Assert.Equal(run.Id, harness.Status("prod").RunId);
        Assert.True(harness.Status("prod").State.LastSuccess >= source.Passes.Last());
    }

    [Fact]
    public async Task A_pass_that_fails_is_written_down_though_it_found_nothing()
    {
        await using var harness = await SourcesHarness.StartAsync(new FakeRemoteSources("prod"));
        harness.Remote["prod"].Fault = "Access was denied.";
        await harness.UntilAsync("prod", SourceActivity.BackingOff);

        Assert.Equal("Access was denied.", Assert.Single(await harness.Ledger.RunsAsync(100, CancellationToken.None)).Error);
    }

    [Fact]
    public async Task A_source_is_closed_while_it_is_paused_and_when_the_program_ends()
    {
        var remote = new FakeRemoteSources("prod");
        remote["prod"].Endless = true;
        await using var harness = await SourcesHarness.StartAsync(remote);
        await Wait.UntilAsync(() => remote["prod"].Passes.Count == 1, "a pass");

        await harness.Sources.PauseAsync("prod", paused: true, CancellationToken.None);
        await harness.UntilAsync("prod", SourceActivity.Paused);
        Assert.Equal(1, remote["prod"].Disposed);

        await harness.Sources.PauseAsync("prod", paused: false, CancellationToken.None);
        await Wait.UntilAsync(() => remote["prod"].Passes.Count == 2, "another pass");
        Assert.Equal(2, remote["prod"].Opened.Count);
        await harness.Sources.StopAsync(CancellationToken.None);
        Assert.Equal(2, remote["prod"].Disposed);
    }

    [Fact]
    public async Task A_pause_by_another_process_stops_the_run_here()
    {
        var remote = new FakeRemoteSources("prod");
        remote["prod"].Endless = true;
        await using var harness = await SourcesHarness.StartAsync(remote);
        await Wait.UntilAsync(() => remote["prod"].Passes.Count == 1, "a pass");

        await harness.States.PauseAsync("prod", paused: true, CancellationToken.None);
        harness.Time.Advance(Renewal);
        await harness.UntilAsync("prod", SourceActivity.Paused);
    }
}
