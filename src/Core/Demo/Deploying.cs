using System.Text.Json.Nodes;

namespace TrailBoard.Core.Demo;

/// <summary>A deployment told: the job registers the task definition and updates the service; ECS starts tasks, which pull.</summary>
internal static class Deploying
{
    public const string Role = "github-deploy";

    public static void Roll(Scene scene, Deployment deployment)
    {
        var (stage, run) = (deployment.Stage, deployment.Release.Run);
        var address = Publishing.RunnerAddress(scene.Draw, run);
        Publishing.TakeRole(scene, stage.Place, Role, $"repo:{Company.Organization}/{deployment.Service}:environment:{stage.Name}", run, address);
        var job = scene.Callers.Job(stage.Place, Role, run, scene.Now, address);
        scene.As(job);
        scene.Wait(4, 15);
        scene.Read("ecs", "DescribeTaskDefinition", () => new() { ["taskDefinition"] = deployment.Service, ["include"] = new JsonArray("TAGS") });
        Register(scene, deployment);
        scene.Wait(1, 5);
        Update(scene, deployment, deployment.Tasks.Count);
        for (var i = 0; i < 2; i++)
        {
            scene.Wait(15, 20);
            Look(scene, deployment);
        }

        Start(scene, deployment);
        scene.As(job);
        for (var i = 0; i < 3; i++)
        {
            scene.Wait(15, 30);
            Look(scene, deployment);
        }
    }

    public static void Look(Scene scene, Deployment deployment) => scene.Read("ecs", "DescribeServices",
        () => new() { ["cluster"] = deployment.Stage.Cluster, ["services"] = new JsonArray(deployment.Service) });

    public static void Register(Scene scene, Deployment deployment)
    {
        var now = scene.Now;
        var by = scene.Caller.Arn;
        JsonObject Definition() => new()
        {
            ["family"] = deployment.Service,
            ["taskRoleArn"] = Company.RoleArn(deployment.Stage.Place.Account, Callers.TaskRole(deployment.Release.App)),
            ["executionRoleArn"] = Company.RoleArn(deployment.Stage.Place.Account, "ecs-execution"),
            ["networkMode"] = "awsvpc",
            ["requiresCompatibilities"] = new JsonArray("FARGATE"),
            ["cpu"] = "512",
            ["memory"] = "1024",
            ["containerDefinitions"] = new JsonArray(new JsonObject
            {
                ["name"] = deployment.Service,
                ["image"] = deployment.ImageReference,
                ["essential"] = true,
                ["portMappings"] = new JsonArray(new JsonObject { ["containerPort"] = 8080, ["protocol"] = "tcp" }),
                ["environment"] = new JsonArray(new JsonObject { ["name"] = "STAGE", ["value"] = deployment.Stage.Name }),
                ["secrets"] = new JsonArray(new JsonObject { ["name"] = "DATABASE_URL", ["valueFrom"] = SecretArn(deployment) }),
                ["logConfiguration"] = new JsonObject { ["logDriver"] = "awslogs", ["options"] = new JsonObject { ["awslogs-group"] = $"/ecs/{deployment.Service}" } },
            }),
        };
        scene.Write("ecs", "RegisterTaskDefinition", Definition, () =>
        {
            var definition = Definition();
            definition["taskDefinitionArn"] = deployment.DefinitionArn;
            definition["revision"] = deployment.Revision;
            definition["status"] = "ACTIVE";
            definition["registeredAt"] = Callers.Words(now);
            definition["registeredBy"] = by;
            return new() { ["taskDefinition"] = definition };
        });
    }

