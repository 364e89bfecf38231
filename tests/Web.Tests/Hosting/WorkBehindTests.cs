using TrailBoard.Core.Store;
using TrailBoard.Web.Hosting;

namespace TrailBoard.Web.Tests.Hosting;

public sealed class WorkBehindTests
{
    [Fact]
    public async Task What_breaks_is_said_and_begun_again_after_a_while_and_ends_with_the_site()
    {
        var time = new ManualTime();
        using var work = new BreakingWork(time);
        await work.StartAsync(CancellationToken.None);
        await Wait.UntilAsync(() => time.Set == 1, "the first pause");
        time.Advance(TimeSpan.FromSeconds(9));
        Assert.Equal(1, work.Runs);
        time.Advance(TimeSpan.FromSeconds(1));
        await Wait.UntilAsync(() => time.Set == 2, "the second pause");
        time.Advance(TimeSpan.FromSeconds(10));
        await Wait.UntilAsync(() => work.Runs == 3, "a third run");
        await work.StopAsync(CancellationToken.None);
        Assert.True(work.WasStopped);
        Assert.Equal(["The disk is gone.", "A mistake of our own."], work.Reports);
    }

    private sealed class BreakingWork(TimeProvider time) : WorkBehind(time)
    {
        private int _runs;

        public int Runs => Volatile.Read(ref _runs);

        public List<string> Reports { get; } = [];

        public bool WasStopped { get; private set; }

        protected override void Report(Exception broken) => Reports.Add(broken.Message);

        protected override async Task RunAsync(CancellationToken cancellationToken)
        {
            switch (Interlocked.Increment(ref _runs))
            {
                case 1:
                    throw new StoreException("The disk is gone.");
                case 2:
                    throw new InvalidOperationException("A mistake of our own.");
            }

            try
            {
                await Task.Delay(Timeout.Infinite, cancellationToken);
            }
            finally
            {
                WasStopped = true;
            }
        }
    }
}
