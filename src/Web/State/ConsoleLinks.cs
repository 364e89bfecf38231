using System.Text.RegularExpressions;
using TrailBoard.Core.Events;

namespace TrailBoard.Web.State;

/// <summary>A page of the AWS console.</summary>
public sealed record ConsoleLink(string Words, string Address);

/// <summary>
/// Where the AWS console shows what an event was about. What a record says goes into an address only where it is exactly a region, an account,
/// an id or a name as AWS writes them; the host is one of three.
/// </summary>
public static partial class ConsoleLinks
{
    /// <param name="registry">The account of the ECR registry where the record names one, else null for that of the event.</param>
    public static IEnumerable<ConsoleLink> Of(TrailEvent trailEvent, string? registry = null)
    {
        ArgumentNullException.ThrowIfNull(trailEvent);
        if (trailEvent.Region is not { } region || HostOf(region) is not { } host)
        {
            yield break;
        }

        var console = $"https://{region}.{host}";
        if (EventCopies.IsEventId(trailEvent.EventId))
        {
            yield return new("CloudTrail event history", $"{console}/cloudtrailv2/home?region={region}#/events/{trailEvent.EventId}");
        }

        var account = registry ?? trailEvent.Account;
        if (trailEvent.Service is "ecr.amazonaws.com" or "ecr-public.amazonaws.com" && AwsPlaces.IsAccount(account))
        {
            var kind = trailEvent.Service == "ecr.amazonaws.com" ? "private" : "public";
            foreach (var repository in trailEvent.Repositories.Where(name => name.Length <= 256 && Repository().IsMatch(name)).Take(3))
            {
                yield return new($"ECR repository {repository}", $"{console}/ecr/repositories/{kind}/{account}/{repository}?region={region}");
            }
        }

        foreach (var thing in trailEvent.Service == "ecs.amazonaws.com" ? trailEvent.Things : [])
        {
            if (thing.Kind == ThingKind.Service && thing.Value.Split('/') is [var cluster, var service] && Name().IsMatch(cluster) && Name().IsMatch(service))
            {
                yield return new($"ECS service {thing.Value}", $"{console}/ecs/v2/clusters/{cluster}/services/{service}/health?region={region}");
            }
            else if (thing.Kind == ThingKind.Cluster && Name().IsMatch(thing.Value))
            {
                yield return new($"ECS cluster {thing.Value}", $"{console}/ecs/v2/clusters/{thing.Value}/services?region={region}");
            }
        }

        if (trailEvent.Service == "apigateway.amazonaws.com" && trailEvent.Things.FirstOrDefault(thing => thing.Kind == ThingKind.Api) is { } api && ApiId().IsMatch(api.Value))
        {
            yield return new($"API {api.Value}", $"{console}/apigateway/main/apis?api={api.Value}&region={region}");
        }
    }

    // What else there is (the isolated partitions) has no console that is known here.
    private static string? HostOf(string region) => !AwsPlaces.IsRegion(region) ? null : region.Split('-') switch
    {
        ["us", "gov", ..] => "console.amazonaws-us-gov.com",
        ["cn", ..] => "console.amazonaws.cn",
        [_, "iso" or "isob" or "isoe" or "isof", ..] => null,
        _ => "console.aws.amazon.com",
    };

    [GeneratedRegex(@"\A[a-z0-9]+([._\-]+[a-z0-9]+)*(/[a-z0-9]+([._\-]+[a-z0-9]+)*)*\z", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Repository();

    [GeneratedRegex(@"\A[A-Za-z0-9_\-]{1,255}\z", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Name();

    [GeneratedRegex(@"\A[a-z0-9]{4,32}\z", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex ApiId();
}
