using Amazon.Runtime;
using Amazon.SQS.Model;
using TrailBoard.Data.Aws.Protocol;

namespace Amazon.SQS;

/// <summary>The operations of Amazon SQS that TrailBoard calls, named and shaped as in AWSSDK.SQS, which can replace this folder.</summary>
internal interface IAmazonSQS : IDisposable
{
    /// <summary>Receives up to 10 messages, waiting for the first up to 20 seconds.</summary>
    Task<ReceiveMessageResponse> ReceiveMessageAsync(ReceiveMessageRequest request, CancellationToken cancellationToken = default);

    /// <summary>Deletes up to 10 messages; each may fail by itself.</summary>
    Task<DeleteMessageBatchResponse> DeleteMessageBatchAsync(DeleteMessageBatchRequest request, CancellationToken cancellationToken = default);

    /// <summary>Hides a received message for longer.</summary>
    Task<ChangeMessageVisibilityResponse> ChangeMessageVisibilityAsync(ChangeMessageVisibilityRequest request, CancellationToken cancellationToken = default);
}

/// <inheritdoc cref="IAmazonSQS"/>
internal sealed class AmazonSQSClient(AWSCredentials? credentials, AmazonSQSConfig config)
    : JsonServiceClient(credentials, config, "SQS", "AmazonSQS", "1.0", AmazonSQSException.Of), IAmazonSQS
{
    /// <inheritdoc/>
    public Task<ReceiveMessageResponse> ReceiveMessageAsync(ReceiveMessageRequest request, CancellationToken cancellationToken = default) =>
        CallAsync<ReceiveMessageRequest, ReceiveMessageResponse>("ReceiveMessage", request, cancellationToken);

    /// <inheritdoc/>
    public Task<DeleteMessageBatchResponse> DeleteMessageBatchAsync(DeleteMessageBatchRequest request, CancellationToken cancellationToken = default) =>
        CallAsync<DeleteMessageBatchRequest, DeleteMessageBatchResponse>("DeleteMessageBatch", request, cancellationToken);

    /// <inheritdoc/>
    public Task<ChangeMessageVisibilityResponse> ChangeMessageVisibilityAsync(ChangeMessageVisibilityRequest request, CancellationToken cancellationToken = default) =>
        CallAsync<ChangeMessageVisibilityRequest, ChangeMessageVisibilityResponse>("ChangeMessageVisibility", request, cancellationToken);
}

/// <summary>Settings of <see cref="AmazonSQSClient"/>.</summary>
internal sealed class AmazonSQSConfig() : JsonServiceConfig("sqs")
{
    /// <inheritdoc/>
    public override string ServiceVersion => "2012-11-05";
}

/// <summary>An error of SQS; <see cref="AmazonServiceException.ErrorCode"/> names it.</summary>
internal class AmazonSQSException(string message, Exception? innerException, ErrorType errorType, string errorCode, string requestId, System.Net.HttpStatusCode statusCode)
    : AmazonServiceException(message, innerException, errorType, errorCode, requestId, statusCode)
{
    internal static AmazonServiceException Of(ServiceError error) => error.Code switch
    {
        "QueueDoesNotExist" or "AWS.SimpleQueueService.NonExistentQueue" =>
            new QueueDoesNotExistException(error.Message, error.Inner, error.Type, error.Code, error.RequestId, error.StatusCode),
        "ReceiptHandleIsInvalid" =>
            new ReceiptHandleIsInvalidException(error.Message, error.Inner, error.Type, error.Code, error.RequestId, error.StatusCode),
        _ => new AmazonSQSException(error.Message, error.Inner, error.Type, error.Code, error.RequestId, error.StatusCode),
    };
}
