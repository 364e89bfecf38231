using TrailBoard.Core.Events;

namespace TrailBoard.Core.Containers;

/// <summary>Reads ARNs of the things that container actions touch, in all the forms that AWS writes or wrote.</summary>
internal static class ContainerArn
{
    /// <summary>
    /// What an ARN names: first what the thing is a part of, as far as the ARN says, last the thing itself. An ARN of other services
    /// is a thing of the kind <see cref="ThingKind.Other"/>; empty where the text is no ARN of one thing.
    /// </summary>
    /// <param name="arn">The text, which begins with <c>arn:</c>.</param>
    /// <param name="account">The account of things whose ARN has none.</param>
    /// <param name="cluster">The cluster of services whose ARN is of the old form, which has none.</param>
    public static IReadOnlyList<ContainerThing> Read(string arn, string? account, string cluster)
    {
        if (arn.Split(':', 6) is not ["arn", var partition, { Length: > 0 } service, var region, var owner, { Length: > 0 } rest]
            || !partition.StartsWith("aws", StringComparison.Ordinal)
            || !ThingText.IsWord(arn)
            || !(owner is "" or "aws" || ThingText.Fits(ThingForm.Account, owner)))
        {
            return [];
        }

        var place = new Place(arn, owner.Length > 0 ? owner : account, region.Length > 0 ? region : ContainerThing.Everywhere);
        if (service == "apigateway")
        {
            return ApiArn.Read(place, rest.Trim('/').Split('/'));
        }

        var slash = rest.IndexOf('/', StringComparison.Ordinal);
        var (type, name) = slash < 0 ? (rest, "") : (rest[..slash], rest[(slash + 1)..]);
        var parts = name.Split('/');
        return Array.Exists(parts, part => part.Length == 0) ? service is "ecr" or "ecr-public" or "ecs" or "imagebuilder" ? [] : [place.Other]
            : (service, type) switch
            {
                ("ecr" or "ecr-public", "repository") => [place.Of(ThingKind.Repository, name)],
                ("ecs", _) => Ecs(place, type, name, parts, cluster),
                ("imagebuilder", _) when ImageBuilderKind(type) is { } kind => [place.Of(kind, name)],
                ("iam", "role") => [place.Of(ThingKind.Role, parts[^1])],
                ("iam", _) => [place.Of(ThingKind.Principal, rest)],
                _ => [place.Other],
            };
    }

    private static IReadOnlyList<ContainerThing> Ecs(Place place, string type, string name, string[] parts, string cluster) => (type, parts) switch
    {
        ("cluster", [_]) => [place.Of(ThingKind.Cluster, name)],
        ("service", [_]) => [place.Of(ThingKind.Service, $"{cluster}/{name}")],
        ("service", [var c, _]) => [place.Of(ThingKind.Cluster, c), place.Of(ThingKind.Service, name)],
        // Before 2018 the ARNs of tasks and instances had no cluster; the id is the same.
        ("task", [var id]) => [place.Of(ThingKind.Task, id)],
        ("task", [var c, var id]) => [place.Of(ThingKind.Cluster, c), place.Of(ThingKind.Task, id)],
        ("container-instance", [var id]) => [place.Of("containerInstance", id)],
        ("container-instance", [var c, var id]) => [place.Of(ThingKind.Cluster, c), place.Of("containerInstance", id)],
        ("task-set", [var c, var s, "ecs-svc", var id]) =>
            [place.Of(ThingKind.Cluster, c), place.Of(ThingKind.Service, $"{c}/{s}"), place.Of("taskSet", $"ecs-svc/{id}")],
        ("task-set", [var c, var s, var id]) => [place.Of(ThingKind.Cluster, c), place.Of(ThingKind.Service, $"{c}/{s}"), place.Of("taskSet", id)],
        ("task-definition", [_]) when ThingText.IsRevision(name) => [place.Of(ThingKind.TaskDefinition, name)],
        ("task-definition", [_]) when ThingText.Fits(ThingForm.Name, name) => [place.Of(ThingKind.TaskFamily, name)],
        ("daemon-task-definition", [_]) => [place.Of("daemonTaskDefinition", name)],
        ("capacity-provider", _) => [place.Of("capacityProvider", name)],
        ("service-deployment", [var c, var s, _]) => [place.Of(ThingKind.Cluster, c), place.Of(ThingKind.Service, $"{c}/{s}"), place.Of("serviceDeployment", name)],
        ("service-revision", [var c, var s, _]) => [place.Of(ThingKind.Cluster, c), place.Of(ThingKind.Service, $"{c}/{s}"), place.Of("serviceRevision", name)],
        ("daemon", _) => [place.Of("daemon", name)],
        ("daemon-deployment", _) => [place.Of("daemonDeployment", name)],
        ("daemon-revision", _) => [place.Of("daemonRevision", name)],
        _ => [place.Other],
    };

    private static string? ImageBuilderKind(string type) => type switch
    {
        "image-pipeline" => "pipeline",
        "image" => "builderImage",
        "image-recipe" => "imageRecipe",
        "container-recipe" => "containerRecipe",
        "component" => "component",
        "infrastructure-configuration" => "infrastructure",
        "distribution-configuration" => "distribution",
        "lifecycle-policy" => "lifecyclePolicy",
        "workflow" => "workflow",
        _ => null,
    };
}

/// <summary>The account and region in which an ARN names a thing.</summary>
internal sealed record Place(string Arn, string? Account, string Region)
{
    public ContainerThing Other => Of(ThingKind.Other, Arn);

    public ContainerThing Of(ThingKind kind, string value) => new(kind, value, Account, Region);

    public ContainerThing Of(string kind, string value) => Of(ThingKind.Find(kind) ?? throw new ArgumentOutOfRangeException(nameof(kind), kind, null), value);
}
