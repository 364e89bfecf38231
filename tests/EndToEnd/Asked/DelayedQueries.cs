using System.Runtime.CompilerServices;
using Microsoft.Extensions.DependencyInjection;
using TrailBoard.Core.Store;
using TrailBoard.Core.Views;

namespace TrailBoard.EndToEnd.Asked;

/// <summary>A store that does something before each answer: waits for ever, so that the pages load while they are looked at, or fails.</summary>
internal sealed class DelayedQueries(IEventQueries store, Func<CancellationToken, Task> before) : IEventQueries
{
    /// <summary>Never answers.</summary>
    public static Task WaitAsync(CancellationToken cancellationToken) => Task.Delay(Timeout.Infinite, cancellationToken);

    /// <summary>Fails as a store does that became unreadable.</summary>
    public static Task FailAsync(CancellationToken cancellationToken) => throw new StoreException("The store could not be read: disk I/O error. Is its disk there, and is there room on it?");

    /// <summary>Takes the place of the site's store.</summary>
    public static Action<IServiceCollection> Before(Func<CancellationToken, Task> before) => services =>
    {
        var real = services.Last(service => service.ServiceType == typeof(IEventQueries));
        services.AddSingleton<IEventQueries>(provider => new DelayedQueries((IEventQueries)ActivatorUtilities.CreateInstance(provider, real.ImplementationType!), before));
    };

    public Task<EventPage> PageAsync(EventQuery query, EventCursor? after, int limit, CancellationToken cancellationToken) => ThenAsync(() => store.PageAsync(query, after, limit, cancellationToken), cancellationToken);

    public Task<EventNeighbours> NeighboursAsync(EventCursor newest, EventCursor oldest, CancellationToken cancellationToken) => ThenAsync(() => store.NeighboursAsync(newest, oldest, cancellationToken), cancellationToken);

    public Task<IReadOnlyList<StoredEvent>> AtAsync(IReadOnlyCollection<EventCursor> places, CancellationToken cancellationToken) => ThenAsync(() => store.AtAsync(places, cancellationToken), cancellationToken);

    public async IAsyncEnumerable<StoredEvent> SearchAsync(EventQuery query, EventCursor? after, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await before(cancellationToken);
        await foreach (var stored in store.SearchAsync(query, after, cancellationToken))
        {
            yield return stored;
        }
    }

    public Task<long> CountAsync(EventQuery query, CancellationToken cancellationToken) => ThenAsync(() => store.CountAsync(query, cancellationToken), cancellationToken);

    public Task<EventGroups> GroupAsync(GroupQuery query, CancellationToken cancellationToken) => ThenAsync(() => store.GroupAsync(query, cancellationToken), cancellationToken);

    public Task<EventHistogram> HistogramAsync(EventQuery query, int maxBuckets, CancellationToken cancellationToken) => ThenAsync(() => store.HistogramAsync(query, maxBuckets, cancellationToken), cancellationToken);

    public Task<EventStack> StackAsync(StackQuery query, CancellationToken cancellationToken) => ThenAsync(() => store.StackAsync(query, cancellationToken), cancellationToken);

    public Task<IReadOnlyList<EventDetail>> FindAsync(string eventId, CancellationToken cancellationToken) => ThenAsync(() => store.FindAsync(eventId, cancellationToken), cancellationToken);

    public async IAsyncEnumerable<StoredEvent> ExportAsync(EventQuery query, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await before(cancellationToken);
        await foreach (var stored in store.ExportAsync(query, cancellationToken))
        {
            yield return stored;
        }
    }

    // What the store holds as a whole is always told: without it the site is one of an empty store.
    public Task<StoreSummary> SummaryAsync(CancellationToken cancellationToken) => store.SummaryAsync(cancellationToken);

    private async Task<T> ThenAsync<T>(Func<Task<T>> ask, CancellationToken cancellationToken)
    {
        await before(cancellationToken);
        return await ask();
    }
}
