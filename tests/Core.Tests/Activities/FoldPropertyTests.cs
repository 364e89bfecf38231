using FsCheck;
using FsCheck.Fluent;
using TrailBoard.Core.Activities;
using TrailBoard.Core.Events;
using TrailBoard.Core.Identity;
using TrailBoard.Core.Views;

namespace TrailBoard.Core.Tests.Activities;

/// <summary>Folding depends on which events there are, and on nothing else.</summary>
public sealed class FoldPropertyTests
{
    private const string Account = "111122223333";

    private static readonly (string Service, string Action)[] Calls =
    [
        ("ecr", "BatchCheckLayerAvailability"), ("ecr", "InitiateLayerUpload"), ("ecr", "UploadLayerPart"), ("ecr", "CompleteLayerUpload"), ("ecr", "PutImage"),
        ("ecr", "PutImage"), ("ecr", "BatchGetImage"), ("ecr", "GetDownloadUrlForLayer"), ("ecr", "GetAuthorizationToken"), ("ecr", "DescribeImages"),
        ("ecr", "PolicyExecutionEvent"), ("ecr", "DeleteRepository"),
        ("ecs", "RegisterTaskDefinition"), ("ecs", "UpdateService"), ("ecs", "DescribeServices"), ("ecs", "RunTask"), ("ecs", "ExecuteCommand"), ("ecs", "SubmitTaskStateChange"),
        ("imagebuilder", "StartImagePipelineExecution"), ("imagebuilder", "GetImage"), ("apigateway", "PutMethod"), ("apigateway", "CreateDeployment"),
        ("sts", "AssumeRole"), ("sts", "AssumeRoleWithWebIdentity"), ("kms", "Decrypt"), ("iam", "CreateUser"),
    ];

    private static readonly Actor[] Actors =
    [
        new("IAMUser", $"arn:aws:iam::{Account}:user/alice", "alice", null, null),
        new("AssumedRole", $"arn:aws:iam::{Account}:role/deploy", "run-1", "deploy", "run-1"),
        new("AssumedRole", $"arn:aws:iam::{Account}:role/web-task", new string('a', 32), "web-task", new string('a', 32)),
        new("AWSService", "ecs.amazonaws.com", "ecs.amazonaws.com", null, null),
        new("Root", $"arn:aws:iam::{Account}:root", "root", null, null),
    ];

    // Few seconds round a midnight and some minutes apart, so that ties, gaps and the end of a day are frequent.
    private static readonly Gen<TrailEvent> Events =
        from call in Gen.Elements(Calls)
        from actor in Gen.Elements(Actors)
        from minute in Gen.Elements(0, 1, 1, 1, 2, 9, 30, 24 * 60)
        from second in Gen.Choose(-2, 2)
        from thing in Gen.Choose(0, 1)
        from error in Gen.Elements(null, null, null, null, "AccessDenied", "ValidationException")
        select new TrailEvent
        {
            EventId = "",
            Time = new DateTimeOffset(2026, 10, 2, 0, 0, 0, TimeSpan.Zero).AddMinutes(minute).AddSeconds(second),
            Service = call.Service + ".amazonaws.com",
            Action = call.Action,
            Account = Account,
            Region = "eu-west-1",
            Actor = actor,
            Error = error,
            Repositories = call.Service == "ecr" ? ["team/" + thing] : [],
            Resources = call.Service == "ecs" ? [$"arn:aws:ecs:eu-west-1:{Account}:task-definition/web{thing}:{minute}"] : [],
        };

    internal static readonly Gen<(StoredEvent[] Events, int Seed)> Trails =
        from events in Gen.ListOf(Events)
        from seed in Gen.Choose(0, int.MaxValue - 1)
        select (events.Select((one, i) => new StoredEvent(Some.Place(one.Time, 7919 * (i + 1)), one with { EventId = Some.Guid(i) }, default)).ToArray(), seed);

    [Fact]
    public void Any_order_of_events_gives_the_same_activities() => Prop.ForAll(Arb.From(Trails), trail =>
    {
        var straight = Told(ActivityFold.All(trail.Events));
        var shuffled = (StoredEvent[])trail.Events.Clone();
        new Random(trail.Seed).Shuffle(shuffled);
        Assert.Equal(straight, Told(ActivityFold.All(shuffled)));
    }).Check(Config.QuickThrowOnFailure.WithMaxTest(500));

    [Fact]
    public void Every_event_is_in_one_activity_whose_calls_all_ended_alike() => Prop.ForAll(Arb.From(Trails), trail =>
    {
        var activities = ActivityFold.All(trail.Events);
        Assert.Equal(
            trail.Events.Select(stored => stored.Event.EventId),
            activities.SelectMany(activity => activity.Events).Select(stored => stored.Event.EventId).Order(StringComparer.Ordinal));
        Assert.All(activities, activity =>
        {
            Assert.Single(activity.Events.DistinctBy(stored => stored.Event.Error));
            Assert.Single(activity.Events.DistinctBy(stored => stored.Event.Time.UtcDateTime.Date));
            Assert.Contains(activity.Headline, activity.Events);
            Assert.Equal(activity.Events.Min(stored => stored.Event.Time), activity.Start);
            Assert.Equal(activity.Events.Max(stored => stored.Event.Time), activity.End);
        });
        Assert.Equal(activities.OrderByDescending(activity => activity.Place.Value), activities);
    }).Check(Config.QuickThrowOnFailure.WithMaxTest(500));

    [Fact]
    public async Task A_shuffled_demo_month_gives_the_same_activities()
    {
        var events = (await DemoEvents.Default.Value).ToArray();
        var straight = Told(ActivityFold.All(events));
        new Random(17).Shuffle(events);
        Assert.Equal(straight, Told(ActivityFold.All(events)));
    }

    [Theory]
    [InlineData(1, 24)]
    [InlineData(5_000, 24)]
    [InlineData(5_001, 12)]
    [InlineData(33_000, 3)]
    [InlineData(120_000, 1)]
    [InlineData(900_000_000, 0)]
    public void A_day_is_folded_whole_until_too_many_of_its_events_match(long events, int hours)
    {
        var time = new DateTimeOffset(2026, 10, 2, 23, 59, 59, TimeSpan.Zero);
        var span = FoldSpan.Of(time, events);
        Assert.Equal(hours, (span.To - span.From).Hours + (24 * (span.To - span.From).Days));
        Assert.Equal(time.AddSeconds(1), span.To);
        Assert.Equal(span, FoldSpan.Of(span.From, events));
    }

    internal static List<string> Told(IEnumerable<Activity> activities) =>
        [.. activities.Select(activity => $"{activity.Kind} {activity.Outcome} {activity.Headline.Event.EventId}: {string.Join(' ', activity.Events.Select(stored => stored.Event.EventId))}")];
}
