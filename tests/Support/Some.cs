using System.Text;
using TrailBoard.Core.Containers;
using TrailBoard.Core.Events;
using TrailBoard.Core.Views;

namespace TrailBoard.Tests;

/// <summary>Records for tests: valid, and with only what a test asks for changed.</summary>
internal static class Some
{
    public static string Guid(int number) => $"00000000-0000-4000-8000-{number:d12}";

    /// <summary>Where an event stands in a list, as the store has it: by its time, then by the hash of its content.</summary>
    public static EventCursor Place(DateTimeOffset time, long hash) => new((time.ToUnixTimeSeconds() - 1_262_304_000 << 31) | (hash & int.MaxValue));

    /// <summary>A small valid record; <paramref name="extra"/> are further members, each with its comma before it.</summary>
    public static string Record(int number = 1, string time = "2026-10-01T12:00:00Z", string extra = "", string action = "PutImage") =>
        $$"""{"eventVersion":"1.11","userIdentity":{"type":"IAMUser","principalId":"AIDAEXAMPLE","arn":"arn:aws:iam::111122223333:user/alice","accountId":"111122223333","userName":"alice"},"eventTime":"{{time}}","eventSource":"ecr.amazonaws.com","eventName":"{{action}}","awsRegion":"eu-west-1","sourceIPAddress":"203.0.113.7","userAgent":"aws-cli/2.0","requestParameters":{"repositoryName":"team/api"},"responseElements":null,"eventID":"{{Guid(number)}}","readOnly":false,"eventType":"AwsApiCall","recipientAccountId":"111122223333"{{extra}}}""";

    public static string Records(int count, Func<int, string>? record = null) =>
        """{"Records":[""" + string.Join(',', Enumerable.Range(0, count).Select(record ?? (i => Record(i)))) + "]}";

    public static TrailRecord Read(string json)
    {
        var read = new TrailRecordReader(new ManualTime(), new KeptThings()).TryRead(Encoding.UTF8.GetBytes(json), 0, 0, out var record, out var rejection);
        return read ? record! : throw new InvalidOperationException($"{rejection!.Reason}: {rejection.Message}");
    }

    public static Rejection Refuse(byte[] json) =>
        new TrailRecordReader(new ManualTime(), new KeptThings()).TryRead(json, 3, 40, out _, out var rejection)
            ? throw new InvalidOperationException("The record was read.")
            : rejection;

    public static Rejection Refuse(string json) => Refuse(Encoding.UTF8.GetBytes(json));
}
