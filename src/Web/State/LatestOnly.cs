using TrailBoard.Core.Store;

namespace TrailBoard.Web.State;

/// <summary>Runs the latest of several questions: a new one cancels the one before, and disposing cancels the last.</summary>
public sealed class LatestOnly : IDisposable
{
    private readonly LatestToken _latest = new();

    /// <summary>Whether an answer is awaited.</summary>
    public bool IsBusy { get; private set; }

    /// <summary>Asks, cancelling what was asked before.</summary>
    /// <returns>Why it failed, in a sentence for the person who waits; null where it went well or a newer question took over.</returns>
    public async Task<string?> RunAsync(Func<CancellationToken, Task> ask)
    {
        var token = _latest.Next();
        IsBusy = true;
        try
        {
            await ask(token);
            return null;
        }
        catch (OperationCanceledException) when (token.IsCancellationRequested)
        {
            return null;
        }
        catch (StoreException problem)
        {
            return problem.Message;
        }
        finally
        {
            if (!token.IsCancellationRequested)
            {
                IsBusy = false;
            }
        }
    }

    /// <summary>Cancels what was asked and asks nothing new.</summary>
    public void Cancel()
    {
        _latest.Cancel();
        IsBusy = false;
    }

    public void Dispose()
    {
        Cancel();
        _latest.Dispose();
    }
}
