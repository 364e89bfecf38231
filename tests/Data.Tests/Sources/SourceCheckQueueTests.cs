using System.Text.Json;
using TrailBoard.Core.Import;

namespace TrailBoard.Tests;

/// <summary>Checks of a queue: nothing in it may change by them.</summary>
public sealed class SourceCheckQueueTests
{
    private const SourceCheckOutcome Passed = SourceCheckOutcome.Passed;
    private const SourceCheckOutcome Warning = SourceCheckOutcome.Warning;
    private const SourceCheckOutcome Failed = SourceCheckOutcome.Failed;
    private const SourceCheckOutcome NotTried = SourceCheckOutcome.NotTried;

    [Fact]
    public async Task A_queue_that_works_passes_every_step_and_keeps_its_message_for_others()
    {
        await using var aws = await CheckHarness.StartAsync();
        aws.S3.Put(FakeS3.Key(), FakeS3.Gzip("{}"));
        aws.Sqs.Send(Message(CheckHarness.Bucket, FakeS3.Key()));

        var steps = await aws.CheckAsync(aws.Queue());

        Assert.All(steps, step => Assert.Equal(Passed, step.Outcome));
        Assert.Equal(
            ["Receive messages", "Hide messages while they are worked on", "Delete messages", "Read from the bucket example-trails"],
            steps.TakeLast(4).Select(step => step.Title));
        Assert.Equal(1, aws.Sqs.Left);
        Assert.Equal(1, aws.Sqs.Visible);
        Assert.Equal([FakeS3.Key()], aws.S3.Requests.Select(request => request.Name));
    }

    [Fact]
    public async Task Where_no_message_waits_a_file_of_the_bucket_is_found_by_its_listing()
    {
        await using var aws = await CheckHarness.StartAsync();
        aws.S3.Put("AWSLogs/111122223333/elsewhere.txt", [1]);
        aws.S3.Put(FakeS3.Key(), FakeS3.Gzip("{}"));

        var steps = await aws.CheckAsync(aws.Queue());

        Assert.Equal(Passed, steps[^1].Outcome);
        Assert.Equal([("LIST", ""), ("GET", FakeS3.Key())], aws.S3.Requests.Select(request => (request.Operation, request.Name)));
    }

