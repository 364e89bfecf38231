using TrailBoard.Core.Activities;
using TrailBoard.Core.Events;
using TrailBoard.Core.Identity;
using TrailBoard.Core.Store;
using TrailBoard.Core.Views;
using TrailBoard.Web.State;

namespace TrailBoard.Web.Tests.State;

/// <summary>The event that is open, and where it is among activities of which only those that are unfolded know their events.</summary>
public sealed class OpenInListTests : IDisposable
{
    private static readonly DateTimeOffset Noon = new(2026, 11, 20, 12, 0, 0, TimeSpan.Zero);

    // A push of three events between two deletions, newest first.
    private static readonly StoredEvent[] Stored =
        [Event(30, "DeleteRepository"), Event(22, "PutImage"), Event(21, "CompleteLayerUpload"), Event(20, "InitiateLayerUpload"), Event(10, "DeleteRepository")];

    private readonly EventsState _state;
    private readonly OpenEvent _open;
    private readonly List<string> _whileRead = [];
    private readonly List<string> _whenDrawn = [];
    private Action _seen = () => { };
    private bool _isLost;

    public OpenInListTests()
    {
        var queries = new ScriptedQueries
        {
            Page = (query, _, _) => new([.. Stored.Where(one => query.Range.Contains(one.Event.Time))], null),
            Count = (query, _) => Task.FromResult(Stored.LongCount(one => query.Range.Contains(one.Event.Time))),
            Group = _ => new([], 0, 0, 0),
            Histogram = (_, _) => new(Noon, TimeSpan.FromHours(1), []),
            Summary = () => new(Stored.Length, null, null),
            Export = (_, token) => ScriptedQueries.Stream([], token),
            At = places => WhileRead<IReadOnlyList<StoredEvent>>(() => [.. Stored.Where(one => places.Contains(one.Cursor))]),
            Find = id => _isLost ? throw new StoreException("The store is gone.") : WhileRead<IReadOnlyList<EventDetail>>(() => [.. Stored.Where(one => one.Event.EventId == id).Select(one => new EventDetail(one with { Record = "{}"u8.ToArray() }, []))]),
        };
        _state = new(queries, new ActivityQueries(queries), new ManualTime(), () => { });
        _open = new(queries, () => _whenDrawn.Add(Steps));
    }

    [Fact]
    public async Task The_row_of_a_folded_activity_is_its_own_as_soon_as_its_place_is_known()
    {
        await ShowAsync(null);
        await ShowAsync("e21");

        Assert.Equal(["? ?"], _whileRead);
        Assert.Equal("e30 e10", Steps);
        Assert.Equal([false, true, false], Marked);

        // A key that waits for them would take an end that is said for a moment.
        Assert.Equal(["? ?", "e30 e10"], _whenDrawn.Distinct());
    }

    [Fact]
    public async Task Where_the_event_cannot_be_read_nothing_is_said_of_those_beside_it()
    {
        await ShowAsync(null);
        _isLost = true;
        await ShowAsync("e21");

        Assert.Equal("? ?", Steps);
    }

    [Fact]
    public async Task The_row_of_the_event_before_is_marked_no_longer_while_the_next_one_is_read()
    {
        await ShowAsync("e21");
        IReadOnlyList<bool>? marked = null;
        _seen = () => marked = Marked;

        await ShowAsync("e10");

        Assert.Equal([false, false, true], marked);
    }

    [Fact]
    public async Task The_way_leads_through_the_events_of_what_is_unfolded_once_they_are_read()
    {
        await ShowAsync("e30");
        _whileRead.Clear();

        await ShowAsync("e30", unfolded: "22");

        Assert.Equal(["end ?"], _whileRead);
        Assert.Equal("end e20", Steps);
        await ShowAsync("e21", unfolded: "22");
        Assert.Equal("e20 e22", Steps);
        await ShowAsync("e10", unfolded: "22");
        Assert.Equal("e22 end", Steps);
    }

    [Fact]
    public async Task From_an_event_whose_activity_is_folded_again_the_way_leads_to_the_rows_beside_it()
    {
        await ShowAsync("e20", unfolded: "22");

        await ShowAsync("e20");

        Assert.Equal("e30 e10", Steps);
        Assert.Equal([false, true, false], Marked);
        Assert.Null(_state.Unfolded.Of(_state.Activities.Value!.Rows[1]));
    }

    [Fact]
    public async Task Other_rows_let_go_of_what_was_unfolded()
    {
        await ShowAsync("e20", unfolded: "22");
        var row = _state.Activities.Value!.Rows[1];

        await _state.ShowAsync(EventsView.Read("", null, null, "e20", null, rows: "events", unfolded: "22"));

        Assert.Null(_state.Unfolded.Of(row));
        Assert.Equal("e21 e10", Steps);
    }

    public void Dispose()
    {
        _state.Dispose();
        _open.Dispose();
    }

    private IReadOnlyList<bool> Marked => [.. _state.Activities.Value!.Rows.Select(row => row.Has(_state.View.Selected, _open.Places))];

    private string Steps => _state.StepsFrom(_open) is var (previous, next) ? $"{Told(previous)} {Told(next)}" : "";

    private Task ShowAsync(string? selected, string? unfolded = null) =>
        Task.WhenAll(_state.ShowAsync(EventsView.Read("", null, null, selected, null, unfolded: unfolded)), _open.OpenAsync(selected));

    private T WhileRead<T>(Func<T> answer)
    {
        _seen();
        _whileRead.Add(Steps);
        return answer();
    }

    private static string Told(ListStep step) => step.Id ?? (step.IsKnown ? "end" : "?");

    private static StoredEvent Event(int number, string action) => new(
        new EventCursor(number),
        new TrailEvent
        {
            EventId = $"e{number}", Time = Noon.AddHours(number / 10).AddSeconds(number % 10), Service = "ecr.amazonaws.com", Action = action, Account = "111122223333", Region = "eu-west-1",
            Repositories = [action == "DeleteRepository" ? $"team/{number}" : "team/api"], Actor = new Actor("IAMUser", "arn:aws:iam::111122223333:user/alice", "alice", null, null), Flags = EventFlags.Write,
        },
        default);
}
