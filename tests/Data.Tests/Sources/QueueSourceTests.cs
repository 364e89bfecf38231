using System.Text.Json;
using Microsoft.Extensions.Logging.Abstractions;
using TrailBoard.Core.Import;
using TrailBoard.Core.Import.Reading;
using TrailBoard.Data.Sources;

namespace TrailBoard.Tests;

/// <summary>FAULTS, section E: queues, and what is sent to them.</summary>
public sealed class QueueSourceTests : IAsyncLifetime
{
    private static readonly TimeSpan Soon = TimeSpan.FromSeconds(30);
    private static readonly S3Patience Quick = new(TimeSpan.FromSeconds(20), 2, TimeSpan.FromMilliseconds(5), 64 * 1024);

    private readonly ManualTime _time = new();
    private FakeS3 _s3 = null!;
    private FakeSqs _sqs = null!;
    private TestStore _store = null!;

    public async Task InitializeAsync() =>
        (_s3, _sqs, _store) = (await FakeS3.StartAsync(), await FakeSqs.StartAsync(_time), await TestStore.CreateAsync(time: TimeProvider.System));

    public async Task DisposeAsync()
    {
        await _s3.DisposeAsync();
        await _sqs.DisposeAsync();
        _store.Dispose();
    }

    [Fact]
    public async Task Announced_files_are_imported_and_their_messages_deleted_in_batches()
    {
        for (var i = 1; i <= 35; i++)
        {
            Put(i);
            _sqs.Send(Announce(i));
        }

        var summary = await RunAsync();

        Assert.Equal((null, 35L, 0), (summary.Progress.Error, summary.Progress.Counts.Stored, _sqs.Left));
        Assert.InRange(_sqs.Calls.Count(call => call.Action == "DeleteMessageBatch"), 4, 12);
        Assert.Contains(_sqs.Calls, call => call is ("DeleteMessageBatch", 10));
    }

    [Fact]
    public async Task A_message_is_deleted_only_after_its_files_are_committed()
    {
        Put(1);
        _sqs.Send(Announce(1));
        var stored = -1L;
        _sqs.Misbehave = (action, _) =>
        {
            stored = action == "DeleteMessageBatch" ? _store.Number("SELECT count(*) FROM events") : stored;
            return null;
        };

        await RunAsync();

        Assert.Equal(1, stored);
    }

