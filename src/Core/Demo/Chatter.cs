using System.Text.Json.Nodes;

namespace TrailBoard.Core.Demo;

/// <summary>Everyday noise: machines at any hour, people while they work. Each is a few calls, so that an hour can be filled exactly.</summary>
internal static partial class Chatter
{
    private delegate void Telling(Scene scene, Releases releases);

    private static readonly (int Share, Telling Tell)[] Machines =
    [
        (22, Tasks), (14, Scaling), (20, Watching), (8, Legacy), (10, HealthChecks), (12, Agent), (8, Recording), (6, LogStreams),
    ];

    private static readonly (int Share, Telling Tell)[] Office =
    [
        (14, BrowseServices), (10, BrowseImages), (9, BrowseGateways), (7, BrowsePipelines), (5, PullLocally), (5, Shell), (4, Migration), (4, Refused),
        (3, Missing), (8, GatewayDraft), (4, TestImage), (9, Tasks), (6, Watching), (5, Scaling), (3, Agent), (2, Legacy), (2, TagService),
    ];

    /// <summary>Something that fits the hour.</summary>
    public static void Any(Scene scene, Releases releases)
    {
        var choices = Rhythm.IsOffice(scene.Now) ? Office : Machines;
        var left = scene.Dice.Below(choices.Sum(choice => choice.Share));
        foreach (var (share, tell) in choices)
        {
            left -= share;
            if (left < 0)
            {
                tell(scene, releases);
                return;
            }
        }
    }

    /// <summary>A single call, for the last places of an hour.</summary>
    public static void One(Scene scene)
    {
        var stage = scene.Dice.Pick(Company.Stages);
        var (account, place) = (stage.Place.Account, stage.Place);
        switch (scene.Dice.Below(6))
        {
            case 0:
                scene.As(scene.Callers.Linked(account, "AWSServiceRoleForECS", "ecs-service-scheduler", "ecs.amazonaws.com", scene.Now), place);
                scene.Read("elasticloadbalancing", "DescribeTargetHealth", () => new() { ["targetGroupArn"] = $"arn:aws:elasticloadbalancing:{place.Region}:{account}:targetgroup/storefront/6d0ecf831eec9f09" });
                break;
            case 1:
                scene.As(Callers.Service("cloudtrail.amazonaws.com"), Company.Registry);
                scene.Read("s3", "GetBucketAcl", () => new() { ["bucketName"] = Company.Organization + "-trail", ["acl"] = "" }, new Named("AWS::S3::Bucket", $"arn:aws:s3:::{Company.Organization}-trail"));
                break;
            case 2:
                scene.As(Config(scene, account), place);
                scene.Read("ecs", "ListClusters");
                break;
            case 3:
                scene.As(Config(scene, account), place);
                scene.Read("apigateway", "GetRestApis", () => new() { ["limit"] = 500, ["template"] = false });
                break;
            case 4:
                scene.As(Config(scene, account), place);
                scene.Read("ec2", "DescribeSecurityGroups");
                break;
            default:
                scene.As(Config(scene, Company.Tools), Company.Registry);
                scene.Read("ecr", "DescribeRepositories", () => new() { ["registryId"] = Company.Tools });
                break;
        }
    }

    private static Caller Config(Scene scene, string account) =>
        scene.Callers.Linked(account, "AWSServiceRoleForConfig", "AWSConfig-Describe", "config.amazonaws.com", scene.Now);

    private static Deployment Some(Scene scene, Releases releases, Stage? where = null)
    {
        var stage = where ?? scene.Dice.Pick(Company.Stages);
        var apps = stage == Company.ProductionWest ? Company.Apps.Where(app => app.IsWorldwide).ToList() : Company.Apps;
        return releases.Running(scene.Dice.Pick(apps), stage, scene.Now);
    }

    private static Person SomePerson(Scene scene, string account) =>
        scene.Dice.Pick(Company.People.Where(person => person.Accounts.Contains(account)).ToList());

