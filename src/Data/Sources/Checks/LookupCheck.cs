using Amazon.CloudTrail.Model;
using TrailBoard.Core.Import;
using TrailBoard.Data.Sources.Lookup;

namespace TrailBoard.Data.Sources.Checks;

/// <summary>Asks each region of each account for one event.</summary>
internal sealed class LookupCheck(SourceOptions source, LookupPacer pacer, CheckLimit limit, TimeProvider time)
{
    public const string Title = "LookupEvents";

    private readonly bool _mayBeOff = source.Regions.Contains("*", StringComparer.Ordinal);

    public IAsyncEnumerable<SourceCheckStep> StepsAsync(IReadOnlyList<CheckedReader> readers, CancellationToken cancellationToken) =>
        CheckSteps.SideBySideAsync(
            readers.SelectMany(reader => LookupEventsSource.RegionsOf(source, reader.Session)
                .Select(region => (Func<CancellationToken, Task<SourceCheckStep>>)(token => StepAsync(reader.Session, reader.Account!, region, token)))),
            cancellationToken);

    private Task<SourceCheckStep> StepAsync(AwsSession session, string account, string region, CancellationToken cancellationToken)
    {
        var title = $"{Title} of {account} in {region}";
        return limit.TryAsync(
            async token =>
            {
                using var http = new LookupHttp(pacer, account, region, time);
                using var client = session.CloudTrail(region, http);
                await client.LookupEventsAsync(new LookupEventsRequest { MaxResults = 1 }, token);
                return CheckSteps.Passed(title, "CloudTrail answers.");
            },
            fault => Fault(title, session, account, region, fault),
            cancellationToken);
    }

    private SourceCheckStep Fault(string title, AwsSession session, string account, string region, Exception fault)
    {
        var words = AccessFaults.Words(fault);
        if (LookupFaults.IsRegionOff(fault))
        {
            return _mayBeOff
                ? CheckSteps.Passed(title, "The region is switched off for the account: it is left out.")
                : CheckSteps.Failed(
                    title,
                    $"CloudTrail in {region} does not know the credentials, though STS does: the region is switched off for the account {account}.",
                    next: $"Switch the region on for the account, or take {region} out of Regions.");
        }

        if (AccessFaults.MissingPermission(fault, "cloudtrail:LookupEvents") is { } permission)
        {
            return CheckSteps.Failed(title, $"CloudTrail refused the call: {words}", permission, AccessFaults.Allow(permission, $"* for {session.RoleArn ?? "the credentials"}", fault));
        }

        return LookupFaults.IsThrottling(fault)
            ? CheckSteps.Warning(title, "CloudTrail refused the call for too many calls: somebody else asks for LookupEvents of the account too. Whether it is allowed was not seen.", next: "Check again later.")
            : CheckSteps.Failed(title, $"CloudTrail of {region} could not be asked: {words}", next: $"Look whether this machine reaches CloudTrail in {region}, or correct Regions or Endpoint of the source.");
    }
}
