using Amazon.Runtime;
using Amazon.Runtime.Credentials.Internal;
using Amazon.Runtime.Endpoints;
using Amazon.Runtime.Internal;
using Amazon.Runtime.Internal.Auth;

namespace TrailBoard.Data.Aws.Protocol;

/// <summary>
/// A client for a service that speaks AWS JSON, on the pipeline of AWSSDK.Core: it signs, retries, corrects the clock and finds
/// credentials as every client of the SDK does. It stands in for packages that cannot be restored (README, "Stand-ins").
/// </summary>
/// <param name="serviceId">The service's id in the SDK's metadata, for example <c>CloudTrail</c>.</param>
/// <param name="target">What stands before the operation in <c>X-Amz-Target</c>.</param>
/// <param name="version">The version of AWS JSON: <c>1.0</c> or <c>1.1</c>.</param>
internal abstract class JsonServiceClient(
    AWSCredentials? credentials,
    JsonServiceConfig config,
    string serviceId,
    string target,
    string version,
    Func<ServiceError, AmazonServiceException> errors)
    : AmazonServiceClient(credentials, config)
{
    /// <inheritdoc/>
    protected override IServiceMetadata ServiceMetadata { get; } = new Metadata(serviceId);

    /// <inheritdoc/>
    protected override void CustomizeRuntimePipeline(RuntimePipeline pipeline)
    {
        pipeline.RemoveHandler<EndpointResolver>();
        pipeline.AddHandlerAfter<Marshaller>(new Endpoints());
        pipeline.AddHandlerAfter<Marshaller>(new SignatureVersion4());
    }

    protected Task<TResponse> CallAsync<TRequest, TResponse>(string operation, TRequest request, CancellationToken cancellationToken)
        where TRequest : AmazonWebServiceRequest
        where TResponse : AmazonWebServiceResponse, new() =>
        InvokeAsync<TResponse>(
            request,
            new InvokeOptions
            {
                RequestMarshaller = new JsonRequestMarshaller<TRequest>(serviceId, $"{target}.{operation}", version),
                ResponseUnmarshaller = new JsonBodyUnmarshaller<TResponse>(errors),
            },
            cancellationToken);

    private sealed class Metadata(string serviceId) : IServiceMetadata
    {
        public string ServiceId => serviceId;

        public IDictionary<string, string> OperationNameMapping { get; } = new Dictionary<string, string>(StringComparer.Ordinal);
    }

    private sealed class Endpoints : BaseEndpointResolver
    {
        protected override void ServiceSpecificHandler(IExecutionContext executionContext, EndpointParameters parameters) =>
            InjectHostPrefix(executionContext.RequestContext);

        protected override EndpointParameters MapEndpointsParameters(IRequestContext requestContext) => new();
    }

    private sealed class SignatureVersion4 : BaseAuthResolverHandler
    {
        protected override List<IAuthSchemeOption> ResolveAuthOptions(IExecutionContext executionContext) => [.. AuthSchemeOption.DEFAULT_SIGV4];
    }
}
