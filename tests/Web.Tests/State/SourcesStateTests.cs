using System.Runtime.CompilerServices;
using TrailBoard.Core.Import;
using TrailBoard.Web.Hosting;
using TrailBoard.Web.State;

namespace TrailBoard.Web.Tests.State;

public sealed class SourcesStateTests
{
    private readonly ManualTime _time = new();
    private readonly Runs _runs = new();
    private SourceStatus _status;

    public SourcesStateTests() => _status = new(
        new SourceOptions { Name = "prod", Type = SourceType.S3, Bucket = "trails" }, SourceActivity.Waiting,
        new SourceState("prod", null, null, false, null, null, null, null), null, null, [], null);

    [Fact]
    public async Task Progress_belongs_to_the_source_whose_run_it_is()
    {
        using var feed = new ImportFeed(_time);
        var state = State(feed);
        _status = _status with { Activity = SourceActivity.Running, RunId = 7 };
        feed.Publish(Progress(7, 12));
        feed.Publish(Progress(8, 99));
        await state.LoadAsync("prod", CancellationToken.None);

        var item = Assert.Single(state.All);
        Assert.Equal(12, item.Progress?.Counts.Stored);
        Assert.Equal(12, item.Shown(_time.GetUtcNow())?.Counts.Stored);
        feed.Publish(Progress(7, 13) with { Finished = true });
        state.Refresh("prod");
        Assert.Null(Assert.Single(state.All).Progress);
    }

    [Fact]
    public async Task A_run_that_looks_and_finds_nothing_new_gets_no_bar()
    {
        using var feed = new ImportFeed(_time);
        var state = State(feed);
        _status = _status with { Activity = SourceActivity.Running, RunId = 7 };
        feed.Publish(Progress(7, 0) with { FilesListed = 500, FilesSettled = 500, FilesSkipped = 500 });
        await state.LoadAsync(null, CancellationToken.None);

        Assert.NotNull(Assert.Single(state.All).Progress);
        Assert.Null(Assert.Single(state.All).Shown(_time.GetUtcNow().AddMinutes(1)));
    }

    [Fact]
    public async Task Only_the_open_source_has_its_runs_and_every_source_its_yield()
    {
        using var feed = new ImportFeed(_time);
        var state = State(feed);
        await state.LoadAsync(null, CancellationToken.None);
        Assert.Null(state.All[0].Runs);
        Assert.Equal(3, state.All[0].Yield?.Objects);

        await state.LoadAsync("PROD", CancellationToken.None);
        Assert.Single(state.All[0].Runs!);
        Assert.Equal(_time.GetUtcNow() - SourcesState.YieldSpan, _runs.Since);
    }

    [Fact]
    public async Task A_run_that_takes_longer_than_the_time_of_the_yield_is_added_while_it_goes_on()
    {
        using var feed = new ImportFeed(_time);
        var state = State(feed);
        _status = _status with { Activity = SourceActivity.Running, RunId = 7 };
        feed.Publish(Progress(7, 12) with { Started = _time.GetUtcNow().AddDays(-2), FilesSettled = 9, FilesSkipped = 2, FilesFailed = 1, FilesKeptAside = 1 });
        await state.LoadAsync(null, CancellationToken.None);
        Assert.Equal((8, 12), (state.All[0].Yield!.Objects, state.All[0].Yield!.Counts.Stored));

        feed.Publish(Progress(7, 12));
        state.Refresh(null);
        Assert.Equal((3, 0), (state.All[0].Yield!.Objects, state.All[0].Yield!.Counts.Stored));
    }

    [Fact]
    public async Task A_run_without_an_end_goes_on_while_another_process_has_the_source_and_was_interrupted_when_nobody_has()
    {
        using var feed = new ImportFeed(_time);
        var state = State(feed);
        _status = _status with { Activity = SourceActivity.Elsewhere, State = _status.State with { Owner = "host-2, process 9" } };
        await state.LoadAsync("prod", CancellationToken.None);
        Assert.False(Assert.Single(state.All[0].Runs!).WasInterrupted);
        Assert.Equal("host-2, process 9", state.Elsewhere);

        _status = _status with { Activity = SourceActivity.Waiting };
        await state.LoadAsync("prod", CancellationToken.None);
        Assert.True(Assert.Single(state.All[0].Runs!).WasInterrupted);
        Assert.Null(state.Elsewhere);
    }

