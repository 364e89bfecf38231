using System.Text.Json.Nodes;

namespace TrailBoard.Core.Demo;

/// <summary>What keeps a registry and its accounts in order: policies, tags, scans, keys; and the weekly public image.</summary>
internal static class Housekeeping
{
    /// <summary>A new repository with everything that goes with it.</summary>
    public static void NewRepository(Scene scene, string repository)
    {
        var registry = Company.Registry;
        var (arn, now) = (Company.RepositoryArn(registry, repository), scene.Now);
        var named = new Named("AWS::ECR::Repository", arn);
        scene.As(scene.Callers.Person(Company.Maya, Company.Tools, scene.Now), registry);
        scene.Write("ecr", "CreateRepository",
            () => new() { ["repositoryName"] = repository, ["imageTagMutability"] = "MUTABLE", ["imageScanningConfiguration"] = new JsonObject { ["scanOnPush"] = true } },
            () => new() { ["repository"] = new JsonObject { ["repositoryArn"] = arn, ["repositoryName"] = repository, ["registryId"] = registry.Account, ["repositoryUri"] = $"{registry.Account}.dkr.ecr.{registry.Region}.amazonaws.com/{repository}", ["createdAt"] = Callers.Words(now), ["imageTagMutability"] = "MUTABLE" } }, named);
        scene.Wait(20, 60);
        Policy(scene, repository);
        scene.Write("ecr", "PutImageTagMutability",
            () => new() { ["repositoryName"] = repository, ["registryId"] = registry.Account, ["imageTagMutability"] = "IMMUTABLE" },
            () => new() { ["repositoryName"] = repository, ["registryId"] = registry.Account, ["imageTagMutability"] = "IMMUTABLE" }, named);
        scene.Write("ecr", "TagResource", () => new() { ["resourceArn"] = arn, ["tags"] = new JsonArray(new JsonObject { ["Key"] = "team", ["Value"] = repository.Split('/')[0] }) }, null, named);
    }

    /// <summary>Who may pull, and what expires.</summary>
    public static void Policy(Scene scene, string repository)
    {
        var named = Registry.Named(scene.Place, repository, "ecr");
        var account = scene.Place.Account;
        const string Lifecycle = """{"rules":[{"rulePriority":1,"description":"expire untagged images after two weeks","selection":{"tagStatus":"untagged","countType":"sinceImagePushed","countUnit":"days","countNumber":14},"action":{"type":"expire"}}]}""";
        const string Pull = $$"""{"Version":"2012-10-17","Statement":[{"Sid":"PullFromStages","Effect":"Allow","Principal":{"AWS":["arn:aws:iam::{{Company.Staging}}:root","arn:aws:iam::{{Company.Production}}:root"]},"Action":["ecr:BatchGetImage","ecr:GetDownloadUrlForLayer"]}]}""";
        JsonObject Body(string name, string text, string? force = null)
        {
            JsonObject body = new() { ["registryId"] = account, ["repositoryName"] = repository, [name] = text };
            if (force is not null)
            {
                body[force] = false;
            }

            return body;
        }

        scene.Write("ecr", "SetRepositoryPolicy", () => Body("policyText", Pull, "force"), () => Body("policyText", Pull), named);
        scene.Wait(5, 20);
        scene.Write("ecr", "PutLifecyclePolicy", () => Body("lifecyclePolicyText", Lifecycle), () => Body("lifecyclePolicyText", Lifecycle), named);
    }

    /// <summary>The command line tool for customers, published in the public gallery: us-east-1 only.</summary>
    public static void Publish(Scene scene, int week)
    {
        var run = 18_500_000_000 + scene.Dice.Below(90_000_000);
        var address = Publishing.RunnerAddress(scene.Draw, run);
        Publishing.TakeRole(scene, Company.Global, Publishing.Role, $"repo:{Company.Organization}/cli:ref:refs/tags/v1.{week}.0", run, address);
        scene.As(scene.Callers.Job(Company.Global, Publishing.Role, run, scene.Now, address));
        scene.Wait(20, 60);
        Registry.SignIn(scene, "ecr-public");
        foreach (var (repository, layers) in new[] { ("harborlane/cli", 6), ("harborlane/agent", 6), ("harborlane/examples", 4) })
        {
            Registry.Push(scene, Image.Of(scene.Draw, repository, $"1.{week}.0", layers), "ecr-public");
            scene.Wait(5, 20);
            scene.Read("ecr-public", "DescribeImageTags", () => new() { ["repositoryName"] = repository, ["registryId"] = Company.Tools });
        }

        scene.Write("ecr-public", "PutRepositoryCatalogData",
            () => new() { ["repositoryName"] = "harborlane/cli", ["catalogData"] = new JsonObject { ["description"] = "The Harborlane command line", ["architectures"] = new JsonArray("x86-64", "ARM 64"), ["usageText"] = $"docker run public.ecr.aws/harborlane/cli:1.{week}.0" } },
            () => new() { ["catalogData"] = new JsonObject { ["description"] = "The Harborlane command line" } }, Registry.Named(Company.Global, "harborlane/cli", "ecr-public"));
    }

