using TrailBoard.Core.Events;
using TrailBoard.Core.Search;
using TrailBoard.Core.Views;

namespace TrailBoard.Tests;

/// <summary>Compares the store's answers with a plain scan by the evaluator, which says what filters mean.</summary>
internal static class EngineChecks
{
    public static async Task AgreeAsync(TestStore store, Filter filter, TimeRange range) => await AgreeAsync(store, await store.ExportAsync(), filter, range);

    /// <param name="all">Every event of the store.</param>
    public static async Task AgreeAsync(TestStore store, IReadOnlyList<StoredEvent> all, Filter filter, TimeRange range)
    {
        var expected = all.Where(stored => range.Contains(stored.Event.Time) && FilterEvaluator.Matches(filter, stored.Event, stored.Record)).ToList();
        var query = new EventQuery(filter, range);
        Assert.Equal(expected.Select(TestStore.Describe), (await store.ExportAsync(filter, range)).Select(TestStore.Describe));
        Assert.Equal(expected.Count, await store.Queries.CountAsync(query, CancellationToken.None));
        var page = await store.Queries.PageAsync(query, null, 10, CancellationToken.None);
        Assert.Equal(expected.Take(10).Select(stored => stored.Cursor), page.Events.Select(stored => stored.Cursor));
        Assert.Equal(expected.Count > 10, page.Next is not null);
        foreach (var field in EventFields.All.Where(field => field.IsGroupable))
        {
            Same(expected, field, await store.Queries.GroupAsync(new GroupQuery(query, field, 1_000, Sparkline: 6), CancellationToken.None));
        }

        foreach (var buckets in (int[])[1, 7, 60])
        {
            Same(expected, await store.Queries.HistogramAsync(query, buckets, CancellationToken.None), buckets);
        }
    }

    /// <summary>That groups are those of the expected events.</summary>
    public static void Same(List<StoredEvent> expected, EventField field, EventGroups groups, int limit = 1_000, int sparkline = 6)
    {
        var wanted = expected
            .SelectMany(stored => field.Values(stored.Event).Distinct(StringComparer.Ordinal).Select(value => (value, stored.Event)))
            .GroupBy(pair => pair.value, pair => pair.Event, StringComparer.Ordinal)
            .Select(group => (
                Value: group.Key,
                Count: group.LongCount(),
                Errors: group.LongCount(e => e.IsError),
                Writes: group.LongCount(e => e.Flags.HasFlag(EventFlags.Write)),
                First: group.Min(e => e.Time),
                Last: group.Max(e => e.Time)))
            .OrderByDescending(group => group.Count)
            .ThenBy(group => group.Value, StringComparer.Ordinal)
            .ToList();
        Assert.Equal(wanted.Take(limit), groups.Groups.Select(group => (group.Value, group.Count, group.Errors, group.Writes, group.First, group.Last)));
        Assert.Equal(wanted.Count, groups.Total);
        Assert.Equal(expected.Count, groups.Events);
        Assert.Equal(expected.Count(stored => !field.Values(stored.Event).Any()), groups.Without);
        Assert.All(groups.Groups, group => Assert.Equal(
            sparkline == 0 ? (0, 0) : (sparkline, group.Count), (group.Sparkline.Count, group.Sparkline.Sum(count => (long)count))));
    }

    /// <summary>That a histogram is that of the expected events.</summary>
    public static void Same(List<StoredEvent> expected, EventHistogram histogram, int most)
    {
        Assert.True(histogram.Buckets.Count <= most);
        for (var i = 0; i < histogram.Buckets.Count; i++)
        {
            var from = histogram.Start + (histogram.Width * i);
            var within = expected.Where(stored => stored.Event.Time >= from && stored.Event.Time < from + histogram.Width).ToList();
            Assert.Equal(
                new TimeBucket(within.Count, within.Count(stored => stored.Event.IsError), within.Count(stored => stored.Event.Flags.HasFlag(EventFlags.Write))),
                histogram.Buckets[i]);
        }

        Assert.Equal(expected.Count, histogram.Total);
    }

    /// <summary>That the bars of a stack are those of the histogram, and its values those of the expected events.</summary>
    public static void Same(List<StoredEvent> expected, StackQuery query, EventHistogram histogram, EventStack stack)
    {
        Assert.Equal((histogram.Start, histogram.Width), (stack.Bars.Start, stack.Bars.Width));
        Assert.Equal(histogram.Buckets, stack.Bars.Buckets);
        var wanted = expected
            .SelectMany(stored => query.Field.Values(stored.Event).Distinct(StringComparer.Ordinal).Select(value => (value, stored.Event.Time)))
            .GroupBy(pair => pair.value, pair => pair.Time, StringComparer.Ordinal)
            .OrderByDescending(group => group.LongCount())
            .ThenBy(group => group.Key, StringComparer.Ordinal)
            .ToList();
        if (stack.Bars.Buckets.Count == 0)
        {
            Assert.Equal((0, 0, 0L), (stack.Values.Count, stack.Total, stack.Without));
            return;
        }

        Assert.Equal((wanted.Count, expected.Count(stored => !query.Field.Values(stored.Event).Any())), (stack.Total, (int)stack.Without));
        Assert.Equal(wanted.Take(query.Values).Select(group => (group.Key, group.LongCount())), stack.Values.Select(value => (value.Value, value.Count)));
        foreach (var (value, times) in stack.Values.Zip(wanted))
        {
            Assert.Equal(
                stack.Bars.Buckets.Select((_, i) => times.Count(time => time >= stack.Bars.Start + (stack.Bars.Width * i) && time < stack.Bars.Start + (stack.Bars.Width * (i + 1)))),
                value.Counts);
        }
    }
}
