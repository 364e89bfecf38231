using TrailBoard.Core.Overview;
using TrailBoard.Core.Search;
using TrailBoard.Core.Views;

namespace TrailBoard.Core.Tests.Overview;

public sealed class FirstSeenTests
{
    private static readonly OverviewPeriod Week = OverviewPeriod.Of(PeriodLength.Week, At("2026-11-22T00:00:00"), new StoreSummary(1, null, null), At("2026-11-22T00:00:00"));

    [Fact]
    public void New_is_what_was_first_seen_within_the_period_and_the_refused_come_first()
    {
        var first = Read(Group("old", "2026-11-14T23:59:59"), Group("newest", "2026-11-20T00:00:00"), Group("at its start", "2026-11-15T00:00:00"), Group("refused", "2026-11-16T00:00:00", errors: 2));

        Assert.Equal(["refused", "newest", "at its start"], first.New.Select(group => group.Value));
        Assert.False(first.IsCut);
    }

    [Fact]
    public void What_was_new_in_the_period_before_is_counted()
    {
        var first = Read(Group("a", "2026-11-08T00:00:00"), Group("b", "2026-11-14T23:59:59"), Group("c", "2026-11-07T23:59:59"));

        Assert.Empty(first.New);
        Assert.Equal(2, first.Before);
        Assert.Null(first.Filter);
    }

    [Fact]
    public void Each_day_has_its_own_count()
    {
        var first = Read(Group("a", "2026-11-21T23:59:59"), Group("b", "2026-11-21T00:00:00"), Group("c", "2026-10-25T00:00:00"), Group("d", "2026-10-24T23:59:59"));

        Assert.Equal(28, first.ByDay.Count);
        Assert.Equal((1, 2, 3), (first.ByDay[0], first.ByDay[27], first.ByDay.Sum()));
    }

    [Fact]
    public void The_filter_names_exactly_the_new_values_taken_literally()
    {
        Assert.Equal("action:\\*", Read(Group("*", "2026-11-20T00:00:00")).Filter!.ToString());
        Assert.Equal("action:(a OR b)", Read(Group("a", "2026-11-20T00:00:01"), Group("b", "2026-11-20T00:00:00"), Group("old", "2026-11-01T00:00:00")).Filter!.ToString());
        Assert.Null(Read([.. Enumerable.Range(0, FirstSeen.MostInFilter + 1).Select(i => Group($"v{i}", "2026-11-20T00:00:00"))]).Filter);
    }

    [Fact]
    public void It_is_said_where_values_were_left_off() =>
        Assert.True(FirstSeen.Read(FirstSeenField.Actions, Week, new EventGroups([Group("a", "2026-11-20T00:00:00")], 2, 2, 0)).IsCut);

    [Theory]
    [InlineData("198.18.7.66", true)]
    [InlineData("2001:db8::1", true)]
    [InlineData("10.23.57.74", false)]
    [InlineData("100.64.0.1", false)]
    [InlineData("fe80::1", false)]
    [InlineData("AWS Internal", false)]
    [InlineData("ecs.amazonaws.com", false)]
    public void Of_addresses_only_those_of_the_outside_can_be_new(string address, bool counts)
    {
        var seen = new Core.Events.TrailEvent { EventId = "e", Time = At("2026-11-20T00:00:00"), Address = address };

        Assert.Equal(counts, FilterEvaluator.Matches(FirstSeenField.Addresses.Among, seen, default));
    }

    private static FirstSeen Read(params EventGroup[] groups) => FirstSeen.Read(FirstSeenField.Actions, Week, new EventGroups(groups, groups.Length, groups.Sum(group => group.Count), 0));

    private static EventGroup Group(string value, string first, long errors = 0) => new(value, 5, errors, 0, At(first), At("2026-11-21T00:00:00"), []);

    private static DateTimeOffset At(string time) => DateTimeOffset.Parse(time + "Z", System.Globalization.CultureInfo.InvariantCulture);
}
