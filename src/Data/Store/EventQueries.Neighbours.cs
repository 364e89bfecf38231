using Microsoft.EntityFrameworkCore;
using TrailBoard.Core.Views;

namespace TrailBoard.Data.Store;

/// <content>What stands next to an event: the one B-tree of events says it, whatever is in memory.</content>
internal sealed partial class EventQueries
{
    public Task<EventNeighbours> NeighboursAsync(EventCursor newest, EventCursor oldest, CancellationToken cancellationToken) => database.ReadAsync(
        async context =>
        {
            var dictionaries = await terms.WithActorsAsync(context, cancellationToken);
            var above = await context.StoredRows.Where(row => row.Key > newest.Value).MinAsync(row => (long?)row.Key, cancellationToken);
            var below = await context.StoredRows.Where(row => row.Key < oldest.Value).MaxAsync(row => (long?)row.Key, cancellationToken);
            List<long> keys = [.. new[] { above, below }.OfType<long>()];
            var found = _rows.Read(context, keys, dictionaries).ToDictionary(pair => pair.Row.Key, pair => new StoredEvent(new EventCursor(pair.Row.Key), pair.Event, default));
            return new EventNeighbours(At(above), At(below));

            StoredEvent? At(long? key) => key is { } known ? found.GetValueOrDefault(known) : null;
        },
        cancellationToken);
}
