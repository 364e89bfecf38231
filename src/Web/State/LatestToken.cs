namespace TrailBoard.Web.State;

/// <summary>
/// The token of the latest of several questions: the next one cancels the one before. Nothing here waits: if taking the place of a
/// question took time, two that come close together could both do it, and the one that nobody can cancel any more might answer last.
/// </summary>
public sealed class LatestToken : IDisposable
{
    private CancellationTokenSource _source = new();
    private bool _isDisposed;

    /// <summary>The token of the latest question. It is cancelled once there is a newer one, after <see cref="Cancel"/> and after disposal.</summary>
    public CancellationToken Current { get; private set; }

    public LatestToken() => Current = _source.Token;

    /// <summary>Begins a new question and cancels the one before.</summary>
    /// <returns>The new question's token; cancelled already where this is disposed.</returns>
    public CancellationToken Next()
    {
        if (_isDisposed)
        {
            return Current;
        }

        var before = _source;
        _source = new CancellationTokenSource();
        var token = Current = _source.Token;
        before.Cancel();
        before.Dispose();
        return token;
    }

    /// <summary>Cancels the latest question without a new one.</summary>
    public void Cancel()
    {
        if (!_isDisposed)
        {
            _source.Cancel();
        }
    }

    public void Dispose()
    {
        Cancel();
        _isDisposed = true;
        _source.Dispose();
    }
}
