using TrailBoard.Core.Views;

namespace TrailBoard.Data.Store;

/// <summary>The rows, newest first, whose records a scan found to match: few enough to be remembered by code and key; their events are not.</summary>
internal sealed class ScannedRows(List<EventRow> rows) : IMatchingEvents
{
    public Task<long> CountAsync(CancellationToken cancellationToken) => Task.FromResult((long)rows.Count);

    public Task<(long First, long Last)?> EndsAsync(CancellationToken cancellationToken) =>
        Task.FromResult<(long, long)?>(rows is [var last, ..] ? (rows[^1].Key, last.Key) : null);

    public Task AddToAsync(GroupTally groups, CancellationToken cancellationToken)
    {
        var values = groups.Values;
        rows.ForEach(row => groups.Add(EventColumns.CodeOf(values, row), RowCounts.Of(row)));
        return Task.CompletedTask;
    }

    public Task AddToAsync(ValueCounts counts, CancellationToken cancellationToken)
    {
        var values = counts.Values;
        rows.ForEach(row => counts.Add(EventColumns.CodeOf(values, row), 1));
        return Task.CompletedTask;
    }

    public Task AddToAsync(GroupSparks sparks, CancellationToken cancellationToken)
    {
        var values = sparks.Values;
        rows.ForEach(row => sparks.Add(EventColumns.CodeOf(values, row), sparks.Buckets.Of(row.Key), 1));
        return Task.CompletedTask;
    }

    public Task AddToAsync(TimeBucket[] bars, TimeBuckets buckets, CancellationToken cancellationToken)
    {
        foreach (var row in rows)
        {
            ref var bar = ref bars[buckets.Of(row.Key)];
            var one = RowCounts.Of(row);
            bar = new TimeBucket(bar.Count + one.Count, bar.Errors + one.Errors, bar.Writes + one.Writes);
        }

        return Task.CompletedTask;
    }
}
