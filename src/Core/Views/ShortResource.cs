namespace TrailBoard.Core.Views;

/// <summary>Says a resource's ARN or id in as few words as tell it apart in a row.</summary>
internal static class ShortResource
{
    private static readonly string[] CompanionIds = ["subnet-", "sg-", "vpc-", "ASIA", "AKIA"];

    /// <summary>
    /// The name of a resource: <c>arn:aws:ecs:eu-west-1:111122223333:service/prod/web</c> is <c>prod/web</c>. What is not an ARN stays as it is.
    /// </summary>
    public static string Of(string resource)
    {
        if (Parse(resource) is not var (service, type, name))
        {
            return resource.Length > 80 ? resource[..80] + "…" : resource;
        }

        return (service, type) switch
        {
            // /restapis/a1b2c3/stages/prod, /apis/a1b2c3/routes/x: the API and its part.
            ("apigateway", _) => name.TrimStart('/').Split('/') is ["restapis" or "apis", var api, .. var rest]
                ? rest.Length > 1 ? $"{api}/{string.Join('/', rest[1..])}" : api
                : name.TrimStart('/'),
            ("ecs", "task") => name.Split('/') is [.., var cluster, { Length: > 8 } task] ? $"{cluster}/{task[..8]}" : name,
            ("iam", _) => SentenceActor.RoleName(name[(name.LastIndexOf('/') + 1)..]),
            ("imagebuilder", "image") => name.Split('/') is [var image, var version, var build] ? $"{image} {version}, build {build}" : name.Replace('/', ' '),
            _ => name.Length == 0 ? type : name,
        };
    }

    /// <summary>The type inside an ARN, for example <c>task-definition</c> or <c>bucket</c>; empty where it is not an ARN.</summary>
    public static string TypeOf(string resource) => Parse(resource) switch
    {
        ("s3", _, var name) => name.Contains('/', StringComparison.Ordinal) ? "object" : "bucket",
        ("apigateway", _, _) => "api",
        ("cloudtrail", "", _) => "trail",
        ("lambda", _, _) => "function",
        (_, var type, _) => type,
        null => "",
    };

    /// <summary>Whether the resource belongs to AWS itself: a public base image, a managed policy.</summary>
    public static bool IsOfAws(string resource) => resource.Split(':', 6) is ["arn", _, _, _, "aws", _];

    /// <summary>Whether a resource is mostly named beside the thing that a call to this service is about: a key is the thing itself for KMS only.</summary>
    public static bool IsCompanion(string resource, string service) =>
        IsOfAws(resource)
        || TypeOf(resource) is "subnet" or "security-group" or "vpc" or "cluster" or "log-group"
        || (TypeOf(resource) is "role" or "key" or "policy" or "certificate" && resource.Split(':', 6)[2] != service)
        || CompanionIds.Any(prefix => resource.StartsWith(prefix, StringComparison.Ordinal));

    /// <summary>Whether a bare id is an account, a digest or a request's own id rather than a thing.</summary>
    public static bool IsNoise(string resource) =>
        resource.StartsWith("sha256:", StringComparison.Ordinal)
        || (resource.Length == 12 && resource.All(char.IsAsciiDigit))
        || (resource.Length == 36 && Guid.TryParse(resource, out _));

    private static (string Service, string Type, string Name)? Parse(string resource)
    {
        if (resource.Split(':', 6) is not ["arn", _, var service, _, _, var rest])
        {
            return null;
        }

        var end = service is "s3" or "apigateway" or "sns" or "sqs" ? -1 : rest.AsSpan().IndexOfAny('/', ':');
        return end < 0 ? (service, "", rest) : (service, rest[..end], rest[(end + 1)..]);
    }
}
