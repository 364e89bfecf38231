using System.Collections.Frozen;
using TrailBoard.Core.Containers;
using TrailBoard.Core.Events;

namespace TrailBoard.Core.Search;

/// <summary>What kind of values a field has, which decides the tests that it takes.</summary>
public enum FieldKind
{
    /// <summary>Text: equality without case, wildcards, presence.</summary>
    Text,

    /// <summary>A source address: as text, and networks.</summary>
    Address,

    /// <summary>A time: comparisons.</summary>
    Time,

    /// <summary>Yes, no, or not said.</summary>
    YesNo,

    /// <summary>Any value of the request or response: as text, and comparisons with numbers. Answered from the record itself.</summary>
    Path,

    /// <summary>The whole record: words in it, and presence. Answered from the record itself.</summary>
    Record,
}

/// <summary>A field that people filter and group by: one line of the table in <see cref="EventFields"/>.</summary>
public sealed record EventField
{
    private readonly Func<TrailEvent, IEnumerable<string?>>? _values;

    internal EventField(string name, FieldKind kind, string description, string example, Func<TrailEvent, IEnumerable<string?>>? values)
    {
        Name = name;
        Kind = kind;
        Description = description;
        Example = example;
        _values = values;
    }

    /// <summary>The name in the filter language, for example <c>accessKey</c> or <c>req.repositoryName</c>.</summary>
    public string Name { get; }

    /// <summary>The kind of its values.</summary>
    public FieldKind Kind { get; }

    /// <summary>One sentence for people.</summary>
    public string Description { get; }

    /// <summary>A filter that uses it.</summary>
    public string Example { get; }

    /// <summary>What a person calls it above a list.</summary>
    public string Title { get; internal init; } = "";

    /// <summary>Whether events can be grouped by it.</summary>
    public bool IsGroupable { get; internal init; }

    /// <summary>Whether it is offered beside the list as a facet.</summary>
    public bool IsFacet { get; internal init; }

    /// <summary>Whether an event may have several values in it, so that the counts of its values may add up to more than the events.</summary>
    public bool HasSeveral { get; internal init; }

    /// <summary>Whether words without a field are looked for in it.</summary>
    public bool IsMain { get; internal init; }

    /// <summary>Whether it is answered from the record itself, not from what the store keeps beside it.</summary>
    public bool IsDeep { get; internal init; }

    /// <summary>The kinds of <see cref="TrailEvent.Things"/> that it has; empty where it is no field of things.</summary>
    public IReadOnlyList<ThingKind> ThingKinds { get; internal init; } = [];

    /// <summary>The path below the request or response of a <see cref="FieldKind.Path"/> field, else null.</summary>
    public string? Path { get; internal init; }

    /// <summary>The field's values in an event, each once, without absent ones. Not for <see cref="FieldKind.Path"/> and <see cref="FieldKind.Record"/> fields.</summary>
    /// <exception cref="InvalidOperationException">The field is a path or the record: its values are in the record.</exception>
    public IEnumerable<string> Values(TrailEvent trailEvent) => _values is null
        ? throw new InvalidOperationException($"The values of {Name} are in the record.")
        : _values(trailEvent).OfType<string>().Where(value => value.Length > 0);

    /// <inheritdoc/>
    public bool Equals(EventField? other) => other is not null && string.Equals(Name, other.Name, StringComparison.Ordinal);

    /// <inheritdoc/>
    public override int GetHashCode() => StringComparer.Ordinal.GetHashCode(Name);
}

