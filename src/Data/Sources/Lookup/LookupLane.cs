using System.Threading.Channels;
using Amazon.CloudTrail;
using Amazon.CloudTrail.Model;
using TrailBoard.Core.Import;

namespace TrailBoard.Data.Sources.Lookup;

/// <summary>One account and region: window after window, the next when the one before is committed. It outlives passes.</summary>
/// <param name="mayBeOff">Whether the region was not named, so that one that is switched off is no fault.</param>
internal sealed class LookupLane(
    SourceOptions options, string account, string region, bool mayBeOff, LookupPlan plan, LookupPacer pacer, TimeProvider time, LookupTiming timing)
{
    private const int FailuresInARow = 2;
    private static readonly TimeSpan ClockMatters = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan ClockIsWrong = TimeSpan.FromMinutes(5);
    private static readonly TimeSpan AskOffAgain = TimeSpan.FromHours(1);

    private readonly LookupSize _size = new(timing.EventsInWindow);
    private TimeSpan _clockOffset;
    private long? _offSince;
    private bool _hasToldBeyond;

    /// <summary>Whether the region answers.</summary>
    public bool IsAsked { get; private set; }

    /// <summary>How long the rest takes at best, or null while nothing was read.</summary>
    public TimeSpan? Left => plan.Left(_size);

    /// <summary>What a person should know.</summary>
    public IEnumerable<string> Notes
    {
        get
        {
            if (_offSince is not null)
            {
                yield return $"The region {region} is switched off for the account {account} and is left out.";
            }

            if (_clockOffset.Duration() >= ClockIsWrong)
            {
                yield return $"This machine's clock is {_clockOffset.Duration().TotalMinutes:0} minutes {(_clockOffset > TimeSpan.Zero ? "behind" : "ahead of")} AWS. Calls are corrected for it; set the clock right.";
            }

            if (plan.BeyondKept is { } beyond)
            {
                yield return beyond;
            }
        }
    }

    /// <summary>One pass: lists windows until there are none, or until two in a row fail.</summary>
    public async Task RunAsync(AwsSession session, ChannelWriter<TrailObject> objects, CancellationToken cancellationToken)
    {
        if (_offSince is { } since && time.GetElapsedTime(since) < AskOffAgain)
        {
            return;
        }

        using var http = new LookupHttp(pacer, account, region, time);
        using var client = session.CloudTrail(region, http);
        var faults = new LookupFaults(session, options.Name, $"account {account} in {region}");
        if (!IsAsked && await WhyNotAsync(client, faults, cancellationToken) is { } notice)
        {
            await objects.WriteAsync(notice, cancellationToken);
            return;
        }

        IsAsked = true;
        plan.Begin(Now(http));
        if (plan.BeyondKept is { } beyond && !_hasToldBeyond)
        {
            _hasToldBeyond = true;
            await objects.WriteAsync(Notice(new ObjectReading.Skip(beyond, null)), cancellationToken);
        }

        await WindowsAsync(new LookupFetch(client, faults, timing.EventsInWindow), http, objects, cancellationToken);
    }

    private async Task WindowsAsync(LookupFetch fetch, LookupHttp http, ChannelWriter<TrailObject> objects, CancellationToken cancellationToken)
    {
        var failures = 0;
        while (await plan.NextAsync(Now(http), _size.Length, cancellationToken) is { } window)
        {
            var (read, events) = await WindowAsync(window, fetch, http, objects, cancellationToken);
            if (read is null)
            {
                // The clock was set, here or there. What is planned by the right time is no window of the wrong one.
                plan.Begin(Now(http));
                continue;
            }

            plan.Settle(read, events);
            failures = events is null ? failures + 1 : 0;
            if (failures == FailuresInARow)
            {
                // Whatever it is, it is not the window: the next pass begins with asking whether the region answers.
                IsAsked = false;
                return;
            }

            if (events is { } count)
            {
                _size.Learn(read.Length, count);
            }
        }

        plan.End();
    }

    /// <summary>
    /// Reads a window and waits until it is committed. The count is null where it failed; the window where it was not over yet by the
    /// clock of the service that answered: to keep it would mark time as read whose events are still to come.
    /// </summary>
    private async Task<(LookupWindow? Read, long? Events)> WindowAsync(
        LookupWindow window, LookupFetch fetch, LookupHttp http, ChannelWriter<TrailObject> objects, CancellationToken cancellationToken)
    {
        LookupAnswer answer;
        try
        {
            answer = await fetch.FetchAsync(window, cancellationToken);
        }
        catch (IOException fault)
        {
            await objects.WriteAsync(new LookupNotice(options.Name, window.Name, new ObjectReading.Failure(fault.Message), window), cancellationToken);
            return (window, null);
        }

        if (window.End > Now(http) - timing.SettledAfter(window) + ClockIsWrong)
        {
            return (null, null);
        }

        var listed = new LookupObject(options.Name, answer.Window, answer.Packed);
        await objects.WriteAsync(listed, cancellationToken);
        var outcome = await listed.Settled.WaitAsync(cancellationToken);
        var isRead = outcome.State is ObjectState.Done or ObjectState.DoneWithRejects or ObjectState.Skipped;
        return (answer.Window, isRead ? outcome.Counts.Read : null);
    }

    /// <summary>Asks for one event: tells whether the region answers, and the service's time before the first window is frozen.</summary>
    private async Task<LookupNotice?> WhyNotAsync(IAmazonCloudTrail client, LookupFaults faults, CancellationToken cancellationToken)
    {
        try
        {
            await faults.TryAsync(() => client.LookupEventsAsync(new LookupEventsRequest { MaxResults = 1 }, cancellationToken), cancellationToken);
            _offSince = null;
            return null;
        }
        catch (IOException fault) when (LookupFaults.IsRegionOff(fault))
        {
            _offSince = time.GetTimestamp();
            return Notice(mayBeOff
                ? new ObjectReading.Skip($"The region {region} is switched off for the account {account}. It is asked again in an hour.", null)
                : new ObjectReading.Failure(fault.Message));
        }
        catch (IOException fault)
        {
            return Notice(new ObjectReading.Failure(fault.Message));
        }
    }

    private LookupNotice Notice(ObjectReading reading) => new(options.Name, $"lookup/{account}/{region}", reading);

    /// <summary>The time by the service's clock: by one that is ahead, a window would be frozen before its events are there.</summary>
    private DateTimeOffset Now(LookupHttp http)
    {
        _clockOffset = http.ClockOffset ?? _clockOffset;
        return time.GetUtcNow() + (_clockOffset.Duration() > ClockMatters ? _clockOffset : TimeSpan.Zero);
    }
}
