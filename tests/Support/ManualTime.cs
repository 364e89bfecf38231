namespace TrailBoard.Tests;

/// <summary>A clock that stands still until it is told to move; its timers fire on the thread that moves it.</summary>
internal sealed class ManualTime(DateTimeOffset start) : TimeProvider
{
    private readonly Lock _lock = new();
    private readonly List<ManualTimer> _timers = [];
    private DateTimeOffset _now = start;
    private int _set;
    private int _fired;

    public ManualTime()
        : this(new DateTimeOffset(2026, 11, 21, 12, 0, 0, TimeSpan.Zero))
    {
    }

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    /// <summary>How often a timer was set so far. A test that waits for it moves the clock only after what it tests has begun to wait.</summary>
    public int Set => Volatile.Read(ref _set);

    /// <summary>
    /// Moves the clock a little and then gives what was woken the time to do its work and to wait again. A clock that went on meanwhile
    /// would take minutes from what needs a moment. Where nothing waits, the clock stands.
    /// </summary>
    public async Task StepAsync(TimeSpan by)
    {
        int set, fired;
        lock (_lock)
        {
            if (_timers.TrueForAll(timer => timer.Due == DateTimeOffset.MaxValue))
            {
                return;
            }

            (set, fired) = (_set, _fired);
        }

        Advance(by);
        var woken = Volatile.Read(ref _fired) - fired;
        // What is woken for the last time sets no timer again; it is not waited for any longer.
        for (var i = 0; i < 100 && Set - set < woken; i++)
        {
            await Task.Delay(10);
        }
    }

    public override DateTimeOffset GetUtcNow()
    {
        lock (_lock)
        {
            return _now;
        }
    }

    public override long GetTimestamp() => GetUtcNow().Ticks;

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var timer = new ManualTimer(this, () => callback(state));
        lock (_lock)
        {
            _timers.Add(timer);
        }

        timer.Change(dueTime, period);
        return timer;
    }

    /// <summary>Moves the clock and fires what is due on the way, in order.</summary>
    public void Advance(TimeSpan by)
    {
        var end = GetUtcNow() + by;
        while (Next(end) is { } fire)
        {
            fire();
        }

        lock (_lock)
        {
            _now = end;
        }
    }

    private Action? Next(DateTimeOffset end)
    {
        lock (_lock)
        {
            if (_timers.Where(timer => timer.Due <= end).MinBy(timer => timer.Due) is not { } next)
            {
                return null;
            }

            _now = next.Due > _now ? next.Due : _now;
            _fired += next.Period <= TimeSpan.Zero ? 1 : 0;
            next.Due = next.Period <= TimeSpan.Zero ? DateTimeOffset.MaxValue : next.Due + next.Period;
            return next.Fire;
        }
    }

    private sealed class ManualTimer(ManualTime time, Action fire) : ITimer
    {
        public Action Fire => fire;

        public TimeSpan Period { get; private set; }

        public DateTimeOffset Due { get; set; } = DateTimeOffset.MaxValue;

        public bool Change(TimeSpan dueTime, TimeSpan period)
        {
            lock (time._lock)
            {
                Period = period;
                Due = dueTime == Timeout.InfiniteTimeSpan ? DateTimeOffset.MaxValue : time._now + dueTime;
                time._set += dueTime == Timeout.InfiniteTimeSpan ? 0 : 1;
                return true;
            }
        }

        public void Dispose()
        {
            lock (time._lock)
            {
                time._timers.Remove(this);
            }
        }

        public ValueTask DisposeAsync()
        {
            Dispose();
            return ValueTask.CompletedTask;
        }
    }
}
