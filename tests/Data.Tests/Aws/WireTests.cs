using System.Text.Json;
using Amazon.SQS.Model;
using TrailBoard.Core.Import;
using TrailBoard.Data.Sources;

namespace TrailBoard.Tests.Aws;

/// <summary>The wire format against programs that are not ours: the AWS CLI, and moto's server.</summary>
public sealed class WireTests
{
    [ToolFact("aws")]
    public async Task The_AWS_CLI_reads_the_test_server_page_by_page()
    {
        var records = LookupHarness.Evenly(120, TimeSpan.FromMinutes(20), TimeSpan.FromMinutes(1), TimeProvider.System.GetUtcNow()).ToArray();
        await using var server = await FakeCloudTrail.StartAsync(TimeProvider.System, records);

        var printed = await Tool.RunAsync("aws", "cloudtrail", "lookup-events", "--endpoint-url", server.Url, "--region", "eu-west-1", "--output", "json");

        var events = JsonDocument.Parse(printed).RootElement.GetProperty("Events").EnumerateArray().ToList();
        Assert.Equal(records, events.Select(one => one.GetProperty("CloudTrailEvent").GetString()));
        Assert.Equal(3, server.Calls.Count);
    }

    [ToolFact("aws")]
    public async Task What_the_AWS_CLI_prints_imports_as_what_our_client_reads()
    {
        var now = TimeProvider.System.GetUtcNow();
        await using var lookup = await LookupHarness.StartAsync(LookupHarness.Evenly(60, TimeSpan.FromHours(3), TimeSpan.FromSeconds(7), now), TimeProvider.System);
        var printed = await Tool.RunAsync("aws", "cloudtrail", "lookup-events", "--endpoint-url", lookup.Server.Url, "--region", "eu-west-1", "--output", "json");
        var asked = await lookup.RunAsync(now.AddHours(-4), now.AddHours(-2));
        Assert.Equal(60, asked.Progress.Counts.Stored);

        var again = await lookup.RunAsync(new OneSource(new PrintedObject(printed)));

        Assert.Equal((60, 0), (again.Progress.Counts.Duplicates, again.Progress.Counts.Stored));
    }

    [ToolFact("aws", "moto_server")]
    public async Task Our_SQS_client_receives_hides_and_deletes_what_the_AWS_CLI_sent_to_moto()
    {
        await using var moto = await MotoServer.StartAsync();
        var url = moto.Url.ToString().TrimEnd('/');
        var created = await Tool.RunAsync("aws", "sqs", "create-queue", "--queue-name", "trails", "--endpoint-url", url, "--output", "json");
        var queue = JsonDocument.Parse(created).RootElement.GetProperty("QueueUrl").GetString()!;
        await Tool.RunAsync("aws", "sqs", "send-message", "--queue-url", queue, "--message-body", "{\"s3Bucket\":\"trails\",\"s3ObjectKey\":[\"ä+b.json.gz\"]}", "--endpoint-url", url);

        var session = AwsSessions.First(new SourceOptions { Name = "queue", Type = SourceType.Queue, QueueUrl = queue, Endpoint = url });
        using var client = session.Sqs("eu-west-1");
        var received = await client.ReceiveMessageAsync(new ReceiveMessageRequest { QueueUrl = queue, MaxNumberOfMessages = 10, WaitTimeSeconds = 2 });
        var message = Assert.Single(received.Messages!);
        Assert.Equal("{\"s3Bucket\":\"trails\",\"s3ObjectKey\":[\"ä+b.json.gz\"]}", message.Body);

        await client.ChangeMessageVisibilityAsync(new ChangeMessageVisibilityRequest { QueueUrl = queue, ReceiptHandle = message.ReceiptHandle, VisibilityTimeout = 0 });
        var seenAgain = Assert.Single((await client.ReceiveMessageAsync(new ReceiveMessageRequest { QueueUrl = queue, WaitTimeSeconds = 2 })).Messages!);

        var deleted = await client.DeleteMessageBatchAsync(new DeleteMessageBatchRequest
        {
            QueueUrl = queue,
            Entries = [new DeleteMessageBatchRequestEntry { Id = "1", ReceiptHandle = seenAgain.ReceiptHandle }],
        });
        Assert.Equal("1", Assert.Single(deleted.Successful!).Id);
        Assert.Empty((await client.ReceiveMessageAsync(new ReceiveMessageRequest { QueueUrl = queue, WaitTimeSeconds = 0 })).Messages ?? []);

        await Assert.ThrowsAsync<QueueDoesNotExistException>(() => client.ReceiveMessageAsync(new ReceiveMessageRequest { QueueUrl = $"{url}/123456789012/gone" }));
    }

    private sealed class OneSource(TrailObject one) : ITrailSource
    {
        public string Label => "printed";

        public async IAsyncEnumerable<TrailObject> ListAsync([System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken)
        {
            await Task.Yield();
            yield return one;
        }
    }

    private sealed class PrintedObject(string text) : TrailObject
    {
        public override string Source => "files";

        public override string Name => "lookup-events.json";

        public override long? Size => null;

        public override DateTimeOffset? Modified => null;

        public override Task<Stream> OpenAsync(CancellationToken cancellationToken) =>
            Task.FromResult<Stream>(new MemoryStream(System.Text.Encoding.UTF8.GetBytes(text)));
    }
}
