using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using TrailBoard.Core.Identity;

namespace TrailBoard.Core.Tests.Identity;

/// <summary>Records of callers and of sessions that they take, as CloudTrail writes them.</summary>
internal static class SomeActors
{
    public const string Account = "111122223333";

    public static DateTimeOffset Noon { get; } = new(2026, 10, 1, 12, 0, 0, TimeSpan.Zero);

    /// <summary>A key that STS could have issued.</summary>
    public static string Key(int number) => $"ASIA{number:D16}";

    public static string RoleId(string role) => $"AROA{role.ToUpperInvariant()}00000000";

    public static JsonObject User(string name, string? key = null) => new()
    {
        ["type"] = "IAMUser",
        ["principalId"] = $"AIDA{name.ToUpperInvariant()}",
        ["arn"] = $"arn:aws:iam::{Account}:user/{name}",
        ["accountId"] = Account,
        ["accessKeyId"] = key ?? "AKIA0000000000000001",
        ["userName"] = name,
    };

    public static JsonObject Session(string role, string session, string? key, DateTimeOffset? created = null, string path = "", string account = Account) => new()
    {
        ["type"] = "AssumedRole",
        ["principalId"] = $"{RoleId(role)}:{session}",
        ["arn"] = $"arn:aws:sts::{account}:assumed-role/{role}/{session}",
        ["accountId"] = account,
        ["accessKeyId"] = key,
        ["sessionContext"] = new JsonObject
        {
            ["sessionIssuer"] = new JsonObject { ["type"] = "Role", ["principalId"] = RoleId(role), ["arn"] = $"arn:aws:iam::{account}:role{path}/{role}", ["accountId"] = account, ["userName"] = role },
            ["attributes"] = created is { } time ? new JsonObject { ["creationDate"] = Iso(time), ["mfaAuthenticated"] = "false" } : new JsonObject(),
        },
    };

    public static JsonObject Call(string id, JsonObject? identity, DateTimeOffset? time = null, string action = "PutImage", string service = "ecr", string account = Account) => new()
    {
        ["eventVersion"] = "1.11",
        ["userIdentity"] = identity?.DeepClone(),
        ["eventTime"] = Iso(time ?? Noon),
        ["eventSource"] = $"{service}.amazonaws.com",
        ["eventName"] = action,
        ["awsRegion"] = "eu-west-1",
        ["eventID"] = id,
        ["recipientAccountId"] = account,
    };

    /// <summary>An event by which somebody took a role.</summary>
    public static JsonObject Taken(
        string id, JsonObject by, string role, string session, string key, DateTimeOffset? time = null, string? shared = null, string? source = null, string action = "AssumeRole", string account = Account)
    {
        var call = Call(id, by, time, action, "sts", account);
        call["requestParameters"] = new JsonObject { ["roleArn"] = $"arn:aws:iam::{account}:role/{role}", ["roleSessionName"] = session };
        call["responseElements"] = new JsonObject
        {
            ["credentials"] = new JsonObject { ["accessKeyId"] = key, ["sessionToken"] = "token", ["expiration"] = "Oct 1, 2026, 1:00:00 PM" },
            ["assumedRoleUser"] = new JsonObject { ["assumedRoleId"] = $"{RoleId(role)}:{session}", ["arn"] = $"arn:aws:sts::{account}:assumed-role/{role}/{session}" },
        };
        if (shared is not null)
        {
            call["sharedEventID"] = shared;
        }

        if (source is not null)
        {
            call["responseElements"]!["sourceIdentity"] = source;
        }

        return call;
    }

    public static JsonObject WithSource(this JsonObject identity, string source)
    {
        identity["sessionContext"]!["sourceIdentity"] = source;
        return identity;
    }

    /// <summary>Someone of another account, as the role's account sees him.</summary>
    public static JsonObject Stranger(string principal, string account = "999988887777") =>
        new() { ["type"] = "AWSAccount", ["principalId"] = principal, ["accountId"] = account };

