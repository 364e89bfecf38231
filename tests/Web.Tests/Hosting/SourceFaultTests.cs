using TrailBoard.Core.Import;
using TrailBoard.Web.Hosting;

namespace TrailBoard.Web.Tests.Hosting;

/// <summary>FAULTS 50 and 74: what becomes of the others, and of the process, when one source is denied or gone.</summary>
public sealed class SourceFaultTests
{
    [Theory]
    [InlineData("Access was denied: the credentials need s3:ListBucket on arn:aws:s3:::trails to list AWSLogs/.")]
    [InlineData("There is no queue https://sqs.eu-west-1.amazonaws.com/111122223333/gone.")]
    public async Task Fault_50_74_a_source_that_is_denied_or_gone_says_so_is_tried_within_a_quarter_of_an_hour_and_holds_up_no_other(string fault)
    {
        var remote = new FakeRemoteSources("bad", "good");
        remote["bad"].Fault = fault;
        await using var harness = await SourcesHarness.StartAsync(remote);
        await harness.AdvanceUntilAsync(() => remote["bad"].Passes.Count >= 5 && remote["good"].Passes.Count >= 3, "passes of both", TimeSpan.FromSeconds(10));

        Assert.Equal(fault, harness.Status("bad").State.LastError);
        Assert.Null(harness.Status("good").State.LastError);
        Assert.NotNull(harness.Status("good").State.LastSuccess);

        // It mends as soon as it is allowed or there again.
        remote["bad"].Fault = null;
        await harness.AdvanceUntilAsync(() => harness.Status("bad").State is { LastSuccess: not null, LastError: null }, "a success", TimeSpan.FromSeconds(10));
    }

    [Theory]
    [InlineData(SourceType.Queue, 0, 1, false, null)]
    [InlineData(SourceType.Queue, 1, 0, true, "1 file failed; the next run tries again.")]
    [InlineData(SourceType.Queue, 2, 1, true, "2 files failed; the next run tries again.")]
    [InlineData(SourceType.LookupEvents, 2, 0, true, "2 windows failed; the next run tries again.")]
    public void Fault_65_71_what_is_kept_aside_is_no_failure_of_the_source_and_nobody_promises_another_try(SourceType type, int failed, int keptAside, bool isFailure, string? error)
    {
        var progress = new ImportProgress
        {
            RunId = 1, Label = "queue", Started = default, FilesSettled = failed + keptAside, FilesFailed = failed, FilesKeptAside = keptAside,
        };

        Assert.Equal((isFailure, error), (SourceVerdict.IsFailure(new ImportSummary(progress, [])), SourceVerdict.Error(new ImportSummary(progress, []), type)));
    }

    [Fact]
    public void Fault_50_the_pause_after_failures_grows_to_a_quarter_of_an_hour_and_no_further()
    {
        var pauses = Enumerable.Range(1, 60).Select(BackOff.After).ToList();

        Assert.All(pauses, pause => Assert.InRange(pause, TimeSpan.FromSeconds(10), TimeSpan.FromMinutes(15)));
        Assert.InRange(pauses[0], TimeSpan.FromSeconds(10), TimeSpan.FromSeconds(20));
        Assert.All(pauses.Skip(6), pause => Assert.InRange(pause, TimeSpan.FromMinutes(7.5), TimeSpan.FromMinutes(15)));
    }
}
