using System.Web;
using TrailBoard.Core.Events;
using TrailBoard.Core.Search;
using TrailBoard.Core.Views;
using TrailBoard.Web.State;

namespace TrailBoard.Web.Tests.State;

public sealed class PickedEventsTests
{
    private static readonly StoredEvent[] Shown = [.. Enumerable.Range(0, 400).Select(number => Stored(400 - number, $"e{number}"))];

    [Fact]
    public void A_second_toggle_takes_back_the_first_and_each_is_told()
    {
        var told = 0;
        var picks = new PickedEvents(() => told++);

        picks.Toggle(Shown[3], span: false, Shown);
        Assert.True(picks.Has("e3"));
        picks.Toggle(Shown[3], span: false, Shown);

        Assert.Equal((0, 2, 2), (picks.Count, picks.Version, told));
    }

    [Theory]
    [InlineData(2, 5, new[] { "e5", "e4", "e3", "e2" })]
    [InlineData(5, 2, new[] { "e5", "e4", "e3", "e2" })]
    [InlineData(4, 4, new string[0])]
    public void A_span_goes_from_the_one_before_in_either_direction_and_oldest_comes_first(int from, int to, string[] picked)
    {
        var picks = new PickedEvents(() => { });

        picks.Toggle(Shown[from], span: false, Shown);
        picks.Toggle(Shown[to], span: true, Shown);

        Assert.Equal(picked, picks.All.Select(stored => stored.Event.EventId));
    }

    [Fact]
    public void A_span_from_an_event_that_no_longer_shows_is_the_event_itself()
    {
        var picks = new PickedEvents(() => { });

        picks.Toggle(Stored(9, "elsewhere"), span: false, [Stored(9, "elsewhere")]);
        picks.Toggle(Shown[2], span: true, Shown);

        Assert.Equal(2, picks.Count);
    }

    [Fact]
    public void There_is_room_for_as_many_as_an_address_can_name_and_the_rest_is_told()
    {
        var ids = Enumerable.Range(0, 200).Select(number => Stored(number, $"00000000-0000-4000-8000-{number:d12}")).ToList();
        var picks = new PickedEvents(() => { });

        picks.Toggle(ids[0], span: false, ids);
        picks.Toggle(ids[^1], span: true, ids);

        Assert.Equal((PickedEvents.Most, true), (picks.Count, picks.IsFull));
        Assert.NotNull(picks.Export("csv"));
        picks.Toggle(ids[0], span: false, ids);
        Assert.Equal((PickedEvents.Most - 1, false), (picks.Count, picks.IsFull));
        picks.Clear();
        Assert.Equal(0, picks.Count);
    }

    [Fact]
    public void An_export_is_a_filter_of_exactly_the_selected_ids_whatever_stands_in_them()
    {
        string[] ids = ["plain", "with space & OR * \"quote\" )(", "a\\b", "star*"];
        var events = ids.Append("starfish").Append("other").Select((id, number) => Stored(number, id)).ToList();
        var picks = new PickedEvents(() => { });
        foreach (var one in events.Take(ids.Length))
        {
            picks.Toggle(one, span: false, events);
        }

        var address = new Uri("http://localhost" + picks.Export("ndjson"));

        Assert.Equal("/export/events.ndjson", address.AbsolutePath);
        Assert.True(FilterParser.TryParse(HttpUtility.ParseQueryString(address.Query)["q"]!, out var filter, out _));
        Assert.Equal(ids, events.Where(one => FilterEvaluator.Matches(filter, one.Event, default)).Select(one => one.Event.EventId));
    }

    [Fact]
    public void Ids_that_are_too_long_for_an_address_are_not_cut()
    {
        var picks = new PickedEvents(() => { });
        picks.Toggle(Stored(1, new string('x', 8_000)), span: false, []);

        Assert.Null(picks.Export("csv"));
    }

    [Theory]
    [InlineData("1aa00f2f-d9da-40f2-9be4-2ae75f769229", "us-gov-west-1",
        "aws cloudtrail lookup-events --lookup-attributes AttributeKey=EventId,AttributeValue=1aa00f2f-d9da-40f2-9be4-2ae75f769229 --region us-gov-west-1 --start-time 2026-10-01T11:59:00Z --end-time 2026-10-01T12:01:00Z")]
    [InlineData("1aa00f2f-d9da-40f2-9be4-2ae75f769229; rm -rf ~", "eu-west-1", null)]
    [InlineData("$(reboot)", "eu-west-1", null)]
    [InlineData("1aa00f2f-d9da-40f2-9be4-2ae75f769229\n", "eu-west-1", null)]
    [InlineData("1aa00f2f-d9da-40f2-9be4-2ae75f769229", "eu-west-1 && reboot", null)]
    [InlineData("1aa00f2f-d9da-40f2-9be4-2ae75f769229", "eu-west-1\n", null)]
    [InlineData("1aa00f2f-d9da-40f2-9be4-2ae75f769229", null, null)]
    public void A_command_is_made_of_ids_and_regions_only(string id, string? region, string? command)
    {
        Assert.Equal(command, EventCopies.Command(new TrailEvent { EventId = id, Region = region, Time = new(2026, 10, 1, 12, 0, 0, TimeSpan.Zero) }));
    }

    [Fact]
    public void A_filter_of_jq_holds_ids_as_its_texts()
    {
        Assert.Equal(""".Records[] | select(.eventID | IN("a", "b\u0022)) | \\(1)"))""", EventCopies.Jq([Stored(1, "a").Event, Stored(2, "b\")) | \\(1)").Event]));
    }

    private static StoredEvent Stored(int place, string id) => new(new EventCursor(place), new TrailEvent { EventId = id, Time = new(2026, 10, 1, 12, 0, 0, TimeSpan.Zero) }, default);
}
