using System.Runtime.CompilerServices;
using Microsoft.Extensions.DependencyInjection;
using TrailBoard.Core.Import;
using TrailBoard.Web.Hosting;

namespace TrailBoard.Web.Tests.Hosting;

public sealed class BackgroundImportsTests
{
    private static readonly TimeSpan Soon = Wait.Long;

    [Fact]
    public async Task Imports_run_one_after_the_other_and_can_be_stopped_running_or_waiting()
    {
        await using var site = await TrailBoardFactory.StartAsync();
        var imports = site.Services.GetRequiredService<BackgroundImports>();
        var (first, second, third) = (new GatedSource("first"), new GatedSource("second"), new GatedSource("third"));
        Assert.True(imports.TryAdd(first, "import", out var one));
        Assert.True(imports.TryAdd(second, "import", out var two));
        Assert.True(imports.TryAdd(third, "import", out var three));
        await first.Begun.WaitAsync(Soon);
        Assert.Equal(3, imports.Open.Count);
        Assert.False(second.Begun.IsCompleted);

        // One that waits never begins; one that runs ends with its books closed; those behind it go on.
        Assert.True(imports.Cancel(two.Id));
        Assert.True(imports.Cancel(one.Id));
        Assert.StartsWith("Stopped before its end", (await one.Ended.WaitAsync(Soon))!.Progress.Error, StringComparison.Ordinal);
        Assert.Null(await two.Ended.WaitAsync(Soon));
        await third.Begun.WaitAsync(Soon);
        Assert.False(second.Begun.IsCompleted);
        third.Open();
        var summary = (await three.Ended.WaitAsync(Soon))!;
        Assert.Null(summary.Progress.Error);
        Assert.Equal(three.RunId, summary.Progress.RunId);

        var ledger = site.Services.GetRequiredService<IImportLedger>();
        Assert.Equal(["third", "first"], (await ledger.RunsAsync(10, CancellationToken.None)).Select(run => run.Label));
        Assert.All(await ledger.RunsAsync(10, CancellationToken.None), run => Assert.NotNull(run.Finished));
        Assert.False(imports.Cancel(three.Id));
    }

    [Fact]
    public async Task A_full_queue_says_no()
    {
        await using var site = await TrailBoardFactory.StartAsync(null, "--Import:Waiting=1");
        var imports = site.Services.GetRequiredService<BackgroundImports>();
        var running = new GatedSource("running");
        Assert.True(imports.TryAdd(running, "import", out _));
        await running.Begun.WaitAsync(Soon);
        Assert.True(imports.TryAdd(new GatedSource("waiting"), "import", out var waiting));
        Assert.False(imports.TryAdd(new GatedSource("too many"), "import", out var refused));
        Assert.Null(refused);
        Assert.Equal(2, imports.Open.Count);

        // What waits when the site stops is ended too (by disposal of the site); nobody waits for it for ever.
        await site.Services.GetServices<Microsoft.Extensions.Hosting.IHostedService>().OfType<BackgroundImports>().Single().StopAsync(CancellationToken.None).WaitAsync(Soon);
        Assert.Null(await waiting.Ended.WaitAsync(Soon));
    }

    /// <summary>Lists nothing, but only after it was opened.</summary>
    private sealed class GatedSource(string label) : ITrailSource
    {
        private readonly TaskCompletionSource _begun = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private readonly TaskCompletionSource _open = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public string Label => label;

        public Task Begun => _begun.Task;

        public void Open() => _open.SetResult();

        public async IAsyncEnumerable<TrailObject> ListAsync([EnumeratorCancellation] CancellationToken cancellationToken)
        {
            _begun.SetResult();
            await _open.Task.WaitAsync(cancellationToken);
            yield break;
        }
    }
}
