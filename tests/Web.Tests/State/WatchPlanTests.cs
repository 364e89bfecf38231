using TrailBoard.Web.State;

namespace TrailBoard.Web.Tests.State;

/// <summary>Which views can be watched, and what of their range is kept.</summary>
public sealed class WatchPlanTests
{
    [Theory]
    [InlineData("?q=action:PutImage", null)]
    [InlineData("?q=action:PutImage&from=-24h", "1.00:00:00")]
    [InlineData("?from=-15m&rows=events", "00:15:00")]
    public void A_view_of_events_is_watched_with_the_age_that_its_range_allows(string query, string? within)
    {
        var plan = WatchPlan.Of(SavedPage.Of("/events", query)!);
        Assert.Null(plan.Refusal);
        Assert.NotNull(plan.Filter);
        Assert.Equal(within is null ? null : TimeSpan.Parse(within), plan.Within);
    }

    [Theory]
    [InlineData("/regions", "", "not one of events")]
    [InlineData("/events", "?q=colour:red", "mistake")]
    [InlineData("/events", "?q=record:x", "whole records")]
    [InlineData("/events", "?q=actor:x", "who really acted")]
    [InlineData("/events", "?from=2026-10-01", "fixed time")]
    [InlineData("/events", "?from=-2h&to=-1h", "or end")]
    [InlineData("/events", "?from=nonsense", "could not be read")]
    public void What_cannot_be_watched_says_why(string path, string query, string why)
    {
        var plan = WatchPlan.Of(SavedPage.Of(path, query)!);
        Assert.Null(plan.Filter);
        Assert.Contains(why, plan.Refusal, StringComparison.Ordinal);
    }
}
