using TrailBoard.Core.Activities;
using TrailBoard.Core.Containers;
using TrailBoard.Core.Events;
using TrailBoard.Core.Identity;
using TrailBoard.Core.Views;
using TrailBoard.Web.State;

namespace TrailBoard.Web.Tests.State;

/// <summary>The lines of a list of activities: what unfolds, and through what a person goes.</summary>
public sealed class ActivityLineTests
{
    private static readonly DateTimeOffset Noon = new(2026, 11, 20, 12, 0, 0, TimeSpan.Zero);

    [Fact]
    public void An_unfolded_activity_is_followed_by_exactly_its_events_oldest_first()
    {
        var rows = Rows(Push(1), Deletion(20), Push(30));

        var lines = ActivityLine.Of(rows, new HashSet<EventCursor> { new(31) }).ToList();

        Assert.Equal(["push", "e30", "e31", "e32", "single", "push"], lines.Select(line => line.Event?.Event.EventId ?? line.Row.Activity.Kind.Name));
        Assert.Equal([true, false, false], lines.Where(line => line.Event is null).Select(line => line.IsUnfolded));
    }

    [Fact]
    public void What_is_unfolded_stays_so_when_a_late_event_is_its_newest()
    {
        var before = Rows(Push(1));
        var open = Assert.Single(ActivityLine.Of(before, ActivityLine.None)).Toggled(ActivityLine.None);

        var after = Rows(Push(1), [Event(9, "PutImage", 5)]);

        Assert.True(ActivityLine.Of(after, open).First().IsUnfolded);
        Assert.NotEqual(before[0].Activity.Headline, after[0].Activity.Headline);
    }

    [Fact]
    public void What_is_unfolded_twice_is_folded_as_it_was_and_leaves_the_others()
    {
        var rows = Rows(Push(1), Push(30));
        var both = ActivityLine.Of(rows, ActivityLine.None).Aggregate(ActivityLine.None, (open, line) => line.Toggled(open));

        var folded = ActivityLine.Of(rows, both).First().Toggled(both);

        Assert.Equal([false, true], ActivityLine.Of(rows, folded).Where(line => line.Event is null).Select(line => line.IsUnfolded));
    }

    [Fact]
    public void A_single_event_has_nothing_to_unfold()
    {
        var row = Rows(Deletion(20));

        Assert.False(Assert.Single(ActivityLine.Of(row, new HashSet<EventCursor> { new(20) })).IsUnfolded);
    }

    [Fact]
    public void A_person_goes_through_what_shows_and_from_an_open_event_that_does_not()
    {
        var rows = Rows(Push(1), Deletion(20), Push(30));
        var folded = ActivityLine.Of(rows, ActivityLine.None).ToList();
        var unfolded = ActivityLine.Of(rows, new HashSet<EventCursor> { new(30) }).ToList();

        Assert.Equal(["e20"], ActivityLine.Walk(folded, null));
        Assert.Equal(["e20", "e2"], ActivityLine.Walk(folded, "e2"));
        Assert.Equal(["e30", "e31", "e32", "e20"], ActivityLine.Walk(unfolded, "e31"));
    }

    [Fact]
    public void An_activity_asks_to_be_looked_at_as_much_as_the_event_in_it_that_does_so_most()
    {
        var rows = Rows(Push(1), Deletion(20));

        Assert.Equal([EventSeverity.Danger, EventSeverity.Warning], rows.Select(row => ActivityAlerts.Of(row.Activity).Severity));
        Assert.Equal(["deletion", "write"], rows.Select(row => ActivityAlerts.Of(row.Activity).Reason));
    }

    private static List<ActivityRow> Rows(params StoredEvent[][] events) =>
        [.. ActivityFold.All(events.SelectMany(of => of)).Select(activity => new ActivityRow(activity, ActivitySentence.Of(activity, HeadlineRecords.None)))];

    private static StoredEvent[] Push(int from) =>
        [Event(from, "InitiateLayerUpload"), Event(from + 1, "CompleteLayerUpload"), Event(from + 2, "PutImage")];

    private static StoredEvent[] Deletion(int at) => [Event(at, "DeleteRepository")];

    // An hour between numbers that are ten apart.
    private static StoredEvent Event(int number, string action, int later = 0) => new(
        new EventCursor(number),
        new TrailEvent
        {
            EventId = $"e{number}",
            Time = Noon.AddHours(number / 10).AddSeconds((number % 10) + later),
            Service = "ecr.amazonaws.com",
            Action = action,
            Account = "111122223333",
            Region = "eu-west-1",
            Repositories = ["team/api"],
            Actor = new Actor("IAMUser", "arn:aws:iam::111122223333:user/alice", "alice", null, null),
            Flags = EventFlags.Write,
        },
        default);
}
