using Amazon.Runtime;
using Amazon.Runtime.Endpoints;
using Amazon.Runtime.Internal;

namespace TrailBoard.Data.Aws.Protocol;

/// <summary>
/// Settings of a client for a service that speaks AWS JSON. Credentials, region, proxies, FIPS and dual-stack endpoints and the
/// standard retry mode are those of AWSSDK.Core.
/// </summary>
internal abstract class JsonServiceConfig : ClientConfig
{
    private readonly string _service;

    protected JsonServiceConfig(string service)
        : base(new DefaultConfigurationProvider([new DefaultConfiguration { Name = DefaultConfigurationMode.Standard, RetryMode = RequestRetryMode.Standard }]))
    {
        _service = service;
        AuthenticationServiceName = service;
        EndpointProvider = new RegionalEndpoints(this);
    }

    /// <inheritdoc/>
    public override string UserAgent => "TrailBoard";

    /// <inheritdoc/>
    public override string RegionEndpointServiceName => _service;

    /// <inheritdoc/>
    public override Endpoint DetermineServiceOperationEndpoint(ServiceOperationEndpointParameters parameters) =>
        EndpointProvider.ResolveEndpoint(new EndpointParameters());

    /// <summary>A configured URL, else the regional host name of the service in the region's partition.</summary>
    private sealed class RegionalEndpoints(JsonServiceConfig config) : IEndpointProvider
    {
        public Endpoint ResolveEndpoint(EndpointParameters parameters)
        {
            if (!string.IsNullOrEmpty(config.ServiceURL))
            {
                return new Endpoint(config.ServiceURL);
            }

            var region = config.RegionEndpoint ?? throw new AmazonClientException("No region is configured for the client.");
            var service = config.UseFIPSEndpoint ? $"{config._service}-fips" : config._service;
            var suffix = !config.UseDualstackEndpoint ? region.PartitionDnsSuffix
                : string.Equals(region.PartitionName, "aws-cn", StringComparison.Ordinal) ? "api.amazonwebservices.com.cn" : "api.aws";
            return new Endpoint($"https://{service}.{region.SystemName}.{suffix}");
        }
    }
}