/// <summary>The fields of the filter language: the only place where one is added (with its column in the store).</summary>
public static class EventFields
{
    /// <summary>When the event happened.</summary>
    public static EventField Time { get; } = new("time", FieldKind.Time, "When the call was made, UTC, to the second.",
        "time>=2026-10-01T12:00", e => [e.Time.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'")]) { Title = "Time" };

    /// <summary>The service that was called.</summary>
    public static EventField Service { get; } = Text("service", "Service", "The service that was called (eventSource); the short name, such as ecr, is accepted.",
        "service:ecr", e => e.Service) with { IsGroupable = true, IsFacet = true, IsMain = true };

    /// <summary>The call.</summary>
    public static EventField Action { get; } = Text("action", "Action", "The call (eventName).",
        "action:Put*", e => e.Action) with { IsGroupable = true, IsFacet = true, IsMain = true };

    /// <summary>The region.</summary>
    public static EventField Region { get; } = Text("region", "Region", "The region that the call was made to (awsRegion).",
        "region:eu-*", e => e.Region) with { IsGroupable = true, IsFacet = true, IsMain = true };

    /// <summary>The source address.</summary>
    public static EventField Address { get; } = new("ip", FieldKind.Address, "The address that the call came from, as recorded (sourceIPAddress); a network in CIDR notation is accepted.",
        "ip:203.0.113.0/24", e => [e.Address]) { Title = "Source IP", IsGroupable = true, IsFacet = true, IsMain = true };

    /// <summary>The account.</summary>
    public static EventField Account { get; } = Text("account", "Account", "The account that received the event (recipientAccountId), else the caller's.",
        "account:111122223333", e => e.Account) with { IsGroupable = true, IsFacet = true, IsMain = true };

    /// <summary>Who acted.</summary>
    public static EventField Identity { get; } = Text("identity", "Identity", "Who acted: the ARN, sessions of a role collapsed on the role's ARN; for services their name.",
        "identity:*role/deploy*", e => e.Actor.Identity) with { IsGroupable = true, IsFacet = true, IsMain = true };

    /// <summary>The kind of who acted.</summary>
    public static EventField IdentityType { get; } = Text("identityType", "Identity type", "The kind of who acted (userIdentity.type).",
        "identityType:Root", e => e.Actor.IdentityType) with { IsGroupable = true, IsFacet = true };

    /// <summary>The user.</summary>
    public static EventField User { get; } = Text("user", "User", "The IAM user's name, else the role session's name, else root, else the service.",
        "user:alice", e => e.Actor.User) with { IsGroupable = true, IsFacet = true, IsMain = true };

    /// <summary>The role.</summary>
    public static EventField Role { get; } = Text("role", "Role", "The name of the assumed role.",
        "role:github-deploy", e => e.Actor.Role) with { IsGroupable = true, IsMain = true };

    /// <summary>The session.</summary>
    public static EventField Session { get; } = Text("session", "Session", "The name of the role session.",
        "session:run-*", e => e.Actor.Session) with { IsGroupable = true, IsMain = true };

    /// <summary>Who really acted.</summary>
    public static EventField Actor { get; } = Text("actor", "Person", "Who really acted, through all sessions of roles: an IAM user's or root's ARN, web:, saml:, sso: or source: and a name, or a service; absent where nothing tells.",
        "actor:*user/alice", e => e.Who.Value) with { IsGroupable = true, IsFacet = true };

    /// <summary>How sure it is who really acted.</summary>
    public static EventField ActorProof { get; } = Text("actorProof", "Proof of the person", "How sure the actor is: proven, correlated, recorded, ambiguous, unknown; absent where it was not looked up yet.",
        "actorProof:(ambiguous OR unknown)", e => e.Who.Proof) with { IsGroupable = true };

    /// <summary>The access key.</summary>
    public static EventField AccessKey { get; } = Text("accessKey", "Access key", "The id of the access key that signed the call.",
        "accessKey:AKIA*", e => e.AccessKey) with { IsGroupable = true, IsMain = true };

    /// <summary>MFA.</summary>
    public static EventField Mfa { get; } = YesNo("mfa", "MFA", "Whether the session was authenticated with MFA.",
        "mfa:false", EventFlags.Mfa, EventFlags.NoMfa) with { IsGroupable = true };

    /// <summary>Repositories.</summary>
    public static EventField Repository { get; } = Texts("repository", "Repository", "The ECR or ECR Public repository that the event is about, without the registry.",
        "repository:team/api", e => e.Repositories) with { IsGroupable = true, IsFacet = true, IsMain = true };

    /// <summary>Images.</summary>
    public static EventField Image { get; } = Things("image", "Image", "The digest of each image that a call to one of the container services is about, in whatever repository.",
        "image:sha256:4f1c*", ThingKind.Image);

    /// <summary>Tags.</summary>
    public static EventField Tag { get; } = Things("tag", "Image tag", "The tags of images, behind their repository; those too that a task definition names in a registry of ECR.",
        "tag:team/api:v1.4.2", ThingKind.Tag);

    /// <summary>Clusters.</summary>
    public static EventField Cluster { get; } = Things("cluster", "Cluster", "The ECS clusters.",
        "cluster:prod", ThingKind.Cluster) with { IsFacet = true };

    /// <summary>Services of ECS.</summary>
    public static EventField EcsService { get; } = Things("ecsService", "ECS service", "The ECS services, behind their cluster.",
        "ecsService:prod/web", ThingKind.Service);

    /// <summary>Task definitions.</summary>
    public static EventField TaskDefinition { get; } = Things("taskDefinition", "Task definition", "The task definitions, each with its revision, or its family alone where the call names no revision.",
        "taskDefinition:web:*", ThingKind.TaskDefinition, ThingKind.TaskFamily);

    /// <summary>Tasks.</summary>
    public static EventField Task { get; } = Things("task", "Task", "The ids of ECS tasks.",
        "task:0f3c9a7d5e1b4c62*", ThingKind.Task);

    /// <summary>Pipelines.</summary>
    public static EventField Pipeline { get; } = Things("pipeline", "Image pipeline", "The pipelines of EC2 Image Builder.",
        "pipeline:base", ThingKind.Pipeline);

    /// <summary>APIs.</summary>
    public static EventField Api { get; } = Things("api", "API", "The ids of REST, HTTP and WebSocket APIs.",
        "api:a1b2c3d4e5", ThingKind.Api);

    /// <summary>Stages.</summary>
    public static EventField Stage { get; } = Things("stage", "API stage", "The stages of APIs, behind their API.",
        "stage:a1b2c3d4e5/prod", ThingKind.Stage);

    /// <summary>Resources.</summary>
    public static EventField Resource { get; } = Texts("resource", "Resource", "Every ARN or id that the event names.",
        "resource:*cluster/prod*", e => e.Resources) with { IsGroupable = true, IsMain = true };

    /// <summary>The error code.</summary>
    public static EventField Error { get; } = Text("error", "Error", "The error code; error:* finds every call that was refused or failed.",
        "error:AccessDenied*", e => e.Error) with { IsGroupable = true, IsFacet = true, IsMain = true };

    /// <summary>The error message.</summary>
    public static EventField ErrorMessage { get; } = Text("errorMessage", "Error message", "The error message.",
        "errorMessage:\"*not authorized*\"", e => e.ErrorMessage) with { IsGroupable = true, IsMain = true };

    /// <summary>Read-only.</summary>
    public static EventField ReadOnly { get; } = YesNo("readonly", "Read-only", "Whether the call only reads; false finds writes.",
        "readonly:false", EventFlags.ReadOnly, EventFlags.Write) with { IsGroupable = true, IsFacet = true };

    /// <summary>The verb.</summary>
    public static EventField Verb { get; } = Text("verb", "Verb", "What the call does, in one word: push, pull, deploy, run, exec, stop, create, update, delete, config, policy, tag, scan, import, export, test, auth, agent, read, or other where nothing tells.",
        "verb:(push OR deploy)", e => EventVerb.Of(e).Name) with { IsGroupable = true, IsFacet = true };

    /// <summary>Whether it changes anything.</summary>
    public static EventField Mutating { get; } = new("mutating", FieldKind.YesNo, "Whether the call changes anything; for the container services whatever its record says, as an expiry of images says that it reads.",
        "mutating:true", e => [EventVerb.Changes(e.Service, e.Action, e.Flags) switch { true => "true", false => "false", null => null }]) { Title = "Mutating", IsGroupable = true };

    /// <summary>The user agent.</summary>
    public static EventField UserAgent { get; } = Text("userAgent", "User agent", "The program that made the call.",
        "userAgent:aws-cli*", e => e.UserAgent) with { IsGroupable = true, IsFacet = true, IsMain = true };

    /// <summary>The event's id.</summary>
    public static EventField EventId { get; } = Text("eventId", "Event id", "The event's id.",
        "eventId:0f6a6f0c-6d5a-4a4e-9d0a-1d6c0c6c0001", e => e.EventId);

    /// <summary>The request's id.</summary>
    public static EventField RequestId { get; } = Text("requestId", "Request id", "The request's id; looked up in the records.",
        "requestId:9e3f1c1e-0001", e => e.RequestId) with { IsDeep = true };

    /// <summary>The category.</summary>
    public static EventField Category { get; } = Text("category", "Category", "The event's category: Management, Data, NetworkActivity, Insight.",
        "category:Data", e => e.Category) with { IsGroupable = true };

    /// <summary>The type.</summary>
    public static EventField Type { get; } = Text("type", "Type", "The event's type: AwsApiCall, AwsServiceEvent, AwsConsoleSignIn and others.",
        "type:AwsServiceEvent", e => e.Type) with { IsGroupable = true };

    /// <summary>The whole record. Not among <see cref="All"/>: it has no values of its own.</summary>
    public static EventField Record { get; } = new("record", FieldKind.Record, "Words anywhere in the record, in its names and its values: whole words, unless a wildcard stands beside them.",
        "record:i-0abc1234def567890", null) { Title = "Record", IsDeep = true };

    /// <summary>All named fields, in the order in which they are documented and offered.</summary>
    public static IReadOnlyList<EventField> All { get; } =
    [
        Time, Service, Action, Region, Address, Account, Identity, IdentityType, User, Role, Session, Actor, ActorProof, AccessKey, Mfa,
        Repository, Image, Tag, Cluster, EcsService, TaskDefinition, Task, Pipeline, Api, Stage, Resource, Error, ErrorMessage, ReadOnly, Verb, Mutating, UserAgent, EventId, RequestId, Category, Type,
    ];

    private static readonly FrozenDictionary<string, EventField> ByName = All.ToFrozenDictionary(field => field.Name, StringComparer.OrdinalIgnoreCase);

    /// <summary>A field of the request: <c>req.</c> and a path of keys separated by dots, for example <c>imageIds.imageTag</c>. Arrays are looked through.</summary>
    public static EventField Request(string path) => new("req." + path, FieldKind.Path, "A value of the request.", "req.repositoryName:api", null) { Title = "req." + path, Path = path, IsDeep = true };

    /// <summary>A field of the response: <c>res.</c> and a path of keys.</summary>
    public static EventField Response(string path) => new("res." + path, FieldKind.Path, "A value of the response.", "res.service.desiredCount>3", null) { Title = "res." + path, Path = path, IsDeep = true };

    /// <summary>Finds a field by its name, without case; <c>req.</c> and <c>res.</c> followed by a path are fields too.</summary>
    public static bool TryFind(string name, [System.Diagnostics.CodeAnalysis.NotNullWhen(true)] out EventField? field)
    {
        if (ByName.TryGetValue(name, out field))
        {
            return true;
        }

        if (string.Equals(name, Record.Name, StringComparison.OrdinalIgnoreCase))
        {
            field = Record;
            return true;
        }

        field = name.Length <= 4 ? null
            : name.StartsWith("req.", StringComparison.OrdinalIgnoreCase) ? Request(name[4..])
            : name.StartsWith("res.", StringComparison.OrdinalIgnoreCase) ? Response(name[4..])
            : null;
        return field is not null;
    }

    private static EventField Text(string name, string title, string description, string example, Func<TrailEvent, string?> value) =>
        new(name, FieldKind.Text, description, example, e => [value(e)]) { Title = title };

    private static EventField Texts(string name, string title, string description, string example, Func<TrailEvent, IReadOnlyList<string>> values) =>
        new(name, FieldKind.Text, description, example, values) { Title = title, HasSeveral = true };

    private static EventField Things(string name, string title, string description, string example, params IReadOnlyList<ThingKind> kinds) =>
        new(name, FieldKind.Text, description, example, e => e.Things.Count == 0 ? [] : e.Things.Where(thing => kinds.Contains(thing.Kind)).Select(thing => thing.Value))
        {
            Title = title,
            IsGroupable = true,
            HasSeveral = true,
            ThingKinds = kinds,
        };

    private static EventField YesNo(string name, string title, string description, string example, EventFlags yes, EventFlags no) =>
        new(name, FieldKind.YesNo, description, example,
            e => [(e.Flags & yes) != 0 ? "true" : (e.Flags & no) != 0 ? "false" : null]) { Title = title };
}
