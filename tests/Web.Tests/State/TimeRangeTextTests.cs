using System.Globalization;
using TrailBoard.Web.State;

namespace TrailBoard.Web.Tests.State;

/// <summary>Ranges of time as they are written in one line, from the cases in <c>times.cases</c>.</summary>
public sealed class TimeRangeTextTests
{
    private static readonly DateTimeOffset Now = new(2026, 11, 22, 7, 5, 9, TimeSpan.Zero);
    private static readonly ViewerTime Berlin = new(TimeZoneInfo.FindSystemTimeZoneById("Europe/Berlin"), InUtc: false);

    // With half an hour of summer time, changes at midnight in either direction, and offsets of quarters.
    private static readonly string[] Zones = ["Europe/Berlin", "America/New_York", "Asia/Kathmandu", "Australia/Lord_Howe", "America/Havana", "Africa/Cairo", "Pacific/Apia"];

    public static TheoryData<string, string, string> Cases
    {
        get
        {
            var cases = new TheoryData<string, string, string>();
            foreach (var line in File.ReadAllLines(Path.Combine(AppContext.BaseDirectory, "cases/times.cases")).Where(line => line.Length > 0 && line[0] != '#'))
            {
                var sign = new[] { " => ", " =! ", " =? " }.First(sign => line.Contains(sign, StringComparison.Ordinal));
                var sides = line.Split(sign, 2);
                cases.Add(sides[0].Replace("∅", "", StringComparison.Ordinal).Replace("⍽", " ", StringComparison.Ordinal), sign.Trim(), sides[1]);
            }

            return cases;
        }
    }

    [Theory, MemberData(nameof(Cases))]
    public void A_line_is_understood_in_the_zone_that_is_shown(string text, string sign, string expected)
    {
        var isRange = TimeRangeText.TryRead(text, Berlin, Now, out var range, out var mistake);

        Assert.Equal(sign != "=!", isRange);
        if (mistake is not null)
        {
            Assert.Equal(expected, $"{mistake.Position} {mistake.Length} {mistake.Message}");
            return;
        }

        var parts = expected.Split(" | ");
        Assert.Equal(parts[0], $"{range!.From} .. {range.To}".Trim());
        Assert.Equal(parts[1], TimeRangeWords.Full(range.From, range.To, Berlin, Now));
        Assert.Equal(sign == "=?", range.Notes.Count > 0);
        Assert.Contains(sign == "=?" ? parts[2] : "", string.Join(' ', range.Notes), StringComparison.Ordinal);
    }

    [Fact]
    public void The_same_line_is_understood_in_utc_where_utc_is_shown()
    {
        Assert.True(TimeRangeText.TryRead("2026-11-03 14:00..16:00", Berlin with { InUtc = true }, Now, out var range, out _));

        Assert.Equal("3 Nov 2026 14:00 to 16:00 UTC", TimeRangeWords.Full(range.From, range.To, Berlin with { InUtc = true }, Now));
        Assert.Equal("2026-11-03T14:00:00Z", range.From.ToString());
    }

    [Theory]
    [InlineData("-2h", "-2h")]
    [InlineData("-7d..-1d", "-7d..-1d")]
    [InlineData("..-1d", "..-1d")]
    [InlineData("yesterday", "2026-11-21")]
    [InlineData("last week", "2026-11-09..2026-11-15")]
    [InlineData("yesterday 14:00..16:00", "2026-11-21 14:00..16:00")]
    [InlineData("2026-11-03 10:00..2026-11-04 09:30:05", "2026-11-03 10:00..2026-11-04 09:30:05")]
    [InlineData("2026-11-03 10:00..", "2026-11-03 10:00..")]
    [InlineData("2026-10-25 02:30 +01:00..05:00", "2026-10-25 02:30 +01:00..2026-10-25 05:00")]
    [InlineData("", "")]
    public void A_range_is_written_as_short_as_can_be_read_back(string text, string written)
    {
        Assert.True(TimeRangeText.TryRead(text, Berlin, Now, out var range, out _));

        Assert.Equal(written, TimeRangeText.Write(range.From, range.To, Berlin));
    }

    [Theory]
    [MemberData(nameof(ZoneNames))]
    public void Whatever_range_a_url_holds_is_written_as_a_line_that_means_the_same_url(string zone)
    {
        var random = new Random(zone.Length);
        var viewer = new ViewerTime(TimeZoneInfo.FindSystemTimeZoneById(zone), InUtc: false);
        for (var i = 0; i < 4_000; i++)
        {
            var (from, to) = (Bound(), Bound());
            if (from is { } start && to is { } end && start.Resolve(Now) >= end.Resolve(Now))
            {
                (from, to) = (to, from);
            }

            var url = PageUrls.Events(ViewScope.All with { From = from, To = to });
            var line = TimeRangeText.Write(from, to, viewer);
            if (from is { } one && to is { } same && one.Resolve(Now) == same.Resolve(Now))
            {
                continue;
            }

            Assert.True(TimeRangeText.TryRead(line, viewer, Now, out var range, out var mistake), $"{line}: {mistake?.Message}");
            Assert.Equal((line, url), (line, PageUrls.Events(ViewScope.All with { From = range.From, To = range.To })));
        }

        // Half of them lie around the changes of the clocks, where a wall time is no moment or two.
        TimeBound? Bound() => random.Next(8) switch
        {
            0 => null,
            1 => TimeBound.Ago(random.Next(1, 400), "smhdw"[random.Next(5)]),
            2 => TimeBound.At(new DateTimeOffset(new DateTime(2013, 1, 1).AddDays(random.Next(6_000)), TimeSpan.Zero)),
            3 => TimeBound.At(WallTime.Moment(viewer.Zone, new DateTime(2013, 1, 1).AddDays(random.Next(6_000)), isEnd: false)),
            4 or 5 => TimeBound.At(AroundAChange().AddMinutes(random.Next(-150, 150))),
            _ => TimeBound.At(new DateTimeOffset(new DateTime(2013, 1, 1).AddSeconds(random.Next(500_000_000)), TimeSpan.Zero)),
        };

        DateTimeOffset AroundAChange()
        {
            var day = new DateTimeOffset(new DateTime(2013, 1, 1).AddDays(random.Next(5_000)), TimeSpan.Zero);
            for (var hours = 0; hours < 200 * 24; hours++)
            {
                if (viewer.Zone.GetUtcOffset(day.AddHours(hours)) != viewer.Zone.GetUtcOffset(day.AddHours(hours + 1)))
                {
                    return day.AddHours(hours);
                }
            }

            return day;
        }
    }

    [Theory]
    [MemberData(nameof(ZoneNames))]
    public void A_later_wall_time_is_never_an_earlier_moment_at_one_end_of_a_range(string zone)
    {
        var info = TimeZoneInfo.FindSystemTimeZoneById(zone);
        foreach (var isEnd in new[] { false, true })
        {
            var before = DateTimeOffset.MinValue;
            for (var wall = new DateTime(2024, 1, 1); wall.Year < 2026; wall = wall.AddMinutes(7))
            {
                var moment = WallTime.Moment(info, wall, isEnd);
                Assert.True(moment >= before, $"{wall.ToString("s", CultureInfo.InvariantCulture)} in {zone}");
                var shown = TimeZoneInfo.ConvertTime(moment, info).DateTime;
                Assert.True(shown == wall || (info.IsInvalidTime(wall) && shown > wall && TimeZoneInfo.ConvertTime(moment.AddSeconds(-1), info).DateTime < wall));
                before = moment;
            }
        }
    }

    public static TheoryData<string> ZoneNames => [.. Zones];
}
