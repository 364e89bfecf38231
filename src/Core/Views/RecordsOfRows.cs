using TrailBoard.Core.Search;

namespace TrailBoard.Core.Views;

/// <summary>Reads the records of rows that a list has given without them.</summary>
public static class RecordsOfRows
{
    // A question that names very many ids is more than a database takes.
    private const int MostOfQuestion = 100;

    /// <summary>The rows with their records, by their places. One whose event is gone meanwhile is left out.</summary>
    /// <param name="rows">Rows of a list, in any order.</param>
    public static async Task<IReadOnlyDictionary<EventCursor, StoredEvent>> ReadAsync(IEventQueries events, IEnumerable<StoredEvent> rows, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(events);
        var read = new Dictionary<EventCursor, StoredEvent>();
        foreach (var some in rows.OrderBy(row => row.Cursor.Value).Chunk(MostOfQuestion))
        {
            var places = some.Select(row => row.Cursor).ToHashSet();
            var ids = some.Select(row => row.Event.EventId).Distinct(StringComparer.Ordinal);
            var query = new EventQuery(
                new Filter.Or([.. ids.Select(id => new Filter.Field(EventFields.EventId, new ValueTest.Like(TextPattern.Of(id))))]),
                new(some[0].Event.Time, some[^1].Event.Time.AddSeconds(1)));
            await foreach (var stored in events.ExportAsync(query, cancellationToken))
            {
                // Of records with one id and other content, only the one that is shown.
                if (places.Contains(stored.Cursor))
                {
                    read[stored.Cursor] = stored with { Record = stored.Record.ToArray() };
                }
            }
        }

        return read;
    }
}
