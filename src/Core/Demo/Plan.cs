namespace TrailBoard.Core.Demo;

/// <summary>What is planned for the month, in the order in which it is taken in while there is room.</summary>
internal sealed class Plan(Draw draw, Releases releases, DateTimeOffset begin, DateTimeOffset end)
{
    public const string IncidentName = "incident";

    /// <summary>Nine days before the end, or the last night before that which is followed by a day of work.</summary>
    public static DateTimeOffset Night(DateTimeOffset end)
    {
        var day = new DateTimeOffset(end.UtcDateTime.Date, TimeSpan.Zero).AddDays(-9);
        while (Rhythm.IsWeekend(day))
        {
            day = day.AddDays(-1);
        }

        return day.AddHours(2).AddMinutes(13).AddSeconds(41);
    }

    public IEnumerable<Story> Stories(int events)
    {
        // The incident first, so that a small month has it too; the others in an order drawn by lot, so that a small month
        // holds a little of everything.
        var rest = Work().Concat(Nights()).Concat(Weeks()).Concat(Shipping())
            .Select((story, index) => (story, lot: draw.Dice($"lot {story.Name}").Next(), index))
            .OrderBy(item => item.lot).ThenBy(item => item.index)
            .Select(item => item.story);
        return (events < 200 ? [] : TheIncident()).Concat(rest).Where(story => story.Start >= begin && story.Start < end.AddHours(-1));
    }

    private IEnumerable<Story> TheIncident()
    {
        var night = Night(end);
        var running = releases.Running(Incident.App, Company.ProductionStage, night);
        var image = Incident.Tampered(draw, running);
        var key = draw.LastingKey($"arn:aws:iam::{Company.Tools}:user/{Incident.User}");
        yield return new(IncidentName, night, scene => Incident.Tell(scene, running))
        {
            Facts =
            [
                new DemoFact.ImagePushed(night, image.Repository, image.Tag, image.Digest, key, Incident.User),
                new DemoFact.RoleTaken(night, Company.RoleArn(Company.Production, Incident.DeployRole), "ci", draw.SessionKey("thief"), Incident.User),
                new DemoFact.ServiceRan(night, running.ServiceArn, (running with { Revision = running.Revision + 900 }).DefinitionArn, image.Repository, image.Tag, image.Digest, Incident.User),
            ],
        };
        yield return new("answer", night.AddHours(6).AddMinutes(4), scene => Incident.Answer(scene, running));
    }

    private IEnumerable<Story> Work()
    {
        var callers = new Callers(draw);
        foreach (var day in Rhythm.Days(begin, end).Where(day => !Rhythm.IsWeekend(day)))
        {
            foreach (var person in Company.People)
            {
                var start = callers.SignedIn(person, person.Accounts[0], day);
                yield return new($"sign-in {person.Name} {day:yyyyMMdd}", start, scene => Sessions.SignIn(scene, person))
                {
                    Facts = [.. person.Accounts.Select(account => new DemoFact.RoleTaken(
                        callers.SignedIn(person, account, day),
                        Company.RoleArn(account, $"aws-reserved/sso.amazonaws.com/eu-west-1/{callers.ReservedRole(account, person.PermissionSet)}"),
                        person.Email, callers.PersonKey(person, account, day), person.Email))],
                };
            }
        }
    }

    private IEnumerable<Story> Nights()
    {
        var number = 0;
        foreach (var day in Rhythm.Days(begin, end))
        {
            number++;
            foreach (var (name, index) in ImagePipelines.Names.Select((name, index) => (name, index)))
            {
                var build = number;
                yield return new($"build {name} {day:yyyyMMdd}", day.AddHours(1).AddMinutes(10 + (25 * index)), scene => ImagePipelines.Build(scene, name, build));
            }

            foreach (var app in Company.Apps)
            {
                var images = draw.Dice($"expire {app.Name} {day:yyyyMMdd}").Below(7) - 2;
                if (images > 0)
                {
                    yield return new($"expiry {app.Name} {day:yyyyMMdd}", day.AddHours(4).AddMinutes(3), scene => Registry.Expire(scene, app.Repository, images));
                }
            }
        }
    }

    private IEnumerable<Story> Weeks()
    {
        var days = Rhythm.Days(begin, end).Where(day => !Rhythm.IsWeekend(day)).ToList();
        for (var i = 0; i < days.Count; i++)
        {
            var (day, number) = (days[i], i);
            switch (day.DayOfWeek)
            {
                case DayOfWeek.Monday:
                    yield return new($"review {number}", day.AddHours(9).AddMinutes(12), Housekeeping.Review);
                    yield return new($"recipe {number}", day.AddHours(14), scene => ImagePipelines.Raise(scene, ImagePipelines.Names[number % 3], number + 2));
                    break;
                case DayOfWeek.Tuesday:
                    yield return new($"gateway staging {number}", day.AddHours(10).AddMinutes(5), scene => Gateways.Change(scene, Company.StagingStage));
                    yield return new($"gateway production {number}", day.AddHours(15).AddMinutes(20), scene => Gateways.Change(scene, Company.ProductionStage));
                    break;
                case DayOfWeek.Wednesday:
                    yield return new($"repository {number}", day.AddHours(11).AddMinutes(33), scene => Housekeeping.NewRepository(scene, $"labs/prototype-{number}"));
                    yield return new($"api {number}", day.AddHours(13).AddMinutes(40), scene =>
                    {
                        scene.As(scene.Callers.Person(Company.Developers[number % 3], Company.Staging, scene.Now), Company.StagingStage.Place);
                        Gateways.Create(scene, $"returns-{number}");
                    });
                    break;
                case DayOfWeek.Thursday:
                    yield return new($"publish {number}", day.AddHours(14).AddMinutes(2), scene => Housekeeping.Publish(scene, number));
                    break;
                default:
                    yield return new($"platform {number}", day.AddHours(10).AddMinutes(48), scene => Housekeeping.Platform(scene, number));
                    break;
            }

            if (i == days.Count / 3)
            {
                yield return new("root", day.AddHours(16).AddMinutes(21), Sessions.Root);
            }
        }
    }

    private IEnumerable<Story> Shipping()
    {
        foreach (var release in releases.All.Where(release => release.Number > 0))
        {
            var key = new Callers(draw).JobKey(Company.Registry, Publishing.Role, release.Run);
            yield return new($"push {release.App.Name} {release.Version}", release.Pushed, scene => Publishing.Push(scene, release))
            {
                Facts =
                [
                    new DemoFact.RoleTaken(release.Pushed, Company.RoleArn(Company.Tools, Publishing.Role), $"GitHubActions-{release.Run}", key, release.Subject),
                    new DemoFact.ImagePushed(release.Pushed, release.App.Repository, release.Version, release.Image.Digest, key, release.Subject),
                ],
            };
        }

        foreach (var deployment in releases.Deployments.Where(deployment => deployment.Release.Number > 0))
        {
            var (release, account) = (deployment.Release, deployment.Stage.Place.Account);
            var who = $"repo:{Company.Organization}/{deployment.Service}:environment:{deployment.Stage.Name}";
            yield return new($"deploy {deployment.Service} {release.Version} {deployment.Stage.Cluster}", deployment.Time, scene => Deploying.Roll(scene, deployment))
            {
                Facts =
                [
                    new DemoFact.ServiceRan(deployment.Time, deployment.ServiceArn, deployment.DefinitionArn, release.App.Repository, release.Version, release.Image.Digest, who),
                ],
            };
        }
    }
}
