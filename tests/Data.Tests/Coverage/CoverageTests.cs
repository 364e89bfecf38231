using System.Threading.Channels;
using TrailBoard.Core.Import;
using TrailBoard.Core.Search;
using TrailBoard.Core.Views;
using TrailBoard.Data.Store.Coverage;
using static TrailBoard.Tests.CoverageDump;

namespace TrailBoard.Tests;

/// <summary>What the store says of accounts, regions and times: never more than it knows.</summary>
public sealed class CoverageTests : IAsyncLifetime
{
    private TestStore _store = null!;

    public async Task InitializeAsync() => _store = await TestStore.CreateAsync();

    public Task DisposeAsync()
    {
        _store.Dispose();
        return Task.CompletedTask;
    }

    [Fact]
    public async Task Files_are_seen_by_account_region_and_hour_and_count_once_a_day()
    {
        await _store.ImportAsync(
            new FakeObject("a", Some.Record(1, "2026-10-01T11:59:59Z"), Some.Record(2, "2026-10-01T12:00:00Z")),
            new FakeObject("b", Some.Record(2, "2026-10-01T12:00:00Z"), Some.Record(3, "2026-10-01T12:30:00Z")));

        var cell = await _store.CellAsync();
        Assert.Equal((CoverageState.Seen, 2L, 4L, 3L), (cell.State, cell.Facts.Files, cell.Facts.Records, cell.Facts.Events));
        Assert.Equal(["files"], cell.Sources);
        Assert.Equal(CoverageState.Unknown, (await _store.CellAsync(2)).State);
        var day = await _store.Coverage.DayAsync("111122223333", "eu-west-1", new DateOnly(2026, 10, 1), CancellationToken.None);
        Assert.Equal([(11, 1L, 1L), (12, 2L, 2L)], day.Hours.Select((hour, number) => (number, hour.Facts.Files, hour.Facts.Events)).Where(hour => hour.Files > 0));
        Assert.Equal(("files", 2L, 4L, 1L), day.Sources.Select(source => (source.Name, source.Files, source.Records, source.LastRun ?? 0)).Single());
    }

    [Fact]
    public async Task A_time_that_CloudTrail_was_asked_about_is_covered_with_and_without_events()
    {
        await _store.ImportAsync(Window("2026-10-01T00:00Z", "2026-10-01T12:00Z"), Window("2026-10-01T12:00Z", "2026-10-02T06:00Z", Some.Record(1)));

        Assert.Equal(CoverageState.Covered, (await _store.CellAsync(1)).State);
        Assert.Equal((CoverageState.Partly, TimeSpan.FromHours(6)), ((await _store.CellAsync(2)).State, (await _store.CellAsync(2)).Facts.Covered));
        Assert.Equal(1, _store.Number("SELECT count(*) FROM coverage_spans"));
    }

    [Fact]
    public async Task A_failed_file_is_a_gap_until_it_is_imported()
    {
        var name = FileName("2026-10-01T12:05Z");
        await _store.ImportAsync(Window("2026-10-01T00:00Z", "2026-10-02T00:00Z"), new FakeObject(name, Some.Record(1)) { Last = new ObjectReading.Failure("It ended early.") });

        var broken = await _store.Coverage.DayAsync("111122223333", "eu-west-1", new DateOnly(2026, 10, 1), CancellationToken.None);
        Assert.Equal((CoverageState.Incomplete, 0L), (broken.Whole.State, broken.Whole.Facts.Records));
        Assert.Equal([11, 12], Enumerable.Range(0, 24).Where(hour => broken.Hours[hour].State is CoverageState.Incomplete));
        Assert.Equal((name, "It ended early."), broken.Failures.Select(failure => (failure.Name, failure.Reason)).Single());

        await _store.ImportAsync(new FakeObject(name, Some.Record(1)));
        var mended = await _store.Coverage.DayAsync("111122223333", "eu-west-1", new DateOnly(2026, 10, 1), CancellationToken.None);
        Assert.Equal((CoverageState.Covered, 0, 1L), (mended.Whole.State, mended.Failures.Count, mended.Whole.Facts.Records));
    }

    [Fact]
    public async Task A_file_that_one_source_imported_is_no_gap_when_another_fails_with_it()
    {
        var name = FileName("2026-10-01T12:05Z");
        await _store.ImportAsync(new FakeObject(name, Some.Record(1)) { From = "bucket" });
        await _store.ImportAsync(new FakeObject(name) { From = "queue", Last = new ObjectReading.Quarantine("Too often.") });
        Assert.Equal(CoverageState.Seen, (await _store.CellAsync()).State);
    }

