using Microsoft.EntityFrameworkCore;
using TrailBoard.Data.Columns;

namespace TrailBoard.Data.Store;

/// <content>Events by their ids: the database has no index of them, the columns have.</content>
internal sealed partial class EventQueries
{
    /// <param name="current">The columns from before the context's snapshot was opened, so that it holds every row that they have.</param>
    private static async Task<List<EventRow>> RowsOfAsync(TrailContext context, ColumnsSnapshot? current, EventIdBits id, CancellationToken cancellationToken)
    {
        if (current is null)
        {
            return await RowsOfAsync(context, id, long.MinValue, long.MaxValue, cancellationToken);
        }

        var rows = await RowsOfAsync(context, current.KeysOf(id), cancellationToken);
        rows.RemoveAll(row => row.Id != id);

        // What was written since, and what is not in memory.
        var elsewhere = await KeyRanges.OfBlocksAsync(context, current.Mark.Block, cancellationToken);
        if (current.Floor > long.MinValue)
        {
            elsewhere.Add((long.MinValue, current.Floor - 1));
        }

        foreach (var (first, last) in KeyRanges.Joined(elsewhere))
        {
            rows.AddRange(await RowsOfAsync(context, id, first, last, cancellationToken));
        }

        return [.. rows.DistinctBy(row => row.Key).OrderByDescending(row => row.Key)];
    }

    private static Task<List<EventRow>> RowsOfAsync(TrailContext context, EventIdBits id, long first, long last, CancellationToken cancellationToken) => context.Events
        .Where(row => row.Key >= first && row.Key <= last && row.IdHigh == id.High && row.IdLow == id.Low)
        .OrderByDescending(row => row.Key)
        .ToListAsync(cancellationToken);
}
