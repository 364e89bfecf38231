using System.Text.Json;
using System.Web;
using TrailBoard.Core.Events;
using TrailBoard.Core.Search;
using TrailBoard.Core.Views;
using TrailBoard.Web.State;

namespace TrailBoard.Web.Tests.State;

public sealed class StateTests
{
    private static readonly DateTimeOffset Now = new(2026, 11, 21, 14, 5, 9, TimeSpan.Zero);

    public static TheoryData<string, string?, string?, string?, string?> Views => new()
    {
        { "", null, null, null, null },
        { "service:ecr -error:* \"a b\" & 100% #1 +", "-24h", null, null, null },
        { "ip:203.0.113.0/24 OR user:\"Zoë 🙂\"", "2026-10-01T12:00:00Z", "2026-10-02T00:00:00Z", "id/with?odd&signs=#", "-42" },
        { "req.path:\"C:\\\\x\" identity:arn:aws:iam::111122223333:role/*", null, "-15m", "0f6a6f0c", "786792369949321410" },
    };

    [Theory, MemberData(nameof(Views))]
    public void A_view_reads_back_from_its_url(string filter, string? from, string? to, string? selected, string? after)
    {
        var view = EventsView.Read(filter, from, to, selected, after);

        var query = HttpUtility.ParseQueryString(new Uri("http://localhost" + PageUrls.Events(view)).Query);
        var read = EventsView.Read(query["q"], query["from"], query["to"], query["event"], query["after"]);

        Assert.Equal(view, read);
        Assert.Equal(filter, read.Scope.Filter);
        Assert.Equal((from, to), (read.Scope.From?.ToString(), read.Scope.To?.ToString()));
        Assert.Equal((selected, after), (read.Selected, read.After?.ToString()));
    }

    [Theory]
    [InlineData("", "", RowKind.Activities)]
    [InlineData("rows=events", "?rows=events", RowKind.Events)]
    [InlineData("rows=stars", "", RowKind.Activities)]
    [InlineData("open=5,x,-7,5&event=e1", "?open=5,-7&event=e1", RowKind.Activities)]
    [InlineData("after=1765000000.42", "?after=1765000000.42", RowKind.Activities)]
    // A place among events is one of a link that is older than activities.
    [InlineData("after=42", "?rows=events&after=42", RowKind.Events)]
    [InlineData("after=1765000000.42&rows=events", "?rows=events", RowKind.Events)]
    public void What_a_row_is_and_what_is_unfolded_stand_in_the_url(string url, string again, RowKind rows)
    {
        var query = HttpUtility.ParseQueryString(url);
        var view = EventsView.Read(null, null, null, query["event"], query["after"], null, query["rows"], query["open"]);

        Assert.Equal(rows, view.Scope.Rows);
        Assert.Equal("/events" + again, PageUrls.Events(view));
    }

    [Fact]
    public void Other_rows_begin_at_the_newest_and_keep_the_question_and_what_is_open()
    {
        var view = EventsView.Read("user:alice", "-7d", null, "e1", "1765000000.42", "error:*", unfolded: "5");

        Assert.Equal("/events?q=user:alice&from=-7d&off=error:*&rows=events&open=5&event=e1", PageUrls.Events(view.As(RowKind.Events)));
        Assert.Equal(view with { AfterActivity = null }, view.As(RowKind.Events).As(RowKind.Activities));
    }

    [Fact]
    public void Handles_keep_what_a_row_is_and_downloads_do_not_name_it()
    {
        var scope = ViewScope.Read("user:alice", null, null, rows: "events");
        var links = new HandleLinks(scope, FilterParser.Parse("user:alice"));

        Assert.Equal("/events?q=user:alice%20region:eu-west-1&rows=events", links.Include(EventFields.Region, "eu-west-1"));
        Assert.Equal("/events?q=region:eu-west-1&rows=events", links.Only(EventFields.Region, "eu-west-1"));
        Assert.Equal("/export/events.csv?q=user:alice", PageUrls.Export("csv", scope));
    }

    [Fact]
    public void The_view_of_everything_has_the_shortest_url() => Assert.Equal("/events", PageUrls.Events(EventsView.All));

