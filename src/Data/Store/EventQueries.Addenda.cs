using Microsoft.EntityFrameworkCore;
using TrailBoard.Core.Views;

namespace TrailBoard.Data.Store;

internal sealed partial class EventQueries
{
    // The keys grow with the time, so that their order is that of the events.
    private async Task<IReadOnlyList<LaterAddendum>> AddendaAsync(TrailContext context, EventRow original, TermsSnapshot terms, CancellationToken cancellationToken)
    {
        var rows = await context.Addenda
            .Where(addendum => addendum.OriginalHigh == original.IdHigh && addendum.OriginalLow == original.IdLow && addendum.EventKey != original.Key)
            .OrderBy(addendum => addendum.EventKey)
            .Take(EventDetail.MaxAddenda)
            .Join(context.Events, addendum => addendum.EventKey, row => row.Key, (_, row) => row)
            .OrderBy(row => row.Key)
            .ToListAsync(cancellationToken);
        var addenda = new List<LaterAddendum>(rows.Count);
        foreach (var row in rows)
        {
            var read = await _records.ReadAsync(context, row, EventColumns.Decode(row, terms), cancellationToken);
            addenda.Add(new LaterAddendum(read.Event.EventId, read.Event.Time));
        }

        return addenda;
    }
}
