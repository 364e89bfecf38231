using System.Text.Json;

namespace TrailBoard.Core.Import;

/// <summary>
/// What a message of the queue says: that objects were delivered, or something that only needs an acknowledgement, or nothing that we
/// know. It comes from CloudTrail, S3 or EventBridge, bare or wrapped by SNS.
/// </summary>
public abstract record TrailNotification
{
    private const int MaxWrappers = 4;
    private const string ValidationText = "CloudTrail validation message.";

    private TrailNotification()
    {
    }

    /// <summary>Objects were delivered.</summary>
    /// <param name="Delivered">At least one, in the order of the message.</param>
    public sealed record Objects(IReadOnlyList<AnnouncedObject> Delivered) : TrailNotification;

    /// <summary>Nothing to import, and nothing wrong: a test, a validation, a deletion.</summary>
    /// <param name="Sentence">What it is.</param>
    public sealed record Notice(string Sentence) : TrailNotification;

    /// <summary>Not a message that TrailBoard knows.</summary>
    /// <param name="Reason">What is wrong with it.</param>
    public sealed record Foreign(string Reason) : TrailNotification;

    /// <summary>Reads a message's text. Never throws for what it holds.</summary>
    public static TrailNotification Read(string? body) => Read(body, MaxWrappers);

    private static TrailNotification Read(string? body, int wrappers)
    {
        if (string.Equals(body?.Trim(), ValidationText, StringComparison.Ordinal))
        {
            return new Notice("CloudTrail's validation message: the topic is set up.");
        }

        if (string.IsNullOrWhiteSpace(body))
        {
            return new Foreign("The message is empty.");
        }

        try
        {
            using var json = JsonDocument.Parse(body);
            return json.RootElement.ValueKind is JsonValueKind.Object
                ? Read(json.RootElement, wrappers)
                : new Foreign("The message is JSON, but not an object.");
        }
        catch (JsonException)
        {
            return new Foreign("The message is not JSON.");
        }
        catch (Exception exception) when (exception is InvalidOperationException or FormatException or KeyNotFoundException)
        {
            // A text that is no Unicode, or a member of another type than announced: both throw only when they are read.
            return new Foreign("A member of the message has another type than it should, or is not valid text.");
        }
    }

    private static TrailNotification Read(JsonElement message, int wrappers)
    {
        if (message.TryGetProperty("s3Bucket", out var bucket))
        {
            return OfCloudTrail(bucket, message);
        }

        if (message.TryGetProperty("TopicArn", out var topic) && Text(message, "Type") is { } type)
        {
            return type switch
            {
                "Notification" when wrappers > 0 => Read(Text(message, "Message"), wrappers - 1),
                "SubscriptionConfirmation" => new Notice(
                    $"SNS asks to confirm that {topic.GetString()} may send here. TrailBoard opens no address that it finds in a message: subscribe the queue with an account that may confirm it."),
                "UnsubscribeConfirmation" => new Notice($"The queue was unsubscribed from {topic.GetString()}: new files are no longer announced by that topic."),
                _ => new Foreign("The message is wrapped by SNS in a way that is not known."),
            };
        }

        if (Text(message, "Event") is "s3:TestEvent")
        {
            return new Notice("S3's test message: the bucket is set up to announce its objects.");
        }

        if (Text(message, "source") is "aws.s3" && Text(message, "detail-type") is { } detailType)
        {
            return OfEventBridge(detailType, message.GetProperty("detail"));
        }

        return message.TryGetProperty("Records", out var records) && records.ValueKind is JsonValueKind.Array
            ? OfRecords(records, wrappers)
            : new Foreign("The message is JSON, but none of CloudTrail, S3, EventBridge or SNS.");
    }

    private static TrailNotification OfCloudTrail(JsonElement bucket, JsonElement message)
    {
        if (!message.TryGetProperty("s3ObjectKey", out var keys))
        {
            return new Foreign("The message names a bucket but no key.");
        }

        var list = keys.ValueKind is JsonValueKind.Array ? keys.EnumerateArray().Select(key => key.GetString()) : [keys.GetString()];
        return Announce(list.Select(key => Announced(bucket.GetString(), key, null)));
    }