    /// <summary>The security engineer's weekly round: who has keys, who may do what, what the scans say.</summary>
    public static void Review(Scene scene)
    {
        scene.As(scene.Callers.Person(Company.Priya, Company.Tools, scene.Now), Company.Global);
        scene.Read("iam", "GetAccountAuthorizationDetails");
        scene.Read("iam", "ListUsers");
        scene.Read("iam", "ListAccessKeys", () => new() { ["userName"] = Incident.User });
        scene.Wait(60, 200);
        scene.As(scene.Caller, Company.Registry);
        foreach (var app in Company.Apps)
        {
            scene.Wait(20, 60);
            scene.Read("ecr", "GetRepositoryPolicy", () => new() { ["repositoryName"] = app.Repository, ["registryId"] = Company.Tools }, Registry.Named(Company.Registry, app.Repository, "ecr"));
            scene.Write("ecr", "StartImageScan", () => new() { ["repositoryName"] = app.Repository, ["registryId"] = Company.Tools, ["imageId"] = new JsonObject { ["imageTag"] = $"{app.Major}.12.0" } },
                () => new() { ["repositoryName"] = app.Repository, ["registryId"] = Company.Tools, ["imageScanStatus"] = new JsonObject { ["status"] = "IN_PROGRESS" } }, Registry.Named(Company.Registry, app.Repository, "ecr"));
        }

        scene.Deny("cloudtrail", "UpdateTrail", false, $"arn:aws:cloudtrail:eu-west-1:{Company.Tools}:trail/organization", () => new() { ["name"] = "organization", ["enableLogFileValidation"] = true });
    }

    /// <summary>A role's policy is widened, and a month-old cluster goes.</summary>
    public static void Platform(Scene scene, int number)
    {
        scene.As(scene.Callers.Person(Company.Jonas, Company.Staging, scene.Now, terminal: true), new(Company.Staging, "us-east-1"));
        scene.Read("iam", "GetRole", () => new() { ["roleName"] = "orders-worker-task" });
        scene.Write("iam", "PutRolePolicy",
            () => new() { ["roleName"] = "orders-worker-task", ["policyName"] = "queues", ["policyDocument"] = """{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":["sqs:ReceiveMessage","sqs:DeleteMessage"],"Resource":"*"}]}""" }, null);
        scene.Wait(30, 90);
        var stage = Company.StagingStage;
        var cluster = $"preview-{number}";
        var arn = $"arn:aws:ecs:{stage.Place.Region}:{stage.Place.Account}:cluster/{cluster}";
        scene.As(scene.Caller, stage.Place);
        scene.Write("ecs", "CreateCluster", () => new() { ["clusterName"] = cluster, ["capacityProviders"] = new JsonArray("FARGATE_SPOT") },
            () => new() { ["cluster"] = new JsonObject { ["clusterArn"] = arn, ["clusterName"] = cluster, ["status"] = "ACTIVE" } });
        scene.Wait(20, 40);
        scene.Write("ecs", "CreateService",
            () => new() { ["cluster"] = cluster, ["serviceName"] = "storefront", ["taskDefinition"] = "storefront", ["desiredCount"] = 1, ["launchType"] = "FARGATE" },
            () => new() { ["service"] = new JsonObject { ["serviceArn"] = $"arn:aws:ecs:{stage.Place.Region}:{stage.Place.Account}:service/{cluster}/storefront", ["serviceName"] = "storefront", ["clusterArn"] = arn, ["status"] = "ACTIVE", ["desiredCount"] = 1 } });
        scene.Wait(200, 400);
        scene.Write("ecs", "DeleteService", () => new() { ["cluster"] = $"preview-{number - 1}", ["service"] = "storefront", ["force"] = true },
            () => new() { ["service"] = new JsonObject { ["serviceArn"] = $"arn:aws:ecs:{stage.Place.Region}:{stage.Place.Account}:service/preview-{number - 1}/storefront", ["serviceName"] = "storefront", ["status"] = "DRAINING" } });
        scene.Write("ecs", "DeleteCluster", () => new() { ["cluster"] = $"preview-{number - 1}" },
            () => new() { ["cluster"] = new JsonObject { ["clusterArn"] = arn.Replace(cluster, $"preview-{number - 1}", StringComparison.Ordinal), ["clusterName"] = $"preview-{number - 1}", ["status"] = "INACTIVE" } });
    }
}
