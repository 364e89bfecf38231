namespace TrailBoard.Data.Sources.Lookup;

/// <summary>
/// Spaces the calls of LookupEvents: at most two a second for each account and region, whoever in this process makes them. Other
/// processes share the account's limit too; they are noticed by the throttling, and all slow down.
/// </summary>
internal sealed class LookupPacer(TimeProvider time, Random? jitter = null)
{
    /// <summary>Half a second and a little: calls that are sent evenly may still arrive closer together.</summary>
    public static readonly TimeSpan Gap = TimeSpan.FromMilliseconds(510);

    private static readonly TimeSpan FirstPause = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(30);

    private readonly Lock _lock = new();
    private readonly Dictionary<(string Account, string Region), Pace> _paces = [];

    /// <summary>Waits for the next turn.</summary>
    /// <returns>When the turn is: no two of one account and region are closer than <see cref="Gap"/>.</returns>
    public async Task<DateTimeOffset> WaitAsync(string account, string region, CancellationToken cancellationToken)
    {
        DateTimeOffset turn;
        TimeSpan wait;
        lock (_lock)
        {
            var now = time.GetUtcNow();
            var pace = _paces.GetValueOrDefault((account, region));
            turn = pace.Next > now ? pace.Next : now;
            wait = turn - now;
            _paces[(account, region)] = pace with { Next = turn + Gap };
        }

        if (wait > TimeSpan.Zero)
        {
            await Task.Delay(wait, time, cancellationToken);
        }

        return turn;
    }

    /// <summary>The service refused a call: nobody calls for a while, twice as long each time, and not all at the same moment.</summary>
    public void Throttled(string account, string region)
    {
        lock (_lock)
        {
            var pace = _paces.GetValueOrDefault((account, region));
            var pause = pace.Pause < FirstPause ? FirstPause : pace.Pause * 2 < LongestPause ? pace.Pause * 2 : LongestPause;
            var next = time.GetUtcNow() + (pause * (0.5 + ((jitter ?? Random.Shared).NextDouble() / 2)));
            _paces[(account, region)] = new Pace(next > pace.Next ? next : pace.Next, pause);
        }
    }

    /// <summary>The service answered: the next refusal, if it comes, is a new one.</summary>
    public void Answered(string account, string region)
    {
        lock (_lock)
        {
            if (_paces.TryGetValue((account, region), out var pace) && pace.Pause > TimeSpan.Zero)
            {
                _paces[(account, region)] = pace with { Pause = pace.Pause > FirstPause ? pace.Pause / 2 : TimeSpan.Zero };
            }
        }
    }

    private readonly record struct Pace(DateTimeOffset Next, TimeSpan Pause);
}
