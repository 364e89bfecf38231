using TrailBoard.Core.Overview;
using TrailBoard.Core.Views;

namespace TrailBoard.Core.Tests.Overview;

public sealed class OverviewPeriodTests
{
    private static readonly DateTimeOffset Now = new(2026, 11, 22, 10, 30, 15, 400, TimeSpan.Zero);

    [Fact]
    public void It_ends_with_the_present_second_where_the_store_has_events_of_it()
    {
        var week = OverviewPeriod.Of(PeriodLength.Week, null, Store(last: Now.AddDays(-6)), Now);

        Assert.Equal((PeriodEnd.Now, At("2026-11-22T10:30:16"), At("2026-11-15T10:30:16")), (week.End, week.To, week.From));
        Assert.True(week.Range.Contains(At("2026-11-22T10:30:15")));
    }

    [Fact]
    public void It_ends_with_the_newest_event_where_that_is_older_than_the_period()
    {
        var store = Store(last: At("2026-11-12T08:00:00"));

        var day = OverviewPeriod.Of(PeriodLength.Day, null, store, Now);
        Assert.Equal((PeriodEnd.NewestEvent, At("2026-11-12T08:00:01")), (day.End, day.To));
        Assert.True(day.Range.Contains(store.Last!.Value));

        // The newest event is two days old: a day of nothing, but a week of something.
        var late = Store(last: Now.AddDays(-2));
        Assert.Equal(PeriodEnd.NewestEvent, OverviewPeriod.Of(PeriodLength.Day, null, late, Now).End);
        Assert.Equal(PeriodEnd.Now, OverviewPeriod.Of(PeriodLength.Week, null, late, Now).End);
    }

    [Fact]
    public void Whoever_names_an_end_gets_it_and_steps_from_there_without_gap_or_overlap()
    {
        var store = Store(last: At("2026-11-21T00:00:00"));
        var day = OverviewPeriod.Of(PeriodLength.Day, At("2026-11-14T00:00:00"), store, Now);

        Assert.Equal(new TimeRange(At("2026-11-13T00:00:00"), At("2026-11-14T00:00:00")), day.Range);
        Assert.Equal(day.Before, day.Previous.Range);
        Assert.Equal(day.Range, day.Previous.Next(store)!.Range);
        Assert.Equal(day.From, day.Earlier.To);
        Assert.Null(day.Earlier.From);
        Assert.NotNull(OverviewPeriod.Of(PeriodLength.Day, At("2026-11-21T00:00:00"), store, Now).Next(store));
        Assert.Null(OverviewPeriod.Of(PeriodLength.Day, At("2026-11-21T00:00:01"), store, Now).Next(store));
    }

    [Theory]
    [InlineData("2026-11-08T00:00:00", true)]
    [InlineData("2026-11-08T00:00:01", false)]
    public void It_is_compared_only_where_the_store_reaches_back_over_the_whole_period_before(string first, bool isComparable)
    {
        var week = OverviewPeriod.Of(PeriodLength.Week, At("2026-11-22T00:00:00"), EventQueryStore(first), Now);

        Assert.Equal(isComparable, week.IsComparable(EventQueryStore(first)));
        Assert.True(week.HasEarlier(EventQueryStore(first)));
        Assert.False(week.HasEarlier(EventQueryStore("2026-11-15T00:00:00")));
    }

    [Theory]
    [InlineData("2026-11-22T00:00:00", "2026-10-25T00:00:00")]
    [InlineData("2026-11-22T00:00:01", "2026-10-26T00:00:00")]
    public void The_days_that_are_shown_are_whole_and_end_with_it(string to, string first)
    {
        var days = OverviewPeriod.Of(PeriodLength.Day, At(to), Store(Now), Now).Days;

        Assert.Equal(new TimeRange(At(first), At(to)), days);
    }

    private static StoreSummary Store(DateTimeOffset last) => new(10, Now.AddYears(-1), last);

    private static StoreSummary EventQueryStore(string first) => new(10, At(first), Now);

    private static DateTimeOffset At(string time) => DateTimeOffset.Parse(time + "Z", System.Globalization.CultureInfo.InvariantCulture);
}
