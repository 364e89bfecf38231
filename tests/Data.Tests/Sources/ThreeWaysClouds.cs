using System.Collections.Concurrent;
using System.Text.Json;
using TrailBoard.Tests.Aws;

namespace TrailBoard.Tests;

/// <summary>CloudTrail, S3 and SQS on loopback, on a bad day; and the books of all that went wrong.</summary>
internal sealed class ThreeWaysClouds : IAsyncDisposable
{
    private const int CallsOfSession = 60;

    private readonly ConcurrentDictionary<string, int> _wrong = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, int> _callsOfKey = new(StringComparer.Ordinal);
    private readonly ManualTime _queueTime = new(ThreeWaysTrail.Now);
    private readonly string _held;
    private int _gets;
    private int _receives;
    private int _deletes;
    private int _laterPages;

    private ThreeWaysClouds(FakeCloudTrail cloudTrail, FakeS3 s3, string held) => (CloudTrail, S3, _held) = (cloudTrail, s3, held);

    public FakeCloudTrail CloudTrail { get; }

    public FakeS3 S3 { get; }

    public FakeSqs Sqs { get; private set; } = null!;

    /// <summary>Whether a file's download stalls, so that an import cannot end before it is killed.</summary>
    public bool Holds { get; set; } = true;

    /// <summary>Whether some files that nothing but a message brings cannot be read, however often they are asked for.</summary>
    public bool Breaks { get; set; } = true;

    /// <summary>What went wrong, and how often.</summary>
    public IReadOnlyDictionary<string, int> Wrong => _wrong;

    public static async Task<ThreeWaysClouds> StartAsync(ThreeWaysTrail trail)
    {
        var clouds = new ThreeWaysClouds(await FakeCloudTrail.StartAsync(new ManualTime(ThreeWaysTrail.Now), []), await FakeS3.StartAsync(), trail.OnlyListed.Key);
        clouds.Sqs = await FakeSqs.StartAsync(clouds._queueTime);
        clouds.CloudTrail.ByAccount = true;
        foreach (var file in trail.Files)
        {
            if (file.IsAsked)
            {
                clouds.CloudTrail.Add(file.Records.DistinctBy(IdOf), file.Key.Split('/')[5]);
            }

            if (file.IsListed || file.IsAnnounced)
            {
                clouds.S3.Put(file.Key, file.Body);
            }
        }

        clouds.Announce(trail);
        clouds.CloudTrail.Refuse = clouds.Refuse;
        clouds.CloudTrail.EmptyPage = call => call.Token is not null && call.Number % 4 == 0 && clouds.Went("empty page with a token");
        clouds.S3.Misbehave = clouds.Misbehave;
        clouds.Sqs.Misbehave = (action, _) => clouds.Misbehave(action);
        return clouds;
    }

    /// <summary>Messages that were not deleted become visible, as they do after five minutes.</summary>
    public void MessagesComeAgain()
    {
        _wrong.AddOrUpdate("redelivered message", Sqs.Left, (_, before) => before + Sqs.Left);
        _queueTime.Advance(TimeSpan.FromMinutes(6));
    }

    public async ValueTask DisposeAsync()
    {
        await CloudTrail.DisposeAsync();
        await S3.DisposeAsync();
        await Sqs.DisposeAsync();
    }

    private static string IdOf(string record)
    {
        using var json = JsonDocument.Parse(record);
        return json.RootElement.GetProperty("eventID").GetString()!;
    }

    private void Announce(ThreeWaysTrail trail)
    {
        var messages = trail.Files.Where(file => file.IsAnnounced).Chunk(3)
            .Select(files => JsonSerializer.Serialize(new { s3Bucket = "trails", s3ObjectKey = files.Select(file => file.Key) }))
            .Append("CloudTrail validation message.")
            .ToArray();
        new Random(7).Shuffle(messages);
        foreach (var (number, message) in messages.Index())
        {
            Sqs.Send(message);
            if (number % 9 == 0)
            {
                Sqs.Send(JsonSerializer.Serialize(new { Type = "Notification", TopicArn = "arn:aws:sns:eu-west-1:111122223333:t", Message = message }));
            }
        }
    }

    private LookupFault? Refuse(LookupCall call)
    {
        if (_callsOfKey.AddOrUpdate(call.AccessKey, 1, (_, calls) => calls + 1) > CallsOfSession && Went("expired credentials of a role"))
        {
            return new LookupFault("ExpiredTokenException", "The security token included in the request is expired");
        }

        if (call.Token is not null && ++_laterPages is 3 or 17 or 31 or 32 && Went("expired pagination token"))
        {
            return new LookupFault("InvalidNextTokenException", "The token has expired.");
        }

        return (call.Number % 37) switch
        {
            5 when Went("ThrottlingException") => new LookupFault("ThrottlingException", "Rate exceeded"),
            19 when Went("CloudTrail out of order") => new LookupFault("InternalFailure", Status: 500),
            _ => null,
        };
    }

    private FakeAnswer? Misbehave(FakeRequest request)
    {
        if (Holds && request.IsGet && request.Name == _held)
        {
            return new FakeAnswer(Bytes: 10, Stalls: true);
        }

        if (request.IsGet && Interlocked.Increment(ref _gets) is 60 or 200 && Went("expired credentials for S3"))
        {
            return new FakeAnswer(400, "ExpiredToken", "The provided token has expired.");
        }

        // Chosen by the name of the key or folder, so that it does not matter which comes first.
        var chosen = request.Name.Sum(letter => letter) % 60;
        if (Breaks && request.IsGet && chosen % 10 == 1 && request.Name.StartsWith(ThreeWaysTrail.Announced, StringComparison.Ordinal) && Went("wrong bit at every attempt"))
        {
            return new FakeAnswer(Flips: true);
        }

        return (request.IsGet, request.Number == 1 ? chosen : -1) switch
        {
            (true, 7) when Went("SlowDown") => new FakeAnswer(503, "SlowDown", "Please reduce your request rate."),
            (true, 17) when Went("503 without a code") => new FakeAnswer(503, "ServiceUnavailable", "Service is unable to handle request."),
            (true, 27 or 28) when Went("cut body") => new FakeAnswer(Bytes: 40),
            (true, 37) when Went("wrong bit") => new FakeAnswer(Flips: true),
            (false, 7) when Went("listing refused") => new FakeAnswer(503, "SlowDown", "Please reduce your request rate."),
            _ => null,
        };
    }

    private string? Misbehave(string action) => action switch
    {
        "ReceiveMessage" when ++_receives % 16 == 5 && Went("throttled receive") => "ThrottlingException",
        "ReceiveMessage" when _receives == 3 && Went("expired credentials for SQS") => "ExpiredTokenException",
        "DeleteMessageBatch" when ++_deletes % 4 == 1 && Went("refused deletion") => "ReceiptHandleIsInvalid",
        _ => null,
    };

    private bool Went(string what) => _wrong.AddOrUpdate(what, 1, (_, before) => before + 1) > 0;
}