    private static void Tasks(Scene scene, Releases releases)
    {
        var running = Some(scene, releases);
        var task = scene.Dice.Pick(running.Tasks);
        scene.As(scene.Callers.Task(running.Stage, running.Release.App, task, running.Time), running.Stage.Place);
        var key = $"arn:aws:kms:{running.Stage.Place.Region}:{running.Stage.Place.Account}:key/{scene.Draw.Guid($"key {running.Stage.Place}")}";
        switch (scene.Dice.Below(4))
        {
            case 0:
                scene.Ask("secretsmanager", "GetSecretValue", () => new() { ["secretId"] = Deploying.SecretArn(running), ["versionStage"] = "AWSCURRENT" }, null);
                goto case 1;
            case 1:
                scene.Read("kms", "Decrypt", () => new() { ["encryptionAlgorithm"] = "SYMMETRIC_DEFAULT", ["encryptionContext"] = new JsonObject { ["service"] = running.Service } }, new Named("AWS::KMS::Key", key));
                break;
            case 2:
                scene.Read("ssm", "GetParameters", () => new() { ["names"] = new JsonArray($"/{running.Service}/flags"), ["withDecryption"] = true });
                break;
            default:
                scene.Read("kms", "GenerateDataKey", () => new() { ["keyId"] = key, ["keySpec"] = "AES_256", ["encryptionContext"] = new JsonObject { ["aws:s3:arn"] = $"arn:aws:s3:::{Company.Organization}-{running.Stage.Name}-uploads" } }, new Named("AWS::KMS::Key", key));
                break;
        }
    }

    private static void Scaling(Scene scene, Releases releases)
    {
        var running = Some(scene, releases, scene.Dice.Chance(70) ? Company.ProductionStage : Company.ProductionWest);
        scene.As(scene.Callers.Linked(running.Stage.Place.Account, "AWSServiceRoleForApplicationAutoScaling_ECSService", "AutoScaling-UpdateDesiredCount", "ecs.application-autoscaling.amazonaws.com", scene.Now), running.Stage.Place);
        scene.Read("cloudwatch", "DescribeAlarms", () => new() { ["alarmNames"] = new JsonArray($"TargetTracking-service/{running.Stage.Cluster}/{running.Service}-AlarmHigh") });
        Deploying.Look(scene, running);
        if (scene.Dice.Chance(40))
        {
            Deploying.Update(scene, running, scene.Dice.Between(2, 6), scaling: true);
        }
    }

    private static void Watching(Scene scene, Releases releases)
    {
        var running = Some(scene, releases);
        scene.As(scene.Callers.Role(running.Stage.Place.Account, "observability-poller", "collector", scene.Draw.SessionKey($"collector {running.Stage.Place} {scene.Now:yyyyMMddHH}"), scene.Now.AddMinutes(-scene.Now.Minute), "198.51.100.201", "Go-http-client/1.1 aws-sdk-go-v2/1.39.2"), running.Stage.Place);
        scene.Read("ecs", "ListClusters");
        scene.Read("ecs", "ListServices", () => new() { ["cluster"] = running.Stage.Cluster, ["maxResults"] = 100 });
        Deploying.Look(scene, running);
        scene.Read("ecs", "ListTasks", () => new() { ["cluster"] = running.Stage.Cluster, ["serviceName"] = running.Service });
        scene.Read("ecs", "DescribeTasks", () => new() { ["cluster"] = running.Stage.Cluster, ["tasks"] = new JsonArray([.. running.Tasks.Select(task => JsonValue.Create(running.TaskArn(task)))]) });
    }

    private static void Legacy(Scene scene, Releases releases)
    {
        var app = scene.Dice.Pick(Company.Apps);
        scene.As(scene.Callers.User(Company.Tools, Incident.User, "203.0.113.77", "aws-cli/1.18.69 Python/3.8.10 Linux/5.4.0-216-generic botocore/1.16.19"), Company.Registry);
        scene.Ask("sts", "GetCallerIdentity", null, null);
        Registry.SignIn(scene);
        Registry.Pull(scene, Company.Registry, releases.Running(app, Company.StagingStage, scene.Now).Release.Image, 1);
    }

