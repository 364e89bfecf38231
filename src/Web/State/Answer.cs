using TrailBoard.Core.Store;

namespace TrailBoard.Web.State;

/// <summary>
/// One part of a page that is asked for by itself: the last value stays while the next one is on its way, and a fault here
/// leaves the other parts alone.
/// </summary>
public sealed class Answer<T>
    where T : class
{
    /// <summary>The last value, or null before the first.</summary>
    public T? Value { get; private set; }

    /// <summary>Whether a newer one is on its way.</summary>
    public bool IsLoading { get; private set; }

    /// <summary>Why there is no newer one, in words, or null.</summary>
    public string? Problem { get; private set; }

    /// <summary>Asks anew. A question that is cancelled leaves everything as it is for the one that took its place.</summary>
    public async Task AskAsync(Func<CancellationToken, Task<T>> question, Action changed, CancellationToken cancellationToken)
    {
        IsLoading = true;
        Problem = null;
        changed();
        try
        {
            var value = await question(cancellationToken);
            cancellationToken.ThrowIfCancellationRequested();
            Value = value;
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            return;
        }
        catch (StoreException exception)
        {
            Problem = exception.Message;
        }

        IsLoading = false;
        changed();
    }

    /// <summary>Awaits nothing any longer: the question was cancelled, and no other takes its place.</summary>
    public void Leave() => IsLoading = false;

    /// <summary>Replaces the value without asking.</summary>
    public void Set(T? value) => Value = value;
}
