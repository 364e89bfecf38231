using TrailBoard.Core.Activities;
using TrailBoard.Core.Events;
using TrailBoard.Core.Store;
using TrailBoard.Core.Views;
using TrailBoard.Web.State;

namespace TrailBoard.Web.Tests.State;

/// <summary>The events of what is unfolded: read when it is, once, and let go when it is folded again.</summary>
public sealed class UnfoldedEventsTests
{
    private static readonly DateTimeOffset Noon = new(2026, 11, 20, 12, 0, 0, TimeSpan.Zero);

    private readonly List<long[]> _asked = [];
    private Func<IEnumerable<StoredEvent>, IEnumerable<StoredEvent>> _kept = all => all;
    private bool _isBroken;

    [Fact]
    public async Task Only_what_is_not_known_is_asked_for_and_shows_oldest_first()
    {
        var (first, second) = (Row(1, 3), Row(10, 2));
        using var events = new UnfoldedEvents(Store(), () => { });

        await events.ShowAsync([first]);
        await events.ShowAsync([first, second]);
        await events.ShowAsync([first, second]);

        Assert.Equal([[1, 2, 3], [10, 11]], _asked);
        Assert.Equal(["e1", "e2", "e3"], events.Of(first)!.Select(stored => stored.Event.EventId));
        Assert.Equal(["e10", "e11"], events.Of(second)!.Select(stored => stored.Event.EventId));
    }

    [Fact]
    public async Task What_is_folded_again_is_let_go()
    {
        var (first, second) = (Row(1, 3), Row(10, 2));
        using var events = new UnfoldedEvents(Store(), () => { });
        await events.ShowAsync([first, second]);

        await events.ShowAsync([second]);

        Assert.Null(events.Of(first));
        Assert.Equal(2, events.Of(second)!.Count);
        Assert.Single(_asked);
    }

    [Fact]
    public async Task What_is_no_longer_in_the_store_is_left_out()
    {
        var row = Row(1, 3);
        _kept = all => all.Where(stored => stored.Cursor.Value != 2);
        using var events = new UnfoldedEvents(Store(), () => { });

        await events.ShowAsync([row]);

        Assert.Equal(["e1", "e3"], events.Of(row)!.Select(stored => stored.Event.EventId));
    }

    [Fact]
    public async Task What_has_nothing_left_in_the_store_is_known_to_have_nothing()
    {
        var row = Row(1, 3);
        _kept = _ => [];
        using var events = new UnfoldedEvents(Store(), () => { });

        await events.ShowAsync([row]);
        await events.ReadAsync();

        Assert.Empty(events.Of(row)!);
        Assert.Single(_asked);
    }

    [Fact]
    public async Task What_could_not_be_read_is_said_and_asked_for_again()
    {
        var row = Row(1, 3);
        using var events = new UnfoldedEvents(Store(), () => { });
        _isBroken = true;
        await events.ShowAsync([row]);
        Assert.Equal(("The disk is gone.", false), (events.Problem, events.IsLoading));
        _isBroken = false;

        await events.ReadAsync();

        Assert.Equal((null, 3), (events.Problem, events.Of(row)!.Count));
    }

    private ScriptedQueries Store() => new()
    {
        At = places =>
        {
            _asked.Add([.. places.Select(place => place.Value)]);
            return _isBroken ? throw new StoreException("The disk is gone.") : [.. _kept(places.Select(place => Event(place.Value))).OrderByDescending(stored => stored.Cursor.Value)];
        },
    };

    private static FoldedRow Row(int from, int count)
    {
        var activity = Assert.Single(ActivityFold.All(Enumerable.Range(from, count).Select(number => Event(number))));
        return new(new ActivityRow(activity, ActivitySentence.Of(activity, HeadlineRecords.None)));
    }

    private static StoredEvent Event(long number) => new(
        new EventCursor(number),
        new TrailEvent { EventId = $"e{number}", Time = Noon.AddSeconds(number), Service = "ecr.amazonaws.com", Action = "DescribeImages", Account = "111122223333", Region = "eu-west-1" },
        default);
}