    [Theory]
    [InlineData("ReceiveMessage", "sqs:ReceiveMessage", "Receive messages")]
    [InlineData("ChangeMessageVisibility", "sqs:ChangeMessageVisibility", "Hide messages while they are worked on")]
    [InlineData("DeleteMessageBatch", "sqs:DeleteMessage", "Delete messages")]
    public async Task What_is_denied_names_its_permission_and_the_rest_is_tried(string action, string permission, string title)
    {
        await using var aws = await CheckHarness.StartAsync();
        aws.S3.Put(FakeS3.Key(), FakeS3.Gzip("{}"));
        aws.Sqs.Misbehave = (asked, _) => asked == action ? "AccessDeniedException" : null;

        var steps = await aws.CheckAsync(aws.Queue());

        var denied = Assert.Single(steps, step => step.Outcome is not Passed);
        Assert.Equal((Failed, permission, title), (denied.Outcome, denied.MissingPermission, denied.Title));
        Assert.Contains("docs/aws.md", denied.NextStep, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_receipt_of_no_message_is_what_the_queue_is_asked_with()
    {
        await using var aws = await CheckHarness.StartAsync();
        aws.S3.Put(FakeS3.Key(), FakeS3.Gzip("{}"));
        aws.Sqs.Send(Message(CheckHarness.Bucket, FakeS3.Key()));
        aws.Sqs.Misbehave = (action, request) => action == "ChangeMessageVisibility" ? "ReceiptHandleIsInvalid" : null;

        Assert.All(await aws.CheckAsync(aws.Queue()), step => Assert.Equal(Passed, step.Outcome));
        Assert.Equal(1, aws.Sqs.Visible);
    }

    [Theory]
    [InlineData("KmsAccessDenied")]
    [InlineData("KMS.AccessDeniedException")]
    public async Task A_queue_that_cannot_be_decrypted_names_kms_Decrypt(string code)
    {
        await using var aws = await CheckHarness.StartAsync();
        aws.Sqs.Misbehave = (action, _) => action == "ReceiveMessage" ? code : null;

        var received = (await aws.CheckAsync(aws.Queue())).Single(step => step.Title == "Receive messages");

        Assert.Equal((Failed, "kms:Decrypt"), (received.Outcome, received.MissingPermission));
        Assert.Contains("encrypts the queue", received.NextStep, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_queue_that_is_not_there_is_told_and_the_buckets_are_tried_all_the_same()
    {
        await using var aws = await CheckHarness.StartAsync();
        aws.S3.Put(FakeS3.Key(), FakeS3.Gzip("{}"));
        aws.Sqs.Misbehave = (_, _) => "QueueDoesNotExist";

        var steps = await aws.CheckAsync(aws.Queue());

        Assert.Equal([Failed, NotTried, NotTried, Passed], steps.TakeLast(4).Select(step => step.Outcome));
        Assert.Contains("There is no queue", steps[^4].Sentence, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_message_of_a_bucket_that_is_not_allowed_is_a_warning()
    {
        await using var aws = await CheckHarness.StartAsync();
        aws.S3.Put(FakeS3.Key(), FakeS3.Gzip("{}"));
        aws.Sqs.Send(Message("somebody-elses", FakeS3.Key()));

        var received = (await aws.CheckAsync(aws.Queue())).Single(step => step.Title == "Receive messages");

        Assert.Equal(Warning, received.Outcome);
        Assert.Contains("somebody-elses", received.Sentence, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_message_that_is_no_notification_is_a_warning_before_anything_is_lost()
    {
        await using var aws = await CheckHarness.StartAsync();
        aws.S3.Put(FakeS3.Key(), FakeS3.Gzip("{}"));
        aws.Sqs.Send("an order of a shop, password=hunter2");

        var received = (await aws.CheckAsync(aws.Queue())).Single(step => step.Title == "Receive messages");

        Assert.Equal(Warning, received.Outcome);
        Assert.DoesNotContain("hunter2", received.Sentence, StringComparison.Ordinal);
        Assert.Equal(1, aws.Sqs.Visible);
    }

    [Fact]
    public async Task A_bucket_that_may_not_be_listed_is_a_warning_that_says_what_was_not_tried()
    {
        await using var aws = await CheckHarness.StartAsync();
        aws.S3.Misbehave = _ => new FakeAnswer(403, "AccessDenied", "Access Denied");

        var bucket = (await aws.CheckAsync(aws.Queue()))[^1];

        Assert.Equal((Warning, "s3:ListBucket"), (bucket.Outcome, bucket.MissingPermission));
        Assert.Contains("could not be tried", bucket.Sentence, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_announced_file_that_is_denied_names_s3_GetObject()
    {
        await using var aws = await CheckHarness.StartAsync();
        aws.Sqs.Send(Message(CheckHarness.Bucket, FakeS3.Key()));
        aws.S3.Misbehave = _ => new FakeAnswer(403, "AccessDenied", "Access Denied");

        var bucket = (await aws.CheckAsync(aws.Queue()))[^1];

        Assert.Equal((Failed, "s3:GetObject"), (bucket.Outcome, bucket.MissingPermission));
    }

    [Fact]
    public async Task An_empty_bucket_is_a_warning()
    {
        await using var aws = await CheckHarness.StartAsync();

        Assert.Equal(Warning, (await aws.CheckAsync(aws.Queue()))[^1].Outcome);
    }

    private static string Message(string bucket, string key) => JsonSerializer.Serialize(new { s3Bucket = bucket, s3ObjectKey = new[] { key } });
}
