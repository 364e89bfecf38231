using System.Net;
using System.Net.Sockets;
using System.Text.Json;
using Amazon.SQS.Model;
using TrailBoard.Core.Import;
using TrailBoard.Data.Sources;
using Xunit.Abstractions;

namespace TrailBoard.Tests.Aws;

/// <summary>The wire format against programs that are not ours: the AWS CLI, and moto's server.</summary>
public sealed class WireTests(ITestOutputHelper output)
{
    [Fact]
    public async Task The_AWS_CLI_reads_the_test_server_page_by_page()
    {
        if (Tool.Find("aws") is not { } aws)
        {
            output.WriteLine("Skipped: the AWS CLI is not installed.");
            return;
        }

        var records = LookupHarness.Evenly(120, TimeSpan.FromMinutes(20), TimeSpan.FromMinutes(1), TimeProvider.System.GetUtcNow()).ToArray();
        await using var server = await FakeCloudTrail.StartAsync(TimeProvider.System, records);

        var printed = await Tool.RunAsync(aws, "cloudtrail", "lookup-events", "--endpoint-url", server.Url, "--region", "eu-west-1", "--output", "json");

        var events = JsonDocument.Parse(printed).RootElement.GetProperty("Events").EnumerateArray().ToList();
        Assert.Equal(records, events.Select(one => one.GetProperty("CloudTrailEvent").GetString()));
        Assert.Equal(3, server.Calls.Count);
    }

    [Fact]
    public async Task What_the_AWS_CLI_prints_imports_as_what_our_client_reads()
    {
        if (Tool.Find("aws") is not { } aws)
        {
            output.WriteLine("Skipped: the AWS CLI is not installed.");
            return;
        }

        var now = TimeProvider.System.GetUtcNow();
        await using var lookup = await LookupHarness.StartAsync(LookupHarness.Evenly(60, TimeSpan.FromHours(3), TimeSpan.FromSeconds(7), now), TimeProvider.System);
        var printed = await Tool.RunAsync(aws, "cloudtrail", "lookup-events", "--endpoint-url", lookup.Server.Url, "--region", "eu-west-1", "--output", "json");
        var asked = await lookup.RunAsync(now.AddHours(-4), now.AddHours(-2));
        Assert.Equal(60, asked.Progress.Counts.Stored);

        var again = await lookup.RunAsync(new OneSource(new PrintedObject(printed)));

        Assert.Equal((60, 0), (again.Progress.Counts.Duplicates, again.Progress.Counts.Stored));
    }

    [Fact]
    public async Task Our_SQS_client_receives_hides_and_deletes_what_the_AWS_CLI_sent_to_moto()
    {
        if (Tool.Find("aws") is not { } aws || Tool.Find("moto_server") is not { } moto)
        {
            output.WriteLine("Skipped: the AWS CLI or moto_server is not installed.");
            return;
        }

        var port = FreePort();
        using var server = Tool.Start(moto, "-H", "127.0.0.1", "-p", $"{port}");
        try
        {
            var url = $"http://127.0.0.1:{port}";
            await UntilItListensAsync(port);
            var created = await Tool.RunAsync(aws, "sqs", "create-queue", "--queue-name", "trails", "--endpoint-url", url, "--output", "json");
            var queue = JsonDocument.Parse(created).RootElement.GetProperty("QueueUrl").GetString()!;
            await Tool.RunAsync(aws, "sqs", "send-message", "--queue-url", queue, "--message-body", "{\"s3Bucket\":\"trails\",\"s3ObjectKey\":[\"ä+b.json.gz\"]}", "--endpoint-url", url);

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
        finally
        {
            server.Kill(entireProcessTree: true);
        }
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    private static async Task UntilItListensAsync(int port)
    {
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                using var probe = new TcpClient();
                await probe.ConnectAsync(IPAddress.Loopback, port);
                return;
            }
            catch (SocketException) when (attempt < 300)
            {
                await Task.Delay(100);
            }
        }
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
