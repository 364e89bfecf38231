namespace TrailBoard.Benchmarks.Scale.Trails;

/// <summary>What kind of call a record tells of, which decides its request and its response.</summary>
internal enum CallKind
{
    Pull,
    Layer,
    Token,
    Push,
    Upload,
    Describe,
    Delete,
    Tasks,
    RunTask,
    UpdateService,
    AssumeRole,
    Plain,
}

/// <summary>A call: how often it is made, by whom, and what its record looks like.</summary>
internal sealed record Call(string Service, string Action, int Share, CallKind Kind, bool IsReadOnly, params CallerKind[] Callers)
{
    private const int Steps = 4096;

    private static readonly Call[] All =
    [
        new("ecr", "BatchGetImage", 150, CallKind.Pull, true, CallerKind.Node, CallerKind.Node, CallerKind.Pipeline),
        new("ecr", "GetDownloadUrlForLayer", 170, CallKind.Layer, true, CallerKind.Node, CallerKind.Node, CallerKind.Pipeline),
        new("ecr", "GetAuthorizationToken", 80, CallKind.Token, true, CallerKind.Node, CallerKind.Pipeline, CallerKind.Person),
        new("ecr", "PutImage", 20, CallKind.Push, false, CallerKind.Pipeline, CallerKind.Pipeline, CallerKind.Pipeline, CallerKind.Person),
        new("ecr", "InitiateLayerUpload", 22, CallKind.Upload, false, CallerKind.Pipeline),
        new("ecr", "UploadLayerPart", 45, CallKind.Upload, false, CallerKind.Pipeline),
        new("ecr", "CompleteLayerUpload", 22, CallKind.Upload, false, CallerKind.Pipeline),
        new("ecr", "BatchCheckLayerAvailability", 45, CallKind.Layer, true, CallerKind.Pipeline),
        new("ecr", "DescribeRepositories", 20, CallKind.Describe, true, CallerKind.Person, CallerKind.IamUser),
        new("ecr", "DescribeImages", 30, CallKind.Describe, true, CallerKind.Person, CallerKind.IamUser, CallerKind.Task),
        new("ecr", "BatchDeleteImage", 3, CallKind.Delete, false, CallerKind.Person, CallerKind.Pipeline),
        new("ecr", "DeleteRepository", 1, CallKind.Describe, false, CallerKind.Person),
        new("ecs", "DescribeTasks", 60, CallKind.Tasks, true, CallerKind.Task, CallerKind.Person, CallerKind.IamUser),
        new("ecs", "DescribeServices", 40, CallKind.UpdateService, true, CallerKind.Task, CallerKind.Pipeline, CallerKind.Person),
        new("ecs", "RunTask", 14, CallKind.RunTask, false, CallerKind.Task, CallerKind.Person),
        new("ecs", "UpdateService", 9, CallKind.UpdateService, false, CallerKind.Pipeline, CallerKind.Person),
        new("sts", "AssumeRole", 95, CallKind.AssumeRole, true, CallerKind.Service),
        new("s3", "GetBucketAcl", 20, CallKind.Plain, true, CallerKind.Service),
        new("kms", "Decrypt", 40, CallKind.Plain, true, CallerKind.Task, CallerKind.Node),
        new("logs", "CreateLogStream", 40, CallKind.Plain, false, CallerKind.Task, CallerKind.Node),
        new("ec2", "DescribeInstances", 30, CallKind.Plain, true, CallerKind.Node, CallerKind.Person, CallerKind.Service),
        new("iam", "ListRoles", 10, CallKind.Plain, true, CallerKind.Person, CallerKind.IamUser),
        new("ssm", "GetParameter", 12, CallKind.Plain, true, CallerKind.Task),
        new("cloudtrail", "LookupEvents", 2, CallKind.Plain, true, CallerKind.Person, CallerKind.Root),
    ];

    private static readonly Call[] BySteps = Spread();

    /// <summary>The service's short name in UTF-8.</summary>
    public byte[] ServiceText { get; } = System.Text.Encoding.UTF8.GetBytes(Service);

    /// <summary>The action in UTF-8.</summary>
    public byte[] ActionText { get; } = System.Text.Encoding.UTF8.GetBytes(Action);

    /// <summary>The call that carries the rare words.</summary>
    public static Call ToUpdateService { get; } = All.Single(call => call.Action == "UpdateService");

    /// <summary>Every service and action, for questions.</summary>
    public static IReadOnlyList<Call> Known => All;

    public static Call Choose(ref Dice dice) => BySteps[dice.Below(Steps)];

    private static Call[] Spread()
    {
        var (steps, total, sum) = (new Call[Steps], All.Sum(call => call.Share), 0);
        var at = 0;
        foreach (var call in All)
        {
            sum += call.Share;
            for (; at < (long)Steps * sum / total; at++)
            {
                steps[at] = call;
            }
        }

        return steps;
    }
}
