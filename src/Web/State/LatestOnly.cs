using TrailBoard.Core.Store;

namespace TrailBoard.Web.State;

/// <summary>Runs the latest of several questions: a new one cancels the one before, and disposing cancels the last.</summary>
public sealed class LatestOnly : IDisposable
{
    private CancellationTokenSource? _current;

    /// <summary>Whether an answer is awaited.</summary>
    public bool IsBusy => _current is not null;

    /// <summary>Asks, cancelling what was asked before.</summary>
    /// <returns>Why it failed, in a sentence for the person who waits; null where it went well or a newer question took over.</returns>
    public async Task<string?> RunAsync(Func<CancellationToken, Task> ask)
    {
        Cancel();
        using var mine = new CancellationTokenSource();
        _current = mine;
        try
        {
            await ask(mine.Token);
            return null;
        }
        catch (OperationCanceledException) when (mine.IsCancellationRequested)
        {
            return null;
        }
        catch (StoreException problem)
        {
            return problem.Message;
        }
        finally
        {
            if (ReferenceEquals(_current, mine))
            {
                _current = null;
            }
        }
    }

    private void Cancel() => _current?.Cancel();

    public void Dispose() => Cancel();
}
