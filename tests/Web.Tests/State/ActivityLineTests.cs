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

        var lines = Lines(rows, new HashSet<EventCursor> { new(31) });

        Assert.Equal(["push", "e30", "e31", "e32", "single", "push"], lines.Select(line => line.Event?.Event.EventId ?? line.Row.Kind.Name));
        Assert.Equal([true, false, false], lines.Where(line => line.Event is null).Select(line => line.IsUnfolded));
    }

    [Fact]
    public void What_is_unfolded_stays_so_when_a_late_event_is_its_newest()
    {
        var before = Rows(Push(1));
        var open = Assert.Single(Lines(before, ActivityLine.None)).Toggled(ActivityLine.None);

        var after = Rows(Push(1), [Event(9, "PutImage", 5)]);

        Assert.True(Lines(after, open)[0].IsUnfolded);
        Assert.NotEqual(before[0].Headline, after[0].Headline);
    }

    [Fact]
    public void What_is_unfolded_twice_is_folded_as_it_was_and_leaves_the_others()
    {
        var rows = Rows(Push(1), Push(30));
        var both = Lines(rows, ActivityLine.None).Aggregate(ActivityLine.None, (open, line) => line.Toggled(open));

        var folded = Lines(rows, both)[0].Toggled(both);

        Assert.Equal([false, true], Lines(rows, folded).Where(line => line.Event is null).Select(line => line.IsUnfolded));
    }

    [Fact]
    public void A_single_event_has_nothing_to_unfold()
    {
        var row = Rows(Deletion(20));

        Assert.False(Assert.Single(Lines(row, new HashSet<EventCursor> { new(20) })).IsUnfolded);
    }

    [Fact]
    public void A_person_goes_through_what_shows_and_from_an_open_event_that_does_not()
    {
        var rows = Rows(Push(1), Deletion(20), Push(30));
        var unfolded = new HashSet<EventCursor> { new(30) };

        Assert.Equal(["e20"], Walk(ActivityLine.None, null));
        Assert.Equal(["e20", "e2"], Walk(ActivityLine.None, "e2", 2));
        Assert.Equal(["e30", "e31", "e32", "e20"], Walk(unfolded, "e31", 31));

        IEnumerable<string?> Walk(IReadOnlySet<EventCursor> open, string? selected, params int[] at) =>
            ActivityLine.Walk(rows, open, Read, selected, at.Select(place => new EventCursor(place)).ToHashSet());
    }

    [Fact]
    public void Where_events_are_not_read_yet_nobody_knows_the_way()
    {
        var rows = Rows(Push(1), Deletion(20), Push(30));
        var unfolded = new HashSet<EventCursor> { new(1) };

        Assert.Equal(["e20", null], ActivityLine.Walk(rows, unfolded, _ => null, "e20", new HashSet<EventCursor> { new(20) }));
        Assert.Equal(["e20", null], ActivityLine.Walk(rows, unfolded, _ => null, "e2", new HashSet<EventCursor> { new(2) }));
    }

    [Fact]
    public void An_activity_asks_to_be_looked_at_as_much_as_the_event_in_it_that_does_so_most()
    {
        var rows = Rows(Push(1), Deletion(20));

        Assert.Equal([EventSeverity.Danger, EventSeverity.Warning], rows.Select(row => row.Alert.Severity));
        Assert.Equal(["deletion", "write"], rows.Select(row => row.Alert.Reason));
    }

    [Fact]
    public void An_unfolded_activity_stands_alone_until_its_events_are_read()
    {
        var lines = ActivityLine.Of(Rows(Push(1)), new HashSet<EventCursor> { new(1) }, _ => null);

        Assert.True(Assert.Single(lines).IsUnfolded);
    }

    [Fact]
    public void A_row_has_the_event_that_tells_most_by_its_id_and_the_others_by_any_of_their_places()
    {
        var row = Assert.Single(Rows(Push(1)));

        Assert.True(row.Has("e3", ActivityLine.None));
        Assert.False(row.Has("e2", ActivityLine.None));
        Assert.True(row.Has("e2", new HashSet<EventCursor> { new(77), new(2) }));
        Assert.False(row.Has("e2", new HashSet<EventCursor> { new(77) }));
        Assert.False(row.Has(null, new HashSet<EventCursor> { new(2) }));
    }

    private static List<ActivityLine> Lines(IReadOnlyList<FoldedRow> rows, IReadOnlySet<EventCursor> unfolded) => [.. ActivityLine.Of(rows, unfolded, Read)];

    private static List<StoredEvent> Read(FoldedRow row) => [.. row.Places.Select(place => Event((int)place.Value, "Any"))];

    private static IReadOnlyList<FoldedRow> Rows(params StoredEvent[][] events) =>
        FoldedRow.Of(ActivityFold.All(events.SelectMany(of => of)).Select(activity => new ActivityRow(activity, ActivitySentence.Of(activity, HeadlineRecords.None))));

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
