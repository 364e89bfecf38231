using System.Net;
using Amazon.Runtime;

namespace Amazon.SQS.Model;

/// <summary>Asks for messages.</summary>
internal sealed class ReceiveMessageRequest : AmazonWebServiceRequest
{
    /// <summary>The queue.</summary>
    public string? QueueUrl { get; set; }

    /// <summary>1 to 10.</summary>
    public int? MaxNumberOfMessages { get; set; }

    /// <summary>System attributes to tell, for example <c>ApproximateReceiveCount</c>.</summary>
    public List<string>? MessageSystemAttributeNames { get; set; }

    /// <summary>For how many seconds the messages are hidden from others.</summary>
    public int? VisibilityTimeout { get; set; }

    /// <summary>How many seconds to wait for a first message, up to 20.</summary>
    public int? WaitTimeSeconds { get; set; }
}

/// <summary>Messages, if there were any.</summary>
internal sealed class ReceiveMessageResponse : AmazonWebServiceResponse
{
    /// <summary>The messages; null where there are none.</summary>
    public List<Message>? Messages { get; set; }
}

/// <summary>A message.</summary>
internal sealed class Message
{
    /// <summary>Its id.</summary>
    public string? MessageId { get; set; }

    /// <summary>What deletes this very delivery of it.</summary>
    public string? ReceiptHandle { get; set; }

    /// <summary>Its text.</summary>
    public string? Body { get; set; }

    /// <summary>System attributes.</summary>
    public Dictionary<string, string>? Attributes { get; set; }
}

/// <summary>Asks to delete messages.</summary>
internal sealed class DeleteMessageBatchRequest : AmazonWebServiceRequest
{
    /// <summary>The queue.</summary>
    public string? QueueUrl { get; set; }

    /// <summary>Up to 10 deliveries.</summary>
    public List<DeleteMessageBatchRequestEntry>? Entries { get; set; }
}

/// <summary>A delivery to delete.</summary>
internal sealed class DeleteMessageBatchRequestEntry
{
    /// <summary>A name within the batch.</summary>
    public string? Id { get; set; }

    /// <summary>The delivery.</summary>
    public string? ReceiptHandle { get; set; }
}

/// <summary>What was deleted and what was not.</summary>
internal sealed class DeleteMessageBatchResponse : AmazonWebServiceResponse
{
    /// <summary>Deleted.</summary>
    public List<DeleteMessageBatchResultEntry>? Successful { get; set; }

    /// <summary>Not deleted.</summary>
    public List<BatchResultErrorEntry>? Failed { get; set; }
}

/// <summary>A deleted delivery.</summary>
internal sealed class DeleteMessageBatchResultEntry
{
    /// <summary>Its name within the batch.</summary>
    public string? Id { get; set; }
}

/// <summary>A delivery that was not deleted.</summary>
internal sealed class BatchResultErrorEntry
{
    /// <summary>Its name within the batch.</summary>
    public string? Id { get; set; }

    /// <summary>The error's code.</summary>
    public string? Code { get; set; }

    /// <summary>The error in words.</summary>
    public string? Message { get; set; }

    /// <summary>Whether the request was wrong rather than the service.</summary>
    public bool? SenderFault { get; set; }
}

/// <summary>Asks to hide a delivery for longer.</summary>
internal sealed class ChangeMessageVisibilityRequest : AmazonWebServiceRequest
{
    /// <summary>The queue.</summary>
    public string? QueueUrl { get; set; }

    /// <summary>The delivery.</summary>
    public string? ReceiptHandle { get; set; }

    /// <summary>For how many seconds from now.</summary>
    public int? VisibilityTimeout { get; set; }
}

/// <summary>Done.</summary>
internal sealed class ChangeMessageVisibilityResponse : AmazonWebServiceResponse;

/// <summary>There is no such queue.</summary>
internal sealed class QueueDoesNotExistException(string message, Exception? innerException, ErrorType errorType, string errorCode, string requestId, HttpStatusCode statusCode)
    : AmazonSQSException(message, innerException, errorType, errorCode, requestId, statusCode);

/// <summary>The delivery is no longer ours.</summary>
internal sealed class ReceiptHandleIsInvalidException(string message, Exception? innerException, ErrorType errorType, string errorCode, string requestId, HttpStatusCode statusCode)
    : AmazonSQSException(message, innerException, errorType, errorCode, requestId, statusCode);
