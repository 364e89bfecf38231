using TrailBoard.Core.Events;
using TrailBoard.Core.Views;

namespace TrailBoard.Core.Activities;

/// <summary>
/// Gives reads of a container service to the steps that the same caller made nearby: who deploys looks at the service before and after.
/// A read goes to the nearest steps; between two that are as near, to the earlier ones.
/// </summary>
internal sealed class NearbyReads
{
    private readonly ILookup<(string? Service, string Caller, string? Account, string? Region), Chain> _chains;

    public NearbyReads(IEnumerable<Chain> chains) => _chains = chains
        .Where(chain => chain.Watched > TimeSpan.Zero)
        .OrderBy(chain => chain.Events.First(), EventOrder.Instance)
        .ToLookup(chain => KeyOf(chain.First));

    /// <summary>Hands out the reads that have a place, and gives back all other events.</summary>
    public IReadOnlyList<StoredEvent> Take(IEnumerable<StoredEvent> events, EventNatures natures)
    {
        var left = new List<StoredEvent>();
        foreach (var stored in events)
        {
            if (natures.Of(stored.Event).IsRead && Find(stored.Event) is { } chain)
            {
                chain.AddRead(stored);
            }
            else
            {
                left.Add(stored);
            }
        }

        return left;
    }

    private Chain? Find(TrailEvent trailEvent)
    {
        var (found, nearest) = ((Chain?)null, TimeSpan.MaxValue);
        foreach (var chain in _chains[KeyOf(trailEvent)])
        {
            var distance = DistanceOf(chain, trailEvent.Time);
            if (distance <= chain.Watched && distance < nearest && IsOfRepository(chain, trailEvent))
            {
                (found, nearest) = (chain, distance);
            }
        }

        return found;
    }

    private static TimeSpan DistanceOf(Chain chain, DateTimeOffset time) =>
        time < chain.First.Time ? chain.First.Time - time
        : time > chain.Last.Time ? time - chain.Last.Time
        : TimeSpan.Zero;

    private static bool IsOfRepository(Chain chain, TrailEvent read) =>
        read.Repositories.Count == 0 || chain.First.Repositories.Contains(read.Repositories[0], StringComparer.Ordinal);

    private static (string? Service, string Caller, string? Account, string? Region) KeyOf(TrailEvent trailEvent) =>
        (trailEvent.Service, Caller.SessionOf(trailEvent), trailEvent.Account, trailEvent.Region);
}