    private static TrailNotification OfEventBridge(string detailType, JsonElement detail)
    {
        if (!string.Equals(detailType, "Object Created", StringComparison.Ordinal))
        {
            return new Notice($"S3 tells of something else than a new object: {detailType}.");
        }

        // S3 raises the first number only where old readers would go wrong (EventBridge guide, "Amazon S3 event message structure").
        if (Text(detail, "event-version") is { } version && !version.StartsWith("1.", StringComparison.Ordinal))
        {
            return new Foreign("The message of S3 is of a later version than TrailBoard knows.");
        }

        var thing = detail.GetProperty("object");
        return Announce([Announced(Text(detail.GetProperty("bucket"), "name"), Text(thing, "key"), Size(thing))]);
    }

    private static TrailNotification OfRecords(JsonElement records, int wrappers)
    {
        var delivered = new List<AnnouncedObject?>();
        var notices = new List<Notice>();
        foreach (var record in records.EnumerateArray())
        {
            TrailNotification read =
                record.ValueKind is not JsonValueKind.Object ? new Foreign("A record of the message is not an object.")
                : record.TryGetProperty("Sns", out var sns) && wrappers > 0 ? Read(Text(sns, "Message"), wrappers - 1)
                : record.TryGetProperty("s3", out var s3) ? OfS3(Text(record, "eventName") ?? "", s3)
                : new Foreign("The message holds records, but not of S3.");
            switch (read)
            {
                case Objects objects:
                    delivered.AddRange(objects.Delivered);
                    break;
                case Notice notice:
                    notices.Add(notice);
                    break;
                default:
                    return read;
            }
        }

        return delivered.Count > 0 ? Announce(delivered)
            : notices.Count > 0 ? notices[0]
            : new Foreign("The message holds no record.");
    }

    private static TrailNotification OfS3(string name, JsonElement s3)
    {
        if (!name.StartsWith("ObjectCreated:", StringComparison.Ordinal) && !name.StartsWith("s3:ObjectCreated:", StringComparison.Ordinal))
        {
            return new Notice($"S3 tells of something else than a new object: {name}.");
        }

        var thing = s3.GetProperty("object");
        // Only here keys are encoded, as forms are: a space is a plus (S3 guide, "Event message structure").
        var key = Text(thing, "key") is { } encoded ? Uri.UnescapeDataString(encoded.Replace('+', ' ')) : null;
        return Announce([Announced(Text(s3.GetProperty("bucket"), "name"), key, Size(thing))]);
    }

    private static TrailNotification Announce(IEnumerable<AnnouncedObject?> objects)
    {
        var delivered = new List<AnnouncedObject>();
        foreach (var one in objects)
        {
            if (one is null)
            {
                return new Foreign("The message names an object without its bucket or its key.");
            }

            delivered.Add(one);
        }

        return delivered.Count > 0 ? new Objects([.. delivered.Distinct()]) : new Foreign("The message names no object.");
    }

    private static AnnouncedObject? Announced(string? bucket, string? key, long? size) =>
        string.IsNullOrEmpty(bucket) || string.IsNullOrEmpty(key) ? null : new AnnouncedObject(bucket, key, size);

    private static string? Text(JsonElement of, string name) =>
        of.ValueKind is JsonValueKind.Object && of.TryGetProperty(name, out var value) && value.ValueKind is JsonValueKind.String ? value.GetString() : null;

    private static long? Size(JsonElement of) =>
        of.TryGetProperty("size", out var size) && size.ValueKind is JsonValueKind.Number && size.TryGetInt64(out var bytes) ? bytes : null;
}

/// <summary>An object that a message announces.</summary>
/// <param name="Bucket">The bucket: hostile text until it is compared with those that are allowed.</param>
/// <param name="Key">The key as S3 has it, decoded.</param>
/// <param name="Size">Its size in bytes, where the message tells it.</param>
public sealed record AnnouncedObject(string Bucket, string Key, long? Size);
