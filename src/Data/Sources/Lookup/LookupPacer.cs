namespace TrailBoard.Data.Sources.Lookup;

/// <summary>
/// Spaces the calls of LookupEvents: at most two a second for each account and region, whoever on this store makes them. Others who
/// share the account's limit are noticed by the throttling, and all slow down.
/// </summary>
/// <param name="shared">Where processes on one store agree, or null where there is one only.</param>
internal sealed class LookupPacer(TimeProvider time, Random? jitter = null, LookupPaceFile? shared = null)
{
    /// <summary>Half a second and a little: calls that are sent evenly may still arrive closer together.</summary>
    public static readonly TimeSpan Gap = TimeSpan.FromMilliseconds(510);

    private static readonly TimeSpan FirstPause = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(30);

    // A turn that is further away was given by a clock that has been set back since.
    private static readonly TimeSpan Farthest = LongestPause * 4;

    private readonly Lock _lock = new();
    private readonly Dictionary<(string Account, string Region), LookupPace> _paces = [];

    /// <summary>Waits for the next turn.</summary>
    /// <returns>When the turn is: no two of one account and region are closer than <see cref="Gap"/>.</returns>
    public async Task<DateTimeOffset> WaitAsync(string account, string region, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        var turn = now;
        Change(account, region, now, pace =>
        {
            turn = pace.Next > now ? pace.Next : now;
            return pace with { Next = turn + Gap };
        });

        if (turn > now)
        {
            await Task.Delay(turn - now, time, cancellationToken);
        }

        return turn;
    }

    /// <summary>The service refused a call: nobody calls for a while, twice as long each time, and not all at the same moment.</summary>
    public void Throttled(string account, string region)
    {
        var now = time.GetUtcNow();
        Change(account, region, now, pace =>
        {
            var pause = pace.Pause < FirstPause ? FirstPause : pace.Pause * 2 < LongestPause ? pace.Pause * 2 : LongestPause;
            var next = now + (pause * (0.5 + ((jitter ?? Random.Shared).NextDouble() / 2)));
            return new LookupPace(next > pace.Next ? next : pace.Next, pause);
        });
    }

    /// <summary>The service answered: the next refusal, if it comes, is a new one.</summary>
    public void Answered(string account, string region) => Change(account, region, time.GetUtcNow(), pace =>
        pace.Pause > TimeSpan.Zero ? pace with { Pause = pace.Pause > FirstPause ? pace.Pause / 2 : TimeSpan.Zero } : pace);

    private void Change(string account, string region, DateTimeOffset now, Func<LookupPace, LookupPace> change)
    {
        LookupPace Sane(LookupPace pace) => change(pace.Next - now > Farthest ? pace with { Next = now } : pace);
        lock (_lock)
        {
            _paces[(account, region)] = shared?.Change((account, region), now, Sane) ?? Sane(_paces.GetValueOrDefault((account, region)));
        }
    }
}
