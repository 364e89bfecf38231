using Amazon;
using Amazon.Runtime;
using Amazon.Runtime.CredentialManagement;
using TrailBoard.Core.Import;

namespace TrailBoard.Data.Sources;

/// <summary>Makes the sessions of a source: by the SDK's default chain or a profile, as itself or in a role.</summary>
internal static class AwsSessions
{
    /// <summary>How TrailBoard's calls are named in the accounts' own trails.</summary>
    public const string SessionName = "trailboard";

    /// <summary>One session for each role, or one for the credentials themselves.</summary>
    /// <exception cref="IOException">The profile is not there; the message is fit to be shown.</exception>
    public static IReadOnlyList<AwsSession> Of(SourceOptions source)
    {
        var (credentials, region) = CredentialsOf(source);
        var own = Own(source, credentials, region);
        return source.RoleArns.Count == 0
            ? [own]
            : [.. source.RoleArns.Select(role => new AwsSession(new RoleCredentials(own, role, source.ExternalId), role, region, EndpointOf(source)))];
    }

    /// <summary>The session of the credentials themselves, which assumes the roles.</summary>
    /// <exception cref="IOException">The profile is not there; the message is fit to be shown.</exception>
    public static AwsSession Own(SourceOptions source)
    {
        var (credentials, region) = CredentialsOf(source);
        return Own(source, credentials, region);
    }

    /// <summary>The session of the first role, or of the credentials themselves: a bucket and a queue are read with one.</summary>
    public static AwsSession First(SourceOptions source) => Of(source)[0];

    private static AwsSession Own(SourceOptions source, AWSCredentials? credentials, RegionEndpoint region) =>
        new(credentials, null, region, EndpointOf(source), source.Profile);

    private static Uri? EndpointOf(SourceOptions source) => source.Endpoint.Length > 0 ? new Uri(source.Endpoint) : null;

    private static (AWSCredentials? Credentials, RegionEndpoint Region) CredentialsOf(SourceOptions source)
    {
        var listed = source.Regions.FirstOrDefault(region => region != "*");
        if (source.Profile.Length == 0)
        {
            return (null, Region(listed) ?? FallbackRegionFactory.GetRegionEndpoint() ?? RegionEndpoint.USEast1);
        }

        var profiles = new CredentialProfileStoreChain();
        if (!profiles.TryGetProfile(source.Profile, out var profile) || !profiles.TryGetAWSCredentials(source.Profile, out var credentials))
        {
            throw new IOException(
                $"There is no usable profile \"{source.Profile}\" in the shared AWS files. Write it with `aws configure --profile {source.Profile}` or `aws configure sso`, or correct Profile of the source {source.Name}.");
        }

        return (credentials, profile.Region ?? Region(listed) ?? FallbackRegionFactory.GetRegionEndpoint() ?? RegionEndpoint.USEast1);
    }

    private static RegionEndpoint? Region(string? name) => name is null ? null : RegionEndpoint.GetBySystemName(name);
}
