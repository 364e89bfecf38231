using Amazon.SQS.Model;
using Microsoft.Extensions.Logging.Abstractions;
using TrailBoard.Data.Sources;

namespace TrailBoard.Tests;

/// <summary>FAULTS, section E: messages are kept hidden, deleted and delivered again.</summary>
public sealed class QueueDeliveryTests : QueueTests
{
    [Fact]
    public async Task Announced_files_are_imported_and_their_messages_deleted_in_batches()
    {
        for (var i = 1; i <= 35; i++)
        {
            Put(i);
            Sqs.Send(Announce(i));
        }

        var summary = await RunAsync();

        Assert.Equal((null, 35L, 0), (summary.Progress.Error, summary.Progress.Counts.Stored, Sqs.Left));
        Assert.InRange(Sqs.Calls.Count(call => call.Action == "DeleteMessageBatch"), 4, 12);
        Assert.Contains(Sqs.Calls, call => call is ("DeleteMessageBatch", 10));
    }

    [Fact]
    public async Task A_message_is_deleted_only_after_its_files_are_committed()
    {
        Put(1);
        Sqs.Send(Announce(1));
        var stored = -1L;
        Sqs.Misbehave = (action, _) =>
        {
            stored = action == "DeleteMessageBatch" ? Store.Number("SELECT count(*) FROM events") : stored;
            return null;
        };

        await RunAsync();

        Assert.Equal(1, stored);
    }

    [Fact]
    public async Task Fault_67_of_three_keys_one_fails_and_two_are_stored_once()
    {
        Put(1);
        S3.Put(FakeS3.Key(2), [0x1f, 0x8b, 8, 0, 0]);
        Put(3);
        Sqs.Send(Announce(1, 2, 3));

        var first = await RunAsync();
        var left = Sqs.Left;
        Put(2);
        Sqs.Redeliver();
        var second = await RunAsync();

        Assert.Equal((2L, 1, 1), (first.Progress.Counts.Stored, first.Progress.FilesFailed, left));
        Assert.Equal((1L, 2L, 0), (second.Progress.Counts.Stored, second.Progress.Counts.Duplicates, Sqs.Left));
    }

    [Fact]
    public async Task Fault_68_a_slow_file_keeps_its_message_hidden()
    {
        Put(1);
        Sqs.Send(Announce(1));
        var open = new TaskCompletionSource();
        S3.Misbehave = request =>
        {
            if (request.IsGet)
            {
                open.Task.Wait(Wait.Long);
            }

            return null;
        };

        var running = RunAsync();
        await Wait.UntilAsync(() => S3.Requests.Any(request => request.IsGet));
        Time.Advance(TimeSpan.FromSeconds(149));
        Assert.Equal(0, Renewals);
        Time.Advance(TimeSpan.FromSeconds(1));
        await Wait.UntilAsync(() => Renewals == 1);

        open.SetResult();
        await running;
        Time.Advance(TimeSpan.FromMinutes(20));
        Assert.Equal((0, 1), (Sqs.Left, Renewals));
    }

    [Fact]
    public async Task Fault_68_a_message_is_hidden_again_every_150_seconds_until_its_work_is_done_or_its_run_ends()
    {
        using var sqs = Sqs.Session().Sqs("eu-west-1");
        using var deliveries = new QueueDeliveries("https://sqs.eu-west-1.amazonaws.com/111122223333/trails", sqs, Time, NullLogger.Instance, QueuePatience.Default);
        var (first, second) = (deliveries.Receive(new Message { ReceiptHandle = "first" }), deliveries.Receive(new Message { ReceiptHandle = "second" }));
        for (var renewals = 2; renewals <= 6; renewals += 2)
        {
            Time.Advance(TimeSpan.FromSeconds(149));
            Assert.Equal(renewals - 2, Renewals);
            Time.Advance(TimeSpan.FromSeconds(1));
            await deliveries.Renewal.WaitAsync(Wait.Long);
            Assert.Equal(renewals, Renewals);
        }

        await deliveries.FinishAsync(first, delete: false, CancellationToken.None);
        Time.Advance(TimeSpan.FromSeconds(150));
        await deliveries.Renewal.WaitAsync(Wait.Long);
        Assert.Equal(7, Renewals);

        await deliveries.FinishAsync(second, delete: false, CancellationToken.None);
        Time.Advance(TimeSpan.FromMinutes(20));
        await deliveries.Renewal.WaitAsync(Wait.Long);
        Assert.Equal(7, Renewals);
    }

    [Fact]
    public async Task Fault_68_a_message_that_is_through_stays_hidden_until_the_others_of_its_batch_are_deleted_with_it()
    {
        Sqs.Send("done at once");
        Sqs.Send("slow");
        using var sqs = Sqs.Session().Sqs("eu-west-1");
        const string Url = "https://sqs.eu-west-1.amazonaws.com/111122223333/trails";
        using var deliveries = new QueueDeliveries(Url, sqs, Time, NullLogger.Instance, QueuePatience.Default);
        var received = await sqs.ReceiveMessageAsync(new ReceiveMessageRequest { QueueUrl = Url, MaxNumberOfMessages = 10, VisibilityTimeout = 300 });
        var both = received.Messages!.ConvertAll(deliveries.Receive);

        await deliveries.FinishAsync(both[0], delete: true, CancellationToken.None);
        for (var i = 0; i < 4; i++)
        {
            Time.Advance(TimeSpan.FromSeconds(150));
            await deliveries.Renewal.WaitAsync(Wait.Long);
            Assert.Equal(0, Sqs.Visible);
        }

        Assert.Equal(2, Sqs.Left);
        await deliveries.FinishAsync(both[1], delete: true, CancellationToken.None);
        Assert.Equal(0, Sqs.Left);
    }

