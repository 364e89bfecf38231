using Amazon.Runtime;

namespace Amazon.CloudTrail;

/// <summary>A category of events that LookupEvents takes.</summary>
internal sealed class EventCategory(string value) : ConstantClass(value)
{
    /// <summary>Insight events.</summary>
    public static readonly EventCategory Insight = new("insight");
}

/// <summary>The attributes that LookupEvents takes.</summary>
internal sealed class LookupAttributeKey(string value) : ConstantClass(value)
{
    /// <summary>The event's id.</summary>
    public static readonly LookupAttributeKey EventId = new("EventId");

    /// <summary>The call.</summary>
    public static readonly LookupAttributeKey EventName = new("EventName");

    /// <summary>Reads or writes.</summary>
    public static readonly LookupAttributeKey ReadOnly = new("ReadOnly");

    /// <summary>The caller's name.</summary>
    public static readonly LookupAttributeKey Username = new("Username");

    /// <summary>The type of a resource.</summary>
    public static readonly LookupAttributeKey ResourceType = new("ResourceType");

    /// <summary>The name of a resource.</summary>
    public static readonly LookupAttributeKey ResourceName = new("ResourceName");

    /// <summary>The service.</summary>
    public static readonly LookupAttributeKey EventSource = new("EventSource");

    /// <summary>The access key.</summary>
    public static readonly LookupAttributeKey AccessKeyId = new("AccessKeyId");
}
