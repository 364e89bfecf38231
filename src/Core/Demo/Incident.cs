using System.Text.Json.Nodes;

namespace TrailBoard.Core.Demo;

/// <summary>
/// The night that is worth finding. The old Jenkins server's key leaked; somebody looks around with it, replaces an image,
/// has production run it, reads a secret from inside, tries to blind the trail, and deletes an old repository.
/// </summary>
internal static class Incident
{
    public const string User = "jenkins-legacy";
    public const string Address = "198.18.7.66";
    public const string OldRepository = "legacy/billing-batch";
    public const string DeployRole = "ecs-deploy";
    private const string Agent = "aws-cli/2.27.50 md/awscrt#0.26.1 ua/2.1 os/linux#6.12.25-amd64 md/arch#x86_64 lang/python#3.13.4 md/pyimpl#CPython cfg/retry-mode#standard";

    public static App App { get; } = Company.Apps[1];

    /// <summary>Tells the night.</summary>
    /// <param name="running">What production runs when it begins.</param>
    public static void Tell(Scene scene, Deployment running)
    {
        var thief = scene.Callers.User(Company.Tools, User, Address, Agent);
        LookAround(scene, thief);
        var tampered = Tampered(scene.Draw, running);
        Replace(scene, running, tampered);
        var deployment = TakeOver(scene, thief, running, tampered);
        scene.Wait(60, 120);
        scene.Write("ecs", "ExecuteCommand",
            () => new() { ["cluster"] = deployment.Stage.Cluster, ["task"] = deployment.Tasks[0], ["container"] = deployment.Service, ["command"] = "/bin/sh", ["interactive"] = true },
            () => new() { ["clusterArn"] = deployment.Stage.ClusterArn, ["taskArn"] = deployment.TaskArn(deployment.Tasks[0]), ["containerName"] = deployment.Service, ["interactive"] = true, ["session"] = new JsonObject { ["sessionId"] = "ecs-execute-command-" + scene.Draw.Id("shell", 17), ["tokenValue"] = "HIDDEN_DUE_TO_SECURITY_REASONS" } });
        scene.Wait(40, 80);
        scene.As(scene.Callers.Task(deployment.Stage, App, deployment.Tasks[0], scene.Now));
        scene.Ask("secretsmanager", "GetSecretValue", () => new() { ["secretId"] = Deploying.SecretArn(deployment) }, null);
        CoverUp(scene, thief);
    }

    /// <summary>What was put in the place of the image that production ran: the same tag, another digest.</summary>
    public static Image Tampered(Draw draw, Deployment running) =>
        Image.Of(draw, App.Repository, running.Release.Version, App.Layers, "tampered");

    /// <summary>The morning after: the key is switched off, the image removed, the service rolled back.</summary>
    public static void Answer(Scene scene, Deployment running)
    {
        var tampered = Tampered(scene.Draw, running);
        scene.As(scene.Callers.Person(Company.Priya, Company.Tools, scene.Now), Company.Global);
        scene.Read("cloudtrail", "LookupEvents", () => new() { ["lookupAttributes"] = new JsonArray(new JsonObject { ["attributeKey"] = "Username", ["attributeValue"] = User }) });
        scene.Wait(120, 240);
        scene.As(scene.Callers.Person(Company.Maya, Company.Tools, scene.Now), Company.Global);
        scene.Write("iam", "UpdateAccessKey", () => new() { ["userName"] = User, ["status"] = "Inactive", ["accessKeyId"] = scene.Draw.LastingKey($"arn:aws:iam::{Company.Tools}:user/{User}") }, null);
        scene.Wait(60, 120);
        scene.As(scene.Caller, Company.Registry);
        scene.Write("ecr", "BatchDeleteImage",
            () => new() { ["repositoryName"] = App.Repository, ["registryId"] = Company.Tools, ["imageIds"] = new JsonArray(new JsonObject { ["imageDigest"] = tampered.Digest }) },
            () => new() { ["imageIds"] = new JsonArray(new JsonObject { ["imageDigest"] = tampered.Digest, ["imageTag"] = tampered.Tag }), ["failures"] = new JsonArray() }, Registry.Named(Company.Registry, App.Repository, "ecr"));
        scene.As(scene.Callers.Person(Company.Maya, Company.Production, scene.Now), running.Stage.Place);
        scene.Wait(30, 60);
        Deploying.Update(scene, running, running.Tasks.Count, network: false);
        scene.Write("ecs", "StopTask", () => new() { ["cluster"] = running.Stage.Cluster, ["task"] = scene.Draw.Hex("tampered task", 32), ["reason"] = "incident" },
            () => new() { ["task"] = new JsonObject { ["taskArn"] = running.TaskArn(scene.Draw.Hex("tampered task", 32)), ["lastStatus"] = "RUNNING", ["desiredStatus"] = "STOPPED" } });
    }