    [Fact]
    public void An_event_id_cannot_leave_its_place_in_the_url() => Assert.Equal("/events/..%2F..%2Fx%3Fy%23z", PageUrls.Event("../../x?y#z"));

    [Theory]
    [InlineData("-15m", "2026-11-21T13:50:09Z")]
    [InlineData("-24h", "2026-11-20T14:05:09Z")]
    [InlineData("-2w", "2026-11-07T14:05:09Z")]
    [InlineData("2026-10-01", "2026-10-01T00:00:00Z")]
    [InlineData("2026-10-01T12:00+02:00", "2026-10-01T10:00:00Z")]
    public void A_bound_means_a_moment(string text, string moment)
    {
        Assert.True(TimeBound.TryParse(text, out var bound));
        Assert.Equal(moment, ViewerTime.Iso(bound.Resolve(Now)));
    }

    [Theory]
    [InlineData("yesterday")]
    [InlineData("-0h")]
    [InlineData("-5y")]
    [InlineData("-9999999w")]
    [InlineData("2026-13-01")]
    [InlineData("-")]
    public void A_bound_that_is_none_is_named_and_stays_open(string text)
    {
        var scope = ViewScope.Read("", text, null);

        Assert.Equal((null, text), (scope.From, scope.Misread));
    }

    [Fact]
    public void A_time_without_an_offset_is_in_the_zone_that_the_person_sees()
    {
        var berlin = new ViewerTime(ViewerTime.ZoneOf("Europe/Berlin", 60), InUtc: false);

        Assert.True(berlin.TryRead("2026-07-01 12:00", out var summer));
        Assert.True((berlin with { InUtc = true }).TryRead("2026-07-01 12:00", out var utc));

        Assert.Equal(("2026-07-01T10:00:00Z", "2026-07-01T12:00:00Z"), (summer.ToString(), utc.ToString()));
    }

    [Fact]
    public void A_zone_that_this_machine_does_not_know_keeps_its_offset() =>
        Assert.Equal("UTC+05:30", new ViewerTime(ViewerTime.ZoneOf("Mars/Olympus", 330), InUtc: false).ZoneLabel(Now));

    [Theory]
    [InlineData(0, "0")]
    [InlineData(9_999, "9,999")]
    [InlineData(12_449, "12.4k")]
    [InlineData(999_499, "999k")]
    [InlineData(1_000_000, "1M")]
    [InlineData(12_345_678_900, "12.3G")]
    public void Numbers_fit_narrow_places(long number, string text) => Assert.Equal(text, Numbers.Short(number));

