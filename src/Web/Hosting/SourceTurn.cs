using TrailBoard.Core.Import;

namespace TrailBoard.Web.Hosting;

/// <summary>Whose turn it is to run a source: takes its lease, keeps it while the run goes on, and gives it back.</summary>
internal sealed class SourceTurn(ISourceStates states, string owner, TimeProvider time)
{
    /// <summary>When a source whose process died can be taken by another.</summary>
    public static readonly TimeSpan Length = TimeSpan.FromMinutes(1);

    private static readonly TimeSpan Renewal = Length / 4;

    public ISourceStates States => states;

    /// <summary>Runs while the lease is held. False where another holds it, and nothing was run.</summary>
    /// <param name="run">Told to stop when the lease is lost. How it ended is written before the lease is given back.</param>
    public async Task<bool> TryRunAsync(string name, Func<CancellationToken, Task<SourceRunEnd>> run, CancellationToken cancellationToken)
    {
        if (await states.TakeAsync(name, owner, Length, cancellationToken) is not { } lease)
        {
            return false;
        }

        try
        {
            using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
            using var ended = new CancellationTokenSource();
            var keeping = KeepAsync(lease, stop, ended.Token);
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

    private async Task KeepAsync(SourceLease lease, CancellationTokenSource stop, CancellationToken ended)
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

        await stop.CancelAsync();
    }
}

/// <summary>How a process is called in leases.</summary>
internal static class SourceOwner
{
    public static string OfThisProcess() => $"{Environment.MachineName}, process {Environment.ProcessId} ({Guid.NewGuid().ToString("N")[..8]})";
}
