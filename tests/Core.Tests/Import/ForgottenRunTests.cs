using System.Runtime.CompilerServices;
using TrailBoard.Core.Import;

namespace TrailBoard.Core.Tests.Import;

/// <summary>Runs of sources that are asked every few minutes: which of them leave a line in the ledger.</summary>
public sealed class ForgottenRunTests
{
    private static readonly TimeSpan Soon = TimeSpan.FromMinutes(1);

    private readonly NotebookLedger _ledger = new("known");

    [Theory]
    [InlineData]
    [InlineData("known")]
    public async Task A_pass_that_comes_upon_nothing_new_leaves_no_run(params string[] names)
    {
        var progress = await RunAsync(new Polled(names));

        Assert.True(progress is { Finished: true, Error: null, IsForgotten: true });
        Assert.True(_ledger.IsForgotten);
    }

    [Theory]
    [InlineData("new", null)]
    [InlineData("broken", null)]
    [InlineData("known", "The bucket is gone.")]
    public async Task A_pass_that_found_something_or_failed_is_kept(string name, string? fault)
    {
        var progress = await RunAsync(new Polled([name], fault));

        Assert.Equal((false, fault), (progress.IsForgotten, progress.Error));
        Assert.NotNull(_ledger.Finished);
    }

    [Fact]
    public async Task An_import_that_a_person_started_is_kept_though_all_was_known()
    {
        var progress = await RunAsync(new ListedSource([new NamedObject("known")]));

        Assert.False(progress.IsForgotten);
        Assert.Equal((1, null), _ledger.Finished);
    }

    [Fact]
    public async Task A_pass_that_was_stopped_before_it_found_anything_leaves_no_run()
    {
        using var stop = new CancellationTokenSource();
        var source = new Polled([], whenListed: stop);

        var progress = await RunAsync(source, stop.Token);

        Assert.True(progress is { IsForgotten: true, Error: not null });
    }

    [Fact]
    public async Task A_pass_that_was_stopped_amid_its_work_is_kept()
    {
        using var stop = new CancellationTokenSource();
        var source = new Polled(["new"], whenListed: stop);

        Assert.False((await RunAsync(source, stop.Token)).IsForgotten);
    }

    private async Task<ImportProgress> RunAsync(ITrailSource source, CancellationToken cancellationToken = default)
    {
        var time = new ManualTime();
        var run = new ImportRun(
            new CountingSink(),
            _ledger,
            (one, _) => one.Name == "broken" ? Readings.Of(new ObjectReading.Failure("It is broken.")) : Readings.Of(Readings.Batch(1), Readings.End),
            new ImportFeed(time), new ImportOptions { Readers = 1 }, time);
        return (await run.RunAsync(source, "S3", null, cancellationToken).WaitAsync(Soon, CancellationToken.None)).Progress;
    }

    private sealed class Polled(string[] names, string? fault = null, CancellationTokenSource? whenListed = null) : IRemoteSource
    {
        public string Label => "polled";

        public TimeSpan PollAfter => TimeSpan.FromMinutes(5);

        public IReadOnlyList<string> Notes => [];

        public SourceOutlook? Outlook => null;

        public async IAsyncEnumerable<TrailObject> ListAsync([EnumeratorCancellation] CancellationToken cancellationToken)
        {
            foreach (var name in names)
            {
                yield return new NamedObject(name);
            }

            if (whenListed is not null)
            {
                await whenListed.CancelAsync();
                await Task.Delay(Timeout.Infinite, cancellationToken);
            }

            if (fault is not null)
            {
                throw new SourceFailedException(fault);
            }
        }
    }
}
