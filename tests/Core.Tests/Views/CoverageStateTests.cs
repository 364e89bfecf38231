using TrailBoard.Core.Search;
using TrailBoard.Core.Views;
using static TrailBoard.Core.Views.CoverageState;

namespace TrailBoard.Tests;

public sealed class CoverageStateTests
{
    [Theory]
    [InlineData(24, 0, 0, 0, 0, 0, Unknown)]
    [InlineData(0, 0, 0, 0, 0, 0, NotDue)]
    [InlineData(24, 0, 0, 9, 0, 0, Seen)]
    [InlineData(0, 0, 0, 9, 0, 0, Seen)]
    [InlineData(24, 23, 0, 9, 0, 0, Partly)]
    [InlineData(24, 24, 0, 9, 0, 0, Covered)]
    [InlineData(24, 24, 0, 0, 0, 0, Quiet)]
    [InlineData(24, 24, 23, 0, 0, 0, Quiet)]
    [InlineData(24, 24, 24, 0, 0, 0, Covered)]
    [InlineData(24, 24, 24, 9, 1, 0, Late)]
    [InlineData(24, 24, 24, 9, 1, 1, Incomplete)]
    [InlineData(24, 0, 0, 0, 0, 1, Incomplete)]
    public void The_state_follows_from_what_is_due_claimed_brought_and_failed(int due, int covered, int asked, int records, int late, int failures, CoverageState expected)
    {
        var facts = new CoverageFacts(TimeSpan.FromHours(due), TimeSpan.FromHours(covered), TimeSpan.FromHours(asked), records, records, records, late, failures);
        Assert.Equal(expected, CoverageCell.StateOf(facts));
    }

    [Theory]
    [InlineData("", "", "")]
    [InlineData("region:eu-west-1", "", "eu-west-1")]
    [InlineData("account:111122223333 action:Put*", "111122223333", "")]
    [InlineData("region:eu-west-1 OR region:us-east-1", "", "eu-west-1 us-east-1")]
    [InlineData("(region:eu-west-1 OR region:us-east-1) region:us-east-1", "", "us-east-1")]
    [InlineData("-region:eu-west-1", "", "")]
    [InlineData("region:eu-*", "", "")]
    [InlineData("region:eu-west-1 OR action:PutImage", "", "")]
    public void A_filter_asks_about_the_places_that_every_match_must_have(string filter, string accounts, string regions)
    {
        var question = CoverageQuestion.Of(new EventQuery(Parsed(filter), TimeRange.All));
        Assert.Equal(accounts, string.Join(' ', question.Places.Accounts.Order(StringComparer.Ordinal)));
        Assert.Equal(regions, string.Join(' ', question.Places.Regions.Order(StringComparer.Ordinal)));
    }

    [Fact]
    public void A_time_in_the_filter_narrows_the_range()
    {
        var range = new TimeRange(At(1), At(20));
        Assert.Equal(new TimeRange(At(14), At(16)), CoverageQuestion.Of(new EventQuery(Parsed("time:>=2026-11-14 time:<2026-11-16"), range)).Range);
        Assert.Equal(range, CoverageQuestion.Of(new EventQuery(Parsed("time:<2026-11-30"), range)).Range);
    }

    private static DateTimeOffset At(int day) => new(2026, 11, day, 0, 0, 0, TimeSpan.Zero);

    private static Filter Parsed(string text) =>
        FilterParser.TryParse(text, out var filter, out var error) ? filter : throw new InvalidOperationException(error.Message);
}
