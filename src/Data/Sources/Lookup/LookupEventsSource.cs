using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using System.Threading.Channels;
using Amazon;
using Amazon.Runtime;
using Amazon.SecurityToken.Model;
using TrailBoard.Core.Import;

namespace TrailBoard.Data.Sources.Lookup;

/// <summary>
/// Management events of accounts and regions, asked of CloudTrail's API: back up to 90 days, the newest first, then what is new.
/// Accounts and regions go on side by side, each window by window.
/// </summary>
internal sealed class LookupEventsSource(SourceOptions options, IImportLedger ledger, LookupPacer pacer, TimeProvider time, LookupTiming? timing = null)
    : IRemoteSource
{
    /// <summary>The mode's limit, told wherever the source is shown.</summary>
    public const string ManagementEventsOnly =
        "LookupEvents has the management events of 90 days. Data events, such as reads of S3 objects, never come this way: read those from a trail's bucket with a source of type S3.";

    private const int EventsPerSecondOfLane = 100;

    private readonly LookupTiming _timing = timing ?? new LookupTiming();
    private readonly ConcurrentDictionary<(string Account, string Region), LookupLane> _lanes = new();
    private readonly ConcurrentDictionary<string, string> _accounts = new(StringComparer.Ordinal);

    public string Label => options.Name;

    public TimeSpan PollAfter => _timing.PollEvery;

    public IReadOnlyList<string> Notes =>
        [ManagementEventsOnly, .. _lanes.Values.SelectMany(lane => lane.Notes).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)];

    public SourceOutlook? Outlook
    {
        get
        {
            var lanes = _lanes.Values.Where(lane => lane.IsAsked).ToList();
            if (lanes.Count == 0)
            {
                return null;
            }

            var ceiling = lanes.Count * EventsPerSecondOfLane;
            TimeSpan? left = lanes.TrueForAll(lane => lane.Left is not null) ? lanes.Max(lane => lane.Left) : null;
            var limit = $"LookupEvents gives at most {EventsPerSecondOfLane} events a second for each account and region, here {ceiling} in all";
            return new SourceOutlook(ceiling, left, left switch
            {
                null => $"{limit}.",
                { Ticks: <= 0 } => $"{limit}; nothing is left for now.",
                { } time => $"{limit}; about {InWords(time)} left.",
            });
        }
    }

    public async IAsyncEnumerable<TrailObject> ListAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var objects = Channel.CreateBounded<TrailObject>(1);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var pass = PassAsync(objects.Writer, stop.Token);
        try
        {
            await foreach (var trailObject in objects.Reader.ReadAllAsync(cancellationToken))
            {
                yield return trailObject;
            }
        }
        finally
        {
            await stop.CancelAsync();
            await pass;
        }
    }

    private async Task PassAsync(ChannelWriter<TrailObject> objects, CancellationToken cancellationToken)
    {
        Exception? end = null;
        try
        {
            await Task.WhenAll(Sessions().Select(session => AccountAsync(session, objects, cancellationToken)));
        }
        catch (Exception exception)
        {
            // Told by the listing, which reads the channel to this end.
            end = exception;
        }

        objects.TryComplete(end);
    }

    private async Task AccountAsync(AwsSession session, ChannelWriter<TrailObject> objects, CancellationToken cancellationToken)
    {
        // A lane works until it first waits: all of them would wait for the first.
        await Task.Yield();
        string account;
        try
        {
            account = await AccountOfAsync(session, cancellationToken);
        }
        catch (IOException fault) when (options.RoleArns.Count > 1)
        {
            await objects.WriteAsync(new LookupNotice(options.Name, $"lookup/{session.RoleAccount}", new ObjectReading.Failure(fault.Message)), cancellationToken);
            return;
        }
        catch (IOException fault)
        {
            throw new SourceFailedException(fault.Message, fault);
        }

        var isAll = options.Regions.Contains("*", StringComparer.Ordinal);
        await Task.WhenAll(RegionsOf(options, session).Select(region =>
            _lanes.GetOrAdd((account, region), _ => new LookupLane(options, account, region, mayBeOff: isAll, new LookupPlan(options, account, region, ledger, _timing), pacer, time, _timing))
                .RunAsync(session, objects, cancellationToken)));
    }

    /// <summary>The account, asked of STS: that the credentials work is then known, whatever a region says of them.</summary>
    private async Task<string> AccountOfAsync(AwsSession session, CancellationToken cancellationToken)
    {
        var key = session.RoleArn ?? "";
        if (_accounts.TryGetValue(key, out var known))
        {
            return known;
        }

        using var client = session.SecurityToken(session.HomeRegion);
        var answer = await new LookupFaults(session, options.Name, session.RoleArn ?? "this account")
            .TryAsync(() => client.GetCallerIdentityAsync(new GetCallerIdentityRequest(), cancellationToken), cancellationToken);
        return _accounts[key] = answer.Account;
    }

    private IReadOnlyList<AwsSession> Sessions()
    {
        try
        {
            return AwsSessions.Of(options);
        }
        catch (Exception fault) when (fault is IOException or AmazonClientException)
        {
            throw new SourceFailedException(fault.Message, fault);
        }
    }

    /// <summary>The regions that are asked: those that are listed, or all of the partition, or the session's own.</summary>
    internal static IEnumerable<string> RegionsOf(SourceOptions options, AwsSession session) =>
        options.Regions.Contains("*", StringComparer.Ordinal)
            // The SDK also lists names of whole partitions, such as aws-global; only those of regions end in a number.
            ? RegionEndpoint.EnumerableAllRegions
                .Where(region => string.Equals(region.PartitionName, session.Partition, StringComparison.Ordinal) && char.IsAsciiDigit(region.SystemName[^1]))
                .Select(region => region.SystemName)
            : options.Regions.Count > 0 ? options.Regions.Distinct(StringComparer.Ordinal) : [session.HomeRegion];

    private static string InWords(TimeSpan time) =>
        time.TotalMinutes < 1 ? "a minute"
        : time.TotalMinutes < 90 ? $"{time.TotalMinutes:0} minutes"
        : time.TotalHours < 48 ? $"{time.TotalHours:0} hours"
        : $"{time.TotalDays:0} days";
}
