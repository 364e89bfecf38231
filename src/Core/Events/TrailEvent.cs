using TrailBoard.Core.Identity;

namespace TrailBoard.Core.Events;

/// <summary>
/// One CloudTrail event as TrailBoard knows it: our reading of a record, for filters, groups and rows. The record itself
/// is kept beside it byte for byte. Text members are null where the record says nothing.
/// </summary>
public sealed record TrailEvent
{
    /// <summary>The <c>eventID</c> as recorded, or the id derived from the record's content where it has none.</summary>
    public required string EventId { get; init; }

    /// <summary>The <c>eventTime</c> in UTC, to the second: the precision that CloudTrail records.</summary>
    public required DateTimeOffset Time { get; init; }

    /// <summary>The <c>eventSource</c> in full, for example <c>ecr.amazonaws.com</c>.</summary>
    public string? Service { get; init; }

    /// <summary>The <c>eventName</c>, for example <c>PutImage</c>.</summary>
    public string? Action { get; init; }

    /// <summary>The <c>awsRegion</c>.</summary>
    public string? Region { get; init; }

    /// <summary>The <c>sourceIPAddress</c> as recorded: IPv4, IPv6, a service's name or <c>AWS Internal</c>.</summary>
    public string? Address { get; init; }

    /// <summary>The <c>recipientAccountId</c>, else <c>userIdentity.accountId</c>.</summary>
    public string? Account { get; init; }

    /// <summary>Who acted.</summary>
    public Actor Actor { get; init; } = Actor.Unknown;

    /// <summary>The <c>userIdentity.accessKeyId</c>.</summary>
    public string? AccessKey { get; init; }

    /// <summary>Who really acted: what the record itself tells, until the store that holds the event knows more.</summary>
    public Who Who
    {
        get => field ?? Who.Recorded(Actor, AccessKey);
        init;
    }

    /// <summary>Names of ECR and ECR Public repositories that the event is about, without the registry, in order, each once.</summary>
    public IReadOnlyList<string> Repositories { get; init; } = [];

    /// <summary>
    /// The images, tags, clusters, services, task definitions, tasks, pipelines, APIs and stages that a call to one of the container
    /// services was about, each once, wholes before their parts. Account and region are not kept; together with <see cref="Repositories"/>
    /// there are at most <see cref="MaxThings"/>.
    /// </summary>
    public IReadOnlyList<ContainerThing> Things { get; init; } = [];

    /// <summary>ARNs and ids that the event names, in order of appearance, each once, at most <see cref="MaxResources"/>.</summary>
    public IReadOnlyList<string> Resources { get; init; } = [];

    /// <summary>The <c>errorCode</c>; where a record has only an <c>errorMessage</c>, the text <c>Error</c>.</summary>
    public string? Error { get; init; }

    /// <summary>The <c>errorMessage</c>.</summary>
    public string? ErrorMessage { get; init; }

    /// <summary>The <c>userAgent</c>.</summary>
    public string? UserAgent { get; init; }

    /// <summary>The <c>requestID</c>. Null in rows of a list, which are read without their record.</summary>
    public string? RequestId { get; init; }

    /// <summary>The <c>eventCategory</c>: Management, Data, NetworkActivity, Insight.</summary>
    public string? Category { get; init; }

    /// <summary>The <c>eventType</c>: AwsApiCall, AwsServiceEvent, AwsConsoleSignIn, ….</summary>
    public string? Type { get; init; }

    /// <summary>The <c>addendum.originalEventID</c>: the event that this one corrects. Null in rows of a list, which are read without their record.</summary>
    public string? OriginalEventId { get; init; }

    /// <summary>Yes-or-no facts.</summary>
    public EventFlags Flags { get; init; }

    /// <summary>How many resources of one event are kept for search; the record keeps them all.</summary>
    public const int MaxResources = 64;

    /// <summary>How many repositories and other things of one event are kept for search, repositories first; the record keeps them all.</summary>
    public const int MaxThings = 100;

    /// <summary>Whether the call was refused or failed.</summary>
    public bool IsError => Error is not null;
}