    [Fact]
    public async Task What_one_source_does_not_want_stays_a_gap_of_the_source_that_failed_with_it()
    {
        var name = FileName("2026-10-01T12:05Z");
        await _store.ImportAsync(new FakeObject(name) { From = "bucket", Last = new ObjectReading.Failure("It ended early.") });
        await _store.ImportAsync(new FakeObject(name) { From = "queue", Last = new ObjectReading.Skip("Not of the regions that the source is set to.", null) });
        Assert.Equal(CoverageState.Incomplete, (await _store.CellAsync()).State);
    }

    [Fact]
    public async Task A_store_into_which_only_failures_came_knows_of_them()
    {
        await _store.ImportAsync(new FakeObject(FileName("2026-10-01T12:05Z")) { Last = new ObjectReading.Failure("It ended early.") });
        Assert.Equal(new TimeStretch(At("2026-10-01T11:50Z"), At("2026-10-01T12:06Z")), (await _store.MapAsync()).Known);
        Assert.Equal(CoverageState.Incomplete, (await _store.CellAsync()).State);
    }

    [Theory]
    [InlineData(true, CoverageState.Incomplete)]
    [InlineData(false, CoverageState.Covered)]
    public async Task An_archived_file_is_a_gap_and_a_digest_is_none(bool leavesGap, CoverageState expected)
    {
        await _store.ImportAsync(
            Window("2026-10-01T00:00Z", "2026-10-02T00:00Z"),
            new FakeObject(FileName("2026-10-01T12:05Z")) { Last = new ObjectReading.Skip("Archived in GLACIER.", null) { LeavesGap = leavesGap } });
        Assert.Equal(expected, (await _store.CellAsync()).State);
    }

    [Fact]
    public async Task Refused_records_leave_a_gap_that_says_how_many()
    {
        await _store.ImportAsync(new FakeObject(FileName("2026-10-01T12:05Z"), Some.Record(1)) { Rejections = [Some.Refuse("{}")] });
        var day = await _store.Coverage.DayAsync("111122223333", "eu-west-1", new DateOnly(2026, 10, 1), CancellationToken.None);
        Assert.Equal((CoverageState.Incomplete, "1 of its records were refused; the rest is stored."), (day.Whole.State, day.Failures.Single().Reason));
    }

    [Fact]
    public async Task A_failed_question_is_a_gap_only_where_it_was_not_answered_in_other_pieces()
    {
        await _store.ImportAsync(FailedWindow("2026-10-01T06:00Z", "2026-10-01T12:00Z"), Window("2026-10-01T09:00Z", "2026-10-01T12:00Z"));
        var day = await _store.Coverage.DayAsync("111122223333", "eu-west-1", new DateOnly(2026, 10, 1), CancellationToken.None);
        Assert.Equal([6, 7, 8], Enumerable.Range(0, 24).Where(hour => day.Hours[hour].State is CoverageState.Incomplete));
        Assert.Equal(new TimeStretch(At("2026-10-01T06:00Z"), At("2026-10-01T09:00Z")), day.Failures.Single().Span);

        await _store.ImportAsync(Window("2026-10-01T06:00Z", "2026-10-01T09:00Z"));
        Assert.Equal((CoverageState.Partly, 0L), ((await _store.CellAsync()).State, _store.Number("SELECT count(*) FROM coverage_gaps")));
    }

    [Fact]
    public async Task A_question_that_reaches_over_midnight_leaves_on_each_day_only_what_was_not_answered_of_it()
    {
        await _store.ImportAsync(
            FailedWindow("2026-10-01T20:00Z", "2026-10-02T04:00Z"), Window("2026-10-01T20:00Z", "2026-10-01T22:00Z"), Window("2026-10-02T02:00Z", "2026-10-02T04:00Z"));
        Assert.Equal(new TimeStretch(At("2026-10-01T22:00Z"), At("2026-10-02T00:00Z")), await OpenOnAsync(1));
        Assert.Equal(new TimeStretch(At("2026-10-02T00:00Z"), At("2026-10-02T02:00Z")), await OpenOnAsync(2));

        async Task<TimeStretch> OpenOnAsync(int day) =>
            (await _store.Coverage.DayAsync("111122223333", "eu-west-1", new DateOnly(2026, 10, day), CancellationToken.None)).Failures.Single().Span;
    }

