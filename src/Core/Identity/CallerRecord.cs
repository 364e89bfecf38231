using System.Globalization;
using System.Text.Json;

namespace TrailBoard.Core.Identity;

/// <summary>
/// What one record says of its caller, and of the session that it issued to him where it is one of those that do: all that the
/// question "who is behind this?" needs of a record. Members are null where the record does not say; the text is hostile.
/// </summary>
/// <param name="EventId">The event's id.</param>
/// <param name="Time">When it happened, UTC.</param>
public sealed record CallerRecord(string EventId, DateTimeOffset Time)
{
    // What was imported was read as deep as this.
    private static readonly JsonDocumentOptions Options = new() { MaxDepth = 1000 };

    /// <summary>The <c>eventSource</c>, for example <c>sts.amazonaws.com</c>.</summary>
    public string? Service { get; init; }

    /// <summary>The <c>eventName</c>.</summary>
    public string? Action { get; init; }

    /// <summary>The <c>awsRegion</c>.</summary>
    public string? Region { get; init; }

    /// <summary>The <c>sourceIPAddress</c>.</summary>
    public string? Address { get; init; }

    /// <summary>The <c>recipientAccountId</c>: the account in whose trail the record stands.</summary>
    public string? Recipient { get; init; }

    /// <summary>The <c>sharedEventID</c>, by which the copies of one event in the trails of several accounts know each other.</summary>
    public string? SharedEventId { get; init; }

    /// <summary>The <c>userIdentity.type</c>.</summary>
    public string? Type { get; init; }

    /// <summary>The <c>userIdentity.principalId</c>; for a role session <c>AROA…:session</c>.</summary>
    public string? PrincipalId { get; init; }

    /// <summary>The <c>userIdentity.arn</c>.</summary>
    public string? Arn { get; init; }

    /// <summary>The <c>userIdentity.accountId</c>.</summary>
    public string? Account { get; init; }

    /// <summary>The <c>userIdentity.accessKeyId</c> where it is one: neither empty nor a marker that stands in its place.</summary>
    public string? AccessKey { get; init; }

    /// <summary>The <c>userIdentity.userName</c>, unless CloudTrail hid it.</summary>
    public string? UserName { get; init; }

    /// <summary>The <c>userIdentity.identityProvider</c>.</summary>
    public string? IdentityProvider { get; init; }

    /// <summary>The <c>userIdentity.invokedBy</c>: the service of AWS that made the call.</summary>
    public string? InvokedBy { get; init; }

    /// <summary>The <c>userIdentity.inScopeOf</c>: for which resource a service held the credentials. Its ARN, else the kind of it.</summary>
    public string? Scope { get; init; }

    /// <summary>The <c>userIdentity.onBehalfOf.userId</c>: a user of IAM Identity Center.</summary>
    public string? OnBehalfOf { get; init; }

    /// <summary>The <c>sessionContext.sessionIssuer.arn</c>: the role, or the user who asked for a federated session.</summary>
    public string? IssuerArn { get; init; }

    /// <summary>The <c>sessionContext.sessionIssuer.type</c>.</summary>
    public string? IssuerType { get; init; }

    /// <summary>The <c>sessionContext.sessionIssuer.userName</c>.</summary>
    public string? IssuerName { get; init; }

    /// <summary>The <c>sessionContext.attributes.creationDate</c>: when the caller's session was issued, UTC, to the second.</summary>
    public DateTimeOffset? Created { get; init; }

    /// <summary>The <c>sessionContext.sourceIdentity</c>, which every session keeps that is taken from this one.</summary>
    public string? SourceIdentity { get; init; }

    /// <summary>The <c>sessionContext.webIdFederationData.federatedProvider</c>.</summary>
    public string? FederatedProvider { get; init; }

    /// <summary>The subject among the <c>webIdFederationData.attributes</c>.</summary>
    public string? FederatedSubject { get; init; }

    /// <summary>Whether an EC2 instance got the caller's keys from its own metadata (<c>sessionContext.ec2RoleDelivery</c>).</summary>
    public bool IsOfInstance { get; init; }

    /// <summary>Whether a root session was taken by someone of the organisation (<c>assumedRoot</c>).</summary>
    public bool IsAssumedRoot { get; init; }

    /// <summary>The session that the call issued, or null.</summary>
    public IssuedSession? Issued { get; init; }

