using TrailBoard.Core.Events;
using TrailBoard.Core.Views;

namespace TrailBoard.Core.Activities;

/// <summary>
/// Folds events into activities: a pure function of a set of events, so that neither the order nor the batches in which they were imported
/// can be seen, and a late event simply appears where it belongs. What is not among the events (because a filter keeps it out) has no part in it.
/// </summary>
public static class ActivityFold
{
    /// <summary>Folds events of any time, newest activity first.</summary>
    /// <param name="events">The events in any order, each once.</param>
    public static IReadOnlyList<Activity> All(IEnumerable<StoredEvent> events)
    {
        ArgumentNullException.ThrowIfNull(events);
        return
        [
            .. from day in events.GroupBy(stored => FoldSpan.DayOf(stored.Event.Time))
               let count = day.LongCount()
               from span in day.GroupBy(stored => FoldSpan.Of(stored.Event.Time, count))
               orderby span.Key.From descending
               from activity in OfSpan([.. span])
               select activity,
        ];
    }

    /// <summary>Folds the events of one <see cref="FoldSpan"/>, newest activity first: by the place of each one's newest event.</summary>
    /// <param name="events">All matching events of the span in any order, each once.</param>
    public static IReadOnlyList<Activity> OfSpan(IReadOnlyCollection<StoredEvent> events) => OfSpan(events, new EventNatures());

    /// <param name="natures">What is known of events from other spans.</param>
    internal static IReadOnlyList<Activity> OfSpan(IReadOnlyCollection<StoredEvent> events, EventNatures natures)
    {
        ArgumentNullException.ThrowIfNull(events);
        natures.Trim();
        var chains = new Dictionary<FoldGroup, List<Chain>>();
        var rest = new List<StoredEvent>();
        foreach (var stored in EventOrder.Sorted(events))
        {
            if (natures.Of(stored.Event).Step is { } group)
            {
                Add(chains, group, stored);
            }
            else
            {
                rest.Add(stored);
            }
        }

        // A task definition that no service was told to run is no deployment.
        var all = chains.Values.SelectMany(of => of).ToList();
        foreach (var unfinished in all.Where(chain => !chain.IsFinished))
        {
            rest.AddRange(unfinished.Events);
        }

        all.RemoveAll(chain => !chain.IsFinished);
        var left = new NearbyReads(all).Take(rest, natures);
        return [.. all.Select(chain => chain.ToActivity()).Concat(Groups(left, natures)).OrderByDescending(activity => activity.Place.Value)];
    }

    private static void Add(Dictionary<FoldGroup, List<Chain>> chains, FoldGroup group, StoredEvent stored)
    {
        if (!chains.TryGetValue(group, out var of))
        {
            chains[group] = of = [];
        }

        if (of.Count == 0 || !of[^1].TryAdd(stored))
        {
            of.Add(new(group.Key, stored));
        }
    }

    private static IEnumerable<Activity> Groups(IEnumerable<StoredEvent> events, EventNatures natures)
    {
        foreach (var group in events.GroupBy(stored => natures.Of(stored.Event).Other))
        {
            var members = EventOrder.Sorted([.. group]);
            yield return new(members.Count == 1 ? ActivityKind.Single : group.Key.Key.Kind, members, members[^1]);
        }
    }
}

/// <summary>
/// Oldest first. CloudTrail's times have seconds only, so calls whose order is known are in it, and all others in that of their ids, which
/// no import changes.
/// </summary>
internal sealed class EventOrder : IComparer<StoredEvent>
{
    public static EventOrder Instance { get; } = new();

    /// <summary>Events in their order. A store gives them in that of their times, so that mostly only those of one second have to be sorted.</summary>
    public static IReadOnlyList<StoredEvent> Sorted(IReadOnlyCollection<StoredEvent> events)
    {
        StoredEvent[] sorted = [.. events];
        if (sorted.Length > 1 && sorted[0].Event.Time > sorted[^1].Event.Time)
        {
            Array.Reverse(sorted);
        }

        for (var (first, next) = (0, 1); next <= sorted.Length; next++)
        {
            if (next < sorted.Length && sorted[next].Event.Time < sorted[first].Event.Time)
            {
                Array.Sort(sorted, Instance);
                break;
            }

            if (next == sorted.Length || sorted[next].Event.Time != sorted[first].Event.Time)
            {
                Array.Sort(sorted, first, next - first, Instance);
                first = next;
            }
        }

        return sorted;
    }

    public int Compare(StoredEvent? x, StoredEvent? y)
    {
        var (left, right) = (x!.Event, y!.Event);
        return left.Time != right.Time ? left.Time.CompareTo(right.Time)
            : RankOf(left) is var first && RankOf(right) is var second && first != second ? first - second
            : string.CompareOrdinal(left.EventId, right.EventId) is var byId and not 0 ? byId
            : x.Cursor.Value.CompareTo(y.Cursor.Value);
    }

    // Everything else first: who pushes or deploys looks before.
    private static int RankOf(TrailEvent trailEvent) => trailEvent.Action switch
    {
        "BatchCheckLayerAvailability" => 1,
        "InitiateLayerUpload" => 2,
        "UploadLayerPart" => 3,
        "CompleteLayerUpload" => 4,
        "PutImage" => 5,
        "BatchGetImage" => 6,
        "GetDownloadUrlForLayer" => 7,
        "RegisterTaskDefinition" => 8,
        "CreateService" => 9,
        "UpdateService" => 10,
        _ => 0,
    };
}
