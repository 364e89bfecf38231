using System.Runtime.CompilerServices;
using TrailBoard.Core.Views;

namespace TrailBoard.Web.Tests;

/// <summary>A store that answers what the test says and refuses all else.</summary>
internal sealed class ScriptedQueries : IEventQueries
{
    public Func<EventQuery, EventCursor?, int, EventPage>? Page { get; init; }

    public Func<GroupQuery, EventGroups>? Group { get; init; }

    public Func<EventQuery, int, EventHistogram>? Histogram { get; init; }

    public Func<StackQuery, EventStack>? Stack { get; init; }

    public Func<string, IReadOnlyList<EventDetail>>? Find { get; init; }

    public Func<EventQuery, CancellationToken, IAsyncEnumerable<StoredEvent>>? Export { get; init; }

    public Task<EventPage> PageAsync(EventQuery query, EventCursor? after, int limit, CancellationToken cancellationToken) =>
        Answer<EventPage>(Page is null ? null : () => Page(query, after, limit));

    public Func<IReadOnlyCollection<EventCursor>, IReadOnlyList<StoredEvent>>? At { get; init; }

    public Task<IReadOnlyList<StoredEvent>> AtAsync(IReadOnlyCollection<EventCursor> places, CancellationToken cancellationToken) =>
        Answer<IReadOnlyList<StoredEvent>>(At is null ? null : () => At(places));

    public Func<EventQuery, CancellationToken, IAsyncEnumerable<StoredEvent>>? Search { get; init; }

    public Func<EventQuery, CancellationToken, Task<long>>? Count { get; init; }

    public IAsyncEnumerable<StoredEvent> SearchAsync(EventQuery query, EventCursor? after, CancellationToken cancellationToken) =>
        Search is null ? throw Unexpected() : Search(query, cancellationToken);

    public Task<long> CountAsync(EventQuery query, CancellationToken cancellationToken) => Count is null ? Answer<long>(null) : Count(query, cancellationToken);

    public Task<EventGroups> GroupAsync(GroupQuery query, CancellationToken cancellationToken) =>
        Answer<EventGroups>(Group is null ? null : () => Group(query));

    public Task<EventHistogram> HistogramAsync(EventQuery query, int maxBuckets, CancellationToken cancellationToken) =>
        Answer<EventHistogram>(Histogram is null ? null : () => Histogram(query, maxBuckets));

    public Task<EventStack> StackAsync(StackQuery query, CancellationToken cancellationToken) =>
        Answer<EventStack>(Stack is null ? null : () => Stack(query));

    public Task<IReadOnlyList<EventDetail>> FindAsync(string eventId, CancellationToken cancellationToken) =>
        Answer<IReadOnlyList<EventDetail>>(Find is null ? null : () => Find(eventId));

    public Func<EventCursor, EventCursor, EventNeighbours>? Neighbours { get; init; }

    public Task<EventNeighbours> NeighboursAsync(EventCursor newest, EventCursor oldest, CancellationToken cancellationToken) =>
        Answer<EventNeighbours>(Neighbours is null ? null : () => Neighbours(newest, oldest));

    public IAsyncEnumerable<StoredEvent> ExportAsync(EventQuery query, CancellationToken cancellationToken) =>
        Export is null ? throw Unexpected() : Export(query, cancellationToken);

    public Func<StoreSummary>? Summary { get; init; }

    public Task<StoreSummary> SummaryAsync(CancellationToken cancellationToken) => Answer(Summary);

    /// <summary>Events as a stream.</summary>
    public static async IAsyncEnumerable<StoredEvent> Stream(
        IEnumerable<StoredEvent> events, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        foreach (var stored in events)
        {
            cancellationToken.ThrowIfCancellationRequested();
            await Task.Yield();
            yield return stored;
        }
    }

    private static Task<T> Answer<T>(Func<T>? answer, [CallerMemberName] string asked = "") =>
        answer is null ? throw Unexpected(asked) : Task.FromResult(answer());

    private static InvalidOperationException Unexpected([CallerMemberName] string asked = "") => new($"The test did not expect {asked}.");
}
