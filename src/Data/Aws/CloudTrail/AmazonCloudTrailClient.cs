using Amazon.CloudTrail.Model;
using Amazon.Runtime;
using TrailBoard.Data.Aws.Protocol;

namespace Amazon.CloudTrail;

/// <summary>The operations of AWS CloudTrail that TrailBoard calls, named and shaped as in AWSSDK.CloudTrail, which can replace this folder.</summary>
internal interface IAmazonCloudTrail : IDisposable
{
    /// <summary>Looks up management or insight events of one region and the last 90 days, newest first, at most 50 a page.</summary>
    Task<LookupEventsResponse> LookupEventsAsync(LookupEventsRequest request, CancellationToken cancellationToken = default);

    /// <summary>The public keys whose private keys signed digest files within a time range, in the client's region.</summary>
    Task<ListPublicKeysResponse> ListPublicKeysAsync(ListPublicKeysRequest request, CancellationToken cancellationToken = default);

    /// <summary>The settings of the trails of the client's region.</summary>
    Task<DescribeTrailsResponse> DescribeTrailsAsync(DescribeTrailsRequest request, CancellationToken cancellationToken = default);
}

/// <inheritdoc cref="IAmazonCloudTrail"/>
internal sealed class AmazonCloudTrailClient(AWSCredentials? credentials, AmazonCloudTrailConfig config)
    : JsonServiceClient(credentials, config, "CloudTrail", "com.amazonaws.cloudtrail.v20131101.CloudTrail_20131101", "1.1", AmazonCloudTrailException.Of), IAmazonCloudTrail
{
    /// <inheritdoc/>
    public Task<LookupEventsResponse> LookupEventsAsync(LookupEventsRequest request, CancellationToken cancellationToken = default) =>
        CallAsync<LookupEventsRequest, LookupEventsResponse>("LookupEvents", request, cancellationToken);

    /// <inheritdoc/>
    public Task<ListPublicKeysResponse> ListPublicKeysAsync(ListPublicKeysRequest request, CancellationToken cancellationToken = default) =>
        CallAsync<ListPublicKeysRequest, ListPublicKeysResponse>("ListPublicKeys", request, cancellationToken);

    /// <inheritdoc/>
    public Task<DescribeTrailsResponse> DescribeTrailsAsync(DescribeTrailsRequest request, CancellationToken cancellationToken = default) =>
        CallAsync<DescribeTrailsRequest, DescribeTrailsResponse>("DescribeTrails", request, cancellationToken);
}

/// <summary>Settings of <see cref="AmazonCloudTrailClient"/>.</summary>
internal sealed class AmazonCloudTrailConfig() : JsonServiceConfig("cloudtrail")
{
    /// <inheritdoc/>
    public override string ServiceVersion => "2013-11-01";
}

/// <summary>An error of CloudTrail; <see cref="AmazonServiceException.ErrorCode"/> names it.</summary>
internal class AmazonCloudTrailException(string message, Exception? innerException, ErrorType errorType, string errorCode, string requestId, System.Net.HttpStatusCode statusCode)
    : AmazonServiceException(message, innerException, errorType, errorCode, requestId, statusCode)
{
    internal static AmazonServiceException Of(ServiceError error) => error.Code switch
    {
        "InvalidNextTokenException" => new InvalidNextTokenException(error.Message, error.Inner, error.Type, error.Code, error.RequestId, error.StatusCode),
        "InvalidTimeRangeException" => new InvalidTimeRangeException(error.Message, error.Inner, error.Type, error.Code, error.RequestId, error.StatusCode),
        _ => new AmazonCloudTrailException(error.Message, error.Inner, error.Type, error.Code, error.RequestId, error.StatusCode),
    };
}
