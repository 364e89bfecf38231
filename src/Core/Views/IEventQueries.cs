namespace TrailBoard.Core.Views;

/// <summary>
/// The port through which everything reads the store: pages, API and verbs give the same answers because they all ask here.
/// Every method stops soon after its token is cancelled.
/// </summary>
public interface IEventQueries
{
    /// <summary>A page of events, newest first.</summary>
    /// <param name="after">Start behind this place, or null for the newest.</param>
    /// <param name="limit">How many rows at most, from 1.</param>
    Task<EventPage> PageAsync(EventQuery query, EventCursor? after, int limit, CancellationToken cancellationToken);

    /// <summary>All matching events without their records, newest first, at once: for whoever looks at some thousands of them together.</summary>
    async Task<IReadOnlyList<StoredEvent>> ListAsync(EventQuery query, CancellationToken cancellationToken)
    {
        var (found, after) = (new List<StoredEvent>(), (EventCursor?)null);
        do
        {
            var page = await PageAsync(query, after, 1_500, cancellationToken);
            found.AddRange(page.Events);
            after = page.Next;
        }
        while (after is not null);

        return found;
    }

    /// <summary>The events at these places without their records, newest first. Those that are no longer there are left out.</summary>
    Task<IReadOnlyList<StoredEvent>> AtAsync(IReadOnlyCollection<EventCursor> places, CancellationToken cancellationToken);

    /// <summary>Matching events without their records, newest first, each as soon as it is found: for a search in the records, which may take long.</summary>
    /// <param name="after">Start behind this place, or null for the newest.</param>
    IAsyncEnumerable<StoredEvent> SearchAsync(EventQuery query, EventCursor? after, CancellationToken cancellationToken);

    /// <summary>How many events match.</summary>
    Task<long> CountAsync(EventQuery query, CancellationToken cancellationToken);

    /// <summary>Groups the matching events by a field.</summary>
    /// <exception cref="ArgumentException">The field cannot be grouped.</exception>
    Task<EventGroups> GroupAsync(GroupQuery query, CancellationToken cancellationToken);

    /// <summary>
    /// Events over time. The range is that of the query, or of the matching events where it is open; the width of a bucket is a
    /// round one (second, minute, hour, day …) so that there are at most <paramref name="maxBuckets"/>.
    /// </summary>
    Task<EventHistogram> HistogramAsync(EventQuery query, int maxBuckets, CancellationToken cancellationToken);

    /// <summary>Events over time as <see cref="HistogramAsync"/> gives them, and of each bar how many have the most frequent values of a field, of one state of the store.</summary>
    /// <exception cref="ArgumentException">The field cannot be grouped.</exception>
    Task<EventStack> StackAsync(StackQuery query, CancellationToken cancellationToken);

    /// <summary>
    /// Finds the events with an id, with their records and sightings. There is more than one where records with the same
    /// <c>eventID</c> and other content were delivered; the order is that of <see cref="EventCursor"/>.
    /// </summary>
    Task<IReadOnlyList<EventDetail>> FindAsync(string eventId, CancellationToken cancellationToken);

    /// <summary>The events next to some places, of all that there are, without their records.</summary>
    /// <param name="newest">The place above which the newer one is looked for.</param>
    /// <param name="oldest">The place below which the older one is looked for: the same, or that of the last of several events that show as one.</param>
    Task<EventNeighbours> NeighboursAsync(EventCursor newest, EventCursor oldest, CancellationToken cancellationToken);

    /// <summary>All matching events with their records, newest first, read as they are consumed.</summary>
    IAsyncEnumerable<StoredEvent> ExportAsync(EventQuery query, CancellationToken cancellationToken);

    /// <summary>
    /// The newest matching events with their records, newest first. No record behind them is read; an export reads far ahead.
    /// </summary>
    /// <param name="limit">How many at most, from 1.</param>
    async Task<NewestEvents> NewestAsync(EventQuery query, int limit, CancellationToken cancellationToken)
    {
        var found = new List<StoredEvent>();
        await foreach (var stored in ExportAsync(query, cancellationToken))
        {
            if (found.Count == limit)
            {
                return new(found, IsCut: true);
            }

            found.Add(stored with { Record = stored.Record.ToArray() });
        }

        return new(found, IsCut: false);
    }

    /// <summary>What the store holds.</summary>
    Task<StoreSummary> SummaryAsync(CancellationToken cancellationToken);
}
