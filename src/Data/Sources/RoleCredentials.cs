using Amazon.Runtime;
using Amazon.SecurityToken.Model;

namespace TrailBoard.Data.Sources;

/// <summary>
/// Credentials of an assumed role, fetched again before they expire. The SDK's own class would ask AWS's STS even where
/// another endpoint is configured.
/// </summary>
internal sealed class RoleCredentials : RefreshingAWSCredentials
{
    private static readonly TimeSpan Early = TimeSpan.FromMinutes(5);

    private readonly AwsSession _own;
    private readonly string _role;
    private readonly string _externalId;

    /// <summary>Credentials that are not fetched before the first call.</summary>
    /// <param name="own">Who assumes the role.</param>
    /// <param name="role">The role's ARN.</param>
    /// <param name="externalId">What the role asks for, or empty.</param>
    public RoleCredentials(AwsSession own, string role, string externalId)
    {
        (_own, _role, _externalId) = (own, role, externalId);
        PreemptExpiryTime = Early;
    }

    protected override async Task<CredentialsRefreshState> GenerateNewCredentialsAsync()
    {
        using var client = _own.SecurityToken(_own.HomeRegion);
        var answer = await client.AssumeRoleAsync(new AssumeRoleRequest
        {
            RoleArn = _role,
            RoleSessionName = AwsSessions.SessionName,
            ExternalId = _externalId.Length > 0 ? _externalId : null,
        }).ConfigureAwait(false);
        var given = answer.Credentials;
        return new CredentialsRefreshState(
            new ImmutableCredentials(given.AccessKeyId, given.SecretAccessKey, given.SessionToken),
            given.Expiration ?? throw new AmazonClientException($"STS gave credentials of {_role} without an end."));
    }

    protected override CredentialsRefreshState GenerateNewCredentials() => GenerateNewCredentialsAsync().GetAwaiter().GetResult();
}
