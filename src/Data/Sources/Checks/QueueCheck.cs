using System.Runtime.CompilerServices;
using Amazon.Runtime;
using Amazon.SQS;
using Amazon.SQS.Model;
using TrailBoard.Core.Import;

namespace TrailBoard.Data.Sources.Checks;

/// <summary>
/// Looks at one message of a queue, which stays visible to others, and whether messages could be hidden and deleted. None is.
/// </summary>
internal sealed class QueueCheck(SourceOptions source, CheckLimit limit, BucketCheck buckets)
{
    public const string ReceiveTitle = "Receive messages";
    public const string HideTitle = "Hide messages while they are worked on";
    public const string DeleteTitle = "Delete messages";

    // No receipt of any message: what SQS says of it tells whether the caller may, and nothing happens.
    private const string NoReceipt = "trailboard-check";

    public static string BucketTitle(string bucket) => $"Read from the bucket {bucket}";

    public async IAsyncEnumerable<SourceCheckStep> StepsAsync(AwsSession session, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        using var sqs = session.Sqs(QueueSource.RegionOf(source.QueueUrl) ?? session.HomeRegion);
        var (received, message) = await limit.TryAsync(
            token => ReceiveAsync(sqs, token), fault => (Fault(ReceiveTitle, "sqs:ReceiveMessage", fault), null), cancellationToken);
        yield return received;
        if (received.Outcome is SourceCheckOutcome.Failed && received.MissingPermission is null)
        {
            yield return CheckSteps.NotTried(HideTitle, "the queue did not answer");
            yield return CheckSteps.NotTried(DeleteTitle, "the queue did not answer");
        }
        else
        {
            yield return await limit.TryAsync(token => HideAsync(sqs, token), fault => Fault(HideTitle, "sqs:ChangeMessageVisibility", fault), cancellationToken);
            yield return await limit.TryAsync(token => DeleteAsync(sqs, token), fault => Fault(DeleteTitle, "sqs:DeleteMessage", fault), cancellationToken);
        }

        var announced = TrailNotification.Read(message?.Body) is TrailNotification.Objects objects ? objects.Delivered : [];
        foreach (var name in source.AllowedBuckets)
        {
            yield return await BucketAsync(name, announced.FirstOrDefault(one => one.Bucket == name)?.Key, session, cancellationToken);
        }
    }

    private async Task<(SourceCheckStep, Message?)> ReceiveAsync(IAmazonSQS sqs, CancellationToken cancellationToken)
    {
        var answer = await sqs.ReceiveMessageAsync(
            new ReceiveMessageRequest { QueueUrl = source.QueueUrl, MaxNumberOfMessages = 1, WaitTimeSeconds = 0, VisibilityTimeout = 0 },
            cancellationToken);
        if (answer.Messages is not [var message, ..])
        {
            return (CheckSteps.Passed(ReceiveTitle, "The queue answers; no message was there just now."), null);
        }

        return (TrailNotification.Read(message.Body) switch
        {
            TrailNotification.Objects objects when objects.Delivered.FirstOrDefault(one => !source.AllowedBuckets.Contains(one.Bucket, StringComparer.Ordinal)) is { } other =>
                CheckSteps.Warning(ReceiveTitle, $"A message names the bucket {other.Bucket}, which is not in AllowedBuckets: it would be refused.", next: "Add the bucket to AllowedBuckets if it is the trail's; else look who sends to the queue."),
            TrailNotification.Objects => CheckSteps.Passed(ReceiveTitle, "The queue answers; a message that announces files waits in it."),
            TrailNotification.Notice notice => CheckSteps.Passed(ReceiveTitle, $"The queue answers. A message in it: {notice.Sentence}"),
            _ => CheckSteps.Warning(ReceiveTitle, "The queue answers, but a message in it announces no files of CloudTrail.", next: "Look whether QueueUrl names the queue that you mean: at the fifth receive the source deletes such messages."),
        }, message);
    }

