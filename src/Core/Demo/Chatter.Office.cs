using System.Text.Json.Nodes;

namespace TrailBoard.Core.Demo;

/// <content>What people do between their larger work: look around, try, mistype, and are refused.</content>
internal static partial class Chatter
{
    private static void BrowseServices(Scene scene, Releases releases)
    {
        var running = Some(scene, releases);
        scene.As(scene.Callers.Person(SomePerson(scene, running.Stage.Place.Account), running.Stage.Place.Account, scene.Now), running.Stage.Place);
        scene.Read("ecs", "DescribeClusters", () => new() { ["clusters"] = new JsonArray(running.Stage.Cluster), ["include"] = new JsonArray("STATISTICS") });
        Deploying.Look(scene, running);
        scene.Wait(4, 30);
        scene.Read("ecs", "DescribeTaskDefinition", () => new() { ["taskDefinition"] = running.DefinitionArn });
        scene.Read("logs", "DescribeLogStreams", () => new() { ["logGroupName"] = $"/ecs/{running.Service}", ["orderBy"] = "LastEventTime" });
    }

    private static void BrowseImages(Scene scene, Releases releases)
    {
        var app = scene.Dice.Pick(Company.Apps);
        var named = Registry.Named(Company.Registry, app.Repository, "ecr");
        scene.As(scene.Callers.Person(SomePerson(scene, Company.Tools), Company.Tools, scene.Now), Company.Registry);
        scene.Read("ecr", "DescribeRepositories", () => new() { ["maxResults"] = 50 });
        scene.Read("ecr", "DescribeImages", () => new() { ["repositoryName"] = app.Repository, ["registryId"] = Company.Tools }, named);
        scene.Wait(5, 40);
        if (scene.Dice.Chance(50))
        {
            var digest = releases.Running(app, Company.StagingStage, scene.Now).Release.Image.Digest;
            scene.Read("ecr", "DescribeImageScanFindings", () => new() { ["repositoryName"] = app.Repository, ["imageId"] = new JsonObject { ["imageDigest"] = digest } }, named);
        }
        else
        {
            scene.As(scene.Caller, Company.Global);
            scene.Read("ecr-public", "DescribeRepositories", () => new() { ["maxResults"] = 50 });
        }
    }

    private static void BrowseGateways(Scene scene, Releases releases)
    {
        var stage = Some(scene, releases).Stage;
        var api = Gateways.RestApi(scene.Draw);
        scene.As(scene.Callers.Person(SomePerson(scene, stage.Place.Account), stage.Place.Account, scene.Now), stage.Place);
        scene.Read("apigateway", "GetRestApis", () => new() { ["limit"] = 500, ["template"] = false });
        scene.Read("apigateway", "GetResources", () => new() { ["restApiId"] = api, ["limit"] = 500, ["template"] = false });
        scene.Wait(5, 30);
        scene.Read("apigateway", "GetStages", () => new() { ["restApiId"] = api, ["template"] = false });
        scene.Read("apigateway", "GetApis", () => new() { ["maxResults"] = "100" });
    }

    private static void BrowsePipelines(Scene scene, Releases releases)
    {
        _ = releases;
        var name = scene.Dice.Pick(ImagePipelines.Names);
        scene.As(scene.Callers.Person(SomePerson(scene, Company.Tools), Company.Tools, scene.Now), Company.Registry);
        scene.Read("imagebuilder", "ListImagePipelines", () => new() { ["maxResults"] = 25 });
        scene.Read("imagebuilder", "GetImagePipeline", () => new() { ["imagePipelineArn"] = ImagePipelines.PipelineArn(name) });
        scene.Wait(4, 20);
        scene.Read("imagebuilder", "ListImagePipelineImages", () => new() { ["imagePipelineArn"] = ImagePipelines.PipelineArn(name) });
    }

    private static void PullLocally(Scene scene, Releases releases)
    {
        var app = scene.Dice.Pick(Company.Apps);
        scene.As(scene.Callers.Person(scene.Dice.Pick(Company.Developers.Where(person => person.Accounts.Contains(Company.Tools)).ToList()), Company.Tools, scene.Now, terminal: true), Company.Registry);
        Registry.SignIn(scene);
        scene.Wait(2, 6);
        Registry.Pull(scene, Company.Registry, releases.Running(app, Company.StagingStage, scene.Now).Release.Image, 3);
    }

    private static void Shell(Scene scene, Releases releases)
    {
        var running = Some(scene, releases, Company.StagingStage);
        scene.As(scene.Callers.Person(scene.Dice.Pick(Company.Developers), Company.Staging, scene.Now, terminal: true), running.Stage.Place);
        scene.Read("ecs", "ListTasks", () => new() { ["cluster"] = "staging", ["serviceName"] = running.Service });
        scene.Write("ecs", "ExecuteCommand",
            () => new() { ["cluster"] = "staging", ["task"] = running.Tasks[0], ["container"] = running.Service, ["command"] = "/bin/bash", ["interactive"] = true },
            () => new() { ["clusterArn"] = running.Stage.ClusterArn, ["taskArn"] = running.TaskArn(running.Tasks[0]), ["containerName"] = running.Service, ["interactive"] = true, ["session"] = new JsonObject { ["sessionId"] = "ecs-execute-command-" + scene.Draw.Id(scene.Name, 17), ["tokenValue"] = "HIDDEN_DUE_TO_SECURITY_REASONS" } });
    }

