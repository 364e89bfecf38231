using System.Runtime.CompilerServices;
using System.Text;
using Amazon.Runtime;
using Amazon.SQS;
using Amazon.SQS.Model;
using Microsoft.Extensions.Logging;
using TrailBoard.Core.Events;
using TrailBoard.Core.Import;

namespace TrailBoard.Data.Sources;

/// <summary>Opens sources that read a queue.</summary>
internal sealed class QueueOpener(IQuarantine quarantine, TimeProvider time, ILogger<QueueSource> logger) : IRemoteSourceOpener
{
    public SourceType Type => SourceType.Queue;

    public IRemoteSource Open(SourceOptions source) => new QueueSource(
        source,
        () =>
        {
            var session = AwsSessions.First(source);
            return new QueueAccess(
                session.Sqs(QueueSource.RegionOf(source.QueueUrl) ?? session.HomeRegion),
                name => new S3Bucket(name, session.S3, session.HomeRegion, time, S3Patience.Default))
            {
                AskedAgain = cancellationToken => quarantine.AskedAgainAsync(source.Name, cancellationToken),
            };
        },
        time,
        logger,
        QueuePatience.Default);
}

/// <summary>What a queue's source reads with.</summary>
/// <param name="Sqs">The client of the queue.</param>
/// <param name="Buckets">Opens a bucket that may be read.</param>
internal sealed record QueueAccess(IAmazonSQS Sqs, Func<string, S3Bucket> Buckets)
{
    /// <summary>The names of files that were kept aside and that a person asked for again.</summary>
    public Func<CancellationToken, Task<IReadOnlyList<string>>> AskedAgain { get; init; } = _ => Task.FromResult<IReadOnlyList<string>>([]);
}

