using Microsoft.Extensions.DependencyInjection;
using TrailBoard.Core.Activities;
using TrailBoard.Core.Demo;
using TrailBoard.Core.Import;
using TrailBoard.Core.Overview;
using TrailBoard.Core.Search;
using TrailBoard.Core.Views;
using TrailBoard.Web.State;

namespace TrailBoard.Web.Tests.State;

/// <summary>The overview of the demo month in a real store: what it counts, what its links list, and what it shows of the incident.</summary>
public sealed class OverviewStateTests : IAsyncLifetime
{
    private static readonly DateTimeOffset End = new(2026, 11, 22, 0, 0, 0, TimeSpan.Zero);
    private static readonly ManualTime Clock = new(End);

    private TrailBoardFactory _site = null!;
    private DemoTrail _month = null!;

    public async Task InitializeAsync()
    {
        _site = await TrailBoardFactory.StartAsync();
        _month = new DemoTrail(4_000, DemoTrail.DefaultSeed, End);
        await _site.Services.GetRequiredService<ImportRun>().RunAsync(_month, "import", null, CancellationToken.None);
    }

    public async Task DisposeAsync() => await _site.DisposeAsync();

    private IEventQueries Queries => _site.Services.GetRequiredService<IEventQueries>();

    [Theory]
    [InlineData("week", null)]
    [InlineData("day", "2026-11-14")]
    public async Task Every_number_leads_to_exactly_the_events_that_it_counts(string length, string? until)
    {
        using var state = await ShownAsync(length, until);

        var counts = state.Notables.Select(part => part.Count.Value!).ToList();
        Assert.Contains(counts, count => count.Now > 0);
        foreach (var count in counts)
        {
            Assert.Equal(count.Now, await ListedAsync(OverviewLinks.Events(count.Filter!, count.Period.Range)));
            Assert.Equal(count.Before, await ListedAsync(OverviewLinks.Events(count.Filter!, count.Period.Before)));
        }

        Assert.Equal(state.Total.Value!.Now, await ListedAsync(OverviewLinks.Events(Filter.All, state.Period!.Range)));
        foreach (var (of, days) in state.Days.Value!.Rows)
        {
            for (var day = 0; day < days.Count; day++)
            {
                Assert.Equal(days[day], await ListedAsync(OverviewLinks.Events(of.Filter!, OverviewLinks.DayOf(state.Period, day))));
            }
        }
    }

    [Fact]
    public async Task What_is_new_was_never_before_in_the_store_and_its_link_lists_its_events()
    {
        using var state = await ShownAsync("week", "2026-11-20");

        Assert.Equal(3, state.Firsts.Count);
        foreach (var (of, answer) in state.Firsts)
        {
            var first = answer.Value!;
            Assert.NotEmpty(first.New);
            var (query, events) = (Asked(OverviewLinks.Events(first.Filter!, first.Period.Range)), first.New.Sum(group => group.Count));
            Assert.Equal(events, (await Queries.ListAsync(query, CancellationToken.None)).Count);
            Assert.Equal(0, await Queries.CountAsync(query with { Range = first.Period.Earlier }, CancellationToken.None));
            var values = await Queries.GroupAsync(new GroupQuery(query, of.Field, 1_000), CancellationToken.None);
            Assert.Equal(first.New.Select(group => group.Value).Order(StringComparer.Ordinal), values.Groups.Select(group => group.Value).Order(StringComparer.Ordinal));
        }
    }

    [Fact]
    public async Task The_night_of_the_incident_shows_in_its_day()
    {
        var incident = _month.Incident!;
        var night = DateOnly.FromDateTime(incident.Begin.UtcDateTime);
        using var state = await ShownAsync("day", night.AddDays(1).ToString("yyyy-MM-dd"));

        Assert.Contains(incident.Address, New(FirstSeenField.Addresses));
        Assert.Contains("arn:aws:iam::777788889999:role/ecs-deploy", New(FirstSeenField.Identities));
        Assert.Contains("DeleteRepository", New(FirstSeenField.Actions));
        Assert.True(Count(Notable.Denials).Now > 0);
        Assert.True(Count(Notable.Deletions).Now > Count(Notable.Deletions).Before);
        Assert.Contains(
            state.Notables.Single(part => part.Of == Notable.Deletions).Newest.Value!.Rows,
            row => row.Sentence.ToString().Contains("jenkins-legacy deleted repository legacy/billing-batch", StringComparison.Ordinal));

        // In the four weeks day by day it is the one with most that is new.
        using var later = await ShownAsync("week", null);
        var news = Enumerable.Range(1, OverviewPeriod.DaysShown - 1).ToDictionary(
            day => DateOnly.FromDateTime(OverviewLinks.DayOf(later.Period!, day).From!.Value.UtcDateTime),
            day => later.Firsts.Sum(first => first.Answer.Value!.ByDay[day]));
        Assert.Contains(night, news.Where(day => day.Key > night.AddDays(-14)).OrderByDescending(day => day.Value).Take(1).Select(day => day.Key));

        IEnumerable<string> New(FirstSeenField of) => state.Firsts.Single(first => first.Of == of).Answer.Value!.New.Select(group => group.Value);

        NotableCount Count(Notable of) => state.Notables.Single(part => part.Of == of).Count.Value!;
    }

