using TrailBoard.Core.Import;

namespace TrailBoard.Web.Hosting;

/// <summary>One source: waits until it is due, is imported, and waits again, longer each time that it fails.</summary>
internal sealed partial class SourceLoop(SourceOptions source, SourceRunner runner, SourceTurn turn, TimeProvider time, ILogger logger, Action changed)
{
    /// <summary>How long a process waits that finds the source taken, or paused, before it looks again.</summary>
    public static readonly TimeSpan LookAgain = TimeSpan.FromSeconds(15);

    // No source is due later than this. What is written down for later was written by a clock that has been set back since.
    private static readonly TimeSpan LongestWait = BackOff.Longest * 2;

    private readonly Lock _lock = new();
    private readonly SourceRequests _requests = new(time);
    private DateTimeOffset? _due;
    private int _pauses;
    private SourceActivity _activity = source.Enabled ? SourceActivity.Waiting : SourceActivity.Off;
    private SourceState _state = new(source.Name, null, null, false, null, null, null, null);

    public SourceStatus Status
    {
        get
        {
            var (notes, outlook) = runner.Words;
            lock (_lock)
            {
                return new SourceStatus(source, _activity, _state, _due, runner.RunId, notes, _activity is SourceActivity.Running ? outlook : null);
            }
        }
    }

    public bool TryRun(SourceRequest request)
    {
        lock (_lock)
        {
            if (_activity is SourceActivity.Stopped)
            {
                return false;
            }
        }

        return _requests.TryAdd(request);
    }

    public async Task PauseAsync(bool paused, CancellationToken cancellationToken)
    {
        await turn.States.PauseAsync(source.Name, paused, cancellationToken);
        lock (_lock)
        {
            _pauses++;
            _state = _state with { IsPaused = paused };
        }

        if (paused)
        {
            _requests.Clear();
        }

        runner.Hold(paused);
        _requests.Ring();
        changed();
    }

    /// <summary>Goes on until it is told to stop. It ends without an exception, whatever becomes of the source.</summary>
    public async Task RunAsync(CancellationToken stopping)
    {
        var faults = 0;
        try
        {
            while (!stopping.IsCancellationRequested)
            {
                try
                {
                    var wait = await StepAsync(stopping);
                    faults = 0;
                    await _requests.WaitAsync(wait, stopping);
                }
                catch (Exception fault) when (!stopping.IsCancellationRequested)
                {
                    // Of the store, mostly: what goes wrong with the source itself is told by its run.
                    await _requests.WaitAsync(Fail(fault, ++faults), stopping);
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
            runner.Close();
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
            runner.Close();
            return Show(SourceActivity.Paused, null, LookAgain);
        }

        if (_requests.IsEmpty)
        {
            if (!source.Enabled)
            {
                return Show(SourceActivity.Off, null, null);
            }

            // The store knows it: another process may have run the source meanwhile, or this one before it was started again.
            if (_state.NextTry is { } due && due > now && due - now <= LongestWait)
            {
                return Show(_state.Failures > 0 ? SourceActivity.BackingOff : SourceActivity.Waiting, due, due - now);
            }
        }

        var ran = await turn.TryRunAsync(
            source.Name,
            async token =>
            {
                var request = _requests.Take() ?? new SourceRequest();
                Show(SourceActivity.Running, null);
                return await runner.RunAsync(request, _state, turn.Began, token, stopping);
            },
            async token =>
            {
                // Somebody watches how far it has come, and another process may have paused it.
                await ReadStateAsync(token);
                changed();
            },
            stopping);
        if (!ran)
        {
            return Show(SourceActivity.Elsewhere, null, LookAgain);
        }

        // Whether something else was asked for, and when it is due, is found at the next step.
        return TimeSpan.Zero;
    }

    private TimeSpan? Fail(Exception fault, int faults)
    {
        var wait = BackOff.After(faults);
        Log.Failed(logger, source.Name, fault.Message, fault);
        lock (_lock)
        {
            _state = _state with { LastError = fault.Message };
        }

        return Show(SourceActivity.BackingOff, time.GetUtcNow() + wait, wait);
    }

    private async Task ReadStateAsync(CancellationToken cancellationToken)
    {
        int pauses;
        lock (_lock)
        {
            pauses = _pauses;
        }

        var read = (await turn.States.AllAsync(cancellationToken)).FirstOrDefault(state => state.Name == source.Name);
        lock (_lock)
        {
            // What was read before somebody paused it here says nothing of the pause.
            _state = read is null ? _state : pauses == _pauses ? read : read with { IsPaused = _state.IsPaused };
            runner.Hold(_state.IsPaused);
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

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Warning, "The source {Source} failed and is tried again: {Error}")]
        public static partial void Failed(ILogger logger, string source, string error, Exception? exception);
    }
}
