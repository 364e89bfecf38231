using System.Threading.Channels;
using TrailBoard.Core.Import;

namespace TrailBoard.Web.Hosting;

/// <summary>One source: waits until it is due, is imported, and waits again, longer each time that it fails.</summary>
internal sealed partial class SourceLoop(
    SourceOptions source,
    IRemoteSources sources,
    SourceTurn turn,
    ImportRun imports,
    TimeProvider time,
    ILogger logger,
    Action changed)
{
    /// <summary>How long a process waits that finds the source taken, or paused, before it looks again.</summary>
    public static readonly TimeSpan LookAgain = TimeSpan.FromSeconds(15);

    private const int MostRequests = 8;

    private readonly Lock _lock = new();
    private readonly Queue<SourceRequest> _requests = [];
    private readonly Channel<bool> _wake = Channel.CreateBounded<bool>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });
    private CancellationTokenSource? _running;
    private IRemoteSource? _remote;
    private IRemoteSource? _ranging;
    private bool _askedToPause;
    private int _failures;
    private DateTimeOffset? _due;
    private long? _runId;
    private SourceActivity _activity = source.Enabled ? SourceActivity.Waiting : SourceActivity.Off;
    private SourceState _state = new(source.Name, null, null, false, null, null, null, null);

    public SourceStatus Status
    {
        get
        {
            lock (_lock)
            {
                var open = _ranging ?? _remote;
                return new SourceStatus(source, _activity, _state, _due, _runId, open?.Notes ?? [], _activity is SourceActivity.Running ? open?.Outlook : null);
            }
        }
    }

    public bool TryRun(SourceRequest request)
    {
        lock (_lock)
        {
            if (_requests.Count == MostRequests || _activity is SourceActivity.Stopped)
            {
                return false;
            }

            if (!_requests.Contains(request))
            {
                _requests.Enqueue(request);
            }
        }

        _wake.Writer.TryWrite(true);
        return true;
    }

    public async Task PauseAsync(bool paused, CancellationToken cancellationToken)
    {
        await turn.States.PauseAsync(source.Name, paused, cancellationToken);
        lock (_lock)
        {
            _askedToPause = paused;
            _state = _state with { IsPaused = paused };
            if (paused)
            {
                _requests.Clear();
                _running?.Cancel();
            }
        }

        _wake.Writer.TryWrite(true);
        changed();
    }

    /// <summary>Goes on until it is told to stop. It ends without an exception, whatever becomes of the source.</summary>
    public async Task RunAsync(CancellationToken stopping)
    {
        try
        {
            while (!stopping.IsCancellationRequested)
            {
                try
                {
                    await WaitAsync(await StepAsync(stopping), stopping);
                }
                catch (Exception fault) when (!stopping.IsCancellationRequested)
                {
                    // Of the store, mostly: what goes wrong with the source itself is told by its run.
                    await WaitAsync(Fail(fault), stopping);
                }
            }
        }
        catch (OperationCanceledException) when (stopping.IsCancellationRequested)
        {
            // The way out.
        }
        catch (Exception fault) when (stopping.IsCancellationRequested)
        {
            Log.Failed(logger, source.Name, fault.Message, fault);
        }
        finally
        {
            (_remote as IDisposable)?.Dispose();
            Show(SourceActivity.Stopped, null);
        }
    }

    /// <summary>Does what is due.</summary>
    /// <returns>How long to wait then; null is until somebody asks.</returns>
    private async Task<TimeSpan?> StepAsync(CancellationToken stopping)
    {
        await ReadStateAsync(stopping);
        var now = time.GetUtcNow();
        if (_state.IsPaused)
        {
            return Show(SourceActivity.Paused, null, LookAgain);
        }

        if (Asked() is null)
        {
            if (!source.Enabled)
            {
                return Show(SourceActivity.Off, null, null);
            }

            // The store knows it too: another process may have run the source meanwhile, or this one before it was started again.
            if (_state.NextTry is { } due && due > now)
            {
                return Show(_state.LastError is not null && _failures > 0 ? SourceActivity.BackingOff : SourceActivity.Waiting, due, due - now);
            }
        }

        SourceRequest? taken = null;
        var ran = await turn.TryRunAsync(
            source.Name,
            async token =>
            {
                taken = Take();
                return await ImportAsync(taken ?? new SourceRequest(), token, stopping);
            },
            stopping);
        if (!ran)
        {
            return Show(SourceActivity.Elsewhere, null, LookAgain);
        }

        // Whether something else was asked for, and when it is due, is found at the next step.
        return TimeSpan.Zero;
    }

    private async Task<SourceRunEnd> ImportAsync(SourceRequest request, CancellationToken leased, CancellationToken stopping)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(leased);
        lock (_lock)
        {
            _running = stop;
            _runId = null;
            if (_askedToPause)
            {
                stop.Cancel();
            }
        }

        Show(SourceActivity.Running, null);
        try
        {
            var remote = Open(request);
            var summary = await imports.RunAsync(
                remote,
                source.Type?.ToString() ?? "",
                (progress, _) => _runId ??= progress.RunId,
                stop.Token);
            _runId = summary.Progress.RunId;
            return stop.IsCancellationRequested ? Stopped(stopping) : Ended(summary, remote.PollAfter);
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            return Stopped(stopping);
        }
        catch (Exception fault) when (fault is not OperationCanceledException)
        {
            return Failed(fault.Message, fault);
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
        if (!request.IsRange)
        {
            return _remote ??= sources.Open(source);
        }

        var opened = sources.Open(source, request.From, request.To);
        lock (_lock)
        {
            _ranging = opened;
        }

        return opened;
    }

    private SourceRunEnd Ended(ImportSummary summary, TimeSpan pollAfter)
    {
        var error = SourceVerdict.Error(summary);
        if (SourceVerdict.IsFailure(summary))
        {
            return Failed(error ?? "The run failed.", summary.Fault);
        }

        _failures = 0;
        var now = time.GetUtcNow();
        return new SourceRunEnd(summary.Progress.RunId, now, error, now + pollAfter);
    }

    private SourceRunEnd Failed(string error, Exception? fault)
    {
        var next = time.GetUtcNow() + BackOff.After(++_failures);
        Log.Failed(logger, source.Name, error, fault);
        return new SourceRunEnd(_runId, null, error, next);
    }

    // Stopped by a person or with the program: no fault of the source, so it goes on where it was as soon as it may.
    private SourceRunEnd Stopped(CancellationToken stopping)
    {
        if (!stopping.IsCancellationRequested)
        {
            Log.Stopped(logger, source.Name);
        }

        return new SourceRunEnd(_runId, null, _state.LastError, time.GetUtcNow());
    }

    private TimeSpan? Fail(Exception fault)
    {
        var wait = BackOff.After(++_failures);
        Log.Failed(logger, source.Name, fault.Message, fault);
        lock (_lock)
        {
            _state = _state with { LastError = fault.Message };
        }

        return Show(SourceActivity.BackingOff, time.GetUtcNow() + wait, wait);
    }

    private async Task ReadStateAsync(CancellationToken cancellationToken)
    {
        var all = await turn.States.AllAsync(cancellationToken);
        lock (_lock)
        {
            _state = all.FirstOrDefault(state => state.Name == source.Name) ?? _state;
            _askedToPause = _state.IsPaused;
        }
    }

    private SourceRequest? Asked()
    {
        lock (_lock)
        {
            return _requests.TryPeek(out var request) ? request : null;
        }
    }

    private SourceRequest? Take()
    {
        lock (_lock)
        {
            return _requests.TryDequeue(out var request) ? request : null;
        }
    }

    private TimeSpan? Show(SourceActivity activity, DateTimeOffset? due, TimeSpan? wait = null)
    {
        lock (_lock)
        {
            (_activity, _due) = (activity, due);
        }

        changed();
        return wait;
    }

    private async Task WaitAsync(TimeSpan? wait, CancellationToken stopping)
    {
        using var enough = CancellationTokenSource.CreateLinkedTokenSource(stopping);
        var delay = Task.Delay(wait ?? Timeout.InfiniteTimeSpan, time, enough.Token);
        var woken = _wake.Reader.WaitToReadAsync(enough.Token).AsTask();
        await Task.WhenAny(delay, woken);
        await enough.CancelAsync();
        stopping.ThrowIfCancellationRequested();
        _wake.Reader.TryRead(out _);
    }

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Warning, "The source {Source} failed and is tried again: {Error}")]
        public static partial void Failed(ILogger logger, string source, string error, Exception? exception);

        [LoggerMessage(2, LogLevel.Information, "The run of the source {Source} was stopped; what was committed stays.")]
        public static partial void Stopped(ILogger logger, string source);
    }
}