    private static void HealthChecks(Scene scene, Releases releases)
    {
        var running = Some(scene, releases);
        scene.As(scene.Callers.Linked(running.Stage.Place.Account, "AWSServiceRoleForECS", "ecs-service-scheduler", "ecs.amazonaws.com", scene.Now), running.Stage.Place);
        scene.Read("elasticloadbalancing", "DescribeTargetHealth", () => new() { ["targetGroupArn"] = Deploying.TargetGroup(scene.Draw, running) });
        scene.Read("ec2", "DescribeNetworkInterfaces", () => new() { ["networkInterfaceIdSet"] = new JsonObject { ["items"] = new JsonArray(new JsonObject { ["networkInterfaceId"] = "eni-" + running.Tasks[0][..17] }) } });
    }

    private static void Agent(Scene scene, Releases releases)
    {
        var running = Some(scene, releases, Company.StagingStage);
        var instance = "i-" + scene.Draw.Hex($"host {scene.Dice.Below(3)}", 17);
        scene.As(scene.Callers.Role(Company.Staging, "ecs-instance", instance, scene.Draw.SessionKey($"{instance} {scene.Now:yyyyMMdd}"), scene.Now.AddHours(-2), $"10.40.2.{20 + (instance[5] % 9)}", "amazon-ecs-agent/1.99.0 (linux) aws-sdk-go-v2/1.39.2"), Company.StagingStage.Place);
        scene.Read("ecs", "DiscoverPollEndpoint", () => new() { ["containerInstance"] = $"arn:aws:ecs:eu-central-1:{Company.Staging}:container-instance/staging/{scene.Draw.Hex(instance, 32)}", ["cluster"] = "staging" });
        var change = scene.Dice.Chance(50) ? "RUNNING" : "STOPPED";
        scene.Write("ecs", "SubmitTaskStateChange",
            () => new() { ["cluster"] = "staging", ["task"] = running.TaskArn(running.Tasks[0]), ["status"] = change, ["containers"] = new JsonArray(new JsonObject { ["containerName"] = running.Service, ["imageDigest"] = running.Release.Image.Digest, ["status"] = change }) },
            () => new() { ["acknowledgment"] = "OK" });
    }

    private static void Recording(Scene scene, Releases releases)
    {
        _ = releases;
        scene.As(Config(scene, Company.Tools), Company.Registry);
        scene.Read("ecr", "DescribeRepositories", () => new() { ["registryId"] = Company.Tools, ["maxResults"] = 100 });
        scene.Read("apigateway", "GetRestApis", () => new() { ["limit"] = 500, ["template"] = false });
        scene.Read("imagebuilder", "ListImagePipelines", () => new() { ["maxResults"] = 25 });
        scene.Read("s3", "GetBucketPolicy", () => new() { ["bucketName"] = Company.Organization + "-trail", ["policy"] = "" }, new Named("AWS::S3::Bucket", $"arn:aws:s3:::{Company.Organization}-trail"));
        scene.As(scene.Caller, Company.Global);
        scene.Read("iam", "ListRoles");
    }

    private static void LogStreams(Scene scene, Releases releases)
    {
        var running = Some(scene, releases);
        var task = scene.Draw.Hex(scene.Name + " task", 32);
        scene.As(scene.Callers.Role(running.Stage.Place.Account, "ecs-execution", task, scene.Draw.SessionKey("execution " + task), scene.Now, "AWS Internal", "AWS Internal"), running.Stage.Place);
        scene.Write("logs", "CreateLogStream", () => new() { ["logGroupName"] = $"/ecs/{running.Service}", ["logStreamName"] = $"ecs/{running.Service}/{task}" }, null);
    }
}
