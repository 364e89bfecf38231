using Amazon;
using Amazon.CloudTrail;
using Amazon.Runtime;
using Amazon.S3;
using Amazon.SecurityToken;
using Amazon.SQS;

namespace TrailBoard.Data.Sources;

/// <summary>Credentials and endpoints of one account as a source reads it; it makes clients. All of them correct the clock and retry in the standard mode.</summary>
/// <param name="credentials">The credentials, refreshed by the SDK, or null for the SDK's default chain.</param>
/// <param name="roleArn">The role that was assumed, or null.</param>
/// <param name="homeRegion">The region of the profile or the environment.</param>
/// <param name="profile">The profile, or empty.</param>
/// <param name="endpoint">One URL for all clients, or null for AWS's own.</param>
internal sealed class AwsSession(AWSCredentials? credentials, string? roleArn, RegionEndpoint homeRegion, Uri? endpoint, string profile = "")
{
    /// <summary>The role that is assumed, or null where the credentials are used as they are.</summary>
    public string? RoleArn => roleArn;

    /// <summary>The credentials, or null for the SDK's default chain.</summary>
    public AWSCredentials? Credentials => credentials;

    /// <summary>The region that is meant where none is named.</summary>
    public string HomeRegion => homeRegion.SystemName;

    /// <summary>The partition of that region: <c>aws</c>, <c>aws-cn</c>, ….</summary>
    public string Partition => homeRegion.PartitionName;

    /// <summary>The account of the role, or null where only STS can tell.</summary>
    public string? RoleAccount => roleArn?.Split(':')[4];

    /// <summary>What a person does when the credentials have expired.</summary>
    public string HowToRenew => roleArn is not null ? $"Check that {roleArn} can still be assumed."
        : profile.Length > 0 ? $"Run `aws sso login --profile {profile}`, or renew the keys of the profile."
        : "Renew the credentials of the environment that TrailBoard runs in.";

    /// <summary>Forgets credentials that the SDK can fetch again. False where it cannot.</summary>
    public bool Refresh()
    {
        (credentials as RefreshingAWSCredentials)?.ClearCredentials();
        return credentials is RefreshingAWSCredentials;
    }

    /// <summary>A client for a region.</summary>
    /// <param name="http">The way to the network, or null for the SDK's own.</param>
    public IAmazonCloudTrail CloudTrail(string region, HttpClientFactory? http = null)
    {
        var config = Config(new AmazonCloudTrailConfig(), region);
        if (http is not null)
        {
            // What paces the calls also tries them again; the SDK's one more try is for a clock that it corrects.
            config.HttpClientFactory = http;
            config.MaxErrorRetry = 1;
        }

        return new AmazonCloudTrailClient(credentials, config);
    }

    public IAmazonSQS Sqs(string region) => new AmazonSQSClient(credentials, Config(new AmazonSQSConfig(), region));

    public IAmazonSecurityTokenService SecurityToken(string region)
    {
        // Short answers only: credentials are fetched without the caller's token, and must not hold up a program that stops.
        var config = Config(new AmazonSecurityTokenServiceConfig { Timeout = TimeSpan.FromSeconds(10) }, region);
        return credentials is null ? new AmazonSecurityTokenServiceClient(config) : new AmazonSecurityTokenServiceClient(credentials, config);
    }

    public IAmazonS3 S3(string region)
    {
        var config = Config(new AmazonS3Config { ForcePathStyle = endpoint is not null }, region);
        return credentials is null ? new AmazonS3Client(config) : new AmazonS3Client(credentials, config);
    }

    internal T Config<T>(T config, string region)
        where T : ClientConfig
    {
        config.RetryMode = RequestRetryMode.Standard;
        config.MaxErrorRetry = 3;
        if (endpoint is null)
        {
            config.RegionEndpoint = RegionEndpoint.GetBySystemName(region);
        }
        else
        {
            // Only one of the two may be set: the region then counts for signing alone.
            config.ServiceURL = endpoint.ToString();
            config.AuthenticationRegion = region;
        }

        return config;
    }
}
