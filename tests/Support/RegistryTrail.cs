using System.Text;
using System.Text.Json.Nodes;
using TrailBoard.Core.Views;

namespace TrailBoard.Tests;

/// <summary>Records of a registry and of what runs its images, minute by minute.</summary>
internal static class RegistryTrail
{
    public const string Account = "111122223333";
    public const string Region = "eu-west-1";

    public static readonly DateTimeOffset Noon = new(2026, 10, 1, 12, 0, 0, TimeSpan.Zero);

    public static string Digest(int number) => "sha256:" + number.ToString("x64");

    public static StoredEvent Put(int minute, string? tag, int digest, string repository = "team/api", string account = Account, string region = Region, int[]? platforms = null, string user = "alice") => Of(
        minute, "ecr", "PutImage",
        new JsonObject { ["registryId"] = account, ["repositoryName"] = repository, ["imageTag"] = tag, ["imageManifest"] = platforms is null ? "{}" : new JsonObject { ["manifests"] = new JsonArray([.. platforms.Select(one => new JsonObject { ["digest"] = Digest(one) })]) }.ToJsonString() },
        new JsonObject { ["image"] = new JsonObject { ["registryId"] = account, ["repositoryName"] = repository, ["imageId"] = new JsonObject { ["imageDigest"] = Digest(digest), ["imageTag"] = tag } } },
        account, region, user);

    /// <summary>A deletion by digests or by tags; what the registry answers names both.</summary>
    public static StoredEvent Delete(int minute, IEnumerable<(int? Digest, string? Tag)> wanted, IEnumerable<(int? Digest, string? Tag)>? answered = null, string repository = "team/api", string account = Account) => Of(
        minute, "ecr", "BatchDeleteImage",
        new JsonObject { ["repositoryName"] = repository, ["imageIds"] = Ids(wanted) },
        new JsonObject { ["imageIds"] = Ids(answered ?? wanted), ["failures"] = new JsonArray() }, account);

    public static StoredEvent Expire(int minute, string rule, params (int Digest, string[] Tags)[] images) => Of(
        minute, "ecr", "PolicyExecutionEvent", null, null, details: new JsonObject
        {
            ["repositoryName"] = "team/api",
            ["lifecycleEventPolicy"] = new JsonObject { ["lifecycleEventRules"] = new JsonArray(new JsonObject { ["rulePriority"] = 1, ["description"] = rule, ["action"] = "expire" }) },
            ["lifecycleEventImageActions"] = new JsonArray([.. images.Select(image => new JsonObject
            {
                ["lifecycleEventImage"] = new JsonObject { ["digest"] = Digest(image.Digest), ["tagList"] = new JsonArray([.. image.Tags.Select(tag => JsonValue.Create(tag))]) },
                ["rulePriority"] = 1,
            })]),
        });

    public static StoredEvent Ecr(int minute, string action, JsonObject request, string? error = null, string account = Account, string? shared = null, string region = Region)
    {
        request["repositoryName"] ??= "team/api";
        return Of(minute, "ecr", action, request, null, account, region, error: error, shared: shared);
    }

    /// <summary>A revision of the family web with one container.</summary>
    public static StoredEvent Register(int minute, int revision, string image, string account = Account)
    {
        JsonObject Web() => new() { ["family"] = "web", ["containerDefinitions"] = new JsonArray(new JsonObject { ["name"] = "web", ["image"] = image }) };
        var registered = Web();
        registered["taskDefinitionArn"] = Definition(revision, account);
        return Of(minute, "ecs", "RegisterTaskDefinition", Web(), new JsonObject { ["taskDefinition"] = registered }, account);
    }

    /// <summary>The service is told to run a revision, to be of another size or to be deployed anew.</summary>
    public static StoredEvent Deploy(int minute, int revision, string account = Account, bool scaling = false, bool forced = false, string? error = null)
    {
        JsonObject request = new() { ["cluster"] = "prod", ["service"] = "web" };
        if (scaling)
        {
            request["desiredCount"] = 4;
        }
        else if (forced)
        {
            request["forceNewDeployment"] = true;
        }
        else
        {
            request["taskDefinition"] = Definition(revision, account);
        }

        return Of(minute, "ecs", "UpdateService", request, new JsonObject
        {
            ["service"] = new JsonObject { ["serviceArn"] = $"arn:aws:ecs:{Region}:{account}:service/prod/web", ["taskDefinition"] = Definition(revision, account) },
        }, account, error: error);
    }

    public static StoredEvent Of(
        int minute, string service, string action, JsonObject? request, JsonObject? response, string account = Account, string region = Region, string user = "alice",
        JsonObject? details = null, string? error = null, string? shared = null)
    {
        var record = new JsonObject
        {
            ["eventVersion"] = "1.11",
            ["userIdentity"] = new JsonObject { ["type"] = "IAMUser", ["principalId"] = "AIDA" + user, ["arn"] = $"arn:aws:iam::{account}:user/{user}", ["accountId"] = account, ["userName"] = user, ["accessKeyId"] = "AKIA0000000000000001" },
            ["eventTime"] = Noon.AddMinutes(minute).UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", System.Globalization.CultureInfo.InvariantCulture),
            ["eventSource"] = service + ".amazonaws.com",
            ["eventName"] = action,
            ["awsRegion"] = region,
            ["sourceIPAddress"] = "AWS Internal",
            ["requestParameters"] = request,
            ["responseElements"] = response,
            ["eventID"] = new Guid(minute, (short)action.Length, (short)(request?.ToJsonString().Length ?? 0), 1, 2, 3, 4, 5, 6, 7, (byte)account[0]).ToString(),
            ["readOnly"] = false,
            ["eventType"] = "AwsApiCall",
            ["recipientAccountId"] = account,
        };
        Add(record, "serviceEventDetails", details);
        Add(record, "errorCode", error);
        Add(record, "sharedEventID", shared);
        var bytes = Encoding.UTF8.GetBytes(record.ToJsonString());
        var read = Some.Read(Encoding.UTF8.GetString(bytes));
        return new(Some.Place(read.Event.Time, read.ContentHash), read.Event, bytes);
    }

    private static string Definition(int revision, string account) => $"arn:aws:ecs:{Region}:{account}:task-definition/web:{revision}";

    private static void Add(JsonObject to, string name, JsonNode? value)
    {
        if (value is not null)
        {
            to[name] = value;
        }
    }

    private static JsonArray Ids(IEnumerable<(int? Digest, string? Tag)> ids) => [.. ids.Select(id =>
    {
        var one = new JsonObject();
        Add(one, "imageDigest", id.Digest is { } digest ? Digest(digest) : null);
        Add(one, "imageTag", id.Tag);
        return (JsonNode)one;
    })];
}