    [Fact]
    public async Task The_ledger_is_asked_again_only_when_a_source_has_changed()
    {
        using var feed = new ImportFeed(_time);
        var state = State(feed);
        await state.LoadAsync(null, CancellationToken.None);
        Assert.False(state.Refresh(null));
        _status = _status with { Activity = SourceActivity.Running };
        Assert.True(state.Refresh(null));
        Assert.False(state.Refresh(null));
        _status = _status with { State = _status.State with { LastSuccess = _time.GetUtcNow() } };
        Assert.True(state.Refresh(null));
    }

    [Theory]
    [InlineData(SourceActivity.BackingOff, true, true)]
    [InlineData(SourceActivity.Waiting, true, true)]
    [InlineData(SourceActivity.Running, true, true)]
    [InlineData(SourceActivity.Waiting, false, false)]
    [InlineData(SourceActivity.Off, true, false)]
    [InlineData(SourceActivity.Stopped, true, false)]
    public void A_source_needs_somebody_while_its_last_run_went_wrong(SourceActivity activity, bool hasError, bool failing) =>
        Assert.Equal(failing, SourceItem.IsFailingNow(_status with { Activity = activity, State = _status.State with { LastError = hasError ? "Denied." : null } }));

    [Fact]
    public async Task A_check_shows_each_step_as_it_comes_and_stops_when_it_is_closed()
    {
        var checks = new Checks();
        var check = new SourceCheck(checks, _status.Source);
        var seen = new List<(int Steps, bool IsRunning)>();
        var running = check.RunAsync(() =>
        {
            seen.Add((check.Steps.Count, check.IsRunning));
            return Task.CompletedTask;
        });
        Assert.Equal([(0, true), (1, true)], seen);
        Assert.Null(check.Verdict);

        checks.GoOn.SetResult();
        await running;
        Assert.Equal([(0, true), (1, true), (2, true), (2, false)], seen);
        Assert.Equal("1 step failed: it cannot read all that it is set to.", check.Verdict);

        checks.GoOn = new TaskCompletionSource();
        var closed = new SourceCheck(checks, _status.Source);
        var closing = closed.RunAsync(() => Task.CompletedTask);
        closed.Dispose();
        await closing;
        Assert.Single(closed.Steps);
    }

    private SourcesState State(ImportFeed feed) => new(() => [_status], feed, _runs, _time);

    private ImportProgress Progress(long id, long stored) => new()
    {
        RunId = id, Label = "prod", Started = _time.GetUtcNow(), FilesListed = 3, FilesSettled = 1, Counts = new RecordCounts(stored, stored, 0, 0),
    };

    private sealed class Runs : ISourceRuns
    {
        public DateTimeOffset Since { get; private set; }

        public Task<IReadOnlyList<ImportRunRow>> RunsAsync(SourceOptions source, int limit, CancellationToken cancellationToken) => Task.FromResult<IReadOnlyList<ImportRunRow>>(
            [new ImportRunRow(7, "S3", "prod", new DateTimeOffset(2026, 11, 21, 11, 0, 0, TimeSpan.Zero), null, null, new Dictionary<ObjectState, int> { [ObjectState.Done] = 2 }, default)]);

        public Task<SourceYield> YieldAsync(SourceOptions source, DateTimeOffset since, CancellationToken cancellationToken)
        {
            Since = since;
            return Task.FromResult(new SourceYield(3, default));
        }
    }

    private sealed class Checks : ISourceChecks
    {
        public TaskCompletionSource GoOn { get; set; } = new();

        public async IAsyncEnumerable<SourceCheckStep> CheckAsync(SourceOptions source, [EnumeratorCancellation] CancellationToken cancellationToken)
        {
            yield return new SourceCheckStep("Credentials", SourceCheckOutcome.Passed, "They work.", null, null);
            await GoOn.Task.WaitAsync(cancellationToken);
            yield return new SourceCheckStep("List", SourceCheckOutcome.Failed, "Denied.", "s3:ListBucket", "Allow it.");
        }
    }
}
