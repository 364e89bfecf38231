using System.Runtime.CompilerServices;
using Microsoft.Extensions.DependencyInjection;
using TrailBoard.Core.Search;
using TrailBoard.Core.Views;

namespace TrailBoard.EndToEnd;

/// <summary>
/// A store whose searches in records come a third of the way and go on when the test says so, so that no machine is too fast for a
/// person to see them, or too slow.
/// </summary>
internal sealed class HeldSearches(IEventQueries store) : IEventQueries
{
    private const int FoundAtOnce = 3;

    private readonly TaskCompletionSource _released = new();
    private readonly TaskCompletionSource _export = new();
    private int _held;
    private int _cancelled;

    /// <summary>After how many events exports wait; none do at first.</summary>
    public int WrittenAtOnce { get; set; } = int.MaxValue;

    /// <summary>How many questions are held at the moment.</summary>
    public int Held => Volatile.Read(ref _held);

    /// <summary>How many held questions nobody wanted to know any more.</summary>
    public int Cancelled => Volatile.Read(ref _cancelled);

    /// <summary>Takes the place of the site's store.</summary>
    public static void PutInto(IServiceCollection services)
    {
        var real = services.Last(service => service.ServiceType == typeof(IEventQueries));
        services.AddSingleton(provider => new HeldSearches((IEventQueries)ActivatorUtilities.CreateInstance(provider, real.ImplementationType!)));
        services.AddSingleton<IEventQueries>(provider => provider.GetRequiredService<HeldSearches>());
    }

    /// <summary>Lets all searches go on.</summary>
    public void Release() => _released.TrySetResult();

    /// <summary>Lets all exports go on.</summary>
    public void ReleaseExports() => _export.TrySetResult();

    /// <summary>Lets the store fail where all exports wait.</summary>
    public void BreakExports() => _export.TrySetException(new IOException("The disk is gone."));

    public async IAsyncEnumerable<StoredEvent> SearchAsync(EventQuery query, EventCursor? after, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var found = 0;
        await foreach (var stored in store.SearchAsync(query, after, cancellationToken))
        {
            if (found++ == FoundAtOnce)
            {
                await HoldAsync(query, cancellationToken);
            }

            if (query.Watch is { IsStopped: true })
            {
                yield break;
            }

            yield return stored;
        }
    }

    public Task<long> CountAsync(EventQuery query, CancellationToken cancellationToken) =>
        HeldAsync(query, () => store.CountAsync(query, cancellationToken), cancellationToken);

    public Task<EventGroups> GroupAsync(GroupQuery query, CancellationToken cancellationToken) =>
        HeldAsync(query.Query, () => store.GroupAsync(query, cancellationToken), cancellationToken);

    public Task<EventHistogram> HistogramAsync(EventQuery query, int maxBuckets, CancellationToken cancellationToken) =>
        HeldAsync(query, () => store.HistogramAsync(query, maxBuckets, cancellationToken), cancellationToken);

    public Task<EventStack> StackAsync(StackQuery query, CancellationToken cancellationToken) =>
        HeldAsync(query.Query, () => store.StackAsync(query, cancellationToken), cancellationToken);

    public Task<EventPage> PageAsync(EventQuery query, EventCursor? after, int limit, CancellationToken cancellationToken) => store.PageAsync(query, after, limit, cancellationToken);

    public Task<EventNeighbours> NeighboursAsync(EventCursor newest, EventCursor oldest, CancellationToken cancellationToken) => store.NeighboursAsync(newest, oldest, cancellationToken);

    public Task<IReadOnlyList<StoredEvent>> AtAsync(IReadOnlyCollection<EventCursor> places, CancellationToken cancellationToken) => store.AtAsync(places, cancellationToken);

    public Task<IReadOnlyList<EventDetail>> FindAsync(string eventId, CancellationToken cancellationToken) => store.FindAsync(eventId, cancellationToken);

    public async IAsyncEnumerable<StoredEvent> ExportAsync(EventQuery query, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var read = 0;
        await foreach (var stored in store.ExportAsync(query, cancellationToken))
        {
            yield return stored;
            if (++read == WrittenAtOnce)
            {
                await _export.Task.WaitAsync(cancellationToken);
            }
        }
    }

    public Task<StoreSummary> SummaryAsync(CancellationToken cancellationToken) => store.SummaryAsync(cancellationToken);

    private async Task<T> HeldAsync<T>(EventQuery query, Func<Task<T>> ask, CancellationToken cancellationToken)
    {
        if (FilterParts.IsDeep(query.Filter))
        {
            query.Watch?.Report(new SearchProgress(new DateTimeOffset(2026, 10, 20, 12, 0, 0, TimeSpan.Zero), 0.34, FoundAtOnce));
            await HoldAsync(query, cancellationToken);
        }

        return await ask();
    }

    private async Task HoldAsync(EventQuery query, CancellationToken cancellationToken)
    {
        Interlocked.Increment(ref _held);
        try
        {
            while (!_released.Task.IsCompleted && query.Watch is { IsStopped: false })
            {
                await Task.WhenAny(_released.Task, Task.Delay(20, cancellationToken));
                cancellationToken.ThrowIfCancellationRequested();
            }
        }
        catch (OperationCanceledException)
        {
            Interlocked.Increment(ref _cancelled);
            throw;
        }
        finally
        {
            Interlocked.Decrement(ref _held);
        }
    }
}
