using System.Text.Json;
using TrailBoard.Core.Import;
using Xunit.Abstractions;

namespace TrailBoard.Core.Tests.Import;

public sealed class TrailNotificationTests(ITestOutputHelper output)
{
    private const string TestEvent = """{"Service":"Amazon S3","Event":"s3:TestEvent","Time":"2014-10-13T15:57:02.089Z","Bucket":"trails","RequestId":"5582815E1AEA5ADF","HostId":"8cLeGAmw098X5cv4Zkwcmw"}""";
    private const string CloudTrail = """{"s3Bucket":"trails","s3ObjectKey":["AWSLogs/a.json.gz","AWSLogs/b+c%20d.json.gz"]}""";
    private const string S3 = """{"Records":[{"eventVersion":"2.1","eventSource":"aws:s3","eventName":"ObjectCreated:Put","s3":{"bucket":{"name":"trails"},"object":{"key":"a+b%2Bc%3Dd%25/e%C3%A9.json.gz","size":77}}}]}""";
    private const string EventBridge = """{"version":"0","detail-type":"Object Created","source":"aws.s3","detail":{"bucket":{"name":"trails"},"object":{"key":"a+b%2B c.json.gz","size":78}}}""";

    public static TheoryData<string, string, bool> Sources => new()
    {
        { CloudTrail, "trails AWSLogs/a.json.gz |trails AWSLogs/b+c%20d.json.gz ", false },
        { CloudTrail, "trails AWSLogs/a.json.gz |trails AWSLogs/b+c%20d.json.gz ", true },
        { S3, "trails a b+c=d%/eé.json.gz 77", false },
        { S3, "trails a b+c=d%/eé.json.gz 77", true },
        { EventBridge, "trails a+b%2B c.json.gz 78", false },
        { EventBridge, "trails a+b%2B c.json.gz 78", true },
    };

    [Theory]
    [MemberData(nameof(Sources))]
    public void Fault_66_every_sender_is_read_bare_and_wrapped_by_SNS(string body, string expected, bool wrapped)
    {
        var read = Assert.IsType<TrailNotification.Objects>(TrailNotification.Read(wrapped ? Wrapped(body) : body));
        Assert.Equal(expected, Describe(read));
    }

    [Fact]
    public void A_key_that_a_message_names_twice_is_read_once() =>
        Assert.Equal("b k ", Describe(Assert.IsType<TrailNotification.Objects>(TrailNotification.Read("""{"s3Bucket":"b","s3ObjectKey":["k","k"]}"""))));

