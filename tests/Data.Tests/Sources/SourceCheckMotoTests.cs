using System.Text.Json;
using Amazon.S3.Model;
using TrailBoard.Core.Import;
using TrailBoard.Data.Sources.Checks;
using TrailBoard.Data.Sources.Lookup;
using TrailBoard.Tests.Aws;
using Xunit.Abstractions;

namespace TrailBoard.Tests;

/// <summary>Checks against a server that is not ours.</summary>
public sealed class SourceCheckMotoTests(ITestOutputHelper output)
{
    private const string Bucket = "harborlane-checked";

    [ToolFact("moto_server")]
    public async Task A_bucket_a_queue_and_a_role_of_a_public_server_pass_and_what_is_missing_there_is_told()
    {
        await using var moto = await MotoServer.StartAsync();
        using var s3 = moto.Session().S3(MotoServer.Region);
        await s3.PutBucketAsync(new PutBucketRequest { BucketName = Bucket });
        using var body = new MemoryStream(FakeS3.Gzip("{\"Records\":[]}"));
        await s3.PutObjectAsync(new PutObjectRequest { BucketName = Bucket, Key = FakeS3.Key(region: MotoServer.Region), InputStream = body });
        var url = await moto.CallAsync("sqs", "QueueUrl", ("Action", "CreateQueue"), ("QueueName", "checked"));
        await moto.CallAsync("sqs", "MessageId", ("Action", "SendMessage"), ("QueueUrl", url), ("MessageBody", JsonSerializer.Serialize(new { s3Bucket = Bucket, s3ObjectKey = new[] { FakeS3.Key(region: MotoServer.Region) } })));
        var role = $"arn:aws:iam::{MotoServer.Account}:role/TrailBoard";
        SourceOptions Trails(string bucket) => new() { Name = "trail", Type = SourceType.S3, Bucket = bucket, RoleArns = [role], Regions = [MotoServer.Region], Endpoint = moto.Url.ToString() };
        SourceOptions Queue(string queue) => new() { Name = "queue", Type = SourceType.Queue, QueueUrl = queue, AllowedBuckets = [Bucket], Regions = [MotoServer.Region], Endpoint = moto.Url.ToString() };

        Assert.All(await CheckAsync(Trails(Bucket)), step => Assert.Equal(SourceCheckOutcome.Passed, step.Outcome));
        Assert.All(await CheckAsync(Queue(url)), step => Assert.Equal(SourceCheckOutcome.Passed, step.Outcome));
        Assert.Contains(await CheckAsync(Trails("no-such-bucket")), step => step.Outcome is SourceCheckOutcome.Failed && step.Sentence.Contains("There is no bucket", StringComparison.Ordinal));
        Assert.Contains(await CheckAsync(Queue(url + "-2")), step => step.Outcome is SourceCheckOutcome.Failed && step.Sentence.Contains("There is no queue", StringComparison.Ordinal));

        // The message is still there, for anybody.
        await moto.CallAsync("sqs", "MessageId", ("Action", "ReceiveMessage"), ("QueueUrl", url));
    }

    private async Task<List<SourceCheckStep>> CheckAsync(SourceOptions source)
    {
        var steps = new List<SourceCheckStep>();
        await foreach (var step in new SourceChecks(new LookupPacer(TimeProvider.System), TimeProvider.System).CheckAsync(source, CancellationToken.None))
        {
            output.WriteLine($"{step}");
            steps.Add(step);
        }

        return steps;
    }
}
