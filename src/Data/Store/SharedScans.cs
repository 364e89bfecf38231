using System.Runtime.CompilerServices;
using TrailBoard.Core.Search;
using TrailBoard.Core.Views;

namespace TrailBoard.Data.Store;

/// <summary>
/// A page asks a dozen questions at once, most of them about the same events. Where only the records tell which events these are,
/// they are looked for once: questions with the same watch share what was found, as long as the watch lives.
/// </summary>
internal sealed class SharedScans
{
    // What is more than this is looked for again rather than kept.
    private const int MostKept = 200_000;

    private readonly ConditionalWeakTable<SearchWatch, Dictionary<(Filter Filter, TimeRange Range), Shared>> _byWatch = [];

    /// <summary>What a question finds. The search ends when nobody waits for it any more.</summary>
    public async Task<List<EventRow>> OfAsync(EventQuery query, Func<CancellationToken, Task<List<EventRow>>> scan, CancellationToken cancellationToken)
    {
        if (query.Watch is null)
        {
            return await scan(cancellationToken);
        }

        var scans = _byWatch.GetOrCreateValue(query.Watch);
        var key = (query.Filter, query.Range);
        Shared? shared;
        lock (scans)
        {
            if (!scans.TryGetValue(key, out shared))
            {
                scans.Add(key, shared = new Shared(scan));
            }

            shared.Waiting++;
        }

        try
        {
            return await shared.Found.WaitAsync(cancellationToken);
        }
        finally
        {
            lock (scans)
            {
                var isLast = --shared.Waiting == 0;
                if (isLast && shared.Found is not { IsCompletedSuccessfully: true, Result.Count: <= MostKept })
                {
                    scans.Remove(key);
                    shared.Dispose();
                }
            }
        }
    }

    private sealed class Shared : IDisposable
    {
        private readonly CancellationTokenSource _stop = new();

        public Shared(Func<CancellationToken, Task<List<EventRow>>> scan) => Found = Task.Run(() => scan(_stop.Token), CancellationToken.None);

        public Task<List<EventRow>> Found { get; }

        /// <summary>How many wait for it.</summary>
        public int Waiting { get; set; }

        /// <summary>Ends it where it is not over.</summary>
        public void Dispose()
        {
            _stop.Cancel();
            _stop.Dispose();
        }
    }
}
