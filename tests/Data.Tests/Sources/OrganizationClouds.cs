using System.Diagnostics;
using System.Text.Json;
using System.Text.Json.Nodes;
using Amazon.S3;
using Amazon.S3.Model;
using Microsoft.AspNetCore.Http;
using TrailBoard.Tests.Aws;

namespace TrailBoard.Tests;

/// <summary>
/// An organisation's bucket, and three queues that are told of its files: by SNS wrapped and raw, when CloudTrail announces them, and by
/// the bucket itself for each file that is put there.
/// </summary>
internal interface IOrganizationCloud : IAsyncDisposable
{
    const string Bucket = "harborlane-organization";

    /// <summary>Where S3 and SQS answer.</summary>
    Uri Url { get; }

    /// <summary>The queues by the names of their sources.</summary>
    IReadOnlyDictionary<string, string> Queues { get; }

    /// <summary>From now on the bucket tells its queue of new files.</summary>
    Task WatchAsync();

    Task PutAsync(IEnumerable<OrganizationFile> files);

    /// <summary>Publishes a message to the topic.</summary>
    Task PublishAsync(string message);
}

/// <summary>A file of the organisation's trail.</summary>
internal sealed record OrganizationFile(string Key, byte[] Body);

/// <summary>The organisation on a server that is not ours.</summary>
internal sealed class MotoOrganization : IOrganizationCloud
{
    private readonly MotoServer _moto;
    private readonly IAmazonS3 _s3;
    private readonly string _topic;

    private MotoOrganization(MotoServer moto, string topic, IReadOnlyDictionary<string, string> queues) =>
        (_moto, _topic, Queues, _s3) = (moto, topic, queues, moto.Session().S3(MotoServer.Region));

    public Uri Url => _moto.Url;

    public IReadOnlyDictionary<string, string> Queues { get; }

    public static async Task<MotoOrganization> StartAsync()
    {
        var moto = await MotoServer.StartAsync();
        var topic = await moto.CallAsync("sns", "TopicArn", ("Action", "CreateTopic"), ("Name", "organization"));
        var queues = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var name in (string[])["wrapped", "raw", "events"])
        {
            queues[name] = await moto.CallAsync("sqs", "QueueUrl", ("Action", "CreateQueue"), ("QueueName", name));
        }

        foreach (var (queue, isRaw) in (IEnumerable<(string, string)>)[("wrapped", "false"), ("raw", "true")])
        {
            await moto.CallAsync("sns", "SubscriptionArn", ("Action", "Subscribe"), ("TopicArn", topic), ("Protocol", "sqs"), ("Endpoint", ArnOf(queue)),
                ("Attributes.entry.1.key", "RawMessageDelivery"), ("Attributes.entry.1.value", isRaw));
        }

        var cloud = new MotoOrganization(moto, topic, queues);
        await cloud._s3.PutBucketAsync(new PutBucketRequest { BucketName = IOrganizationCloud.Bucket, UseClientRegion = false });
        return cloud;
    }

    public Task WatchAsync() => _s3.PutBucketNotificationAsync(new PutBucketNotificationRequest
    {
        BucketName = IOrganizationCloud.Bucket,
        QueueConfigurations = [new QueueConfiguration { Queue = ArnOf("events"), Events = [EventType.ObjectCreatedAll] }],
    });

    public async Task PutAsync(IEnumerable<OrganizationFile> files)
    {
        foreach (var file in files)
        {
            using var body = new MemoryStream(file.Body);
            await _s3.PutObjectAsync(new PutObjectRequest { BucketName = IOrganizationCloud.Bucket, Key = file.Key, InputStream = body });
        }
    }

    public Task PublishAsync(string message) => _moto.CallAsync("sns", "MessageId", ("Action", "Publish"), ("TopicArn", _topic), ("Message", message));

    public async ValueTask DisposeAsync()
    {
        _s3.Dispose();
        await _moto.DisposeAsync();
    }

    private static string ArnOf(string queue) => $"arn:aws:sqs:{MotoServer.Region}:{MotoServer.Account}:{queue}";
}

/// <summary>The organisation on our own servers, for machines that have no other.</summary>
internal sealed class LoopbackOrganization : IOrganizationCloud
{
    private readonly FakeS3 _s3;
    private readonly Dictionary<string, FakeSqs> _sqs;
    private Loopback? _server;
    private bool _isWatched;

    private LoopbackOrganization(FakeS3 s3, Dictionary<string, FakeSqs> sqs) => (_s3, _sqs) = (s3, sqs);

    public Uri Url => new(_server!.Url);

    public IReadOnlyDictionary<string, string> Queues => _sqs.Keys.ToDictionary(name => name, name => $"{_server!.Url}/123456789012/{name}");

    public static async Task<LoopbackOrganization> StartAsync()
    {
        var sqs = new Dictionary<string, FakeSqs>(StringComparer.Ordinal);
        foreach (var name in (string[])["wrapped", "raw", "events"])
        {
            sqs[name] = await FakeSqs.StartAsync(TimeProvider.System);
        }

        var cloud = new LoopbackOrganization(await FakeS3.StartAsync(), sqs);
        cloud._server = await Loopback.StartAsync(cloud.AnswerAsync);
        return cloud;
    }

    public Task WatchAsync()
    {
        _isWatched = true;
        _sqs["events"].Send($$"""{"Service":"Amazon S3","Event":"s3:TestEvent","Time":"2026-10-05T12:00:00.000Z","Bucket":"{{IOrganizationCloud.Bucket}}"}""");
        return Task.CompletedTask;
    }

    public Task PutAsync(IEnumerable<OrganizationFile> files)
    {
        foreach (var file in files)
        {
            _s3.Put(file.Key, file.Body);
            if (_isWatched)
            {
                var told = new { bucket = new { name = IOrganizationCloud.Bucket }, @object = new { key = Uri.EscapeDataString(file.Key), size = file.Body.Length } };
                _sqs["events"].Send(JsonSerializer.Serialize(new { Records = new[] { new { eventVersion = "2.1", eventSource = "aws:s3", eventName = "ObjectCreated:Put", s3 = told } } }));
            }
        }

        return Task.CompletedTask;
    }

    public Task PublishAsync(string message)
    {
        _sqs["raw"].Send(message);
        _sqs["wrapped"].Send(JsonSerializer.Serialize(new { Type = "Notification", TopicArn = "arn:aws:sns:us-east-1:123456789012:organization", Message = message }));
        return Task.CompletedTask;
    }

    public async ValueTask DisposeAsync()
    {
        await _server!.DisposeAsync();
        await _s3.DisposeAsync();
        foreach (var queue in _sqs.Values)
        {
            await queue.DisposeAsync();
        }
    }

    private async Task AnswerAsync(HttpContext context)
    {
        if (!context.Request.Headers.ContainsKey("X-Amz-Target"))
        {
            await _s3.AnswerAsync(context);
            return;
        }

        context.Request.EnableBuffering();
        var request = (await JsonNode.ParseAsync(context.Request.Body))!;
        context.Request.Body.Position = 0;
        var queue = _sqs[((string)request["QueueUrl"]!).Split('/')[^1]];
        // Asking costs a run, and the next run comes in a minute: so it waits as SQS does.
        var longest = TimeSpan.FromSeconds((int?)request["WaitTimeSeconds"] ?? 0);
        for (var clock = Stopwatch.StartNew(); queue.Visible == 0 && clock.Elapsed < longest && !context.RequestAborted.IsCancellationRequested;)
        {
            await Task.Delay(20);
        }

        await queue.AnswerAsync(context);
    }
}
