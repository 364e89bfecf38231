using System.Text.Json;
using TrailBoard.Core.Import;

namespace TrailBoard.Tests;

/// <summary>FAULTS, section E: what is sent to a queue, and which of it is read.</summary>
public sealed class QueueMessageTests : QueueTests
{
    [Theory]
    [InlineData("""{"Service":"Amazon S3","Event":"s3:TestEvent","Time":"2014-10-13T15:57:02.089Z","Bucket":"trails"}""")]
    [InlineData("CloudTrail validation message.")]
    [InlineData("""{"Type":"Notification","TopicArn":"arn:aws:sns:eu-west-1:111122223333:t","Message":"CloudTrail validation message."}""")]
    public async Task Fault_63_64_tests_and_validations_are_acknowledged_and_said(string body)
    {
        Sqs.Send(body);

        var summary = await RunAsync();

        Assert.Equal((ObjectState.Skipped, 0), (Assert.Single(summary.Notable).State, Sqs.Left));
        Assert.Contains("set up", summary.Notable[0].Reason, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("this is not json at all {{{")]
    [InlineData("""{"hello":"world","password":"hunter2hunter2"}""")]
    public async Task Fault_65_71_foreign_messages_are_kept_aside_and_deleted_at_the_fifth_receive(string body)
    {
        Put(1);
        Sqs.Send(body);
        Sqs.Send(Announce(1));

        var first = await RunAsync();
        var left = Sqs.Left;
        for (var i = 0; i < 4; i++)
        {
            Sqs.Redeliver();
            await RunAsync();
        }

        var foreign = Assert.Single(first.Notable);
        Assert.Equal((1L, 1, 0), (first.Progress.Counts.Stored, left, Sqs.Left));
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
            Sqs.Send(wrapped ? JsonSerializer.Serialize(new { Type = "Notification", TopicArn = "t", Message = body }) : body);
        }

        Assert.Equal((3L, 0), ((await RunAsync()).Progress.Counts.Stored, Sqs.Left));
    }

    [Fact]
    public async Task Fault_71_a_file_that_fails_at_the_fifth_receive_is_kept_aside_and_its_message_deleted()
    {
        S3.Put(FakeS3.Key(1), [0x1f, 0x8b, 8, 0, 0]);
        Sqs.Send(Announce(1), receives: 3);

        var fourth = await RunAsync();
        var left = Sqs.Left;
        Sqs.Redeliver();
        var fifth = await RunAsync();

        Assert.Equal((ObjectState.Failed, 1), (Assert.Single(fourth.Notable).State, left));
        Assert.Equal((ObjectState.Quarantined, 0), (Assert.Single(fifth.Notable).State, Sqs.Left));
        Assert.EndsWith("It failed too often and is not tried again by itself.", fifth.Notable[0].Reason, StringComparison.Ordinal);
        Assert.Equal(1, Store.Number("SELECT count(*) FROM objects WHERE state = 5"));
    }

    [Fact]
    public async Task Fault_72_a_bucket_that_is_not_allowed_is_refused_and_never_asked()
    {
        Sqs.Send("""{"s3Bucket":"elsewhere","s3ObjectKey":["AWSLogs/x.json.gz"]}""");

        var refused = Assert.Single((await RunAsync()).Notable);

        Assert.Equal((ObjectState.Quarantined, "s3://elsewhere/AWSLogs/x.json.gz"), (refused.State, refused.Name));
        Assert.StartsWith("Refused: the bucket elsewhere is not in AllowedBuckets", refused.Reason, StringComparison.Ordinal);
        Assert.Empty(S3.Requests);
    }

    [Fact]
    public async Task Fault_73_the_address_of_a_confirmation_is_never_opened()
    {
        Sqs.Send($$"""{"Type":"SubscriptionConfirmation","TopicArn":"arn:aws:sns:eu-west-1:111122223333:t","SubscribeURL":"{{S3.Url}}confirm"}""");

        var note = Assert.Single((await RunAsync()).Notable);

        Assert.Equal((ObjectState.Skipped, 0), (note.State, Sqs.Left));
        Assert.Contains("arn:aws:sns:eu-west-1:111122223333:t", note.Reason, StringComparison.Ordinal);
        Assert.Empty(S3.Requests);
    }

    [Fact]
    public async Task Fault_49_a_file_that_is_gone_is_skipped_and_its_message_deleted()
    {
        Sqs.Send(Announce(1));

        var gone = Assert.Single((await RunAsync()).Notable);

        Assert.Equal((ObjectState.Skipped, 0), (gone.State, Sqs.Left));
    }

    [Fact]
    public async Task Digests_that_are_announced_are_passed_over_by_their_folder()
    {
        Sqs.Send(JsonSerializer.Serialize(new { s3Bucket = "trails", s3ObjectKey = new[] { FakeS3.Key(folder: "CloudTrail-Digest") } }));

        Assert.StartsWith("A digest", Assert.Single((await RunAsync()).Notable).Reason, StringComparison.Ordinal);
        Assert.Equal((0, 0), (S3.Requests.Count, Sqs.Left));
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
        Sqs.Send(Announce(1));

        var summary = await RunAsync(change: options =>
        {
            options.Regions = [region];
            options.From = At(from);
            options.To = At(to);
        });

        Assert.Equal((stored, 0, (int)stored), (summary.Progress.Counts.Stored, Sqs.Left, S3.Requests.Count));

        static DateTimeOffset? At(string? day) => day is null ? null : new DateTimeOffset(DateOnly.ParseExact(day, "yyyy-MM-dd"), default, TimeSpan.Zero);
    }
}
