using TrailBoard.Core.Search;
using TrailBoard.Core.Views;
using TrailBoard.Web.State;

namespace TrailBoard.Web.Tests.State;

public sealed class FacetTests
{
    private static readonly EventQuery Denied = new(FilterParser.Parse("error:AccessDenied repository:team/*"), TimeRange.All);

    [Fact]
    public async Task A_search_asks_for_the_values_that_contain_the_text_under_the_current_filter()
    {
        List<GroupQuery> asked = [];
        using var facet = new Facet(EventFields.Repository, isOpen: true);
        var queries = new ScriptedQueries
        {
            Group = query =>
            {
                asked.Add(query);
                return asked.Count == 1 ? Groups(607, "team/web", "team/api") : Groups(2, "TEAM/API", "base/image");
            },
        };

        await facet.AskAsync(queries, Denied, () => { }, CancellationToken.None);
        await facet.AskAsync(queries, Denied, () => { }, facet.Find("api", CancellationToken.None));

        Assert.Equal(["error:AccessDenied", "error:AccessDenied repository:*api*"], asked.Select(query => query.Query.Filter.ToString()));
        Assert.Equal(["TEAM/API"], facet.Groups.Value!.Groups.Select(group => group.Value));
        Assert.Equal(607, facet.Total);
    }

    [Fact]
    public void The_next_letter_and_the_next_view_stop_a_search()
    {
        using var view = new CancellationTokenSource();
        using var facet = new Facet(EventFields.User, isOpen: true);

        var first = facet.Find("a", view.Token);
        var second = facet.Find("al", view.Token);
        Assert.Equal((true, false), (first.IsCancellationRequested, second.IsCancellationRequested));

        view.Cancel();
        Assert.True(second.IsCancellationRequested);
    }

    private static EventGroups Groups(int total, params string[] values) =>
        new([.. values.Select(value => new EventGroup(value, 1, 0, 0, default, default, []))], total, total, 0);
}
