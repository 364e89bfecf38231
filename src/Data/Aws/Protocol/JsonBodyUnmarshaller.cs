using System.Net;
using System.Text.Json;
using Amazon.Runtime;
using Amazon.Runtime.Internal.Transform;
using Amazon.Runtime.Internal.Util;

namespace TrailBoard.Data.Aws.Protocol;

/// <summary>An error as a service sent it.</summary>
internal sealed record ServiceError(string Message, ErrorType Type, string Code, string RequestId, HttpStatusCode StatusCode, Exception? Inner);

/// <summary>Reads the body of an answer, or its error.</summary>
internal sealed class JsonBodyUnmarshaller<TResponse>(Func<ServiceError, AmazonServiceException> errors) : JsonResponseUnmarshaller
    where TResponse : AmazonWebServiceResponse, new()
{
    public override AmazonWebServiceResponse Unmarshall(JsonUnmarshallerContext input)
    {
        using var body = new MemoryStream();
        input.Stream.CopyTo(body);
        return body.Length == 0
            ? new TResponse()
            : JsonSerializer.Deserialize<TResponse>(body.GetBuffer().AsSpan(0, (int)body.Length), WireJson.Options) ?? new TResponse();
    }

    public override AmazonServiceException UnmarshallException(JsonUnmarshallerContext input, Exception innerException, HttpStatusCode statusCode)
    {
        var reader = new StreamingUtf8JsonReader(input.Stream);
        var error = JsonErrorResponseUnmarshaller.GetInstance().Unmarshall(input, ref reader);
        return errors(new ServiceError(error.Message, error.Type, error.Code, error.RequestId, statusCode, innerException));
    }
}
