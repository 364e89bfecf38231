using FsCheck;
using FsCheck.Fluent;
using TrailBoard.Core.Activities;
using TrailBoard.Core.Events;
using TrailBoard.Core.Views;

namespace TrailBoard.Core.Tests.Activities;

/// <summary>What is remembered of an event's like is what would be found out of the event itself.</summary>
public sealed class EventNatureTests
{
    [Fact]
    public async Task Every_event_of_the_demo_month_has_its_own_nature() => AssertOwn(await DemoEvents.Default.Value);

    [Fact]
    public void Events_that_differ_in_one_member_have_each_their_own_nature() => Prop.ForAll(Arb.From(FoldPropertyTests.Trails), trail =>
        AssertOwn([.. trail.Events.SelectMany(stored => Varied(stored.Event)).Select(varied => new StoredEvent(default, varied, default))])).Check(Config.QuickThrowOnFailure.WithMaxTest(60));

    [Fact]
    public void What_was_folded_before_changes_nothing() => Prop.ForAll(Arb.From(FoldPropertyTests.Trails), Arb.From(FoldPropertyTests.Trails), (before, trail) =>
    {
        var natures = new EventNatures();
        ActivityFold.OfSpan(before.Events, natures);
        Assert.Equal(FoldPropertyTests.Told(ActivityFold.OfSpan(trail.Events)), FoldPropertyTests.Told(ActivityFold.OfSpan(trail.Events, natures)));
    }).Check(Config.QuickThrowOnFailure.WithMaxTest(200));

    [Fact]
    public void However_many_were_folded_before_events_of_one_caller_go_together()
    {
        // More than are remembered at once, and one of the caller who comes again.
        var natures = new EventNatures();
        var callers = Enumerable.Range(0, 50_001).Select(number => Called(number, number)).ToList();
        ActivityFold.OfSpan(callers, natures);

        var activity = Assert.Single(ActivityFold.OfSpan([Called(1, 60_000), Called(1, 60_001, "ListServices")], natures));

        Assert.Equal((ActivityKind.Look, 2), (activity.Kind, activity.Events.Count));

        static StoredEvent Called(int caller, int number, string action = "ListTasks") => new(new(number), new()
        {
            EventId = Some.Guid(number), Time = new(2026, 10, 2, 12, 0, 0, TimeSpan.Zero), Service = "ecs.amazonaws.com", Action = action, Account = "111122223333",
            Actor = new("IAMUser", $"arn:aws:iam::111122223333:user/u{caller}", $"u{caller}", null, null),
        }, default);
    }

    private static void AssertOwn(IReadOnlyCollection<StoredEvent> events)
    {
        var natures = new EventNatures();
        foreach (var (_, trailEvent, _) in events)
        {
            var nature = natures.Of(trailEvent);
            Assert.Equal(FoldKey.OfStep(trailEvent), nature.Step?.Key);
            Assert.Equal(FoldKey.OfOther(trailEvent), nature.Other.Key);
            Assert.Equal(Core.Containers.ContainerServices.Find(trailEvent.Service) is not null && FoldKey.IsLook(trailEvent), nature.IsRead);
            Assert.Same(nature.Other, natures.GroupOf(nature.Other.Key));
        }
    }

    // One after the other of what decides how an event folds.
    private static IEnumerable<TrailEvent> Varied(TrailEvent of) =>
    [
        of,
        of with { EventId = "another", Time = of.Time.AddSeconds(1) },
        of with { Actor = of.Actor with { IdentityType = "Root" } },
        of with { Actor = of.Actor with { Session = "another" } },
        of with { AccessKey = "AKIAANOTHER" },
        of with { Address = "203.0.113.200" },
        of with { Account = "999988887777" },
        of with { Region = "us-east-1" },
        of with { Flags = EventFlags.Write },
        of with { Flags = EventFlags.ReadOnly },
        of with { Error = "AccessDenied", ErrorMessage = "User is not authorized to perform this on resource: arn:aws:s3:::one" },
        of with { Error = "AccessDenied", ErrorMessage = "User is not authorized to perform this on resource: arn:aws:s3:::two" },
        of with { Repositories = ["another"] },
        of with { Resources = [.. of.Resources, "arn:aws:ecs:eu-west-1:111122223333:task-definition/another:1"] },
        of with { Service = "ecr-public.amazonaws.com" },
        of with { Type = "AwsServiceEvent" },
        of with { Category = "Insight" },
        of with { UserAgent = "another" },
    ];
}