    [Fact]
    public async Task Fault_69_a_receipt_that_has_expired_is_not_renewed_again()
    {
        Sqs.Misbehave = (_, _) => "ReceiptHandleIsInvalid";
        using var sqs = Sqs.Session().Sqs("eu-west-1");
        using var deliveries = new QueueDeliveries("https://sqs.eu-west-1.amazonaws.com/111122223333/trails", sqs, Time, NullLogger.Instance, QueuePatience.Default);
        deliveries.Receive(new Message { ReceiptHandle = "expired" });
        for (var i = 0; i < 5; i++)
        {
            Time.Advance(TimeSpan.FromSeconds(150));
            await deliveries.Renewal.WaitAsync(Wait.Long);
        }

        Assert.Equal(1, Renewals);
    }

    [Fact]
    public async Task A_run_that_is_stopped_leaves_its_messages_to_others()
    {
        Put(1);
        Sqs.Send(Announce(1));
        using var stop = new CancellationTokenSource();
        S3.Misbehave = request => request.IsGet ? new FakeAnswer(Bytes: 5, Stalls: true) : null;

        var running = RunAsync(stop: stop.Token);
        await Wait.UntilAsync(() => S3.Requests.Any(request => request.IsGet));
        await stop.CancelAsync();
        var summary = await running;
        Time.Advance(TimeSpan.FromMinutes(20));

        Assert.StartsWith("Stopped", summary.Progress.Error, StringComparison.Ordinal);
        Assert.Equal((1, 0), (Sqs.Left, Renewals));
    }

    [Fact]
    public async Task Fault_69_a_receipt_that_has_expired_makes_no_storm()
    {
        Put(1);
        Sqs.Send(Announce(1));
        var open = new TaskCompletionSource();
        S3.Misbehave = request =>
        {
            if (request.IsGet)
            {
                open.Task.Wait(Wait.Long);
            }

            return null;
        };
        Sqs.Misbehave = (action, _) => action is "ChangeMessageVisibility" or "DeleteMessageBatch" ? "ReceiptHandleIsInvalid" : null;

        var running = RunAsync();
        await Wait.UntilAsync(() => S3.Requests.Any(request => request.IsGet));
        Time.Advance(TimeSpan.FromSeconds(150));
        await Wait.UntilAsync(() => Renewals == 1);
        Time.Advance(TimeSpan.FromMinutes(30));
        open.SetResult();
        var summary = await running;

        Assert.Equal((null, 1L), (summary.Progress.Error, summary.Progress.Counts.Stored));
        Assert.Equal((1, 1), (Renewals, Sqs.Calls.Count(call => call.Action == "DeleteMessageBatch")));
    }

    [Fact]
    public async Task Fault_70_a_message_delivered_twice_adds_nothing()
    {
        Put(1);
        Sqs.Send(Announce(1));
        Sqs.Send(Announce(1));

        var summary = await RunAsync();

        Assert.Empty(summary.Notable);
        Assert.Equal((1L, 1L, 0), (summary.Progress.Counts.Stored, summary.Progress.Counts.Duplicates, Sqs.Left));
    }

    [Theory]
    [InlineData("ReceiveMessage", "QueueDoesNotExist", "There is no queue")]
    [InlineData("ReceiveMessage", "AccessDeniedException", "sqs:ReceiveMessage")]
    [InlineData("DeleteMessageBatch", "AccessDeniedException", "sqs:DeleteMessage")]
    [InlineData("ReceiveMessage", "ExpiredTokenException", "Sign in again")]
    public async Task Fault_74_a_queue_that_is_gone_or_denied_is_said(string action, string code, string said)
    {
        Put(1);
        Sqs.Send(Announce(1));
        Sqs.Misbehave = (asked, _) => asked == action ? code : null;

        Assert.Contains(said, (await RunAsync()).Progress.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task No_more_messages_are_taken_than_can_be_worked_on()
    {
        for (var i = 1; i <= 60; i++)
        {
            Put(i);
            Sqs.Send(Announce(i));
        }

        var summary = await RunAsync(patience: QueuePatience.Default with { AtWork = 5 });

        Assert.Equal((null, 60L, 0), (summary.Progress.Error, summary.Progress.Counts.Stored, Sqs.Left));
    }

    [Theory]
    [InlineData("https://sqs.eu-west-1.amazonaws.com/111122223333/trails", "eu-west-1")]
    [InlineData("https://sqs.cn-north-1.amazonaws.com.cn/111122223333/trails", "cn-north-1")]
    [InlineData("http://127.0.0.1:5000/111122223333/trails", null)]
    public void The_region_of_a_queue_is_in_its_address(string url, string? region) => Assert.Equal(region, QueueSource.RegionOf(url));

    [Fact]
    public async Task What_SQS_says_of_a_wrong_signature_is_logged_without_what_was_signed()
    {
        Put(1);
        Sqs.Send(Announce(1));
        Sqs.Misbehave = (action, _) => action == "DeleteMessageBatch" ? "Throttled. The Canonical String for this request should have been 'x-amz-security-token:hunter2hunter2'" : null;

        await RunAsync();

        Assert.Contains("was not deleted", Assert.Single(Log.All), StringComparison.Ordinal);
        Assert.DoesNotContain("hunter2", Log.All.Single(), StringComparison.Ordinal);
    }

    private int Renewals => Sqs.Calls.Count(call => call.Action == "ChangeMessageVisibility");
}