    private static void LookAround(Scene scene, Caller thief)
    {
        scene.As(thief, Company.Global);
        scene.Ask("sts", "GetCallerIdentity", null, null);
        scene.Wait(20, 60);
        scene.Deny("iam", "ListAttachedUserPolicies", true, $"user {User}", () => new() { ["userName"] = User });
        scene.As(thief, Company.Registry);
        scene.Deny("secretsmanager", "ListSecrets", true, "*");
        scene.Deny("s3", "ListBuckets", true, "*", permission: "ListAllMyBuckets");
        scene.Wait(30, 90);
        scene.Read("ecr", "DescribeRepositories", () => new() { ["maxResults"] = 100 });
        scene.Read("ecr", "ListImages", () => new() { ["repositoryName"] = App.Repository }, Registry.Named(Company.Registry, App.Repository, "ecr"));
        scene.Wait(60, 120);
        Registry.SignIn(scene);
    }

    private static void Replace(Scene scene, Deployment running, Image tampered)
    {
        scene.Wait(5, 15);
        Registry.Pull(scene, Company.Registry, running.Release.Image, 3);
        scene.Wait(300, 420);
        Registry.Push(scene, tampered);
    }

    private static Deployment TakeOver(Scene scene, Caller thief, Deployment running, Image tampered)
    {
        var stage = running.Stage;
        var role = Company.RoleArn(stage.Place.Account, DeployRole);
        var key = scene.Draw.SessionKey("thief");
        var now = scene.Now;
        scene.As(thief, stage.Place);
        scene.Ask("sts", "AssumeRole", () => new() { ["roleArn"] = role, ["roleSessionName"] = "ci", ["durationSeconds"] = 3600 },
            () => Sessions.Issued(scene.Draw, role, "ci", key, now.AddHours(1)), new Named("AWS::IAM::Role", role));
        scene.As(scene.Callers.Role(stage.Place.Account, DeployRole, "ci", key, now, Address, Agent));
        scene.Wait(10, 30);
        scene.Read("ecs", "ListServices", () => new() { ["cluster"] = stage.Cluster });
        scene.Read("ecs", "DescribeTaskDefinition", () => new() { ["taskDefinition"] = running.DefinitionArn });
        scene.Wait(20, 60);
        var deployment = running with { Release = running.Release with { Image = tampered }, Time = scene.Now, Revision = running.Revision + 900, Tasks = [scene.Draw.Hex("tampered task", 32)] };
        Deploying.Register(scene, deployment);
        Deploying.Update(scene, deployment, 1, network: true);
        return deployment;
    }

    private static void CoverUp(Scene scene, Caller thief)
    {
        scene.Wait(60, 120);
        scene.As(thief, Company.Registry);
        scene.Deny("cloudtrail", "StopLogging", false, $"arn:aws:cloudtrail:eu-west-1:{Company.Tools}:trail/organization", () => new() { ["name"] = "organization" });
        scene.Wait(20, 60);
        scene.Write("ecr", "DeleteRepository",
            () => new() { ["repositoryName"] = OldRepository, ["registryId"] = Company.Tools, ["force"] = true },
            () => new() { ["repository"] = new JsonObject { ["repositoryArn"] = Company.RepositoryArn(Company.Registry, OldRepository), ["repositoryName"] = OldRepository, ["registryId"] = Company.Tools, ["createdAt"] = "Mar 4, 2021, 3:12:09 PM" } },
            Registry.Named(Company.Registry, OldRepository, "ecr"));
    }
}
