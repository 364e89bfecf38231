namespace TrailBoard.Web.State;

/// <summary>Acts soon after it was asked to, and once at most in each pause, however often it is asked: for pages that watch what changes often.</summary>
/// <param name="act">Called on a thread of its own. It must not throw.</param>
public sealed class Pace(TimeProvider time, TimeSpan pause, Action act) : IDisposable
{
    private readonly Lock _lock = new();
    private ITimer? _timer;
    private long? _last;
    private bool _isDue;
    private bool _isGone;

    /// <summary>Asks for one more call. Never waits.</summary>
    public void Ask()
    {
        lock (_lock)
        {
            if (_isDue || _isGone)
            {
                return;
            }

            _isDue = true;
            var wait = _last is { } last && time.GetElapsedTime(last) < pause ? pause - time.GetElapsedTime(last) : TimeSpan.Zero;
            _timer ??= time.CreateTimer(_ => Act(), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
            _timer.Change(wait, Timeout.InfiniteTimeSpan);
        }
    }

    /// <summary>No call begins after this.</summary>
    public void Dispose()
    {
        lock (_lock)
        {
            _isGone = true;
            _timer?.Dispose();
        }
    }

    private void Act()
    {
        lock (_lock)
        {
            if (_isGone)
            {
                return;
            }

            // Before the call: what changes while it looks asks for another.
            (_isDue, _last) = (false, time.GetTimestamp());
        }

        act();
    }
}
