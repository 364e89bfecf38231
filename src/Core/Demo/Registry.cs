using System.Text.Json.Nodes;

namespace TrailBoard.Core.Demo;

/// <summary>What docker does to a registry, call by call. The registry records pushes and pulls as <c>AWS Internal</c>: the client's address is at its sign-in.</summary>
internal static class Registry
{
    public static void SignIn(Scene scene, string service = "ecr") => scene.Ask(service, "GetAuthorizationToken", null, null);

    /// <summary>A docker push: which layers are there, the missing ones in parts, then the manifest.</summary>
    public static void Push(Scene scene, Image image, string service = "ecr")
    {
        var caller = scene.Caller;
        var place = scene.Place;
        var named = Named(place, image.Repository, service);
        scene.As(caller.Internally);
        scene.Read(service, "BatchCheckLayerAvailability", () => new()
        {
            ["repositoryName"] = image.Repository,
            ["registryId"] = place.Account,
            ["layerDigests"] = new JsonArray([.. image.Layers.Select(layer => JsonValue.Create(layer.Digest))]),
        }, named);
        foreach (var layer in image.Added)
        {
            Upload(scene, image.Repository, layer, service, named);
        }

        scene.Wait(1, 4);
        scene.Write(service, "PutImage",
            () => new()
            {
                ["registryId"] = place.Account,
                ["repositoryName"] = image.Repository,
                ["imageManifest"] = image.Manifest,
                ["imageManifestMediaType"] = "application/vnd.oci.image.manifest.v1+json",
                ["imageTag"] = image.Tag,
            },
            () => new()
            {
                ["image"] = new JsonObject
                {
                    ["registryId"] = place.Account,
                    ["repositoryName"] = image.Repository,
                    ["imageId"] = new JsonObject { ["imageDigest"] = image.Digest, ["imageTag"] = image.Tag },
                    ["imageManifest"] = image.Manifest,
                    ["imageManifestMediaType"] = "application/vnd.oci.image.manifest.v1+json",
                },
            }, named);
        scene.As(caller);
    }

    /// <summary>A docker pull: the manifest, then the layers that are not cached.</summary>
    public static void Pull(Scene scene, Place registry, Image image, int layers)
    {
        var caller = scene.Caller;
        var named = Named(registry, image.Repository, "ecr");
        scene.As(caller.Internally);
        scene.Read("ecr", "BatchGetImage", () => Wanted(registry, image.Repository, image.Tag), named);
        foreach (var layer in image.Layers.Take(layers))
        {
            scene.Read("ecr", "GetDownloadUrlForLayer", () => new()
            {
                ["registryId"] = registry.Account,
                ["repositoryName"] = image.Repository,
                ["layerDigest"] = layer.Digest,
            }, named);
        }

        scene.As(caller);
    }

    public static void PullMissing(Scene scene, Place registry, string repository, string tag)
    {
        var caller = scene.Caller;
        scene.As(caller.Internally);
        scene.Fail("ecr", "BatchGetImage", true, "ImageNotFoundException",
            $"The image with imageId {{imageDigest:'null', imageTag:'{tag}'}} does not exist within the repository with name '{repository}' in the registry with id '{registry.Account}'",
            () => Wanted(registry, repository, tag));
        scene.As(caller);
    }

    /// <summary>The registry's own expiry by its lifecycle policy. It says <c>readOnly: true</c>, though images are gone.</summary>
    public static void Expire(Scene scene, string repository, int images)
    {
        var registry = scene.Place;
        var pushed = scene.Now.AddDays(-45).ToUnixTimeMilliseconds();
        scene.As(new(() => new() { ["accountId"] = registry.Account, ["invokedBy"] = "AWS Internal" }, "AWS Internal", "AWS Internal", "AWS Internal"));
        scene.Add(scene.Make("ecr", "PolicyExecutionEvent") with
        {
            IsRead = true,
            Type = "AwsServiceEvent",
            Resources = [Named(registry, repository, "ecr")],
            Details = () => new()
            {
                ["repositoryName"] = repository,
                ["lifecycleEventPolicy"] = new JsonObject
                {
                    ["lifecycleEventRules"] = new JsonArray(new JsonObject
                    {
                        ["rulePriority"] = 1,
                        ["description"] = "expire untagged images after two weeks",
                        ["lifecycleEventSelection"] = new JsonObject { ["tagStatus"] = "Untagged", ["tagPrefixList"] = new JsonArray(), ["countType"] = "Days since image was pushed", ["countNumber"] = 14 },
                        ["action"] = "expire",
                    }),
                    ["lastEvaluatedAt"] = 0,
                    ["policyVersion"] = 1,
                    ["policyId"] = scene.Draw.Guid("policy " + repository),
                },
                ["lifecycleEventImageActions"] = new JsonArray([.. Enumerable.Range(0, images).Select(i => (JsonNode)new JsonObject
                {
                    ["lifecycleEventImage"] = new JsonObject
                    {
                        ["digest"] = "sha256:" + scene.Draw.Hex($"{scene.Name} expired {repository} {i}", 64),
                        ["tagStatus"] = "Untagged",
                        ["tagList"] = new JsonArray(),
                        ["pushedAt"] = pushed + (i * 3_600_000L),
                    },
                    ["rulePriority"] = 1,
                })]),
            },
        });
    }

    public static Named Named(Place registry, string repository, string service) => service == "ecr"
        ? new("AWS::ECR::Repository", Company.RepositoryArn(registry, repository))
        : new("AWS::ECR::PublicRepository", $"arn:aws:ecr-public::{registry.Account}:repository/{repository}");

    private static void Upload(Scene scene, string repository, Layer layer, string service, Named named)
    {
        var registry = scene.Place.Account;
        var upload = scene.Draw.Guid($"{scene.Name} upload {layer.Digest}");
        JsonObject Ids() => new() { ["registryId"] = registry, ["repositoryName"] = repository, ["uploadId"] = upload };
        JsonObject Ids2(string name, JsonNode value)
        {
            var ids = Ids();
            ids[name] = value;
            return ids;
        }

        scene.Write(service, "InitiateLayerUpload",
            () => new() { ["registryId"] = registry, ["repositoryName"] = repository },
            () => new() { ["uploadId"] = upload, ["partSize"] = 20_971_520 }, named);
        for (var first = 0; first < layer.Size; first += 20_971_520)
        {
            var (from, to) = (first, Math.Min(first + 20_971_520, layer.Size) - 1);
            scene.Wait(0, 3);
            scene.Write(service, "UploadLayerPart",
                () =>
                {
                    var request = Ids2("partFirstByte", from);
                    request["partLastByte"] = to;
                    return request;
                },
                () => Ids2("lastByteReceived", to), named);
        }

        scene.Write(service, "CompleteLayerUpload",
            () => Ids2("layerDigests", new JsonArray(JsonValue.Create(layer.Digest))),
            () => Ids2("layerDigest", layer.Digest), named);
    }

    private static JsonObject Wanted(Place registry, string repository, string tag) => new()
    {
        ["registryId"] = registry.Account,
        ["repositoryName"] = repository,
        ["imageIds"] = new JsonArray(new JsonObject { ["imageTag"] = tag }),
        ["acceptedMediaTypes"] = new JsonArray(
            "application/vnd.docker.distribution.manifest.v2+json", "application/vnd.docker.distribution.manifest.list.v2+json",
            "application/vnd.oci.image.manifest.v1+json", "application/vnd.oci.image.index.v1+json"),
    };
}
