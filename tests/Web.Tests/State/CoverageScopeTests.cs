using TrailBoard.Core.Views;
using TrailBoard.Web.State;

namespace TrailBoard.Web.Tests.State;

public sealed class CoverageScopeTests
{
    private static readonly DateTimeOffset Now = new(2026, 11, 21, 14, 5, 9, TimeSpan.Zero);

    [Fact]
    public void The_address_of_the_page_reads_back_as_it_was_written()
    {
        var scope = new CoverageScope(
            new DateOnly(2026, 11, 1), new DateOnly(2026, 11, 30), "111122223333", "eu-west-1", new CoveragePlace("111122223333", "eu-west-1", new DateOnly(2026, 11, 3)));
        Assert.Equal("/coverage?from=2026-11-01&to=2026-11-30&account=111122223333&region=eu-west-1&open=2026-11-03/111122223333/eu-west-1", PageUrls.Coverage(scope));
        Assert.Equal(scope, CoverageScope.Read("2026-11-01", "2026-11-30", "111122223333", "eu-west-1", "2026-11-03/111122223333/eu-west-1", Now));
    }

    [Theory]
    [InlineData(null, null, null, null)]
    [InlineData("-7d", null, "2026-11-14", "2026-11-21")]
    [InlineData("2026-11-03T14:00:00Z", "2026-11-05T00:00:00Z", "2026-11-03", "2026-11-04")]
    [InlineData("2026-11-03", "2026-11-05", "2026-11-03", "2026-11-05")]
    [InlineData(null, "2026-11-30", "2026-10-31", "2026-11-30")]
    [InlineData("rubbish", "rubbish", null, null)]
    public void Days_are_read_from_the_times_of_other_pages(string? from, string? to, string? first, string? last)
    {
        var scope = CoverageScope.Read(from, to, null, null, "rubbish", Now);
        Assert.Equal((first, last, null), (scope.First?.ToString("yyyy-MM-dd"), scope.Last?.ToString("yyyy-MM-dd"), scope.Open));
    }

    [Fact]
    public void A_cell_leads_to_its_events_even_where_records_name_no_account()
    {
        var day = new DateOnly(2026, 11, 3);
        Assert.Equal("account:111122223333 region:eu-west-1", new CoveragePlace("111122223333", "eu-west-1", day).Events().Filter);
        Assert.Equal("-account:* region:eu-west-1", new CoveragePlace("", "eu-west-1", day).Events().Filter);
        Assert.Equal("/events?q=account:111122223333%20region:eu-west-1&from=2026-11-03T14:00:00Z&to=2026-11-03T15:00:00Z", PageUrls.Events(new CoveragePlace("111122223333", "eu-west-1", day).Events(14, 1)));
    }

    [Fact]
    public void Every_state_has_a_mark_of_its_own_and_words()
    {
        var states = Enum.GetValues<CoverageState>();
        Assert.Equal(states.Order(), CoverageWords.All.Order());
        Assert.Equal(states.Length, states.Select(CoverageWords.Mark).Distinct().Count());
        Assert.Equal(states.Length, states.Select(CoverageWords.Name).Distinct().Count());
        Assert.Equal(states.Length, states.Select(CoverageWords.Style).Distinct().Count());
        var verdicts = Enum.GetValues<CoverageVerdict>();
        Assert.Equal(verdicts.Length, verdicts.Select(CoverageWords.Name).Distinct().Count());
    }

    [Fact]
    public void A_cell_is_said_in_a_sentence() => Assert.Equal(
        "covered, late arrivals, 288 files, 12,034 events, 3 late, by org-trail and queue",
        CoverageWords.Sentence(new CoverageCell(new CoverageFacts(TimeSpan.FromDays(1), TimeSpan.FromDays(1), default, 288, 12_100, 12_034, 3, 0), ["org-trail", "queue"])));

    [Theory]
    [InlineData(CoverageState.Unknown, "There is no eu-west-1 data between 2026-11-03 14:00 and 16:00: no source asked for it or listed it.")]
    [InlineData(CoverageState.Seen, "There are eu-west-1 files between 2026-11-03 14:00 and 16:00, but no source says that they are all.")]
    [InlineData(CoverageState.Incomplete, "There are eu-west-1 files between 2026-11-03 14:00 and 16:00 that failed or are out of reach.")]
    public void A_hole_is_said_in_a_sentence(CoverageState why, string expected) =>
        Assert.Equal(expected, CoverageWords.Answer(Answered([new CoverageHole("111122223333", "eu-west-1", Hours(14, 16), why)]), ViewerTime.Utc));

    [Fact]
    public void Many_holes_are_counted_and_none_is_praised()
    {
        var holes = new[]
        {
            new CoverageHole("111122223333", "eu-west-1", Hours(14, 16), CoverageState.Unknown),
            new CoverageHole("444455556666", "us-east-1", Hours(14, 16), CoverageState.Unknown),
            new CoverageHole("444455556666", "us-east-1", Hours(17, 18), CoverageState.Seen),
        };
        Assert.Equal(
            "There is no data of 2 regions of 2 accounts between 2026-11-03 14:00 and 16:00: no source asked for it or listed it. 1 more gap.",
            CoverageWords.Answer(Answered(holes, accounts: 2), ViewerTime.Utc));
        Assert.Equal("The time between 2026-11-03 10:00 and 20:00 was asked for or listed whole for 2 regions of 1 account.", CoverageWords.Answer(Answered([]), ViewerTime.Utc));
        Assert.EndsWith("look alike.", CoverageWords.Answer(Answered([]) with { IsQuiet = true }, ViewerTime.Utc), StringComparison.Ordinal);
        Assert.EndsWith("management events only.", CoverageWords.Answer(Answered([]) with { IsManagementOnly = true }, ViewerTime.Utc), StringComparison.Ordinal);
        Assert.EndsWith("7 more places not looked at: name an account.", CoverageWords.Answer(Answered([]) with { MorePlaces = 7 }, ViewerTime.Utc), StringComparison.Ordinal);
        Assert.StartsWith("Nothing is known of mars-1:", CoverageWords.Answer(Answered([]) with { UnknownPlaces = ["mars-1"] }, ViewerTime.Utc), StringComparison.Ordinal);
        Assert.Null(CoverageWords.Answer(new CoverageAnswer(CoverageVerdict.Unknown, null, 0, 0, []), ViewerTime.Utc));
        Assert.StartsWith("This time lies ahead", CoverageWords.Answer(new CoverageAnswer(CoverageVerdict.Unknown, null, 1, 1, []), ViewerTime.Utc), StringComparison.Ordinal);
    }

    private static CoverageAnswer Answered(IReadOnlyList<CoverageHole> holes, int accounts = 1) => new(CoverageVerdict.Partly, Hours(10, 20), accounts, 2, holes);

    private static TimeStretch Hours(int from, int to) =>
        new(new DateTimeOffset(2026, 11, 3, from, 0, 0, TimeSpan.Zero), new DateTimeOffset(2026, 11, 3, to, 0, 0, TimeSpan.Zero));
}
