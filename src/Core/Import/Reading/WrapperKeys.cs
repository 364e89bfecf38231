using System.Text;

namespace TrailBoard.Core.Import.Reading;

/// <summary>What a key means around records, where wrappers nest.</summary>
internal enum WrapperRole : byte
{
    /// <summary>Nothing.</summary>
    None,

    /// <summary>A key of CloudTrail's own records: two of them make an object a record.</summary>
    Marker,

    /// <summary>A key below which records are, as a list, an object or a string of JSON.</summary>
    Holder,

    /// <summary>A key that says what an object without records is.</summary>
    Sign,
}

/// <summary>One key of wrappers.</summary>
/// <param name="Text">The key.</param>
/// <param name="Role">What it means.</param>
/// <param name="Kinds">For a holder, the first bytes of the values that it holds records in.</param>
/// <param name="Name">For a holder, what the wrapper is called; for a sign, what the object is, in words. Null where it has no name of its own.</param>
internal sealed record WrapperKey(string Text, WrapperRole Role, string Kinds = "", string? Name = null)
{
    /// <summary>The key's bytes.</summary>
    public byte[] Bytes { get; } = Encoding.UTF8.GetBytes(Text);
}

/// <summary>The table of wrappers (CLOUDTRAIL.md, "Wrappers to accept"): the only place where one is added.</summary>
internal static class WrapperKeys
{
    /// <summary>What a digest file is, in words.</summary>
    public const string DigestNote = "A CloudTrail digest file: it lists log files and holds no events.";

    private static readonly WrapperKey[] All =
    [
        new("eventVersion", WrapperRole.Marker), new("userIdentity", WrapperRole.Marker), new("eventTime", WrapperRole.Marker),
        new("eventSource", WrapperRole.Marker), new("eventName", WrapperRole.Marker), new("awsRegion", WrapperRole.Marker),
        new("sourceIPAddress", WrapperRole.Marker), new("eventID", WrapperRole.Marker), new("eventType", WrapperRole.Marker),

        new("Records", WrapperRole.Holder, "[", "Records"),
        new("Events", WrapperRole.Holder, "[", "LookupEvents"),
        new("CloudTrailEvent", WrapperRole.Holder, "\"{", "LookupEvents"),
        new("detail", WrapperRole.Holder, "{", "EventBridge"),
        new("logEvents", WrapperRole.Holder, "[", "CloudWatch Logs"),
        new("events", WrapperRole.Holder, "[", "CloudWatch Logs"),
        new("message", WrapperRole.Holder, "\"{", "message"),
        new("@message", WrapperRole.Holder, "\"{", "message"),
        new("_raw", WrapperRole.Holder, "\"{", "_raw"),
        new("result", WrapperRole.Holder, "{"),
        new("results", WrapperRole.Holder, "["),
        new("_source", WrapperRole.Holder, "{"),
        new("hits", WrapperRole.Holder, "{["),
        new("body", WrapperRole.Holder, "\"{", "SQS"),
        new("Messages", WrapperRole.Holder, "[", "SQS"),
        new("Body", WrapperRole.Holder, "\"", "SQS"),
        new("Sns", WrapperRole.Holder, "{", "SNS"),
        new("Message", WrapperRole.Holder, "\"{", "SNS"),

        new("digestStartTime", WrapperRole.Sign, "", DigestNote),
        new("digestS3Object", WrapperRole.Sign, "", DigestNote),
        new("configurationItems", WrapperRole.Sign, "", "An AWS Config file, not CloudTrail."),
        new("configSnapshotId", WrapperRole.Sign, "", "An AWS Config file, not CloudTrail."),
        new("configRuleName", WrapperRole.Sign, "", "An AWS Config rule event, not CloudTrail."),
        new("s3ObjectKey", WrapperRole.Sign, "", "A CloudTrail notification message: it names log files and holds no events."),
        new("s3", WrapperRole.Sign, "", "An S3 notification message: it names objects and holds no events."),
        new("HostId", WrapperRole.Sign, "", "An S3 test notification, not CloudTrail."),
        new("TopicArn", WrapperRole.Sign, "", "An SNS notification message that holds no events."),
        new("receiptHandle", WrapperRole.Sign, "", "An SQS message that holds no events."),
        new("PublicKeyList", WrapperRole.Sign, "", "CloudTrail's public keys: no events."),
        new("detail-type", WrapperRole.Sign, "", "An EventBridge event that is not from CloudTrail."),
    ];

    private static readonly WrapperKey?[][] ByLength = Enumerable.Range(0, All.Max(key => key.Bytes.Length) + 1)
        .Select(length => All.Where(key => key.Bytes.Length == length).ToArray()).ToArray<WrapperKey?[]>();

    /// <summary>The key by its bytes, or null.</summary>
    public static WrapperKey? Find(ReadOnlySpan<byte> name)
    {
        if (name.Length < ByLength.Length)
        {
            foreach (var key in ByLength[name.Length])
            {
                if (name.SequenceEqual(key!.Bytes))
                {
                    return key;
                }
            }
        }

        return null;
    }
}