    public static JsonObject Service(string name) => new() { ["type"] = "AWSService", ["invokedBy"] = name };

    public static CallerRecord Read(JsonObject call) => CallerRecord.Read(
        Encoding.UTF8.GetBytes(call.ToJsonString()), (string)call["eventID"]!, DateTimeOffset.Parse((string)call["eventTime"]!, CultureInfo.InvariantCulture));

    /// <summary>The chain of a call among others.</summary>
    public static async Task<ActorChain> ChainOf(JsonObject call, params JsonObject[] others) =>
        await new ActorChains(new ListedEvidence([.. others.Select(Read)])).ResolveAsync(Read(call), CancellationToken.None);

    /// <summary>A chain in one line: each hop with its proof and the events that give it.</summary>
    public static string Told(this ActorChain chain) => string.Join(" < ", chain.Hops.Select(Told));

    public static string Told(this ActorHop hop) => hop is ActorHop.OneOf several
        ? $"({string.Join(" | ", several.Candidates.Select(Told))})"
        : $"{hop.Kind} {hop.Label} [{string.Join(' ', hop.Proof.Evidence.Select(e => e.EventId).Prepend(hop.Proof.Name))}]";

    private static string Iso(DateTimeOffset time) => time.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);
}

/// <summary>Evidence from a list, in the list's order.</summary>
internal sealed class ListedEvidence(IReadOnlyList<CallerRecord> records) : IActorEvidence
{
    public int Questions { get; private set; }

    public Task<IReadOnlyList<CallerRecord>> IssuersOfKeyAsync(string accessKey, DateTimeOffset from, DateTimeOffset to, CancellationToken cancellationToken) =>
        Answer(from, to, record => record.Issued?.AccessKey == accessKey);

    public Task<IReadOnlyList<CallerRecord>> IssuersOfSessionAsync(string assumedRoleId, DateTimeOffset from, DateTimeOffset to, CancellationToken cancellationToken) =>
        Answer(from, to, record => record.Issued?.AssumedRoleId == assumedRoleId);

    public Task<IReadOnlyList<CallerRecord>> CopiesAsync(string sharedEventId, DateTimeOffset from, DateTimeOffset to, CancellationToken cancellationToken) =>
        Answer(from, to, record => record.SharedEventId == sharedEventId);

    public Task<IReadOnlyList<TokenAddress>> TokenAddressesAsync(string service, string accessKey, DateTimeOffset from, DateTimeOffset to, CancellationToken cancellationToken)
    {
        Questions++;
        var tokens = records.Where(record =>
            record.Time >= from && record.Time <= to && record.Service == service && record.AccessKey == accessKey && record is { Action: "GetAuthorizationToken", Address: not null });
        return Task.FromResult<IReadOnlyList<TokenAddress>>(
            [.. tokens.GroupBy(token => token.Address!).OrderBy(address => address.Key, StringComparer.Ordinal).Select(address => new TokenAddress(address.Key, Event(address.MaxBy(token => token.Time)!)))]);
    }

    public Task<IReadOnlyList<EvidenceGap>> GapsAsync(string? account, DateTimeOffset from, DateTimeOffset to, CancellationToken cancellationToken) =>
        Task.FromResult<IReadOnlyList<EvidenceGap>>([new(account ?? "", "eu-west-1", from, to)]);

    private static EvidenceEvent Event(CallerRecord record) => new(record.EventId, record.Action, record.Time, record.Recipient, record.Region);

    private Task<IReadOnlyList<CallerRecord>> Answer(DateTimeOffset from, DateTimeOffset to, Func<CallerRecord, bool> fits)
    {
        Questions++;
        return Task.FromResult<IReadOnlyList<CallerRecord>>([.. records.Where(record => record.Time >= from && record.Time <= to && fits(record))]);
    }
}
