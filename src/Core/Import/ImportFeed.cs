namespace TrailBoard.Core.Import;

/// <summary>What imports are doing right now, for pages that watch: the latest snapshot of each run of this process.</summary>
/// <param name="time">The clock.</param>
/// <param name="subscriberFailed">Told when a subscriber throws; it is then called no more. An import does not end because a page did.</param>
public sealed class ImportFeed(TimeProvider time, Action<Exception>? subscriberFailed = null) : IDisposable
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(250);
    private static readonly TimeSpan Kept = TimeSpan.FromMinutes(1);

    private readonly Lock _lock = new();
    private readonly Dictionary<long, Entry> _runs = [];
    private readonly List<Subscription> _subscriptions = [];
    private ITimer? _timer;
    private long? _lastCall;
    private bool _callDue;

    /// <summary>Runs in progress and those that ended within the last minute, newest first.</summary>
    public IReadOnlyList<ImportProgress> Current
    {
        get
        {
            lock (_lock)
            {
                DropOld();
                return [.. _runs.Values.Select(entry => entry.Progress).OrderByDescending(progress => progress.RunId)];
            }
        }
    }

    /// <summary>Publishes a snapshot.</summary>
    public void Publish(ImportProgress progress)
    {
        ArgumentNullException.ThrowIfNull(progress);
        lock (_lock)
        {
            if (progress.IsForgotten)
            {
                _runs.Remove(progress.RunId);
            }
            else
            {
                _runs[progress.RunId] = new Entry(progress, time.GetTimestamp());
            }

            if (!_callDue)
            {
                _callDue = true;
                Schedule(_lastCall is { } last && time.GetElapsedTime(last) < Pause ? Pause - time.GetElapsedTime(last) : TimeSpan.Zero);
            }
        }
    }

    /// <summary>Calls back, at most four times a second, after something changed. Dispose to stop.</summary>
    public IDisposable Subscribe(Action changed)
    {
        ArgumentNullException.ThrowIfNull(changed);
        var subscription = new Subscription(this, changed);
        lock (_lock)
        {
            _subscriptions.Add(subscription);
        }

        return subscription;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        lock (_lock)
        {
            _timer?.Dispose();
            _subscriptions.Clear();
        }
    }

    // Always on the timer's thread: whoever publishes holds up an import, and must not wait for pages.
    private void Call()
    {
        Subscription[] subscriptions;
        lock (_lock)
        {
            _callDue = false;
            _lastCall = time.GetTimestamp();
            DropOld();
            if (_runs.Count > 0 && _runs.Values.All(entry => entry.Progress.Finished))
            {
                // Pages look once more when the ended runs are due to go.
                Schedule(Kept);
            }

            subscriptions = [.. _subscriptions];
        }

        foreach (var subscription in subscriptions)
        {
            try
            {
                subscription.Changed();
            }
            catch (Exception exception)
            {
                subscription.Dispose();
                subscriberFailed?.Invoke(exception);
            }
        }
    }

    private void Schedule(TimeSpan due)
    {
        _timer ??= time.CreateTimer(_ => Call(), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        _timer.Change(due, Timeout.InfiniteTimeSpan);
    }

    private void DropOld()
    {
        foreach (var (runId, entry) in _runs)
        {
            if (entry.Progress.Finished && time.GetElapsedTime(entry.At) >= Kept)
            {
                _runs.Remove(runId);
            }
        }
    }

    private readonly record struct Entry(ImportProgress Progress, long At);

    private sealed class Subscription(ImportFeed feed, Action changed) : IDisposable
    {
        public Action Changed => changed;

        public void Dispose()
        {
            lock (feed._lock)
            {
                feed._subscriptions.Remove(this);
            }
        }
    }
}
