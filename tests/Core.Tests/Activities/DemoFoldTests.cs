using TrailBoard.Core.Activities;
using TrailBoard.Core.Demo;
using TrailBoard.Core.Views;
using Xunit.Abstractions;

namespace TrailBoard.Core.Tests.Activities;

/// <summary>The demo month, folded: what its ledger of facts says was done is what is told.</summary>
public sealed class DemoFoldTests(ITestOutputHelper output)
{
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    [InlineData(5)]
    [InlineData(6)]
    public async Task Nine_rows_in_ten_are_folded_away_and_every_event_is_in_one_activity(int seed)
    {
        var events = seed == 1 ? await DemoEvents.Default.Value : await DemoEvents.ReadAsync(DemoTrail.DefaultEvents, seed);
        var activities = ActivityFold.All(events);
        output.WriteLine($"{events.Count} events, {activities.Count} activities: "
            + string.Join(", ", activities.CountBy(activity => activity.Kind).OrderByDescending(kind => kind.Value).Select(kind => $"{kind.Key} {kind.Value}")));
        Assert.Equal(Ids(events), Ids(activities.SelectMany(activity => activity.Events)));
        Assert.True(activities.Count <= events.Count / 10, $"{activities.Count} rows of {events.Count} events");
        Assert.Equal(activities.OrderByDescending(activity => activity.Place.Value), activities);
    }

    [Fact]
    public async Task Every_push_of_the_ledger_is_one_activity_with_its_layers()
    {
        var activities = ActivityFold.All(await DemoEvents.Default.Value);
        var facts = Facts<DemoFact.ImagePushed>();
        var pushes = activities.Where(activity => activity.Kind == ActivityKind.Push).ToList();
        Assert.All(facts, fact =>
        {
            var push = Assert.Single(pushes, push => push.Headline.Event.Resources.Contains(fact.Digest));
            Assert.Equal((fact.AccessKey, fact.Repository), (push.Headline.Event.AccessKey, push.Headline.Event.Repositories[0]));
            var started = push.Events.CountBy(stored => stored.Event.Action!).ToDictionary();
            Assert.Equal(1, started["PutImage"]);
            Assert.Equal(started["InitiateLayerUpload"], started["CompleteLayerUpload"]);
            Assert.All(push.Events, stored => Assert.Equal(fact.AccessKey, stored.Event.AccessKey));
        });

        // The others are the nightly base images and the public ones, which the ledger leaves out.
        Assert.Equal(
            pushes.Count - facts.Count,
            pushes.Count(push => push.Headline.Event.Repositories[0].StartsWith("base/", StringComparison.Ordinal) || push.Headline.Event.Service == "ecr-public.amazonaws.com"));
        Assert.All(pushes, push => Assert.Equal("PutImage", push.Headline.Event.Action));
    }

    [Fact]
    public async Task Every_deployment_of_the_ledger_is_one_activity_with_its_revision()
    {
        var activities = ActivityFold.All(await DemoEvents.Default.Value);
        var facts = Facts<DemoFact.ServiceRan>();
        var deployments = activities.Where(activity => activity.Kind == ActivityKind.Deployment).ToList();
        Assert.All(facts, fact =>
        {
            var deployment = Assert.Single(deployments, deployment => deployment.Events.Any(stored =>
                stored.Event.Action == "RegisterTaskDefinition" && stored.Event.Resources.Contains(fact.TaskDefinitionArn)));
            Assert.Equal("UpdateService", deployment.Headline.Event.Action);
            Assert.Contains(fact.ServiceArn, deployment.Headline.Event.Resources);
            Assert.Contains(fact.TaskDefinitionArn, deployment.Headline.Event.Resources);
        });

        // The others register nothing: a service is created, or told to run what it ran before.
        Assert.Equal(facts.Count, deployments.Count(deployment => deployment.Events.Any(stored => stored.Event.Action == "RegisterTaskDefinition")));
    }

    [Fact]
    public async Task No_refused_or_failed_call_is_hidden()
    {
        var activities = ActivityFold.All(await DemoEvents.Default.Value);
        var failed = activities.Where(activity => activity.Events.Any(stored => stored.Event.IsError)).ToList();
        Assert.Contains(failed, activity => activity.Kind == ActivityKind.Repeat);
        Assert.All(failed, activity =>
        {
            Assert.NotEqual(ActivityOutcome.Succeeded, activity.Outcome);
            Assert.Single(activity.Events.DistinctBy(stored => (stored.Event.Action, stored.Event.Error, stored.Event.Actor)));
        });
    }

    [Fact]
    public async Task The_incident_is_told_in_few_rows_that_each_say_something()
    {
        var events = await DemoEvents.Default.Value;
        var incident = new DemoTrail(DemoTrail.DefaultEvents, 1, DemoEvents.End).Incident!;
        var told = ActivityFold.All(events).Where(activity => activity.Events.Any(stored => incident.EventIds.Contains(stored.Event.EventId))).ToList();
        output.WriteLine(string.Join('\n', told.Select(activity => $"{activity.Kind} {activity.Headline.Event.Action} {activity.Events.Count}")));
        ActivityKind[] kinds = [ActivityKind.Push, ActivityKind.Deployment, ActivityKind.Exec, ActivityKind.Pull];
        Assert.Empty(kinds.Except(told.Select(activity => activity.Kind)));
        Assert.Contains(told, activity => activity is { Kind.Name: "single", Headline.Event.Action: "DeleteRepository" });
        Assert.Contains(told, activity => activity is { Outcome: ActivityOutcome.Denied, Headline.Event.Action: "StopLogging" });
        Assert.True(told.Count < incident.EventIds.Count / 2);

        // The old server looks at the registry with the same key all day: what the thief looked at is a row of its own.
        var looked = Assert.Single(told, activity => activity.Kind == ActivityKind.Look);
        Assert.All(looked.Events, stored => Assert.Equal(incident.Address, stored.Event.Address));
    }

    private static List<T> Facts<T>()
        where T : DemoFact
    {
        var facts = new DemoTrail(DemoTrail.DefaultEvents, 1, DemoEvents.End).Facts.OfType<T>().ToList();
        Assert.True(facts.Count > 50);
        return facts;
    }

    private static List<string> Ids(IEnumerable<StoredEvent> events) => [.. events.Select(stored => stored.Event.EventId).Order(StringComparer.Ordinal)];
}
