using TrailBoard.Core.Import;

namespace TrailBoard.Web.Hosting;

/// <summary>Whose turn it is to run a source: takes its lease, keeps it while the run goes on, and gives it back.</summary>
internal sealed class SourceTurn(ISourceStates states, string owner, TimeProvider time)
{
    /// <summary>When a source whose process died can be taken by another.</summary>
    public static readonly TimeSpan Length = TimeSpan.FromMinutes(1);

    private static readonly TimeSpan Renewal = Length / 4;

    // Of the run that goes on: which it is, and how much of it was looked at. 0 is none.
    private long _runId;
    private long _seen;

    public ISourceStates States => states;

    /// <summary>Which run of the ledger goes on: how far it has come is then written with each renewal.</summary>
    public void Began(long runId) => Interlocked.Exchange(ref _runId, runId);

    /// <summary>Runs while the lease is held. False where another holds it, and nothing was run.</summary>
    /// <param name="run">Told to stop when the lease is lost. How it ended is written before the lease is given back.</param>
    /// <param name="renewed">Called with each renewal, after how far the run has come was written.</param>
    public async Task<bool> TryRunAsync(
        string name, Func<CancellationToken, Task<SourceRunEnd>> run, Func<CancellationToken, Task>? renewed, CancellationToken cancellationToken)
    {
        if (await states.TakeAsync(name, owner, Length, cancellationToken) is not { } lease)
        {
            return false;
        }

        Began(0);
        _seen = 0;
        try
        {
            using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
            using var ended = new CancellationTokenSource();
            var keeping = KeepAsync(lease, renewed, stop, ended.Token);
            SourceRunEnd end;
            try
            {
                end = await run(stop.Token);
            }
            finally
            {
                await ended.CancelAsync();
                await keeping;
            }

            // Not with the caller's token: a run that was stopped is written down all the same.
            await states.EndAsync(lease, end, CancellationToken.None);
            return true;
        }
        finally
        {
            await states.GiveBackAsync(lease, CancellationToken.None);
        }
    }

    private async Task KeepAsync(SourceLease lease, Func<CancellationToken, Task>? renewed, CancellationTokenSource stop, CancellationToken ended)
    {
        var held = time.GetTimestamp();
        try
        {
            while (true)
            {
                await Task.Delay(Renewal, time, ended);
                var asked = time.GetTimestamp();
                try
                {
                    if (!await states.RenewAsync(lease, Length, ended))
                    {
                        break;
                    }

                    held = asked;
                    if (Interlocked.Read(ref _runId) is var runId and not 0)
                    {
                        _seen = await states.AdvanceAsync(lease, runId, _seen, ended);
                    }

                    if (renewed is not null)
                    {
                        await renewed(ended);
                    }
                }
                catch (Core.Store.StoreException) when (time.GetElapsedTime(held) < Length)
                {
                    // The store may be busy for a while; the lease is still ours until it ends.
                }
            }
        }
        catch (OperationCanceledException) when (ended.IsCancellationRequested)
        {
            return;
        }
        catch (Core.Store.StoreException)
        {
            // It could not be renewed until it ended: another may run the source now.
        }
        finally
        {
            // Whatever ends the keeping: nothing runs without a lease.
            if (!ended.IsCancellationRequested)
            {
                await stop.CancelAsync();
            }
        }
    }
}

/// <summary>How a process is called in leases.</summary>
internal static class SourceOwner
{
    public static string OfThisProcess() => $"{Environment.MachineName}, process {Environment.ProcessId} ({Guid.NewGuid().ToString("N")[..8]})";
}
