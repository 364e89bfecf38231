using TrailBoard.Core.Search;
using TrailBoard.Core.Views;

namespace TrailBoard.Core.Tests.Activities;

/// <summary>A store that is a list: for questions whose answers do not depend on how a store finds events.</summary>
internal sealed class ListedQueries(IEnumerable<StoredEvent> events) : IEventQueries
{
    private readonly List<StoredEvent> _events = [.. events.OrderByDescending(stored => stored.Cursor.Value)];

    /// <summary>How many events were handed out.</summary>
    public long Read { get; private set; }

    /// <summary>How many records were handed out.</summary>
    public long Records { get; private set; }

    public Task<EventPage> PageAsync(EventQuery query, EventCursor? after, int limit, CancellationToken cancellationToken)
    {
        var found = Matching(query).Where(stored => after is not { } cursor || stored.Cursor.Value < cursor.Value).Take(limit + 1).Select(stored => stored with { Record = default }).ToList();
        Read += Math.Min(limit, found.Count);
        return Task.FromResult(found.Count > limit ? new EventPage(found[..limit], found[limit - 1].Cursor) : new EventPage(found, Next: null));
    }

    public Task<long> CountAsync(EventQuery query, CancellationToken cancellationToken) => Task.FromResult(Matching(query).LongCount());

    public async IAsyncEnumerable<StoredEvent> ExportAsync(EventQuery query, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken)
    {
        foreach (var stored in Matching(query))
        {
            await Task.Yield();
            Records++;
            yield return stored;
        }
    }

    public Task<EventNeighbours> NeighboursAsync(EventCursor newest, EventCursor oldest, CancellationToken cancellationToken) => throw new NotSupportedException();

    public Task<IReadOnlyList<StoredEvent>> AtAsync(IReadOnlyCollection<EventCursor> places, CancellationToken cancellationToken) => throw new NotSupportedException();

    public IAsyncEnumerable<StoredEvent> SearchAsync(EventQuery query, EventCursor? after, CancellationToken cancellationToken) => throw new NotSupportedException();

    public Task<EventGroups> GroupAsync(GroupQuery query, CancellationToken cancellationToken) => throw new NotSupportedException();

    public Task<EventHistogram> HistogramAsync(EventQuery query, int maxBuckets, CancellationToken cancellationToken) => throw new NotSupportedException();

    public Task<EventStack> StackAsync(StackQuery query, CancellationToken cancellationToken) => throw new NotSupportedException();

    public Task<IReadOnlyList<EventDetail>> FindAsync(string eventId, CancellationToken cancellationToken) => throw new NotSupportedException();

    public Task<StoreSummary> SummaryAsync(CancellationToken cancellationToken) => throw new NotSupportedException();

    private IEnumerable<StoredEvent> Matching(EventQuery query) =>
        _events.Where(stored => query.Range.Contains(stored.Event.Time) && FilterEvaluator.Matches(query.Filter, stored.Event, stored.Record));
}
