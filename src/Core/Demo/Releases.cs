using System.Text.Json.Nodes;

namespace TrailBoard.Core.Demo;

/// <summary>A version of an app: pushed by a job of GitHub Actions for a commit on a branch.</summary>
internal sealed record Release(App App, int Number, string Version, long Run, DateTimeOffset Pushed, Image Image)
{
    public string Subject => $"repo:{Company.Organization}/{App.Name}:ref:refs/heads/main";
}

/// <summary>A release in an environment: the revision of the task definition and the tasks that ran it.</summary>
internal sealed record Deployment(Release Release, Stage Stage, DateTimeOffset Time, int Revision, IReadOnlyList<string> Tasks)
{
    public string Service => Release.App.Name;

    public string ServiceArn => $"arn:aws:ecs:{Stage.Place.Region}:{Stage.Place.Account}:service/{Stage.Cluster}/{Service}";

    public string DefinitionArn => $"arn:aws:ecs:{Stage.Place.Region}:{Stage.Place.Account}:task-definition/{Service}:{Revision}";

    public string ImageReference => $"{Company.Tools}.dkr.ecr.{Stage.Place.Region}.amazonaws.com/{Release.App.Repository}:{Release.Version}";

    public string TaskArn(string task) => $"arn:aws:ecs:{Stage.Place.Region}:{Stage.Place.Account}:task/{Stage.Cluster}/{task}";
}

/// <summary>All releases and deployments of the month, decided before anything is told: the truth that the trail reflects.</summary>
internal sealed class Releases
{
    private readonly Dictionary<(App App, Stage Stage), List<Deployment>> _deployments = [];

    public Releases(Draw draw, DateTimeOffset begin, DateTimeOffset end, int count)
    {
        var hours = Rhythm.OfficeHours(begin, end.AddHours(-6));
        var dice = draw.Dice("releases");
        foreach (var app in Company.Apps)
        {
            Add(draw, app, 0, begin.AddDays(-3), hours);
        }

        var times = Enumerable.Range(0, hours.Count == 0 ? 0 : count)
            .Select(_ => dice.Pick(hours).AddSeconds(dice.Below(2400)))
            .Order()
            .ToList();
        var numbers = Company.Apps.ToDictionary(app => app, _ => 0);
        foreach (var time in times)
        {
            var app = dice.Pick(Company.Apps);
            Add(draw, app, ++numbers[app], time, hours);
        }
    }

    public List<Release> All { get; } = [];

    public IEnumerable<Deployment> Deployments => _deployments.Values.SelectMany(deployments => deployments);

    /// <summary>What an environment runs of an app at a time.</summary>
    public Deployment Running(App app, Stage stage, DateTimeOffset time)
    {
        var deployments = _deployments[(app, stage)];
        var last = deployments.FindLastIndex(deployment => deployment.Time <= time);
        return deployments[Math.Max(0, last)];
    }

    private void Add(Draw draw, App app, int number, DateTimeOffset time, IReadOnlyList<DateTimeOffset> hours)
    {
        var version = $"{app.Major}.{12 + (number / 4)}.{number % 4}";
        var dice = draw.Dice($"release {app.Name} {version}");
        var release = new Release(app, number, version, 18_000_000_000 + dice.Below(900_000_000), time, Image.Of(draw, app.Repository, version, app.Layers));
        All.Add(release);
        Deploy(draw, release, Company.StagingStage, time.AddMinutes(dice.Between(6, 11)), number);
        // Two in three reach production, the afternoon after or the same day, in the next hour that somebody watches.
        var wanted = time.AddHours(dice.Between(1, 20));
        var at = number == 0 ? time : hours.FirstOrDefault(hour => hour >= wanted);
        if (at == default || (number > 0 && !dice.Chance(66)))
        {
            return;
        }

        at = number == 0 ? at : at.AddSeconds(dice.Below(1500));
        Deploy(draw, release, Company.ProductionStage, at, number);
        if (app.IsWorldwide)
        {
            Deploy(draw, release, Company.ProductionWest, at.AddMinutes(12), number);
        }
    }

    private void Deploy(Draw draw, Release release, Stage stage, DateTimeOffset time, int number)
    {
        var key = (release.App, stage);
        if (!_deployments.TryGetValue(key, out var deployments))
        {
            _deployments[key] = deployments = [];
        }

        // A release that would be overtaken by an older one is not deployed.
        if (deployments.Count == 0 || deployments[^1].Time < time)
        {
            var tasks = Enumerable.Range(0, stage.Name == "staging" ? 1 : 2).Select(i => draw.Hex($"task {release.App.Name} {release.Version} {stage.Cluster} {i}", 32));
            deployments.Add(new(release, stage, time, 40 + number, [.. tasks]));
        }
    }
}

/// <summary>A release told: the job takes its role, pushes, and looks at the scan.</summary>
internal static class Publishing
{
    public const string Role = "github-publish";

    /// <summary>GitHub's machines; this network stands in for them.</summary>
    public static string RunnerAddress(Draw draw, long run) => $"192.0.2.{draw.Dice($"runner {run}").Between(10, 240)}";

    public static void Push(Scene scene, Release release)
    {
        var registry = Company.Registry;
        var address = RunnerAddress(scene.Draw, release.Run);
        TakeRole(scene, registry, Role, release.Subject, release.Run, address);
        scene.As(scene.Callers.Job(registry, Role, release.Run, scene.Now, address), registry);
        scene.Wait(20, 90);
        Registry.SignIn(scene);
        scene.Wait(3, 9);
        Registry.Push(scene, release.Image);
        scene.Wait(15, 40);
        scene.Ask("ecr", "DescribeImageScanFindings",
            () => new() { ["repositoryName"] = release.App.Repository, ["imageId"] = new JsonObject { ["imageTag"] = release.Version } },
            null, Registry.Named(registry, release.App.Repository, "ecr"));
    }

    /// <summary>GitHub's token for a role. It is recorded as a read, yet the whole chain hangs on it.</summary>
    public static void TakeRole(Scene scene, Place place, string role, string subject, long run, string address)
    {
        var arn = Company.RoleArn(place.Account, role);
        var key = scene.Callers.JobKey(place, role, run);
        var now = scene.Now;
        scene.As(Callers.WebIdentity(place.Account, subject, address), place);
        scene.Ask("sts", "AssumeRoleWithWebIdentity",
            () => new() { ["roleArn"] = arn, ["roleSessionName"] = $"GitHubActions-{run}", ["durationSeconds"] = 3600 },
            () => Sessions.Issued(scene.Draw, arn, $"GitHubActions-{run}", key, now.AddHours(1), issued =>
            {
                issued["subjectFromWebIdentityToken"] = subject;
                issued["provider"] = $"arn:aws:iam::{place.Account}:oidc-provider/token.actions.githubusercontent.com";
                issued["audience"] = "sts.amazonaws.com";
            }),
            new Named("AWS::IAM::Role", arn));
    }
}
