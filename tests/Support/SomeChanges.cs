using System.Text;
using TrailBoard.Core.Views;

namespace TrailBoard.Tests;

/// <summary>Events of container services for tests, each a minute after the one before.</summary>
internal static class SomeChanges
{
    private static readonly DateTimeOffset Begin = new(2026, 10, 1, 12, 0, 0, TimeSpan.Zero);

    /// <param name="members">The members of the record that tell what was asked and answered.</param>
    public static StoredEvent Event(int number, string service, string action, string members)
    {
        var time = Begin.AddMinutes(number);
        var json = $$"""{"eventVersion":"1.11","userIdentity":{"type":"IAMUser","arn":"arn:aws:iam::111122223333:user/alice","accountId":"111122223333","userName":"alice"},"eventTime":"{{time:yyyy-MM-dd'T'HH:mm:ss'Z'}}","eventSource":"{{service}}.amazonaws.com","eventName":"{{action}}","awsRegion":"eu-west-1","eventID":"{{Some.Guid(number)}}","eventType":"AwsApiCall","recipientAccountId":"111122223333",{{members}}}""";
        var record = Some.Read(json);
        return new(Some.Place(time, record.ContentHash), record.Event, Encoding.UTF8.GetBytes(json));
    }
}
