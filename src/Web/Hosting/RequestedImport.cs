using TrailBoard.Core.Import;

namespace TrailBoard.Web.Hosting;

/// <summary>An import that somebody asked for in the browser: waiting, running or ended.</summary>
internal sealed class RequestedImport(ITrailSource source, string kind) : IDisposable
{
    private readonly Lock _lock = new();
    private readonly CancellationTokenSource _stop = new();
    private readonly TaskCompletionSource<ImportSummary?> _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);

    private bool _disposed;

    /// <summary>Its name in URLs, known before it has a run in the ledger.</summary>
    public Guid Id { get; } = Guid.NewGuid();

    /// <summary>How it was started: <c>import</c>, <c>upload</c> or <c>demo</c>.</summary>
    public string Kind => kind;

    /// <summary>What a person calls it.</summary>
    public string Label => source.Label;

    /// <summary>Its run in the ledger, once it has begun.</summary>
    public long? RunId { get; private set; }

    /// <summary>Ends with the summary, or with null where it was cancelled before it began, or with the fault that kept it from beginning.</summary>
    public Task<ImportSummary?> Ended => _ended.Task;

    /// <summary>Stops it; what was committed stays.</summary>
    public void Cancel()
    {
        lock (_lock)
        {
            if (!_disposed)
            {
                _stop.Cancel();
            }
        }
    }

    public void Dispose()
    {
        lock (_lock)
        {
            _disposed = true;
            _stop.Dispose();
        }
    }

    /// <summary>Runs it to its end; the outcome is in <see cref="Ended"/>.</summary>
    internal async Task RunAsync(ImportRun imports, CancellationToken cancellationToken)
    {
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, _stop.Token);
        if (either.IsCancellationRequested)
        {
            _ended.SetResult(null);
            return;
        }

        try
        {
            _ended.SetResult(await imports.RunAsync(source, kind, (progress, _) => RunId ??= progress.RunId, either.Token));
        }
        catch (OperationCanceledException)
        {
            _ended.SetResult(null);
        }
        catch (Exception exception)
        {
            _ended.SetException(exception);
        }
    }
}