    [Fact]
    public async Task Fault_45_what_came_more_than_a_day_late_is_counted_where_it_happened()
    {
        await _store.ImportAsync(
            Window("2026-10-01T00:00Z", "2026-10-02T00:00Z", Some.Record(1)),
            new FakeObject("late", Some.Record(2)) { ModifiedAt = At("2026-10-31T12:00Z") });
        Assert.Equal((CoverageState.Late, 1L), ((await _store.CellAsync()).State, (await _store.CellAsync()).Facts.Late));
    }

    [Fact]
    public async Task A_listing_covers_what_happened_until_the_delivery_lag_before_it()
    {
        var book = new CoverageBook(_store.Database);
        await book.ListedAsync("bucket", [Listed("2026-10-02"), Listed("2026-10-01")], CancellationToken.None);
        await book.ListedAsync("bucket", [Listed("2026-10-03", until: "2026-10-03T08:15Z")], CancellationToken.None);

        Assert.Equal(CoverageState.Quiet, (await _store.CellAsync(1)).State);
        Assert.Equal(TimeSpan.FromHours(8), (await _store.CellAsync(3)).Facts.Covered);
        Assert.Equal(1, _store.Number("SELECT count(*) FROM coverage_spans"));
        await _store.ImportAsync(new FakeObject("a", Some.Record(1)) { From = "bucket" });
        Assert.Equal(CoverageState.Covered, (await _store.CellAsync(1)).State);
    }

    [Fact]
    public async Task The_last_hour_and_what_lies_ahead_are_not_due()
    {
        using var store = await TestStore.CreateAsync(time: new ManualTime(At("2026-10-01T12:00Z")));
        await store.ImportAsync(Window("2026-10-01T00:00Z", "2026-10-01T11:00Z"));
        Assert.Equal(CoverageState.Covered, (await store.CellAsync(1)).State);
        Assert.Equal(CoverageState.NotDue, (await store.CellAsync(2)).State);
    }

    [Fact]
    public async Task Many_days_become_weeks_from_Monday()
    {
        await _store.ImportAsync(new FakeObject("a", Some.Record(1), Some.Record(2, "2026-10-05T00:00:00Z")));
        var map = await _store.Coverage.MapAsync(new DateOnly(2026, 10, 1), new DateOnly(2026, 10, 12), CoveragePlaces.All, 11, CancellationToken.None);
        Assert.Equal((new DateOnly(2026, 9, 28), 7, 3), (map.First, map.DaysInCell, map.Cells));
        Assert.Equal([1L, 1L, 0L], map.Rows.Single().Cells.Select(cell => cell.Facts.Events));
    }

    [Fact]
    public async Task A_killed_process_leaves_coverage_and_ledger_in_step()
    {
        using var store = await TestStore.CreateAsync(time: TimeProvider.System);
        await store.ImportAsync(new FakeObject("whole", Some.Record(1)));
        var before = await store.CoverageAsync();
        var run = await store.Ledger.StartRunAsync("import", "killed", CancellationToken.None);
        var (objects, readings) = (Channel.CreateUnbounded<ObjectInFlight>(), Channel.CreateUnbounded<ObjectReading>());
        var cut = new FakeObject("cut", [.. Enumerable.Range(10, 900).Select(number => Some.Record(number))]) { BatchSize = 50 };
        foreach (var batch in cut.Readings().OfType<ObjectReading.Batch>())
        {
            readings.Writer.TryWrite(batch);
        }

        using var stop = new CancellationTokenSource();
        objects.Writer.TryWrite(new ObjectInFlight(cut, readings.Reader));
        var writing = store.Writer.WriteAsync(run, objects.Reader, _ => { }, stop.Token);
        while (readings.Reader.Count > 0)
        {
            await Task.Delay(10);
        }

        await stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => writing);