/// <summary>
/// The files that messages of a queue announce. A run takes messages until none comes for a long poll, or until it has lasted long
/// enough to be seen as a run of its own. A message is deleted only after all of its files are committed. Files that were kept aside
/// come first, where a person asked for them again: their messages are long gone.
/// </summary>
internal sealed partial class QueueSource(
    SourceOptions options,
    Func<QueueAccess> open,
    TimeProvider time,
    ILogger logger,
    QueuePatience patience)
    : IRemoteSource, IDisposable
{
    private const int ExcerptLength = 300;

    private readonly Dictionary<string, S3Bucket> _buckets = new(StringComparer.Ordinal);
    private QueueAccess? _access;
    private QueueDeliveries? _deliveries;

    public string Label => $"{options.Name}: {options.QueueUrl}";

    // The poll itself waits: this only keeps the ledger from a run every twenty seconds.
    public TimeSpan PollAfter { get; } = TimeSpan.FromMinutes(1);

    public IReadOnlyList<string> Notes { get; } =
        ["A queue tells of files that are delivered from its set-up on. Earlier ones are imported by a source of type S3 on the same bucket."];

    public SourceOutlook? Outlook => null;

    public async IAsyncEnumerable<TrailObject> ListAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var access = _access ??= open();
        var began = time.GetTimestamp();
        var deliveries = new QueueDeliveries(options.QueueUrl, access.Sqs, time, logger, patience);
        _deliveries?.Dispose();
        _deliveries = deliveries;
        await using var stopped = cancellationToken.UnsafeRegister(static state => ((QueueDeliveries)state!).Dispose(), deliveries);
        foreach (var name in await access.AskedAgain(cancellationToken))
        {
            yield return AgainOf(access, name);
        }

        while (time.GetElapsedTime(began) < patience.LongestRun)
        {
            await deliveries.RoomAsync(cancellationToken);
            var messages = await ReceiveAsync(access.Sqs, cancellationToken);
            if (messages.Count == 0)
            {
                yield break;
            }

            // All are ours from now on, also those whose turn comes late because the store is slow.
            var received = messages.ConvertAll(message => (Message: message, Delivery: deliveries.Receive(message)));
            foreach (var (message, delivery) in received)
            {
                foreach (var announced in ObjectsOf(access, message, delivery))
                {
                    yield return announced;
                }
            }
        }
    }

    /// <summary>Until then the messages of the last pass are kept hidden, also after its listing.</summary>
    public void Dispose()
    {
        _deliveries?.Dispose();
        foreach (var bucket in _buckets.Values)
        {
            bucket.Dispose();
        }

        _access?.Sqs.Dispose();
    }

    /// <summary>The region in an address of SQS, or null where it has none.</summary>
    internal static string? RegionOf(string url) =>
        Uri.TryCreate(url, UriKind.Absolute, out var uri) && uri.Host.Split('.') is ["sqs", var region, "amazonaws", ..] ? region : null;

    private IReadOnlyList<QueueObject> ObjectsOf(QueueAccess access, Message message, QueueDelivery delivery)
    {
        IReadOnlyList<QueueObject> objects = TrailNotification.Read(message.Body) switch
        {
            TrailNotification.Objects announced => [.. announced.Delivered.Select(one => ObjectOf(access, one, delivery))],
            TrailNotification.Notice notice => [Note(message, delivery, new ObjectReading.Skip(notice.Sentence, null))],
            TrailNotification.Foreign foreign => [Note(message, delivery, new ObjectReading.Quarantine($"{foreign.Reason} {Kept(delivery)} It begins: {Excerpt(message.Body)}"))],
            var other => throw new ArgumentOutOfRangeException(nameof(message), other, null),
        };
        delivery.Expect(objects.Count);
        return objects;
    }

    private QueueObject ObjectOf(QueueAccess access, AnnouncedObject announced, QueueDelivery delivery)
    {
        if (!IsAllowed(announced.Bucket))
        {
            return new QueueObject(Refused(announced.Bucket, $"s3://{announced.Bucket}/{announced.Key}", $" {Kept(delivery)}"), delivery);
        }

        if (TrailKey.TryParse(announced.Key, out var key) && !IsAsked(key))
        {
            return new QueueObject(
                new UnreadObject(options.Name, $"s3://{announced.Bucket}/{announced.Key}", new ObjectReading.Skip("Not of the regions or the days that the source is set to.", null)),
                delivery);
        }

        return new QueueObject(new S3TrailObject(options.Name, BucketOf(access, announced.Bucket), announced.Key, announced.Size), delivery);
    }

    private TrailObject AgainOf(QueueAccess access, string name)
    {
        var (bucket, key) = S3TrailObject.Place(name);
        return IsAllowed(bucket)
            ? new S3TrailObject(options.Name, BucketOf(access, bucket), key, null) { IsAskedAgain = true }
            : Refused(bucket, name, "");
    }

    private bool IsAllowed(string bucket) => options.AllowedBuckets.Contains(bucket, StringComparer.Ordinal);

    private UnreadObject Refused(string bucket, string name, string more)
    {
        Log.Refused(logger, bucket, options.Name);
        return new UnreadObject(options.Name, name, new ObjectReading.Quarantine($"Refused: the bucket {bucket} is not in AllowedBuckets of the source.{more}"));
    }

    private S3Bucket BucketOf(QueueAccess access, string name) =>
        _buckets.TryGetValue(name, out var known) ? known : _buckets[name] = access.Buckets(name);

    private bool IsAsked(TrailKey key) =>
        (options.Regions.Count == 0 || options.Regions.Contains("*", StringComparer.Ordinal) || options.Regions.Contains(key.Region, StringComparer.Ordinal))
        && (options.From is not { } from || key.Day >= DateOnly.FromDateTime(from.UtcDateTime))
        && (options.To is not { } to || key.Day <= DateOnly.FromDateTime(to.UtcDateTime).AddDays(1));

    private QueueObject Note(Message message, QueueDelivery delivery, ObjectReading reading) =>
        new(new UnreadObject(options.Name, $"sqs:{message.MessageId}", reading), delivery);

    private static string Kept(QueueDelivery delivery) => delivery.IsLastAttempt
        ? "It came too often and was deleted from the queue."
        : "It was left in the queue.";

    private static string Excerpt(string? body)
    {
        var masked = Encoding.UTF8.GetString(Redaction.Mask(Encoding.UTF8.GetBytes(body ?? ""), out _).Span);
        return masked.Length > ExcerptLength ? $"{masked[..ExcerptLength]}…" : masked;
    }

    private async Task<List<Message>> ReceiveAsync(IAmazonSQS sqs, CancellationToken cancellationToken)
    {
        try
        {
            var answer = await sqs.ReceiveMessageAsync(
                new ReceiveMessageRequest
                {
                    QueueUrl = options.QueueUrl,
                    MaxNumberOfMessages = 10,
                    WaitTimeSeconds = (int)patience.Poll.TotalSeconds,
                    VisibilityTimeout = (int)patience.Visibility.TotalSeconds,
                    MessageSystemAttributeNames = ["ApproximateReceiveCount"],
                },
                cancellationToken).WaitAsync(cancellationToken);
            return answer.Messages ?? [];
        }
        catch (Exception fault) when (!cancellationToken.IsCancellationRequested)
        {
            throw QueueFaults.Of(fault, "sqs:ReceiveMessage", options.QueueUrl);
        }
    }

    internal static partial class Log
    {
        [LoggerMessage(1, LogLevel.Warning, "Refused an object of bucket {Bucket}, which a message to the source {Source} named.")]
        public static partial void Refused(ILogger logger, string bucket, string source);
    }
}