    [Theory]
    [InlineData("""{"Service":"Amazon S3","Event":"s3:TestEvent","Time":"2014-10-13T15:57:02.089Z","Bucket":"trails"}""")]
    [InlineData("CloudTrail validation message.")]
    [InlineData("""{"Type":"Notification","TopicArn":"arn:aws:sns:eu-west-1:111122223333:t","Message":"CloudTrail validation message."}""")]
    public async Task Fault_63_64_tests_and_validations_are_acknowledged_and_said(string body)
    {
        _sqs.Send(body);

        var summary = await RunAsync();

        Assert.Equal((ObjectState.Skipped, 0), (Assert.Single(summary.Notable).State, _sqs.Left));
        Assert.Contains("set up", summary.Notable[0].Reason, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("this is not json at all {{{")]
    [InlineData("""{"hello":"world","password":"hunter2hunter2"}""")]
    public async Task Fault_65_71_foreign_messages_are_kept_aside_and_deleted_at_the_fifth_receive(string body)
    {
        Put(1);
        _sqs.Send(body);
        _sqs.Send(Announce(1));

        var first = await RunAsync();
        var left = _sqs.Left;
        for (var i = 0; i < 4; i++)
        {
            _sqs.Redeliver();
            await RunAsync();
        }

        var foreign = Assert.Single(first.Notable);
        Assert.Equal((1L, 1, 0), (first.Progress.Counts.Stored, left, _sqs.Left));
        Assert.Equal((ObjectState.Quarantined, "sqs:message-1"), (foreign.State, foreign.Name));
        Assert.DoesNotContain("hunter2", foreign.Reason, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Fault_66_every_kind_of_message_is_read(bool wrapped)
    {
        for (var i = 1; i <= 3; i++)
        {
            Put(i);
        }

        string[] bodies =
        [
            Announce(1),
            """{"Records":[{"eventName":"ObjectCreated:Put","s3":{"bucket":{"name":"trails"},"object":{"key":"KEY","size":9}}}]}""".Replace("KEY", Uri.EscapeDataString(FakeS3.Key(2)), StringComparison.Ordinal),
            """{"source":"aws.s3","detail-type":"Object Created","detail":{"bucket":{"name":"trails"},"object":{"key":"KEY"}}}""".Replace("KEY", FakeS3.Key(3), StringComparison.Ordinal),
        ];
        foreach (var body in bodies)
        {
            _sqs.Send(wrapped ? JsonSerializer.Serialize(new { Type = "Notification", TopicArn = "t", Message = body }) : body);
        }

        Assert.Equal((3L, 0), ((await RunAsync()).Progress.Counts.Stored, _sqs.Left));
    }

    [Fact]
    public async Task Fault_67_of_three_keys_one_fails_and_two_are_stored_once()
    {
        Put(1);
        _s3.Put(FakeS3.Key(2), [0x1f, 0x8b, 8, 0, 0]);
        Put(3);
        _sqs.Send(Announce(1, 2, 3));

        var first = await RunAsync();
        var left = _sqs.Left;
        Put(2);
        _sqs.Redeliver();
        var second = await RunAsync();

        Assert.Equal((2L, 1, 1), (first.Progress.Counts.Stored, first.Progress.FilesFailed, left));
        Assert.Equal((1L, 2L, 0), (second.Progress.Counts.Stored, second.Progress.Counts.Duplicates, _sqs.Left));
    }

    [Fact]
    public async Task Fault_68_a_slow_file_keeps_its_message_hidden()
    {
        Put(1);
        _sqs.Send(Announce(1));
        var open = new TaskCompletionSource();
        _s3.Misbehave = request =>
        {
            if (request.IsGet)
            {
                open.Task.Wait(Soon);
            }

            return null;
        };

        var running = RunAsync();
        await Until(() => _s3.Requests.Any(request => request.IsGet));
        for (var renewals = 1; renewals <= 3; renewals++)
        {
            Assert.Equal(renewals - 1, Renewals);
            _time.Advance(TimeSpan.FromSeconds(149));
            Assert.Equal(renewals - 1, Renewals);
            _time.Advance(TimeSpan.FromSeconds(1));
            await Until(() => Renewals == renewals);
            // A renewal that is still under way would not be joined by the next.
            await Task.Delay(100);
        }

        open.SetResult();
        await running;
        _time.Advance(TimeSpan.FromMinutes(20));
        await Task.Delay(50);
        Assert.Equal((0, 3), (_sqs.Left, Renewals));
    }

    [Fact]
    public async Task A_run_that_is_stopped_leaves_its_messages_to_others()
    {
        Put(1);
        _sqs.Send(Announce(1));
        using var stop = new CancellationTokenSource();
        _s3.Misbehave = request => request.IsGet ? new FakeAnswer(Bytes: 5, Stalls: true) : null;

        var running = RunAsync(stop: stop.Token);
        await Until(() => _s3.Requests.Any(request => request.IsGet));
        await stop.CancelAsync();
        var summary = await running;
        _time.Advance(TimeSpan.FromMinutes(20));
        await Task.Delay(50);

        Assert.StartsWith("Stopped", summary.Progress.Error, StringComparison.Ordinal);
        Assert.Equal((1, 0), (_sqs.Left, Renewals));
    }

    [Fact]
    public async Task Fault_69_a_receipt_that_has_expired_makes_no_storm()
    {
        Put(1);
        _sqs.Send(Announce(1));
        var open = new TaskCompletionSource();
        _s3.Misbehave = request =>
        {
            if (request.IsGet)
            {
                open.Task.Wait(Soon);
            }

            return null;
        };
        _sqs.Misbehave = (action, _) => action is "ChangeMessageVisibility" or "DeleteMessageBatch" ? "ReceiptHandleIsInvalid" : null;

        var running = RunAsync();
        await Until(() => _s3.Requests.Any(request => request.IsGet));
        _time.Advance(TimeSpan.FromSeconds(150));
        await Until(() => Renewals == 1);
        await Task.Delay(100);
        _time.Advance(TimeSpan.FromMinutes(30));
        await Task.Delay(100);
        open.SetResult();
        var summary = await running;

        Assert.Equal((null, 1L), (summary.Progress.Error, summary.Progress.Counts.Stored));
        Assert.Equal((1, 1), (Renewals, _sqs.Calls.Count(call => call.Action == "DeleteMessageBatch")));
    }

    [Fact]
    public async Task Fault_70_a_message_delivered_twice_adds_nothing()
    {
        Put(1);
        _sqs.Send(Announce(1));
        _sqs.Send(Announce(1));

        var summary = await RunAsync();

        Assert.Empty(summary.Notable);
        Assert.Equal((1L, 1L, 0), (summary.Progress.Counts.Stored, summary.Progress.Counts.Duplicates, _sqs.Left));
    }

    [Fact]
    public async Task Fault_71_a_file_that_fails_at_the_fifth_receive_is_kept_aside_and_its_message_deleted()
    {
        _s3.Put(FakeS3.Key(1), [0x1f, 0x8b, 8, 0, 0]);
        _sqs.Send(Announce(1), receives: 3);

        var fourth = await RunAsync();
        var left = _sqs.Left;
        _sqs.Redeliver();
        var fifth = await RunAsync();

        Assert.Equal((ObjectState.Failed, 1), (Assert.Single(fourth.Notable).State, left));
        Assert.Equal((ObjectState.Quarantined, 0), (Assert.Single(fifth.Notable).State, _sqs.Left));
        Assert.EndsWith("It failed too often and is not tried again by itself.", fifth.Notable[0].Reason, StringComparison.Ordinal);
        Assert.Equal(1, _store.Number("SELECT count(*) FROM objects WHERE state = 5"));
    }

    [Fact]
    public async Task Fault_72_a_bucket_that_is_not_allowed_is_refused_and_never_asked()
    {
        _sqs.Send("""{"s3Bucket":"elsewhere","s3ObjectKey":["AWSLogs/x.json.gz"]}""");

        var refused = Assert.Single((await RunAsync()).Notable);

        Assert.Equal((ObjectState.Quarantined, "s3://elsewhere/AWSLogs/x.json.gz"), (refused.State, refused.Name));
        Assert.StartsWith("Refused: the bucket elsewhere is not in AllowedBuckets", refused.Reason, StringComparison.Ordinal);
        Assert.Empty(_s3.Requests);
    }

    [Fact]
    public async Task Fault_73_the_address_of_a_confirmation_is_never_opened()
    {
        _sqs.Send($$"""{"Type":"SubscriptionConfirmation","TopicArn":"arn:aws:sns:eu-west-1:111122223333:t","SubscribeURL":"{{_s3.Url}}confirm"}""");

        var note = Assert.Single((await RunAsync()).Notable);

        Assert.Equal((ObjectState.Skipped, 0), (note.State, _sqs.Left));
        Assert.Contains("arn:aws:sns:eu-west-1:111122223333:t", note.Reason, StringComparison.Ordinal);
        Assert.Empty(_s3.Requests);
    }

    [Theory]
    [InlineData("ReceiveMessage", "QueueDoesNotExist", "There is no queue")]
    [InlineData("ReceiveMessage", "AccessDeniedException", "sqs:ReceiveMessage")]
    [InlineData("DeleteMessageBatch", "AccessDeniedException", "sqs:DeleteMessage")]
    [InlineData("ReceiveMessage", "ExpiredTokenException", "Sign in again")]
    public async Task Fault_74_a_queue_that_is_gone_or_denied_is_said(string action, string code, string said)
    {
        Put(1);
        _sqs.Send(Announce(1));
        _sqs.Misbehave = (asked, _) => asked == action ? code : null;

        Assert.Contains(said, (await RunAsync()).Progress.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Fault_49_a_file_that_is_gone_is_skipped_and_its_message_deleted()
    {
        _sqs.Send(Announce(1));

        var gone = Assert.Single((await RunAsync()).Notable);

        Assert.Equal((ObjectState.Skipped, 0), (gone.State, _sqs.Left));
    }

    [Fact]
    public async Task Digests_that_are_announced_are_passed_over_by_their_folder()
    {
        _sqs.Send(JsonSerializer.Serialize(new { s3Bucket = "trails", s3ObjectKey = new[] { FakeS3.Key(folder: "CloudTrail-Digest") } }));

        Assert.StartsWith("A digest", Assert.Single((await RunAsync()).Notable).Reason, StringComparison.Ordinal);
        Assert.Equal((0, 0), (_s3.Requests.Count, _sqs.Left));
    }

    [Theory]
    [InlineData("us-east-1", null, null, 0)]
    [InlineData("eu-west-1", null, null, 1)]
    [InlineData("*", "2026-10-06", null, 0)]
    [InlineData("*", "2026-10-05", "2026-10-05", 1)]
    [InlineData("*", null, "2026-10-03", 0)]
    public async Task Files_of_other_regions_and_days_are_passed_over(string region, string? from, string? to, long stored)
    {
        Put(1);
        _sqs.Send(Announce(1));

        var summary = await RunAsync(change: options =>
        {
            options.Regions = [region];
            options.From = At(from);
            options.To = At(to);
        });

        Assert.Equal((stored, 0, (int)stored), (summary.Progress.Counts.Stored, _sqs.Left, _s3.Requests.Count));

        static DateTimeOffset? At(string? day) => day is null ? null : new DateTimeOffset(DateOnly.ParseExact(day, "yyyy-MM-dd"), default, TimeSpan.Zero);
    }

    [Fact]
    public async Task No_more_messages_are_taken_than_can_be_worked_on()
    {
        for (var i = 1; i <= 60; i++)
        {
            Put(i);
            _sqs.Send(Announce(i));
        }

        var summary = await RunAsync(patience: QueuePatience.Default with { AtWork = 5 });

        Assert.Equal((null, 60L, 0), (summary.Progress.Error, summary.Progress.Counts.Stored, _sqs.Left));
    }

    [Theory]
    [InlineData("https://sqs.eu-west-1.amazonaws.com/111122223333/trails", "eu-west-1")]
    [InlineData("https://sqs.cn-north-1.amazonaws.com.cn/111122223333/trails", "cn-north-1")]
    [InlineData("http://127.0.0.1:5000/111122223333/trails", null)]
    public void The_region_of_a_queue_is_in_its_address(string url, string? region) => Assert.Equal(region, QueueSource.RegionOf(url));

    private static string Announce(params int[] numbers) =>
        JsonSerializer.Serialize(new { s3Bucket = "trails", s3ObjectKey = numbers.Select(number => FakeS3.Key(number)) });

    private int Renewals => _sqs.Calls.Count(call => call.Action == "ChangeMessageVisibility");

    private static async Task Until(Func<bool> condition)
    {
        for (var i = 0; i < 2000 && !condition(); i++)
        {
            await Task.Delay(10);
        }

        Assert.True(condition());
    }

    private void Put(int number) => _s3.Put(FakeS3.Key(number), FakeS3.Gzip($$"""{"Records":[{{Some.Record(number)}}]}"""));

    private async Task<ImportSummary> RunAsync(QueuePatience? patience = null, Action<SourceOptions>? change = null, CancellationToken stop = default)
    {
        var options = new SourceOptions { Name = "queue", Type = SourceType.Queue, QueueUrl = "https://sqs.eu-west-1.amazonaws.com/111122223333/trails", AllowedBuckets = ["trails"] };
        change?.Invoke(options);
        using var source = new QueueSource(
            options,
            () => new QueueAccess(_sqs.Session().Sqs("eu-west-1"), name => new S3Bucket(name, _s3.Client, "eu-west-1", TimeProvider.System, Quick)),
            _time,
            NullLogger.Instance,
            patience ?? QueuePatience.Default);
        using var feed = new ImportFeed(TimeProvider.System);
        return await new ImportRun(_store.Writer, _store.Ledger, new TrailObjectReader(_time), feed, new ImportOptions { Readers = 4 }, TimeProvider.System)
            .RunAsync(source, "Queue", null, stop).WaitAsync(Soon, CancellationToken.None);
    }
}
