using Microsoft.EntityFrameworkCore;
using TrailBoard.Core.Views;
using TrailBoard.Data.Columns;

namespace TrailBoard.Data.Store;

/// <summary>Tells a watch how far a search in the records has come.</summary>
internal sealed class RecordProgress
{
    private readonly SearchWatch _watch;
    private readonly TimeRange _range;
    private readonly (long First, long Last) _keys;
    private long _found;

    private RecordProgress(SearchWatch watch, TimeRange range, (long First, long Last) keys) => (_watch, _range, _keys) = (watch, range, keys);

    public static Task<RecordProgress> BeginAsync(SearchWatch watch, TrailDatabase database, TimeRange range, CancellationToken cancellationToken) => database.ReadAsync(
        async context =>
        {
            var from = range.From is { } low ? EventKey.FirstFrom(low) : long.MinValue;
            var to = range.To is { } high ? EventKey.FirstFrom(high) : long.MaxValue;
            var rows = context.StoredRows.Where(row => row.Key >= from && row.Key < to);
            return new RecordProgress(
                watch, range, (await rows.MinAsync(row => (long?)row.Key, cancellationToken) ?? 0, await rows.MaxAsync(row => (long?)row.Key, cancellationToken) ?? 0));
        },
        cancellationToken);

    public void Found() => _found++;

    /// <param name="at">The key of the last event that was searched, or null where that was all.</param>
    public void Report(long? at, ColumnsSnapshot? columns)
    {
        var back = Math.Clamp(at ?? _keys.First, _keys.First, _keys.Last);
        var share = at is null ? 1
            : columns is not null && columns.Covers(_range) ? ShareOfEvents(columns, back)
            : (double)(_keys.Last - back) / Math.Max(1, _keys.Last - _keys.First);
        _watch.Report(new SearchProgress(EventKey.TimeOf(back), share, _found));
    }

    private double ShareOfEvents(ColumnsSnapshot columns, long back)
    {
        var (searched, all) = (0L, 0L);
        foreach (var slice in columns.Slices)
        {
            var (first, behind) = (slice.RowsBelow(_keys.First), _keys.Last == long.MaxValue ? slice.Rows : slice.RowsBelow(_keys.Last + 1));
            all += behind - first;
            searched += Math.Max(0, behind - Math.Max(first, slice.RowsBelow(back)));
        }

        return (double)searched / Math.Max(1, all);
    }
}