/// <summary>How a queue is asked, and when a message is given up.</summary>
/// <param name="Poll">How long to wait for a first message; a run ends when none comes. At most 20 seconds.</param>
/// <param name="Visibility">For how long received messages are hidden from others; renewed at half of it.</param>
/// <param name="Attempts">At which receive a message that still fails is kept aside.</param>
/// <param name="AtWork">How many messages are worked on at most.</param>
/// <param name="LongestRun">When a run ends though more messages come.</param>
/// <param name="LongestWork">When a message is left to others, because nothing becomes of it here.</param>
internal sealed record QueuePatience(TimeSpan Poll, TimeSpan Visibility, int Attempts, int AtWork, TimeSpan LongestRun, TimeSpan LongestWork)
{
    public static QueuePatience Default { get; } =
        new(TimeSpan.FromSeconds(20), TimeSpan.FromMinutes(5), 5, 500, TimeSpan.FromMinutes(15), TimeSpan.FromHours(2));
}

/// <summary>What errors of SQS mean.</summary>
internal static class QueueFaults
{
    public static SourceFailedException Of(Exception fault, string permission, string queue) => new(
        fault switch
        {
            QueueDoesNotExistException => $"There is no queue {queue}. Correct QueueUrl of the source, or create the queue and subscribe it to the trail's topic (docs/aws.md).",
            AmazonServiceException { ErrorCode: "AccessDenied" or "AccessDeniedException" or "AuthorizationError" } =>
                $"Access was denied: the credentials need {permission} on the queue {queue}.",
            AmazonServiceException { ErrorCode: "ExpiredToken" or "ExpiredTokenException" or "InvalidClientTokenId" or "UnrecognizedClientException" or "InvalidSignatureException" or "SignatureDoesNotMatch" } service =>
                $"AWS does not accept the credentials ({service.ErrorCode}: {ServiceWords.Of(service)}) Sign in again, or correct Profile or RoleArns of the source.",
            _ => $"The queue {queue} could not be asked: {ServiceWords.Of(fault)} Messages that were not deleted come again.",
        },
        fault);

    /// <summary>Whether asking again is of no use to any message.</summary>
    public static bool IsOfSource(Exception fault) => fault is QueueDoesNotExistException
        or AmazonServiceException { StatusCode: System.Net.HttpStatusCode.Forbidden }
        or AmazonServiceException { ErrorCode: "AccessDenied" or "AccessDeniedException" };
}