    private async Task<SourceCheckStep> HideAsync(IAmazonSQS sqs, CancellationToken cancellationToken)
    {
        try
        {
            await sqs.ChangeMessageVisibilityAsync(
                new ChangeMessageVisibilityRequest { QueueUrl = source.QueueUrl, ReceiptHandle = NoReceipt, VisibilityTimeout = 0 }, cancellationToken);
        }
        catch (AmazonServiceException fault) when (IsOfReceipt(fault.ErrorCode))
        {
            // As it should: the caller may, and there is no such message.
        }

        return CheckSteps.Passed(HideTitle, "It is allowed. The source hides messages for five minutes at a time, whatever the queue's own timeout.");
    }

    private async Task<SourceCheckStep> DeleteAsync(IAmazonSQS sqs, CancellationToken cancellationToken)
    {
        var answer = await sqs.DeleteMessageBatchAsync(
            new DeleteMessageBatchRequest { QueueUrl = source.QueueUrl, Entries = [new DeleteMessageBatchRequestEntry { Id = "0", ReceiptHandle = NoReceipt }] }, cancellationToken);
        return answer.Failed is [{ } failed, ..] && !IsOfReceipt(failed.Code)
            ? CheckSteps.Failed(DeleteTitle, $"SQS refused: {failed.Code}: {failed.Message}", null, null)
            : CheckSteps.Passed(DeleteTitle, "It is allowed. Nothing was deleted.");
    }

    private async Task<SourceCheckStep> BucketAsync(string name, string? announced, AwsSession session, CancellationToken cancellationToken)
    {
        var title = BucketTitle(name);
        using var bucket = buckets.Open(name, session);
        if (announced is not null)
        {
            return await buckets.ReadAsync(title, bucket, announced, cancellationToken);
        }

        var (problem, key) = await limit.TryAsync(token => AnyAsync(title, bucket, token), fault => (NotListed(title, bucket, fault), null), cancellationToken);
        return key is null ? problem! : await buckets.ReadAsync(title, bucket, key, cancellationToken);
    }

    private static async Task<(SourceCheckStep? Problem, string? Key)> AnyAsync(string title, S3Bucket bucket, CancellationToken cancellationToken)
    {
        await foreach (var page in bucket.PagesAsync("", null, cancellationToken))
        {
            if ((page.S3Objects ?? []).FirstOrDefault(TrailFinder.IsTrailFile) is { } file)
            {
                return (null, file.Key);
            }

            break;
        }

        return (CheckSteps.Warning(
            title,
            "Among its first keys is no trail file, so whether s3:GetObject is allowed could not be tried. The first message will tell.",
            next: "Check again when the trail has delivered files."), null);
    }

    // The source itself does not list: it is only harder to tell files that are gone.
    private static SourceCheckStep NotListed(string title, S3Bucket bucket, Exception fault)
    {
        var step = BucketCheck.ListFault(title, bucket, "", fault);
        return step.MissingPermission is null ? step : CheckSteps.Warning(
            title,
            $"{step.Sentence} No file of it is known therefore, and whether s3:GetObject is allowed could not be tried. The first message will tell.",
            step.MissingPermission,
            $"{step.NextStep} Without it S3 answers \"denied\" for files that are gone.");
    }

    private SourceCheckStep Fault(string title, string needed, Exception fault)
    {
        var permission = AccessFaults.MissingPermission(fault, needed);
        return permission is null
            ? CheckSteps.Failed(title, QueueFaults.Of(fault, needed, source.QueueUrl).Message)
            : CheckSteps.Failed(
                title, $"It was denied: {AccessFaults.Words(fault)}", permission,
                AccessFaults.Allow(permission, permission.StartsWith("kms:", StringComparison.Ordinal) ? "the key that encrypts the queue" : $"the queue {source.QueueUrl}", fault));
    }

    private static bool IsOfReceipt(string? code) => code is
        "ReceiptHandleIsInvalid" or "InvalidParameterValue" or "InvalidParameterValueException" or "MessageNotInflight" or "AWS.SimpleQueueService.MessageNotInflight";
}
