using TrailBoard.Core.Events;
using TrailBoard.Core.Import;
using TrailBoard.Web.State;

namespace TrailBoard.Web.Tests.State;

public sealed class ImportsStateTests
{
    private readonly ManualTime _time = new();

    [Fact]
    public async Task A_live_run_comes_first_and_shows_what_it_has_done_so_far()
    {
        using var feed = new ImportFeed(_time);
        var state = new ImportsState(new Ledger(Row(2, finished: true), Row(1, finished: false)), feed);
        feed.Publish(Progress(1, stored: 7));
        await state.LoadAsync(CancellationToken.None);
        Assert.Equal([1L, 2L], state.Runs!.Select(run => run.Id));
        Assert.True(state.Runs![0].IsLive);
        Assert.Equal(7, state.Runs[0].Counts.Stored);
    }

    [Fact]
    public async Task A_run_without_an_end_that_nobody_runs_was_interrupted()
    {
        using var feed = new ImportFeed(_time);
        var state = new ImportsState(new Ledger(Row(1, finished: false)), feed);
        await state.LoadAsync(CancellationToken.None);
        Assert.True(state.Runs![0].WasInterrupted);
    }

    [Fact]
    public async Task A_run_that_began_after_the_ledger_was_read_is_shown_and_the_ledger_is_due()
    {
        using var feed = new ImportFeed(_time);
        var state = new ImportsState(new Ledger(Row(1, finished: true)), feed);
        await state.LoadAsync(CancellationToken.None);
        Assert.False(state.Refresh());
        feed.Publish(Progress(2, stored: 0));
        Assert.True(state.Refresh());
        Assert.Equal([2L, 1L], state.Runs!.Select(run => run.Id));
        feed.Publish(Progress(2, stored: 9) with { Finished = true });
        Assert.True(state.Refresh());
    }

    [Fact]
    public async Task A_run_that_is_over_and_that_the_ledger_left_out_does_not_come_back_from_the_feed()
    {
        using var feed = new ImportFeed(_time);
        feed.Publish(Progress(3, stored: 0) with { Finished = true, Error = "Denied." });
        var state = new ImportsState(new Ledger(Row(4, finished: true)), feed);
        await state.LoadAsync(CancellationToken.None);
        Assert.Equal([4], state.Runs!.Select(run => run.Id));

        // This one may be told, as far as anybody knows.
        feed.Publish(Progress(5, stored: 0) with { Finished = true });
        state.Refresh();
        Assert.Equal([5, 4], state.Runs!.Select(run => run.Id));
    }

    [Fact]
    public async Task A_source_that_looks_and_has_found_nothing_yet_is_no_run_to_show()
    {
        using var feed = new ImportFeed(_time);
        var looks = Row(2, finished: false) with { Kind = "Queue", Label = "new-files: https://sqs", Files = new Dictionary<ObjectState, int>() };
        var state = new ImportsState(new Ledger(looks, Row(1, finished: true)), feed);
        await state.LoadAsync(CancellationToken.None);
        Assert.Equal([1L], state.Runs!.Select(run => run.Id));

        feed.Publish(Progress(2, stored: 0) with { FilesListed = 3 });
        Assert.True(state.Refresh());
        Assert.Equal([2L, 1L], state.Runs!.Select(run => run.Id));
        Assert.Equal("new-files", state.Runs![0].SourceName);
    }

    [Fact]
    public void The_welcome_page_follows_what_begins_after_it_opened()
    {
        using var feed = new ImportFeed(_time);
        feed.Publish(Progress(1, stored: 3) with { Finished = true });
        var watch = new FirstImport(feed);
        watch.Look();
        Assert.Null(watch.Ended);
        feed.Publish(Progress(2, stored: 1));
        watch.Look();
        Assert.Equal(2, watch.Progress?.RunId);
        feed.Publish(Progress(2, stored: 5) with { Finished = true });
        watch.Look();
        Assert.Null(watch.Progress);
        Assert.Equal(5, watch.Ended?.Counts.Stored);
    }

    private ImportRunRow Row(long id, bool finished) => new(
        id, "import", $"run {id}", _time.GetUtcNow(), finished ? _time.GetUtcNow().AddSeconds(3) : null, null,
        new Dictionary<ObjectState, int> { [ObjectState.Done] = 2 }, new RecordCounts(4, 4, 0, 0));

    private ImportProgress Progress(long id, long stored) => new()
    {
        RunId = id,
        Label = $"run {id}",
        Started = _time.GetUtcNow(),
        Counts = new RecordCounts(stored, stored, 0, 0),
    };

    private sealed class Ledger(params ImportRunRow[] runs) : IImportLedger
    {
        public Task<IReadOnlyList<ImportRunRow>> RunsAsync(int limit, CancellationToken cancellationToken) => Task.FromResult<IReadOnlyList<ImportRunRow>>(runs);

        public Task<long> StartRunAsync(string kind, string label, CancellationToken cancellationToken) => throw Unexpected();

        public Task FinishRunAsync(long runId, int unchanged, string? error, CancellationToken cancellationToken) => throw Unexpected();

        public Task ForgetRunAsync(long runId, CancellationToken cancellationToken) => throw Unexpected();

        public Task<IReadOnlyList<string?>> AlreadyImportedAsync(IReadOnlyList<TrailObject> objects, CancellationToken cancellationToken) => throw Unexpected();

        public Task<string?> AlreadyImportedAsync(string sha256, CancellationToken cancellationToken) => throw Unexpected();

        public Task<ImportRunRow?> RunAsync(long runId, CancellationToken cancellationToken) => throw Unexpected();

        public Task<IReadOnlyList<LedgerObject>> ObjectsAsync(long runId, int skip, int limit, CancellationToken cancellationToken) => throw Unexpected();

        public Task<IReadOnlyList<Rejection>> RejectionsAsync(long objectId, CancellationToken cancellationToken) => throw Unexpected();

        private static NotSupportedException Unexpected() => new("The test asked for the runs only.");
    }
}
