using TrailBoard.Core.Import;
using TrailBoard.Core.Store;
using TrailBoard.Web.Hosting;

namespace TrailBoard.Web.Tests.Hosting;

/// <summary>Nothing runs without a lease, whatever becomes of it.</summary>
public sealed class SourceTurnTests
{
    private static readonly TimeSpan Renewal = SourceTurn.Length / 4;

    [Fact]
    public async Task A_lease_that_another_took_stops_the_run()
    {
        var states = new FakeStates { Renew = () => false };

        Assert.True(await StopsAsync(states, Renewal));
        Assert.Equal(1, states.Ended);
    }

    [Fact]
    public async Task A_store_that_cannot_be_written_for_a_moment_stops_no_run_and_one_that_stays_so_does()
    {
        var states = new FakeStates { Renew = () => throw new StoreException("It is busy.") };

        Assert.False(await StopsAsync(states, Renewal, stops: false));
        Assert.True(await StopsAsync(states, SourceTurn.Length));
    }

    [Fact]
    public async Task Whatever_else_goes_wrong_while_a_lease_is_kept_stops_the_run_and_is_told()
    {
        var states = new FakeStates { Renew = () => throw new InvalidOperationException("Nobody expected this.") };

        var fault = await Assert.ThrowsAsync<InvalidOperationException>(() => StopsAsync(states, Renewal));
        Assert.Equal(("Nobody expected this.", true, 1), (fault.Message, states.WasStopped, states.GivenBack));
    }

    private static async Task<bool> StopsAsync(FakeStates states, TimeSpan after, bool stops = true)
    {
        var time = new ManualTime();
        var turn = new SourceTurn(states, "this process", time);
        var ran = turn.TryRunAsync(
            "prod",
            async token =>
            {
                var stopped = new TaskCompletionSource();
                await using var registration = token.Register(stopped.SetResult);
                for (var moved = TimeSpan.Zero; moved < after; moved += Renewal)
                {
                    await time.StepAsync(Renewal);
                }

                if (stops)
                {
                    await stopped.Task.WaitAsync(Wait.Long, CancellationToken.None);
                }

                states.WasStopped = token.IsCancellationRequested;
                return new SourceRunEnd(null, null, null, null);
            },
            renewed: null,
            CancellationToken.None);
        Assert.True(await ran.WaitAsync(Wait.Long));
        return states.WasStopped;
    }

    private sealed class FakeStates : ISourceStates
    {
        public required Func<bool> Renew { get; init; }

        public bool WasStopped { get; set; }

        public int Ended { get; private set; }

        public int GivenBack { get; private set; }

        public Task<SourceLease?> TakeAsync(string name, string owner, TimeSpan length, CancellationToken cancellationToken) =>
            Task.FromResult<SourceLease?>(new SourceLease(name, owner, 1));

        public Task<bool> RenewAsync(SourceLease lease, TimeSpan length, CancellationToken cancellationToken) => Task.FromResult(Renew());

        public Task GiveBackAsync(SourceLease lease, CancellationToken cancellationToken)
        {
            GivenBack++;
            return Task.CompletedTask;
        }

        public Task EndAsync(SourceLease lease, SourceRunEnd end, CancellationToken cancellationToken)
        {
            Ended++;
            return Task.CompletedTask;
        }

        public Task<IReadOnlyList<SourceState>> AllAsync(CancellationToken cancellationToken) => throw new NotSupportedException();

        public Task<long> AdvanceAsync(SourceLease lease, long runId, long seen, CancellationToken cancellationToken) => throw new NotSupportedException();

        public Task PauseAsync(string name, bool paused, CancellationToken cancellationToken) => throw new NotSupportedException();
    }
}