    [Fact]
    public void A_click_on_a_value_narrows_the_list_and_keeps_the_range()
    {
        var links = new HandleLinks(ViewScope.Read("", "-24h", null), Filter.All);

        Assert.Equal("/events?q=user:%22o%27brien%20%5C%2A%22&from=-24h", links.Include(EventFields.User, "o'brien *").Replace("*", "%2A", StringComparison.Ordinal));
        Assert.StartsWith("/events?q=-user:alice", links.Exclude(EventFields.User, "alice"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("", "2026-11-03 00:00", "2026-11-21 08:30")]
    [InlineData("-2h", "2026-11-03 00:00", "2026-11-21 08:30")]
    [InlineData("2026-11-10 14:30", "2026-11-03 14:30", "2026-11-10 08:30")]
    [InlineData("2026-11-10T23:30:15Z", "2026-11-03 00:30:15", "2026-11-11 08:30")]
    [InlineData("nonsense", "2026-11-03 00:00", "2026-11-21 08:30")]
    public void A_calendar_changes_the_day_and_a_clock_the_time_in_the_zone_that_the_person_sees(string text, string onThird, string atHalfPastEight)
    {
        var edit = new MomentEdit(new ViewerTime(ViewerTime.ZoneOf("Europe/Berlin", 60), InUtc: false), text, Now);

        Assert.Equal((onThird, atHalfPastEight, text), (edit.OnDay(new DateTime(2026, 11, 3)), edit.AtClock("08:30"), edit.AtClock("")));
    }

    [Fact]
    public void A_part_that_is_switched_off_is_kept_in_the_url_and_asked_no_more()
    {
        var links = At("/events?q=service:ecr user:alice&from=-24h");

        var off = At(links.SwitchOff(FilterEdit.Leaf(EventFields.User, "alice")));
        Assert.Equal(("service:ecr", "user:alice", "-24h"), (off.Scope.Filter, off.Scope.Off, off.Scope.From.ToString()));

        var on = At(off.SwitchOn(off.Off.Single()));
        Assert.Equal(("service:ecr user:alice", ""), (on.Scope.Filter, on.Scope.Off));
        Assert.Equal(("service:ecr", ""), (At(off.Forget(off.Off.Single())).Scope.Filter, At(off.Forget(off.Off.Single())).Scope.Off));
        Assert.Equal("/events?from=-24h", off.Clear());
        Assert.Equal("/export/events.csv?q=service:ecr&from=-24h", PageUrls.Export("csv", off.Scope));
    }

    [Fact]
    public void A_narrower_filter_keeps_what_is_switched_off()
    {
        var links = At("/events?q=service:ecr&off=user:alice");

        Assert.Equal("user:alice", At(links.Include(EventFields.Region, "eu-west-1")).Scope.Off);
        Assert.Empty(At("/events?off=user:(").Off);
    }

    private static HandleLinks At(string url)
    {
        var query = HttpUtility.ParseQueryString(new Uri("http://localhost" + url).Query);
        var scope = ViewScope.Read(query["q"], query["from"], query["to"], query["off"]);
        Assert.True(FilterParser.TryParse(scope.Filter, out var filter, out _));
        return new HandleLinks(scope, filter);
    }

    [Fact]
    public void Json_keeps_numbers_as_written_and_opens_json_in_strings()
    {
        var outline = Outline("""{"n":1.688560107857E9,"items":[{"tag":"a"}],"manifest":"{\"schemaVersion\":2}","policy":"%7B%22Version%22%3A%222012-10-17%22%7D"}""");

        Assert.Equal(
            ["n=1.688560107857E9@n", "items=1 item@items", "0=1 key@items", "tag=a@items.tag", "manifest=JSON in a string@manifest", "schemaVersion=2@", "policy=JSON in a string@policy", "Version=2012-10-17@"],
            outline.Lines.Select(line => $"{line.Key}={line.Text}@{line.Path}"));
        Assert.Equal(4, outline.Lines[1].End);
    }

    [Fact]
    public void Json_that_nests_without_end_is_cut_and_says_so()
    {
        var deep = string.Concat(Enumerable.Repeat("{\"a\":", 60)) + "1" + new string('}', 60);

        Assert.True(Outline(deep).IsCut);
    }

    [Fact]
    public void Every_flag_that_qualifies_an_event_has_words()
    {
        EventFlags[] silent = [EventFlags.None, EventFlags.ReadOnly, EventFlags.Write, EventFlags.Mfa, EventFlags.NoMfa, EventFlags.TextId];

        Assert.All(Enum.GetValues<EventFlags>().Except(silent), flag => Assert.Single(EventNotes.Of(flag)));
    }

    [Fact]
    public void An_event_is_read_with_its_secrets_masked()
    {
        var json = """{"eventName":"AssumeRole","responseElements":{"credentials":{"accessKeyId":"ASIAEXAMPLE","sessionToken":"AQoDYXdzEJr1secret"}}}"""u8.ToArray();
        var stored = new StoredEvent(new EventCursor(1), new TrailEvent { EventId = "e", Time = Now, Action = "AssumeRole" }, json);

        var reading = EventReading.Of(new EventDetail(stored, []));

        Assert.True(reading.Masked > 0);
        Assert.DoesNotContain("AQoDYXdzEJr1secret", reading.Plain + reading.Indented + string.Concat(reading.Response!.Lines.Select(line => line.Text)), StringComparison.Ordinal);
        Assert.Contains("ASIAEXAMPLE", reading.Plain, StringComparison.Ordinal);
    }

    private static JsonOutline Outline(string json)
    {
        using var document = JsonDocument.Parse(json);
        return JsonOutline.Of(document.RootElement);
    }
}
