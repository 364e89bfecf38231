using TrailBoard.Core.Overview;
using TrailBoard.Core.Search;
using TrailBoard.Core.Views;

namespace TrailBoard.Web.State;

/// <summary>Where the numbers of the overview lead: to exactly the events that they count.</summary>
public static class OverviewLinks
{
    /// <summary>The scope of a filter in a range with two ends, to the second.</summary>
    public static ViewScope Scope(Filter filter, TimeRange range)
    {
        ArgumentNullException.ThrowIfNull(filter);
        return ViewScope.All with { Filter = filter.ToString()!, From = Bound(range.From), To = Bound(range.To) };
    }

    /// <summary>The Events page of a filter in a range.</summary>
    public static string Events(Filter filter, TimeRange range) => PageUrls.Events(Scope(filter, range));

    /// <summary>The overview of a period; of the present one where nobody chose its end.</summary>
    public static string To(OverviewPeriod period)
    {
        ArgumentNullException.ThrowIfNull(period);
        return PageUrls.Overview(period.Length, period.End == PeriodEnd.Chosen ? TimeBound.At(period.To) : null);
    }

    /// <summary>The overview of one of the days that are shown one by one.</summary>
    public static string Day(OverviewPeriod period, int day)
    {
        ArgumentNullException.ThrowIfNull(period);
        return PageUrls.Overview(PeriodLength.Day, TimeBound.At(period.Days.From!.Value.AddDays(day + 1)));
    }

    /// <summary>The range of one of those days; the last ends with the period.</summary>
    public static TimeRange DayOf(OverviewPeriod period, int day)
    {
        ArgumentNullException.ThrowIfNull(period);
        var from = period.Days.From!.Value.AddDays(day);
        return new(from, from.AddDays(1) > period.To ? period.To : from.AddDays(1));
    }

    private static TimeBound? Bound(DateTimeOffset? moment) => moment is { } known ? TimeBound.At(known) : null;
}
