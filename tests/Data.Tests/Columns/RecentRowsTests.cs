using TrailBoard.Core.Search;
using TrailBoard.Core.Views;
using TrailBoard.Data.Columns;

namespace TrailBoard.Tests.Columns;

public sealed class RecentRowsTests
{
    [Fact]
    public void The_last_conditions_are_remembered_with_what_they_matched()
    {
        var recent = new RecentRows();
        object[] conditions = [.. Enumerable.Range(0, 9).Select(_ => new object())];
        for (var i = 0; i < conditions.Length; i++)
        {
            recent.Add(conditions[i], i == 4 ? null : [(ulong)i]);
        }

        Assert.False(recent.TryFind(conditions[0], out _));
        Assert.True(recent.TryFind(conditions[1], out var rows));
        Assert.Equal<ulong>([1], Assert.IsType<ulong[]>(rows));
        Assert.True(recent.TryFind(conditions[4], out var none));
        Assert.Null(none);
        Assert.False(recent.TryFind(new object(), out _));
    }

    [Fact]
    public async Task What_is_remembered_of_a_condition_is_right_after_further_events_of_the_same_day()
    {
        using var store = await TestStore.CreateAsync();
        await store.ImportAsync(new FakeObject("first", Day(0, 40)));
        await store.RunColumnsAsync(sliceRows: 16);
        var query = new EventQuery(FilterParser.Parse("-region:eu-west-1 (action:Act0 OR user:person7) -ip:203.0.113.3"), TimeRange.All);
        await AgreeAsync();
        for (var next = 40; next < 100; next += 20)
        {
            await store.ImportAsync(new FakeObject("at " + next, Day(next, 20)));
            await AgreeAsync();
        }

        async Task AgreeAsync()
        {
            foreach (var part in (Filter[])[query.Filter, .. FilterParts.Of(query.Filter), FilterParts.Without(query.Filter, EventFields.Address)])
            {
                var asked = query with { Filter = part };
                var count = await store.Sql.CountAsync(asked, CancellationToken.None);
                Assert.NotEqual(0, count);
                Assert.Equal(count, await store.Queries.CountAsync(asked, CancellationToken.None));
            }
        }
    }

    // The same day, each time over all of its slices, with callers that were not there before.
    private static string[] Day(int first, int count) =>
        [.. Enumerable.Range(first, count).Select(i => new VariedDelivery(i, 0, i * 7_919 % 86_400, i % 12, i % (first + 20), 1, 9, 0).Json)];
}