    /// <param name="network">Whether tasks are to have public addresses, where the call says anything of it.</param>
    public static void Update(Scene scene, Deployment deployment, int desired, bool scaling = false, bool? network = null)
    {
        var now = scene.Now;
        JsonObject Network() => new()
        {
            ["awsvpcConfiguration"] = new JsonObject
            {
                ["subnets"] = new JsonArray("subnet-" + scene.Draw.Hex($"subnet {deployment.Stage.Place.Region}", 17)),
                ["securityGroups"] = new JsonArray("sg-" + scene.Draw.Hex($"group {deployment.ServiceArn}", 17)),
                ["assignPublicIp"] = network is true ? "ENABLED" : "DISABLED",
            },
        };
        scene.Write("ecs", "UpdateService",
            () =>
            {
                JsonObject request = new() { ["cluster"] = deployment.Stage.Cluster, ["service"] = deployment.Service };
                if (scaling)
                {
                    request["desiredCount"] = desired;
                }
                else
                {
                    request["taskDefinition"] = deployment.DefinitionArn;
                    request["forceNewDeployment"] = false;
                }

                if (network is not null)
                {
                    request["networkConfiguration"] = Network();
                }

                return request;
            },
            () => new()
            {
                ["service"] = new JsonObject
                {
                    ["serviceArn"] = deployment.ServiceArn,
                    ["serviceName"] = deployment.Service,
                    ["clusterArn"] = deployment.Stage.ClusterArn,
                    ["status"] = "ACTIVE",
                    ["desiredCount"] = desired,
                    ["runningCount"] = deployment.Tasks.Count,
                    ["pendingCount"] = 0,
                    ["launchType"] = "FARGATE",
                    ["taskDefinition"] = deployment.DefinitionArn,
                    ["deployments"] = new JsonArray(new JsonObject
                    {
                        ["id"] = "ecs-svc/" + scene.Draw.Dice($"deployment {scene.Name}").Text("0123456789", 19),
                        ["status"] = "PRIMARY",
                        ["taskDefinition"] = deployment.DefinitionArn,
                        ["desiredCount"] = desired,
                        ["createdAt"] = Callers.Words(now),
                        ["rolloutState"] = "IN_PROGRESS",
                    }),
                    ["networkConfiguration"] = Network(),
                    ["enableExecuteCommand"] = deployment.Stage.Name == "staging" || deployment.Service == "checkout-api",
                },
            });
    }

    /// <summary>ECS starts the tasks: their network interfaces, the roles they take, the image they pull, their secrets and logs.</summary>
    public static void Start(Scene scene, Deployment deployment)
    {
        var place = deployment.Stage.Place;
        var service = scene.Callers.Linked(place.Account, "AWSServiceRoleForECS", "ecs-service-scheduler", "ecs.amazonaws.com", scene.Now);
        foreach (var task in deployment.Tasks)
        {
            var (taskRole, started) = (Company.RoleArn(place.Account, Callers.TaskRole(deployment.Release.App)), scene.Now.AddSeconds(2));
            scene.As(service, place);
            scene.Write("ec2", "CreateNetworkInterface",
                () => new() { ["subnetId"] = "subnet-" + scene.Draw.Hex($"subnet {place.Region}", 17), ["description"] = deployment.TaskArn(task) },
                () => new() { ["networkInterface"] = new JsonObject { ["networkInterfaceId"] = "eni-" + task[..17], ["status"] = "pending" } });
            scene.As(Callers.Service("ecs-tasks.amazonaws.com"));
            scene.Ask("sts", "AssumeRole",
                () => new() { ["roleArn"] = taskRole, ["roleSessionName"] = task, ["durationSeconds"] = 21600 },
                () => Sessions.Issued(scene.Draw, taskRole, task, scene.Callers.TaskKey(task), started.AddHours(6)),
                new Named("AWS::IAM::Role", taskRole));
            Execute(scene, deployment, task);
        }

        scene.As(service, place);
        scene.Write("elasticloadbalancing", "RegisterTargets",
            () => new() { ["targetGroupArn"] = TargetGroup(scene.Draw, deployment), ["targets"] = new JsonArray([.. deployment.Tasks.Select((_, i) => (JsonNode)new JsonObject { ["id"] = $"10.20.3.{40 + i}", ["port"] = 8080 })]) }, null);
    }

    public static string SecretArn(Deployment deployment) =>
        $"arn:aws:secretsmanager:{deployment.Stage.Place.Region}:{deployment.Stage.Place.Account}:secret:{deployment.Stage.Name}/{deployment.Service}/database-8fKq2x";

    public static string TargetGroup(Draw draw, Deployment deployment) =>
        $"arn:aws:elasticloadbalancing:{deployment.Stage.Place.Region}:{deployment.Stage.Place.Account}:targetgroup/{deployment.Service}/{draw.Hex("target " + deployment.ServiceArn, 16)}";

    private static void Execute(Scene scene, Deployment deployment, string task)
    {
        var place = deployment.Stage.Place;
        scene.As(scene.Callers.Role(place.Account, "ecs-execution", task, scene.Draw.SessionKey("execution " + task), scene.Now, "AWS Internal", "AWS Internal"));
        scene.Ask("ecr", "GetAuthorizationToken", null, null);
        Registry.Pull(scene, new(Company.Tools, place.Region), deployment.Release.Image, deployment.Stage.Name == "staging" ? 3 : 4);
        scene.Ask("secretsmanager", "GetSecretValue", () => new() { ["secretId"] = SecretArn(deployment) }, null);
        scene.Write("logs", "CreateLogStream", () => new() { ["logGroupName"] = $"/ecs/{deployment.Service}", ["logStreamName"] = $"ecs/{deployment.Service}/{task}" }, null);
    }
}