    /// <summary>Reads a record.</summary>
    /// <param name="record">Its JSON, masked or not: nothing that is masked is read.</param>
    /// <param name="eventId">The event's id, which a record need not have.</param>
    /// <param name="time">The event's time, UTC.</param>
    /// <exception cref="JsonException">It is no JSON.</exception>
    public static CallerRecord Read(ReadOnlyMemory<byte> record, string eventId, DateTimeOffset time)
    {
        using var document = JsonDocument.Parse(record, Options);
        var root = document.RootElement;
        var identity = Part(root, "userIdentity");
        var session = Part(identity, "sessionContext");
        var issuer = Part(session, "sessionIssuer");
        var federation = Part(session, "webIdFederationData");
        var scope = Part(identity, "inScopeOf");
        return new CallerRecord(eventId, time)
        {
            Service = Text(root, "eventSource"),
            Action = Text(root, "eventName"),
            Region = Text(root, "awsRegion"),
            Address = Text(root, "sourceIPAddress"),
            Recipient = Text(root, "recipientAccountId"),
            SharedEventId = Text(root, "sharedEventID"),
            Type = Text(identity, "type"),
            PrincipalId = Text(identity, "principalId"),
            Arn = Text(identity, "arn"),
            Account = Text(identity, "accountId"),
            AccessKey = Key(identity),
            UserName = Text(identity, "userName"),
            IdentityProvider = Text(identity, "identityProvider"),
            InvokedBy = Text(identity, "invokedBy"),
            Scope = Text(scope, "sourceArn") ?? Text(scope, "credentialsIssuedTo") ?? Text(scope, "issuerType"),
            OnBehalfOf = Text(Part(identity, "onBehalfOf"), "userId"),
            IssuerArn = Text(issuer, "arn"),
            IssuerType = Text(issuer, "type"),
            IssuerName = Text(issuer, "userName"),
            Created = Moment(Text(Part(session, "attributes"), "creationDate")),
            SourceIdentity = Text(session, "sourceIdentity"),
            FederatedProvider = Text(federation, "federatedProvider"),
            FederatedSubject = Subject(Part(federation, "attributes")),
            IsOfInstance = Text(session, "ec2RoleDelivery") is not null,
            IsAssumedRoot = string.Equals(Text(session, "assumedRoot") ?? Text(identity, "assumedRoot"), "true", StringComparison.OrdinalIgnoreCase),
            Issued = IssuedBy(root),
        };
    }

    // A refused call has no response, or none with credentials.
    private static IssuedSession? IssuedBy(JsonElement root)
    {
        var response = Part(root, "responseElements");
        var role = Part(response, "assumedRoleUser");
        return Key(Part(response, "credentials")) is { } key
            ? new IssuedSession(key, Text(role, "assumedRoleId"), Text(response, "sourceIdentity") ?? Text(Part(root, "requestParameters"), "sourceIdentity"))
            : null;
    }

    private static string? Subject(JsonElement attributes) => attributes.ValueKind is JsonValueKind.Object
        ? attributes.EnumerateObject().Where(attribute => attribute.NameEquals("sub") || attribute.Name.EndsWith(":sub", StringComparison.Ordinal)).Select(attribute => TextOf(attribute.Value)).FirstOrDefault()
        : null;

    private static string? Key(JsonElement of) => Text(of, "accessKeyId") is { } key && IsKey(key) ? key : null;

    // Markers such as HIDDEN_DUE_TO_SECURITY_REASONS, and what people write in the place of keys, would join strangers.
    internal static bool IsKey(string text) => text.Length is >= 16 and <= 128 && text.All(letter => char.IsAsciiLetterUpper(letter) || char.IsAsciiDigit(letter));

    private static DateTimeOffset? Moment(string? text) =>
        DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out var time) ? time : null;

    private static JsonElement Part(JsonElement of, string name) =>
        of.ValueKind is JsonValueKind.Object && of.TryGetProperty(name, out var part) ? part : default;

    private static string? Text(JsonElement of, string name) => TextOf(Part(of, name));

    private static string? TextOf(JsonElement value)
    {
        try
        {
            return value.ValueKind switch
            {
                JsonValueKind.String when value.GetString() is { Length: > 0 } text && !text.EndsWith(ActorRules.HiddenName, StringComparison.Ordinal) => text,
                JsonValueKind.True => "true",
                _ => null,
            };
        }
        catch (InvalidOperationException)
        {
            // A lone surrogate, which is no text.
            return null;
        }
    }
}

/// <summary>A session that a call issued.</summary>
/// <param name="AccessKey">Its access key id.</param>
/// <param name="AssumedRoleId">Which session of which role it is, as <c>principalId</c> will say it: <c>AROA…:session</c>. Null where it is of no role.</param>
/// <param name="SourceIdentity">The source identity that it keeps, or null.</param>
public sealed record IssuedSession(string AccessKey, string? AssumedRoleId, string? SourceIdentity);
