using System.Collections.Frozen;

namespace TrailBoard.Core.Containers;

/// <summary>One of the AWS services that ship containers.</summary>
/// <param name="EventSource">The <c>eventSource</c>, for example <c>ecr.amazonaws.com</c>.</param>
/// <param name="Name">The short name, for example <c>ecr</c>: the event source without its domain.</param>
/// <param name="Title">AWS's own name for it, for example <c>Amazon ECR</c>.</param>
/// <param name="ShortTitle">What a person calls it in a sentence, for example <c>ECR</c>.</param>
/// <param name="Order">Its place on pages, from 0.</param>
public sealed record ContainerService(string EventSource, string Name, string Title, string ShortTitle, int Order);

/// <summary>The five services of TrailBoard's mission: the only place where one is added.</summary>
public static class ContainerServices
{
    /// <summary>What every event source of AWS ends with.</summary>
    public const string Domain = ".amazonaws.com";

    /// <summary>Private registries.</summary>
    public static ContainerService Ecr { get; } = new("ecr.amazonaws.com", "ecr", "Amazon ECR", "ECR", 0);

    /// <summary>The public gallery; it logs in us-east-1 only.</summary>
    public static ContainerService EcrPublic { get; } = new("ecr-public.amazonaws.com", "ecr-public", "Amazon ECR Public", "ECR Public", 1);

    /// <summary>Clusters, services and tasks.</summary>
    public static ContainerService Ecs { get; } = new("ecs.amazonaws.com", "ecs", "Amazon ECS", "ECS", 2);

    /// <summary>Pipelines that build images.</summary>
    public static ContainerService ImageBuilder { get; } = new("imagebuilder.amazonaws.com", "imagebuilder", "EC2 Image Builder", "Image Builder", 3);

    /// <summary>APIs in front of the services, v1 and v2.</summary>
    public static ContainerService ApiGateway { get; } = new("apigateway.amazonaws.com", "apigateway", "Amazon API Gateway", "API Gateway", 4);

    /// <summary>All five, in the order of pages.</summary>
    public static IReadOnlyList<ContainerService> All { get; } = [Ecr, EcrPublic, Ecs, ImageBuilder, ApiGateway];

    private static readonly FrozenDictionary<string, ContainerService> BySource =
        All.ToFrozenDictionary(service => service.EventSource, StringComparer.OrdinalIgnoreCase);

    private static readonly FrozenDictionary<string, ContainerService> ByName =
        All.ToFrozenDictionary(service => service.Name, StringComparer.OrdinalIgnoreCase);

    /// <summary>Finds a service by its event source or short name, without case; null for every other AWS service.</summary>
    public static ContainerService? Find(string? service) =>
        service is null ? null : BySource.GetValueOrDefault(service) ?? ByName.GetValueOrDefault(service);

    /// <summary>
    /// The short name of any event source: <c>s3.amazonaws.com</c> is <c>s3</c>. What does not end like an event source stays as it is.
    /// </summary>
    public static string ShortName(string service)
    {
        ArgumentNullException.ThrowIfNull(service);
        return service.Length > Domain.Length && service.EndsWith(Domain, StringComparison.OrdinalIgnoreCase)
            ? service[..^Domain.Length]
            : service;
    }
}
