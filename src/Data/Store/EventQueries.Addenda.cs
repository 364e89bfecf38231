using TrailBoard.Core.Views;

namespace TrailBoard.Data.Store;

internal sealed partial class EventQueries
{
    private async Task<IReadOnlyList<LaterAddendum>> AddendaAsync(TrailContext context, EventRow original, TermsSnapshot terms, CancellationToken cancellationToken)
    {
        var rows = new List<EventRow>();
        await foreach (var row in SingleStatements.Addenda(context, original.IdHigh, original.IdLow, original.Key).WithCancellation(cancellationToken))
        {
            rows.Add(row);
        }

        var addenda = new List<LaterAddendum>(rows.Count);
        foreach (var row in rows)
        {
            var block = await SingleStatements.BlockOf(context, row.Block, cancellationToken);
            var read = await _records.ReadAsync(context, row, EventColumns.Decode(row, terms), block, cancellationToken);
            addenda.Add(new LaterAddendum(read.Event.EventId, read.Event.Time));
        }

        return addenda;
    }
}
