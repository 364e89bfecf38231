using System.Text.Json.Nodes;

namespace TrailBoard.Core.Demo;

/// <summary>
/// EC2 Image Builder: base images built every night, recipes raised now and then. No public record of this service exists:
/// requests and responses follow its service model.
/// </summary>
internal static class ImagePipelines
{
    public static IReadOnlyList<string> Names { get; } = ["base-alpine", "base-dotnet", "ecs-host-ami"];

    public static string Arn(string kind, string rest) => $"arn:aws:imagebuilder:{Company.Registry.Region}:{Company.Tools}:{kind}/{rest}";

    public static string PipelineArn(string name) => Arn("image-pipeline", name);

    /// <summary>A night's build, started by a scheduled task, watched until it is there, then looked over.</summary>
    public static void Build(Scene scene, string name, int build)
    {
        var image = Arn("image", $"{name}/1.4.{build}/1");
        var runner = scene.Callers.Role(Company.Tools, "image-pipeline-runner", $"nightly-{name}", scene.Draw.SessionKey(scene.Name), scene.Now.AddSeconds(-3),
            "10.30.4.18", "Boto3/1.40.49 Botocore/1.40.49 Python/3.12.11 Linux/6.1.153 exec-env/AWS_Lambda_python3.12");
        scene.As(runner, Company.Registry);
        scene.Read("imagebuilder", "GetImagePipeline", () => new() { ["imagePipelineArn"] = PipelineArn(name) });
        Start(scene, name, build);
        Work(scene, name, image);
        scene.As(runner);
        for (var i = 0; i < 5; i++)
        {
            scene.Wait(100, 140);
            scene.Read("imagebuilder", "GetImage", () => new() { ["imageBuildVersionArn"] = image });
        }

        scene.Read("imagebuilder", "ListWorkflowExecutions", () => new() { ["imageBuildVersionArn"] = image });
        scene.Read("imagebuilder", "GetWorkflowExecution", () => new() { ["workflowExecutionId"] = "wf-" + scene.Draw.Guid(scene.Name) });
        scene.Read("imagebuilder", "ListImageScanFindings", () => new() { ["filters"] = new JsonArray(new JsonObject { ["name"] = "imageBuildVersionArn", ["values"] = new JsonArray(image) }) });
        if (name == "ecs-host-ami")
        {
            return;
        }

        // A container pipeline ends in the registry, under the same role that builds it.
        scene.As(scene.Callers.Role(Company.Tools, "imagebuilder-instance", InstanceId(scene, name), scene.Draw.SessionKey("instance " + scene.Name), scene.Now.AddMinutes(-9), "10.30.8.77", Callers.Cli), Company.Registry);
        Registry.SignIn(scene);
        Registry.Push(scene, Image.Of(scene.Draw, $"base/{name}", $"1.4.{build}", 4));
    }

    public static void Start(Scene scene, string name, int build)
    {
        var token = scene.Draw.Guid("token " + scene.Name);
        scene.Write("imagebuilder", "StartImagePipelineExecution",
            () => new() { ["imagePipelineArn"] = PipelineArn(name), ["clientToken"] = token },
            () => new() { ["requestId"] = scene.Draw.Guid("request " + scene.Name), ["clientToken"] = token, ["imageBuildVersionArn"] = Arn("image", $"{name}/1.4.{build}/1") });
    }

    /// <summary>An engineer raises a recipe's version and points the pipeline to it; the first try names a component that is not there.</summary>
    public static void Raise(Scene scene, string name, int version)
    {
        var container = name != "ecs-host-ami";
        var (kind, create) = container ? ("container-recipe", "CreateContainerRecipe") : ("image-recipe", "CreateImageRecipe");
        JsonObject Recipe(string component) => new()
        {
            ["name"] = name,
            ["semanticVersion"] = $"1.{version}.0",
            ["components"] = new JsonArray(new JsonObject { ["componentArn"] = Arn("component", component) }),
            ["parentImage"] = container ? "amazonlinux:2023" : "arn:aws:imagebuilder:eu-west-1:aws:image/amazon-linux-2023-ecs-optimized-x86/x.x.x",
            ["clientToken"] = scene.Draw.Guid("recipe " + scene.Name),
        };
        scene.As(scene.Callers.Person(Company.Jonas, Company.Tools, scene.Now, terminal: true), Company.Registry);
        scene.Write("imagebuilder", "CreateComponent",
            () => new() { ["name"] = "harden-" + name, ["semanticVersion"] = $"1.{version}.0", ["platform"] = "Linux", ["clientToken"] = scene.Draw.Guid("component " + scene.Name) },
            () => new() { ["componentBuildVersionArn"] = Arn("component", $"harden-{name}/1.{version}.0/1") });
        scene.Wait(30, 90);
        scene.Fail("imagebuilder", create, false, "InvalidParameterValueException", $"The component '{Arn("component", $"harden/1.{version}.0/1")}' does not exist.", () => Recipe($"harden/1.{version}.0/1"));
        scene.Wait(60, 120);
        scene.Write("imagebuilder", create, () => Recipe($"harden-{name}/1.{version}.0/1"),
            () => new() { [container ? "containerRecipeArn" : "imageRecipeArn"] = Arn(kind, $"{name}/1.{version}.0") });
        scene.Write("imagebuilder", "UpdateImagePipeline",
            () => new() { ["imagePipelineArn"] = PipelineArn(name), [container ? "containerRecipeArn" : "imageRecipeArn"] = Arn(kind, $"{name}/1.{version}.0"), ["infrastructureConfigurationArn"] = Arn("infrastructure-configuration", "builders") },
            () => new() { ["imagePipelineArn"] = PipelineArn(name) });
        scene.Write("imagebuilder", "TagResource", () => new() { ["resourceArn"] = PipelineArn(name), ["tags"] = new JsonObject { ["recipe"] = $"1.{version}.0" } }, null);
    }

    private static void Work(Scene scene, string name, string image)
    {
        var builder = scene.Callers.Linked(Company.Tools, "AWSServiceRoleForImageBuilder", "Ec2ImageBuilderIntegrationService", "imagebuilder.amazonaws.com", scene.Now);
        var instance = InstanceId(scene, name);
        scene.As(builder);
        scene.Wait(30, 60);
        scene.Write("ec2", "RunInstances",
            () => new() { ["instanceType"] = "m7i.large", ["minCount"] = 1, ["maxCount"] = 1, ["tagSpecificationSet"] = new JsonObject { ["items"] = new JsonArray(new JsonObject { ["resourceType"] = "instance", ["tags"] = new JsonArray(new JsonObject { ["key"] = "Ec2ImageBuilderArn", ["value"] = image }) }) } },
            () => new() { ["instancesSet"] = new JsonObject { ["items"] = new JsonArray(new JsonObject { ["instanceId"] = instance, ["instanceType"] = "m7i.large" }) } });
        scene.Wait(60, 90);
        scene.Write("ssm", "SendCommand", () => new() { ["documentName"] = "AWS-RunShellScript", ["instanceIds"] = new JsonArray(instance) }, null);
        scene.Wait(120, 200);
        scene.Write("ec2", "TerminateInstances", () => new() { ["instancesSet"] = new JsonObject { ["items"] = new JsonArray(new JsonObject { ["instanceId"] = instance }) } }, null);
    }

    private static string InstanceId(Scene scene, string name) => "i-" + scene.Draw.Hex($"{scene.Name} instance {name}", 17);
}