    private static void Migration(Scene scene, Releases releases)
    {
        var running = Some(scene, releases, Company.StagingStage);
        var (task, now) = (scene.Draw.Hex(scene.Name + " run", 32), scene.Now);
        scene.As(scene.Callers.Person(scene.Dice.Pick(Company.Developers), Company.Staging, scene.Now, terminal: true), running.Stage.Place);
        scene.Write("ecs", "RunTask",
            () => new() { ["cluster"] = "staging", ["taskDefinition"] = running.DefinitionArn, ["count"] = 1, ["launchType"] = "FARGATE", ["overrides"] = new JsonObject { ["containerOverrides"] = new JsonArray(new JsonObject { ["name"] = running.Service, ["command"] = new JsonArray("migrate", "--up") }) } },
            () => new() { ["tasks"] = new JsonArray(new JsonObject { ["taskArn"] = running.TaskArn(task), ["clusterArn"] = running.Stage.ClusterArn, ["taskDefinitionArn"] = running.DefinitionArn, ["lastStatus"] = "PROVISIONING", ["createdAt"] = Callers.Words(now) }), ["failures"] = new JsonArray() });
        scene.Wait(20, 60);
        scene.Read("ecs", "DescribeTasks", () => new() { ["cluster"] = "staging", ["tasks"] = new JsonArray(running.TaskArn(task)) });
        if (scene.Dice.Chance(35))
        {
            scene.Write("ecs", "StopTask", () => new() { ["cluster"] = "staging", ["task"] = task, ["reason"] = "wrong branch" },
                () => new() { ["task"] = new JsonObject { ["taskArn"] = running.TaskArn(task), ["lastStatus"] = "RUNNING", ["desiredStatus"] = "STOPPED", ["stoppedReason"] = "wrong branch" } });
        }
    }

    private static void Refused(Scene scene, Releases releases)
    {
        var running = Some(scene, releases, Company.StagingStage);
        scene.As(scene.Callers.Person(scene.Dice.Pick(Company.Developers), Company.Staging, scene.Now, terminal: true), running.Stage.Place);
        switch (scene.Dice.Below(4))
        {
            case 0:
                scene.Deny("ecs", "DeleteService", false, running.ServiceArn, () => new() { ["cluster"] = "staging", ["service"] = running.Service });
                break;
            case 1:
                scene.Deny("iam", "PassRole", false, Company.RoleArn(Company.Staging, "ecs-execution"));
                break;
            case 2:
                scene.Deny("secretsmanager", "GetSecretValue", true, Deploying.SecretArn(running), () => new() { ["secretId"] = Deploying.SecretArn(running) });
                break;
            default:
                scene.Deny("apigateway", "DeleteRestApi", false, $"arn:aws:apigateway:eu-central-1::/restapis/{Gateways.RestApi(scene.Draw)}", () => new() { ["restApiId"] = Gateways.RestApi(scene.Draw), ["template"] = false }, "DELETE");
                break;
        }
    }

    private static void Missing(Scene scene, Releases releases)
    {
        var running = Some(scene, releases, Company.StagingStage);
        var person = scene.Dice.Pick(Company.Developers.Where(person => person.Accounts.Contains(Company.Tools)).ToList());
        if (scene.Dice.Chance(60))
        {
            scene.As(scene.Callers.Person(person, Company.Tools, scene.Now, terminal: true), Company.Registry);
            Registry.PullMissing(scene, Company.Registry, running.Release.App.Repository, "lastest");
        }
        else
        {
            scene.As(scene.Callers.Person(person, Company.Staging, scene.Now, terminal: true), running.Stage.Place);
            scene.Fail("ecs", "UpdateService", false, "ServiceNotFoundException", "Service not found.", () => new() { ["cluster"] = "staging", ["service"] = running.Service + "-v2" });
        }
    }

    private static void GatewayDraft(Scene scene, Releases releases)
    {
        _ = releases;
        scene.As(scene.Callers.Person(scene.Dice.Pick(Company.Developers), Company.Staging, scene.Now), Company.StagingStage.Place);
        if (scene.Dice.Chance(55))
        {
            Gateways.Path(scene, Gateways.RestApi(scene.Draw), scene.Draw.Id("root storefront"));
        }
        else
        {
            Gateways.Route(scene, Gateways.HttpApi(scene.Draw));
        }
    }

    private static void TestImage(Scene scene, Releases releases)
    {
        _ = releases;
        scene.As(scene.Callers.Person(Company.Jonas, Company.Tools, scene.Now, terminal: true), Company.Registry);
        var name = scene.Dice.Pick(ImagePipelines.Names);
        var build = scene.Dice.Between(100, 900);
        ImagePipelines.Start(scene, name, build);
        scene.Wait(30, 60);
        scene.Read("imagebuilder", "GetImage", () => new() { ["imageBuildVersionArn"] = ImagePipelines.Arn("image", $"{name}/1.4.{build}/1") });
    }

    private static void TagService(Scene scene, Releases releases)
    {
        var running = Some(scene, releases, Company.StagingStage);
        scene.As(scene.Callers.Person(scene.Dice.Pick(Company.Developers), Company.Staging, scene.Now), running.Stage.Place);
        scene.Write("ecs", "TagResource", () => new() { ["resourceArn"] = running.ServiceArn, ["tags"] = new JsonArray(new JsonObject { ["key"] = "owner", ["value"] = running.Release.App.Name }) }, null);
    }
}
