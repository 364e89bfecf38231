using TrailBoard.Core.Import;

namespace TrailBoard.Web.Hosting;

/// <summary>Imports one source: keeps it open from one run to the next, and says how each run ended and when the next is due.</summary>
internal sealed partial class SourceRunner(SourceOptions source, IRemoteSources sources, ImportRun imports, TimeProvider time, ILogger logger)
{
    private readonly Lock _lock = new();
    private CancellationTokenSource? _running;
    private IRemoteSource? _remote;
    private IRemoteSource? _ranging;
    private bool _isHeld;
    private long? _runId;

    /// <summary>The run that goes on, or the last that the ledger knows of, or null.</summary>
    public long? RunId
    {
        get
        {
            lock (_lock)
            {
                return _runId;
            }
        }
    }

    /// <summary>What the open source has to say.</summary>
    public (IReadOnlyList<string> Notes, SourceOutlook? Outlook) Words
    {
        get
        {
            lock (_lock)
            {
                var open = _ranging ?? _remote;
                return (open?.Notes ?? [], open?.Outlook);
            }
        }
    }

    /// <summary>Stops the run that goes on and lets none begin, or lets them.</summary>
    public void Hold(bool hold)
    {
        lock (_lock)
        {
            _isHeld = hold;
            if (hold)
            {
                // Not here and now: what ends by it must not run under this lock.
                _ = _running?.CancelAsync();
            }
        }
    }

    /// <summary>Closes the source: what it has learnt is forgotten, and what it held at AWS is let go. The next run opens it again.</summary>
    public void Close()
    {
        lock (_lock)
        {
            (_remote as IDisposable)?.Dispose();
            _remote = null;
        }
    }

    /// <summary>One run to its end. Runs do not overlap.</summary>
    /// <param name="before">How the source stood before.</param>
    /// <param name="began">Told which run of the ledger it is.</param>
    /// <param name="leased">The run may go on.</param>
    /// <param name="stopping">The program ends.</param>
    public async Task<SourceRunEnd> RunAsync(SourceRequest request, SourceState before, Action<long> began, CancellationToken leased, CancellationToken stopping)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(leased);
        long? earlier;
        long? own = null;
        lock (_lock)
        {
            _running = stop;
            earlier = _runId;
            if (_isHeld)
            {
                stop.Cancel();
            }
        }

        try
        {
            var remote = Open(request);
            var summary = await imports.RunAsync(
                remote,
                source.Type?.ToString() ?? "",
                (progress, _) =>
                {
                    if (own is null)
                    {
                        Show(own = progress.RunId);
                        began(progress.RunId);
                    }
                },
                stop.Token);
            own = summary.Progress.IsForgotten ? null : summary.Progress.RunId;
            Show(own ?? earlier);
            return stop.IsCancellationRequested ? Stopped(own, before, stopping) : Ended(own, summary, before, remote.PollAfter);
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            return Stopped(own, before, stopping);
        }
        catch (Exception fault) when (fault is not OperationCanceledException)
        {
            return Failed(own, before, fault.Message, fault);
        }
        finally
        {
            lock (_lock)
            {
                _running = null;
                (_ranging as IDisposable)?.Dispose();
                _ranging = null;
            }
        }
    }

    private IRemoteSource Open(SourceRequest request)
    {
        lock (_lock)
        {
            return request.IsRange
                ? _ranging = sources.Open(source, request.From, request.To)
                : _remote ??= sources.Open(source);
        }
    }

    private void Show(long? runId)
    {
        lock (_lock)
        {
            _runId = runId;
        }
    }

    private SourceRunEnd Ended(long? runId, ImportSummary summary, SourceState before, TimeSpan pollAfter)
    {
        var error = SourceVerdict.Error(summary, source.Type);
        if (SourceVerdict.IsFailure(summary))
        {
            return Failed(runId, before, error ?? "The run failed.", summary.Fault);
        }

        var now = time.GetUtcNow();
        return new SourceRunEnd(runId, now, error, now + pollAfter);
    }

    private SourceRunEnd Failed(long? runId, SourceState before, string error, Exception? fault)
    {
        var failures = before.Failures + 1;
        Log.Failed(logger, source.Name, error, fault);
        return new SourceRunEnd(runId, null, error, time.GetUtcNow() + BackOff.After(failures), failures);
    }

    // Stopped by a person or with the program: no fault of the source, so it goes on where it was as soon as it may.
    private SourceRunEnd Stopped(long? runId, SourceState before, CancellationToken stopping)
    {
        if (!stopping.IsCancellationRequested)
        {
            Log.Stopped(logger, source.Name);
        }

        return new SourceRunEnd(runId, null, before.LastError, time.GetUtcNow(), before.Failures);
    }

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Warning, "The source {Source} failed and is tried again: {Error}")]
        public static partial void Failed(ILogger logger, string source, string error, Exception? exception);

        [LoggerMessage(2, LogLevel.Information, "The run of the source {Source} was stopped; what was committed stays.")]
        public static partial void Stopped(ILogger logger, string source);
    }
}
