using System.Text.Json;
using Amazon.Runtime;
using Amazon.Runtime.Internal;
using Amazon.Runtime.Internal.Transform;

namespace TrailBoard.Data.Aws.Protocol;

/// <summary>Writes a request as AWS JSON: a POST to the root whose target header names the operation.</summary>
internal sealed class JsonRequestMarshaller<TRequest>(string serviceId, string target, string version) : IMarshaller<IRequest, AmazonWebServiceRequest>
    where TRequest : AmazonWebServiceRequest
{
    public IRequest Marshall(AmazonWebServiceRequest input)
    {
        var request = new DefaultRequest(input, $"Amazon.{serviceId}")
        {
            HttpMethod = "POST",
            ResourcePath = "/",
            Content = JsonSerializer.SerializeToUtf8Bytes((TRequest)input, WireJson.Options),
        };
        request.Headers["X-Amz-Target"] = target;
        request.Headers["Content-Type"] = $"application/x-amz-json-{version}";
        return request;
    }
}
