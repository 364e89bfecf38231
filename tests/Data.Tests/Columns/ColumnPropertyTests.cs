using System.Text.Json;
using FsCheck;
using FsCheck.Fluent;
using TrailBoard.Core.Search;
using TrailBoard.Core.Views;

namespace TrailBoard.Tests.Columns;

/// <summary>Whatever the store holds and whatever is asked: columns, SQL on the rows and the evaluator on the events give one answer.</summary>
public sealed class ColumnPropertyTests
{
    // More for a long run: each case is a store and some hundred questions.
    private static readonly int Cases = int.TryParse(Environment.GetEnvironmentVariable("TRAILBOARD_PROPERTY_CASES"), out var cases) ? cases : 6;

    /// <param name="Share">Which part of the columns fits into memory, in quarters; the oldest days stay with the database.</param>
    private sealed record Case(VariedDelivery[] Before, VariedDelivery[] During, int SliceRows, int Share, VariedQuestion[] Questions);

    private static readonly Gen<Case> Any =
        from before in Gen.Choose(0, 300).SelectMany(count => VariedDelivery.Any.ArrayOf(count))
        from during in Gen.Choose(0, 120).SelectMany(count => VariedDelivery.Any.ArrayOf(count))
        from rows in Gen.Elements(1, 7, 64, 100, 65_536)
        from share in Gen.Elements(4, 4, 2, 1, 0)
        from questions in VariedQuestion.Any.ArrayOf(150)
        select new Case(before, during, rows, share, questions);

    [Fact]
    public void Columns_the_database_and_the_evaluator_give_one_answer() =>
        Prop.ForAll(Arb.From(Any), one => AgreeAsync(one).GetAwaiter().GetResult()).Check(Config.QuickThrowOnFailure.WithMaxTest(Cases));

    private static async Task AgreeAsync(Case one)
    {
        using var store = await TestStore.CreateAsync();
        await store.ImportAsync(new FakeObject("before", [.. one.Before.Select(delivery => delivery.Json)]) { BatchSize = 40 });
        await store.RunColumnsAsync(one.SliceRows, one.Share == 4 ? long.MaxValue : await LimitAsync(store, one.SliceRows, one.Share));
        foreach (var (chunk, i) in one.During.Chunk(30).Select((chunk, i) => (chunk, i)))
        {
            await store.ImportAsync(new FakeObject("during" + i, [.. chunk.Select(delivery => delivery.Json)]) { BatchSize = 11 });
        }

        await CheckAsync(store, one.Questions);
        using var reopened = new TestStore(store.Folder);
        await reopened.RunColumnsAsync(one.SliceRows, store.Columns.Limit);
        await CheckAsync(reopened, one.Questions[..10]);
    }

    private static async Task<long> LimitAsync(TestStore store, int sliceRows, int quarters)
    {
        using var whole = new TestStore(store.Folder);
        await whole.RunColumnsAsync(sliceRows);
        return Limits.OfSlices(whole, quarters, 4);
    }

    private static async Task CheckAsync(TestStore store, VariedQuestion[] questions)
    {
        var all = new List<StoredEvent>();
        await foreach (var stored in store.Sql.ExportAsync(EventQuery.All, CancellationToken.None))
        {
            all.Add(stored);
        }

        for (var i = 0; i < questions.Length; i++)
        {
            var query = questions[i].Of(all);
            var expected = all.Where(stored => query.Range.Contains(stored.Event.Time) && FilterEvaluator.Matches(query.Filter, stored.Event, stored.Record)).ToList();
            await CheckAsync(store, questions[i], query, expected, withDatabase: i % 4 == 0);
        }

        Assert.Equal(await store.Sql.SummaryAsync(CancellationToken.None), await store.Queries.SummaryAsync(CancellationToken.None));
    }

    private static async Task CheckAsync(TestStore store, VariedQuestion question, EventQuery query, List<StoredEvent> expected, bool withDatabase)
    {
        var none = CancellationToken.None;
        Assert.Equal(expected.Count, await store.Queries.CountAsync(query, none));
        var after = expected.Count > 3 ? expected[question.Field % expected.Count].Cursor : (EventCursor?)null;
        var rest = expected.Where(stored => after is null || stored.Cursor.Value < after.Value.Value).ToList();
        var page = await store.Queries.PageAsync(query, after, question.Limit, none);
        Assert.Equal(rest.Take(question.Limit).Select(stored => stored.Cursor), page.Events.Select(stored => stored.Cursor));
        Assert.Equal(rest.Count > question.Limit, page.Next is not null);
        Assert.Equal(
            rest.Take(question.Limit).Select(stored => TestStore.Describe(stored.Event with { RequestId = null })),
            page.Events.Select(stored => TestStore.Describe(stored.Event with { RequestId = null })));

        var histogram = await store.Queries.HistogramAsync(query, question.Buckets, none);
        EngineChecks.Same(expected, histogram, question.Buckets);
        var stacked = new StackQuery(query, VariedQuestion.Fields[(question.Field + 3) % VariedQuestion.Fields.Count], question.Buckets, 1 + (question.Limit % 9));
        var stack = await store.Queries.StackAsync(stacked, none);
        EngineChecks.Same(expected, stacked, histogram, stack);
        for (var i = 0; i < 3; i++)
        {
            var ask = new GroupQuery(query, VariedQuestion.Fields[(question.Field + (i * 7)) % VariedQuestion.Fields.Count], question.Limit, question.Sparkline);
            var groups = await store.Queries.GroupAsync(ask, none);
            EngineChecks.Same(expected, ask.Field, groups, ask.Limit, ask.Sparkline);
            var counts = ask with { CountsOnly = true, Sparkline = 0 };
            var counted = JsonSerializer.Serialize(groups with { Groups = [.. groups.Groups.Select(group => new EventGroup(group.Value, group.Count, 0, 0, default, default, []))] });
            Assert.Equal(counted, JsonSerializer.Serialize(await store.Queries.GroupAsync(counts, none)));
            if (withDatabase)
            {
                Assert.Equal(JsonSerializer.Serialize(await store.Sql.GroupAsync(ask, none)), JsonSerializer.Serialize(groups));
                Assert.Equal(counted, JsonSerializer.Serialize(await store.Sql.GroupAsync(counts, none)));
                // As facets ask: the same conditions but one.
                var without = counts with { Query = query with { Filter = FilterParts.Without(query.Filter, ask.Field) } };
                Assert.Equal(JsonSerializer.Serialize(await store.Sql.GroupAsync(without, none)), JsonSerializer.Serialize(await store.Queries.GroupAsync(without, none)));
            }
        }

        if (withDatabase)
        {
            Assert.Equal(JsonSerializer.Serialize(await store.Sql.HistogramAsync(query, question.Buckets, none)), JsonSerializer.Serialize(histogram));
            Assert.Equal(JsonSerializer.Serialize(await store.Sql.StackAsync(stacked, none)), JsonSerializer.Serialize(stack));
        }
    }
}
