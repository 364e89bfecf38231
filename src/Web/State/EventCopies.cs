using System.Text.Json;
using System.Text.RegularExpressions;
using TrailBoard.Core.Events;

namespace TrailBoard.Web.State;

/// <summary>What of events is copied to other tools. Only what cannot be anything else than an id or a region goes into a command.</summary>
public static partial class EventCopies
{
    // LookupEvents finds by the time of the event; what it stores has the same second.
    private static readonly TimeSpan Around = TimeSpan.FromMinutes(1);

    /// <summary>The command of the AWS CLI that asks CloudTrail for the event, or null where the record's id or region is not one.</summary>
    public static string? Command(TrailEvent trailEvent)
    {
        ArgumentNullException.ThrowIfNull(trailEvent);
        return IsId().IsMatch(trailEvent.EventId) && trailEvent.Region is { } region && AwsPlaces.IsRegion(region)
            ? $"aws cloudtrail lookup-events --lookup-attributes AttributeKey=EventId,AttributeValue={trailEvent.EventId} --region {region}"
                + $" --start-time {ViewerTime.Iso(trailEvent.Time - Around)} --end-time {ViewerTime.Iso(trailEvent.Time + Around)}"
            : null;
    }

    /// <summary>A filter of jq that finds the events in a file of CloudTrail.</summary>
    public static string Jq(IEnumerable<TrailEvent> events) =>
        $".Records[] | select(.eventID | IN({string.Join(", ", events.Select(one => JsonSerializer.Serialize(one.EventId)))}))";

    /// <summary>Whether a text can only be the id of an event.</summary>
    public static bool IsEventId(string text) => IsId().IsMatch(text);

    [GeneratedRegex(@"\A[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}\z", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex IsId();
}