        Assert.Equal(before, await store.CoverageAsync());
        await store.ImportAsync(cut);
        Assert.Equal(901, (await store.CellAsync()).Facts.Events);
    }

    [Fact]
    public async Task An_answer_names_the_holes_of_what_was_asked()
    {
        await _store.ImportAsync(
            Window("2026-10-01T00:00Z", "2026-10-01T14:00Z", Some.Record(1)),
            Window("2026-10-01T16:00Z", "2026-10-02T00:00Z"),
            new FakeObject(FileName("2026-10-01T12:05Z", "us-east-1")) { Last = new ObjectReading.Failure("It ended early.") });

        var answer = await AnswerAsync("region:EU-WEST-1", "2026-10-01T00:00Z", "2026-10-02T00:00Z");
        Assert.Equal([new CoverageHole("111122223333", "eu-west-1", new TimeStretch(At("2026-10-01T14:00Z"), At("2026-10-01T16:00Z")), CoverageState.Unknown)], answer.Holes);
        Assert.True((await AnswerAsync("region:eu-west-1", "2026-10-01T03:00Z", "2026-10-01T14:00Z")) is { Verdict: CoverageVerdict.Covered, IsManagementOnly: true, IsQuiet: false });
        Assert.Equal(
            [CoverageState.Unknown, CoverageState.Incomplete],
            (await AnswerAsync("region:us-east-1", "2026-10-01T11:00Z", "2026-10-01T13:00Z")).Holes.Select(hole => hole.Why));
        Assert.Equal((1, 2), (await AnswerAsync("", "2026-10-01T00:00Z", "2026-10-02T00:00Z")) is var all ? (all.Accounts, all.Regions) : default);
        Assert.Equal(CoverageVerdict.Partly, answer.Verdict);
        Assert.Equal(CoverageVerdict.NotCovered, (await AnswerAsync("region:eu-west-1", "2026-10-01T14:00Z", "2026-10-01T16:00Z")).Verdict);
        Assert.Equal(CoverageVerdict.NotCovered, (await AnswerAsync("region:us-east-1", "2026-10-01T11:00Z", "2026-10-01T13:00Z")).Verdict);
        Assert.Equal(CoverageVerdict.NotCovered, (await AnswerAsync("region:mars-1", "2026-10-01T11:00Z", "2026-10-01T13:00Z")).Verdict);
        Assert.Equal(["account 999988887777"], (await AnswerAsync("account:999988887777", "2026-10-01T00:00Z", "2026-10-02T00:00Z")).UnknownPlaces);
        Assert.Equal(["us-east-2 in account 111122223333"], (await AnswerAsync("account:111122223333 region:us-east-2", "2026-10-01T00:00Z", "2026-10-02T00:00Z")).UnknownPlaces);
    }

    [Fact]
    public async Task A_time_with_files_but_no_claim_is_told_apart_from_one_of_which_nothing_is_known()
    {
        await _store.ImportAsync(new FakeObject("a", Some.Record(1)));
        Assert.Equal(CoverageState.Seen, (await AnswerAsync("", "2026-10-01T12:00Z", "2026-10-01T13:00Z")).Holes.Single().Why);
        Assert.Equal(CoverageState.Unknown, (await AnswerAsync("", "2026-10-01T14:00Z", "2026-10-01T15:00Z")).Holes.Single().Why);
        Assert.Equal(CoverageVerdict.Unknown, (await AnswerAsync("", "2026-10-01T12:00Z", "2026-10-01T13:00Z")).Verdict);
        Assert.Equal(CoverageVerdict.Unknown, (await AnswerAsync("", "2026-12-01T14:00Z", "2026-12-01T15:00Z")).Verdict);
        Assert.Null((await AnswerAsync("", "2026-12-01T14:00Z", "2026-12-01T15:00Z")).Asked);
    }

    [Fact]
    public async Task A_quiet_bucket_is_said_to_prove_nothing()
    {
        await new CoverageBook(_store.Database).ListedAsync("bucket", [Listed("2026-10-01")], CancellationToken.None);
        var answer = await AnswerAsync("", "2026-10-01T00:00Z", "2026-10-01T10:00Z");
        Assert.True(answer is { Verdict: CoverageVerdict.Covered, IsQuiet: true, IsManagementOnly: false });
    }

    private static ListedPlace Listed(string day, string? until = null) =>
        new("111122223333", "eu-west-1", At(day), until is null ? At(day).AddDays(1) : At(until), At("2026-10-04T00:00Z"));

    private Task<CoverageAnswer> AnswerAsync(string filter, string from, string to)
    {
        Assert.True(FilterParser.TryParse(filter, out var parsed, out _));
        return _store.Coverage.AnswerAsync(new EventQuery(parsed, new TimeRange(At(from), At(to))), CancellationToken.None);
    }
}
