namespace TrailBoard.Web.State;

/// <summary>
/// An <see cref="Answer{T}"/> among several that are asked one after the other. Each has its turn: where it takes longer the next one is asked
/// besides, and the person is told that this one is still being counted, and may skip it.
/// </summary>
public sealed class TimedAnswer<T>(TimeProvider clock) : IDisposable
    where T : class
{
    /// <summary>How long the others wait for it.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(1.5);

    private readonly Answer<T> _answer = new();
    private CancellationTokenSource? _own;
    private Action? _changed;

    /// <inheritdoc cref="Answer{T}.Value"/>
    public T? Value => _answer.Value;

    /// <inheritdoc cref="Answer{T}.IsLoading"/>
    public bool IsLoading => _answer.IsLoading;

    /// <inheritdoc cref="Answer{T}.Problem"/>
    public string? Problem => _answer.Problem;

    /// <summary>Whether it is awaited for longer than its turn.</summary>
    public bool IsLate { get; private set; }

    /// <summary>Whether a person did not want to wait for it.</summary>
    public bool IsSkipped { get; private set; }

    /// <summary>Completes, without fault, when there is an answer, its turn is over or nobody wants it any more.</summary>
    public Task Turn { get; private set; } = Task.CompletedTask;

    /// <summary>Asks anew; the task ends with the answer, however long it takes.</summary>
    public Task AskAsync(Func<CancellationToken, Task<T>> question, Action changed, CancellationToken cancellationToken)
    {
        Dispose();
        var own = _own = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        (_changed, IsLate, IsSkipped) = (changed, false, false);
        var asked = _answer.AskAsync(question, changed, own.Token);
        Turn = WaitAsync(asked, own.Token);
        return asked;
    }

    /// <summary>Waits no longer. What it knew before stays.</summary>
    public void Skip()
    {
        if (IsLoading)
        {
            _own?.Cancel();
            _answer.Leave();
            (IsSkipped, IsLate) = (true, false);
            _changed?.Invoke();
        }
    }

    public void Dispose()
    {
        _own?.Cancel();
        _own?.Dispose();
        _own = null;
    }

    private async Task WaitAsync(Task asked, CancellationToken own)
    {
        using var over = CancellationTokenSource.CreateLinkedTokenSource(own);
        await Task.WhenAny(asked, Task.Delay(Patience, clock, over.Token));
        if (!asked.IsCompleted && !own.IsCancellationRequested)
        {
            IsLate = true;
            _changed?.Invoke();
        }

        await over.CancelAsync();
    }
}