    [Fact]
    public async Task A_store_that_begins_within_the_period_is_compared_with_nothing_and_has_nothing_new()
    {
        using var state = await ShownAsync("week", "2026-10-26");

        Assert.False(state.Period!.HasEarlier(state.Store.Value!));
        Assert.Null(state.Total.Value!.Before);
        Assert.All(state.Notables, part => Assert.Null(part.Count.Value!.Before));
        Assert.Null(state.CoveredBefore.Value);
    }

    [Fact]
    public async Task It_is_busy_until_the_last_of_its_parts_has_come()
    {
        OverviewState? state = null;
        var told = new System.Collections.Concurrent.ConcurrentQueue<(bool IsBusy, bool IsWhole)>();
        using (state = new(Queries, _site.Services.GetRequiredService<ActivityQueries>(), _site.Services.GetRequiredService<ICoverage>(), Clock, () => told.Enqueue((state!.IsBusy, IsWhole(state)))))
        {
            await state.ShowAsync(PeriodLength.Week, null);

            Assert.Contains((true, false), told);
            Assert.DoesNotContain((false, false), told);
            Assert.Equal((false, true), told.Last());
        }

        static bool IsWhole(OverviewState state) => state.Notables.All(part => part.Newest.Value is not null || !part.IsTold) && state.Firsts.All(first => first.Answer.Value is not null)
            && state is { People.Value: not null, Days.Value: not null, Covered.Value: not null, CoveredBefore.Value: not null };
    }

    [Fact]
    public async Task What_happened_neither_now_nor_before_is_named_once()
    {
        using var state = await ShownAsync("day", "2026-11-15");

        Assert.Contains("root", state.Absent);
        Assert.DoesNotContain("pushes", state.Absent);
    }

    [Fact]
    public async Task An_empty_store_is_asked_for_nothing_more()
    {
        using var state = new OverviewState(new ScriptedQueries { Summary = () => new StoreSummary(0, null, null) }, null!, null!, Clock, () => { });
        await state.ShowAsync(PeriodLength.Week, null);

        Assert.True(state.IsStoreEmpty);
        Assert.Null(state.Period);
    }

    private static readonly SavedView Start = new(1, "Errors of Alice", "/errors?q=user:alice", 1, IsStart: true, End);

    [Fact]
    public async Task The_start_page_is_the_overview_once_there_are_events_or_the_view_that_was_chosen_for_it()
    {
        Assert.Equal("/welcome", StartPage.Of(new StoreSummary(0, null, null), [Start]));
        Assert.Equal("/overview", StartPage.Of(new StoreSummary(1, End, End), [Start with { IsStart = false }]));
        Assert.Equal("/errors?q=user:alice", StartPage.Of(new StoreSummary(1, End, End), [Start]));
        using var client = _site.Client();
        using var answer = await client.GetAsync(new Uri("/", UriKind.Relative));
        Assert.Equal("/overview", answer.Headers.Location?.AbsolutePath);
    }

    private async Task<OverviewState> ShownAsync(string length, string? until)
    {
        var state = new OverviewState(Queries, _site.Services.GetRequiredService<ActivityQueries>(), _site.Services.GetRequiredService<ICoverage>(), Clock, () => { });
        await state.ShowAsync(OverviewWords.Length(length), TimeBound.TryParse(until, out var bound) ? bound : null);
        Assert.All(state.Notables, part => Assert.Null(part.Count.Problem));
        return state;
    }

    // As the page of events reads the link.
    private static EventQuery Asked(string link)
    {
        var query = System.Web.HttpUtility.ParseQueryString(new Uri("http://x" + link).Query);
        var view = EventsView.Read(query[PageUrls.Filter], query[PageUrls.From], query[PageUrls.To], null, null);
        Assert.Null(view.Scope.Misread);
        return new EventQuery(FilterParser.Parse(view.Scope.Filter), view.Scope.Range(End));
    }

    private async Task<long> ListedAsync(string link) => (await Queries.ListAsync(Asked(link), CancellationToken.None)).Count;
}