    [Theory]
    [InlineData(TestEvent, false)]
    [InlineData(TestEvent, true)]
    [InlineData("CloudTrail validation message.", false)]
    [InlineData("CloudTrail validation message.", true)]
    [InlineData(" CloudTrail validation message.\n", false)]
    [InlineData("""{"Type":"SubscriptionConfirmation","TopicArn":"arn:aws:sns:eu-west-1:111122223333:t","SubscribeURL":"http://192.0.2.1/"}""", false)]
    [InlineData("""{"Records":[{"eventName":"ObjectRemoved:Delete","s3":{"bucket":{"name":"b"},"object":{"key":"k"}}}]}""", false)]
    [InlineData("""{"detail-type":"Object Deleted","source":"aws.s3","detail":{}}""", true)]
    public void Fault_63_64_73_tests_validations_and_confirmations_only_need_an_acknowledgement(string body, bool wrapped) =>
        Assert.IsType<TrailNotification.Notice>(TrailNotification.Read(wrapped ? Wrapped(body) : body));

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("this is not json at all {{{")]
    [InlineData("[]")]
    [InlineData("12")]
    [InlineData("{}")]
    [InlineData("""{"hello":"world"}""")]
    [InlineData("""{"s3Bucket":"b"}""")]
    [InlineData("""{"s3Bucket":"b","s3ObjectKey":[]}""")]
    [InlineData("""{"s3Bucket":"b","s3ObjectKey":[7]}""")]
    [InlineData("""{"s3Bucket":{},"s3ObjectKey":["k"]}""")]
    [InlineData("""{"s3Bucket":"","s3ObjectKey":["k"]}""")]
    [InlineData("""{"s3Bucket":"b","s3ObjectKey":["\ud800"]}""")]
    [InlineData("""{"Records":[]}""")]
    [InlineData("""{"Records":[1]}""")]
    [InlineData("""{"Records":[{"eventName":"ObjectCreated:Put","s3":{}}]}""")]
    [InlineData("""{"Records":[{"eventName":"ObjectCreated:Put","s3":7}]}""")]
    [InlineData("""{"Records":[{"eventSource":"ecr.amazonaws.com"}]}""")]
    [InlineData("""{"source":"aws.s3","detail-type":"Object Created","detail":7}""")]
    [InlineData("""{"source":"aws.ec2","detail-type":"EC2 Instance State-change Notification","detail":{}}""")]
    [InlineData("""{"Type":"Notification","TopicArn":"t"}""")]
    [InlineData("""{"Type":"Notification","TopicArn":"t","Message":"hello"}""")]
    [InlineData("""{"Type":"Notification","TopicArn":7,"Message":"hello"}""")]
    public void Fault_65_what_is_foreign_is_said_to_be(string? body) =>
        Assert.NotEmpty(Assert.IsType<TrailNotification.Foreign>(TrailNotification.Read(body)).Reason);

    [Fact]
    public void Wrappers_in_wrappers_end()
    {
        var body = CloudTrail;
        for (var i = 0; i < 6; i++)
        {
            body = Wrapped(body);
        }

        Assert.IsType<TrailNotification.Foreign>(TrailNotification.Read(body));
        Assert.IsType<TrailNotification.Foreign>(TrailNotification.Read(new string('[', 100_000)));
    }

    [Fact]
    public void Public_samples_are_read()
    {
        if (Samples.Folder is not { } samples)
        {
            output.WriteLine("TRAILBOARD_SAMPLES is not set: nothing was read.");
            return;
        }

        var folder = Path.Combine(samples, "cloudtrail/cloudtrail-rs-notifications_Apache2/crates/core/tests/fixtures");
        var read = Directory.GetFiles(folder, "*.json").OrderBy(file => Path.GetFileNameWithoutExtension(file) + "#", StringComparer.Ordinal)
            .SelectMany(file => Bodies(File.ReadAllText(file)).Select((body, i) => $"{Path.GetFileNameWithoutExtension(file)}#{i}: {Describe(TrailNotification.Read(body))}"))
            .ToArray();

        Assert.Equal(
            [
                "eventbridge-object-annotation-created#0: notice",
                "eventbridge-object-created#0: amzn-s3-demo-bucket1 example-key 5",
                "eventbridge-object-created-plus-key#0: ct-siem-sync my+file.json.gz 4096",
                "eventbridge-object-created-unsupported-version#0: foreign",
                "eventbridge-object-deleted#0: notice",
                "eventbridge-object-restore-completed#0: notice",
                "s3-event-object-created#0: lambda-artifacts-deafc19498e3f2df b21b84d653bb07b05b1e6b33684dc11b 1305107",
                "s3-event-urlencoded-key#0: ct-siem-sync my file=a.json.gz 4096",
                "s3-test-event#0: notice",
                "sns-s3-event#0: lambda-artifacts-deafc19498e3f2df b21b84d653bb07b05b1e6b33684dc11b 1305107",
                "sns-s3-test-event#0: notice",
                "sqs-batch-partial-garbage#0: lambda-artifacts-deafc19498e3f2df b21b84d653bb07b05b1e6b33684dc11b 1305107",
                "sqs-batch-partial-garbage#1: foreign",
                "sqs-batch-partial-garbage#2: ct-siem-sync second-sibling-object.json.gz 1305107",
                "sqs-s3-event#0: lambda-artifacts-deafc19498e3f2df b21b84d653bb07b05b1e6b33684dc11b 1305107",
                "sqs-sns-event#0: lambda-artifacts-deafc19498e3f2df b21b84d653bb07b05b1e6b33684dc11b 1305107",
            ],
            read);
    }

    // The samples of SQS are what a function is handed: the bodies are the messages.
    private static IEnumerable<string> Bodies(string text)
    {
        using var json = JsonDocument.Parse(text);
        return json.RootElement.TryGetProperty("Records", out var records) && records[0].TryGetProperty("body", out _)
            ? [.. records.EnumerateArray().Select(record => record.GetProperty("body").GetString()!)]
            : [text];
    }

    private static string Describe(TrailNotification read) => read switch
    {
        TrailNotification.Objects objects => string.Join('|', objects.Delivered.Select(o => $"{o.Bucket} {o.Key} {o.Size}")),
        TrailNotification.Notice => "notice",
        _ => "foreign",
    };

    private static string Wrapped(string body) => JsonSerializer.Serialize(new
    {
        Type = "Notification",
        MessageId = "95df01b4-ee98-5cb9-9903-4c221d41eb5e",
        TopicArn = "arn:aws:sns:eu-west-1:111122223333:trails",
        Message = body,
        SigningCertURL = "http://192.0.2.1/",
    });
}
