using TrailBoard.Core.Import;

namespace TrailBoard.Data.Sources.Lookup;

/// <summary>
/// Says which window of an account and region is next. Time that is old enough is read once and for good, the newest first; the
/// hour or two after it is read early, so that people see it, and again when it is old enough. What the ledger knows is passed over.
/// </summary>
internal sealed class LookupPlan(SourceOptions options, string account, string region, IImportLedger ledger, LookupTiming timing)
{
    private const int QuietAfter = 3;
    private static readonly TimeSpan Grain = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan QuietPollEvery = TimeSpan.FromMinutes(30);

    private DateTimeOffset _floor;
    private DateTimeOffset _horizon;
    private DateTimeOffset _cursor;
    private DateTimeOffset? _covered;
    private DateTimeOffset? _freshUntil;
    private DateTimeOffset _freshTarget;
    private bool _hasHoles;
    private int _emptyFresh;

    /// <summary>What lies beyond what CloudTrail keeps, in words, or null.</summary>
    public string? BeyondKept { get; private set; }

    /// <summary>Begins a pass.</summary>
    public void Begin(DateTimeOffset now)
    {
        var hour = TimeSpan.FromHours(1);
        var kept = LookupWindow.Down(now - timing.Kept, hour) + hour;
        BeyondKept = options.From < kept
            ? $"CloudTrail keeps 90 days for LookupEvents: events of {account} in {region} before {kept.UtcDateTime:yyyy-MM-dd HH:mm} UTC cannot be asked for. Read them from the trail's bucket: add a source of type S3."
            : null;
        _floor = options.From is { } from && from > kept ? LookupWindow.Down(from, TimeSpan.FromSeconds(1)) : kept;
        var settled = now - timing.DeliveryLag - timing.Overlap;
        _horizon = options.To is { } to && to <= settled ? LookupWindow.Down(to, TimeSpan.FromSeconds(1)) : LookupWindow.Down(settled, hour);
        _horizon = _horizon > _floor ? _horizon : _floor;
        _floor = _covered is { } covered && covered > _floor ? covered : _floor;
        _cursor = _horizon;
        _freshTarget = default;
        _hasHoles = false;
    }

    /// <summary>The next window, or null at the end of the pass.</summary>
    public async Task<LookupWindow?> NextAsync(DateTimeOffset now, TimeSpan length, CancellationToken cancellationToken)
    {
        if (Fresh(now, length) is { } fresh)
        {
            return fresh;
        }

        while (_cursor > _floor)
        {
            var ending = LookupWindow.AllEndingAt(account, region, _cursor, _floor);
            var known = await ledger.AlreadyImportedAsync([.. ending.Select(window => new LookupObject(options.Name, window))], cancellationToken);
            if (Enumerable.Range(0, ending.Count).LastOrDefault(i => known[i] is not null, -1) is var longest and >= 0)
            {
                _cursor = ending[longest].Start;
            }
            else
            {
                var asked = LookupWindow.EndingAt(account, region, _cursor, _floor);
                return asked.LastOrDefault(window => window.Length <= length, asked[0]);
            }
        }

        return null;
    }

    /// <summary>What became of the window that was next.</summary>
    public void Settle(LookupWindow window, long? events)
    {
        if (!window.IsFresh)
        {
            _cursor = window.Start;
            _hasHoles |= events is null;
        }
        else if (events is { } count)
        {
            _freshUntil = window.End;
            _emptyFresh = count == 0 ? _emptyFresh + 1 : 0;
        }
        else
        {
            // Its time is read for good before long; asking for it again at once would fail again.
            _freshUntil = window.End;
        }
    }

    /// <summary>Ends a pass that came to its end. Where all of it was read, the next begins at its top.</summary>
    public void End()
    {
        if (!_hasHoles)
        {
            _covered = _horizon;
        }
    }

    /// <summary>How long the rest takes at best.</summary>
    public TimeSpan? Left(LookupSize size)
    {
        var rest = (_cursor - _floor).TotalSeconds;
        if (rest <= 0)
        {
            return TimeSpan.Zero;
        }

        return size.EventsPerSecond is { } rate
            ? LookupPacer.Gap * Math.Ceiling((rest * rate / 50) + (rest / size.Length.TotalSeconds))
            : null;
    }

    private LookupWindow? Fresh(DateTimeOffset now, TimeSpan length)
    {
        var until = LookupWindow.Down(now - timing.DeliveryLag, Grain);
        until = options.To is { } to && to < until ? LookupWindow.Down(to, TimeSpan.FromSeconds(1)) : until;
        var since = _freshUntil is { } read && read > _horizon ? read : _horizon;
        if (since >= _freshTarget)
        {
            var wait = _emptyFresh >= QuietAfter ? QuietPollEvery : timing.PollEvery;
            if (until <= since || (_freshUntil is not null && until - since < wait && until != options.To))
            {
                return null;
            }

            _freshTarget = until;
        }

        length = length > timing.PollEvery ? length : timing.PollEvery;
        return new LookupWindow(account, region, since, _freshTarget - since > length ? since + length : _freshTarget, IsFresh: true);
    }
}
