using Amazon.Runtime;

namespace Amazon.CloudTrail.Model;

/// <summary>Asks for events. A page's token works only with the very same other parameters.</summary>
internal sealed class LookupEventsRequest : AmazonWebServiceRequest
{
    /// <summary>Events at or after this time.</summary>
    public DateTime? StartTime { get; set; }

    /// <summary>Events at or before this time.</summary>
    public DateTime? EndTime { get; set; }

    /// <summary><c>insight</c>, or null for management events.</summary>
    public EventCategory? EventCategory { get; set; }

    /// <summary>At most one attribute.</summary>
    public List<LookupAttribute>? LookupAttributes { get; set; }

    /// <summary>1 to 50.</summary>
    public int? MaxResults { get; set; }

    /// <summary>Of the page before.</summary>
    public string? NextToken { get; set; }
}

/// <summary>A page of events; it may be empty and still carry a token.</summary>
internal sealed class LookupEventsResponse : AmazonWebServiceResponse
{
    /// <summary>The events, newest first.</summary>
    public List<Event>? Events { get; set; }

    /// <summary>For the next page, or null at the end.</summary>
    public string? NextToken { get; set; }
}

/// <summary>One attribute to look events up by.</summary>
internal sealed class LookupAttribute
{
    /// <summary>Which attribute.</summary>
    public LookupAttributeKey? AttributeKey { get; set; }

    /// <summary>Its value.</summary>
    public string? AttributeValue { get; set; }
}

/// <summary>An event as the API lists it; the record itself is <see cref="CloudTrailEvent"/>.</summary>
internal sealed class Event
{
    /// <summary>The access key that signed the call.</summary>
    public string? AccessKeyId { get; set; }

    /// <summary>The record, as JSON text.</summary>
    public string? CloudTrailEvent { get; set; }

    /// <summary>The event's id.</summary>
    public string? EventId { get; set; }

    /// <summary>The call.</summary>
    public string? EventName { get; set; }

    /// <summary>The service.</summary>
    public string? EventSource { get; set; }

    /// <summary>When it happened, UTC.</summary>
    public DateTime? EventTime { get; set; }

    /// <summary><c>true</c> or <c>false</c>, as text.</summary>
    public string? ReadOnly { get; set; }

    /// <summary>What the event refers to.</summary>
    public List<Resource>? Resources { get; set; }

    /// <summary>Who called.</summary>
    public string? Username { get; set; }
}

/// <summary>A resource that an event refers to.</summary>
internal sealed class Resource
{
    /// <summary>Its name.</summary>
    public string? ResourceName { get; set; }

    /// <summary>Its type.</summary>
    public string? ResourceType { get; set; }
}
