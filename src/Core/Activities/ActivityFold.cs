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
    public static IReadOnlyList<Activity> OfSpan(IReadOnlyCollection<StoredEvent> events)
    {
        ArgumentNullException.ThrowIfNull(events);
        var chains = new Dictionary<FoldKey, List<Chain>>();
        var rest = new List<StoredEvent>();
        foreach (var stored in events.Order(EventOrder.Instance))
        {
            if (FoldKey.OfStep(stored.Event) is { } key)
            {
                Add(chains, key, stored);
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
        var left = new NearbyReads(all).Take(rest);
        return [.. all.Select(chain => chain.ToActivity()).Concat(Groups(left)).OrderByDescending(activity => activity.Place.Value)];
    }

    private static void Add(Dictionary<FoldKey, List<Chain>> chains, FoldKey key, StoredEvent stored)
    {
        if (!chains.TryGetValue(key, out var of))
        {
            chains[key] = of = [];
        }

        if (of.Count == 0 || !of[^1].TryAdd(stored))
        {
            of.Add(new(key, stored));
        }
    }

    private static IEnumerable<Activity> Groups(IEnumerable<StoredEvent> events)
    {
        foreach (var group in events.GroupBy(stored => FoldKey.OfOther(stored.Event)))
        {
            var members = group.Order(EventOrder.Instance).ToList();
            yield return new(members.Count == 1 ? ActivityKind.Single : group.Key.Kind, members, members[^1]);
        }
    }
}

/// <summary>
/// Oldest first. CloudTrail's times have seconds only, so calls whose order is known are in it, and all others in that of their ids, which
/// no import changes.
/// </summary>
internal sealed class EventOrder : IComparer<StoredEvent>
{
    private static readonly string[] Known =
    [
        "BatchCheckLayerAvailability", "InitiateLayerUpload", "UploadLayerPart", "CompleteLayerUpload", "PutImage",
        "BatchGetImage", "GetDownloadUrlForLayer",
        "RegisterTaskDefinition", "CreateService", "UpdateService",
    ];

    public static EventOrder Instance { get; } = new();

    public int Compare(StoredEvent? x, StoredEvent? y)
    {
        var (left, right) = (x!.Event, y!.Event);
        return left.Time != right.Time ? left.Time.CompareTo(right.Time)
            : RankOf(left) is var first && RankOf(right) is var second && first != second ? first - second
            : string.CompareOrdinal(left.EventId, right.EventId) is var byId and not 0 ? byId
            : x.Cursor.Value.CompareTo(y.Cursor.Value);
    }

    private static int RankOf(TrailEvent trailEvent) => Array.IndexOf(Known, trailEvent.Action);
}
