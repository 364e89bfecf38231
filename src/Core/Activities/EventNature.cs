using TrailBoard.Core.Containers;
using TrailBoard.Core.Events;

namespace TrailBoard.Core.Activities;

/// <summary>What folding asks of an event. It is the same for all events that differ only in their ids and times.</summary>
internal sealed class EventNature(TrailEvent of, EventNatures all)
{
    private FoldGroup? _other;

    /// <summary>What it is a step of, or null.</summary>
    public FoldGroup? Step { get; } = FoldKey.OfStep(of) is { } key ? all.GroupOf(key) : null;

    /// <summary>What it is of where it is no step.</summary>
    public FoldGroup Other => _other ??= all.GroupOf(FoldKey.OfOther(of));

    /// <summary>Whether it is a read that may go with a step that the same caller made nearby.</summary>
    public bool IsRead { get; } = ContainerServices.Find(of.Service) is not null && FoldKey.IsLook(of);
}

/// <summary>A key of folding as one object, so that the events of a group are found by it and not by comparing texts.</summary>
internal sealed class FoldGroup(FoldKey key)
{
    public FoldKey Key { get; } = key;
}

/// <summary>
/// The natures of events, each found out once: that takes far longer than comparing two events, and a caller makes the same call again and
/// again. Used by one at a time.
/// </summary>
internal sealed class EventNatures
{
    // Whoever folds all of a large store shall not hold all of its callers.
    private const int Most = 50_000;

    private readonly Dictionary<TrailEvent, EventNature> _natures = new(AlikeEvents.Instance);
    private readonly Dictionary<FoldKey, FoldGroup> _groups = [];

    public EventNature Of(TrailEvent trailEvent)
    {
        if (!_natures.TryGetValue(trailEvent, out var nature))
        {
            _natures.Add(trailEvent, nature = new EventNature(trailEvent, this));
        }

        return nature;
    }

    public FoldGroup GroupOf(FoldKey key)
    {
        if (!_groups.TryGetValue(key, out var group))
        {
            _groups.Add(key, group = new FoldGroup(key));
        }

        return group;
    }

    /// <summary>Forgets everything where that is much: between two folds, because groups are compared as objects.</summary>
    public void Trim()
    {
        if (_natures.Count > Most)
        {
            _natures.Clear();
            _groups.Clear();
        }
    }

    /// <summary>
    /// Events that say the same but for their ids and times. Those of a store mostly share their texts, so that comparing them is comparing
    /// references. The hash is of the members of which one caller has many values: a key that pushes to hundreds of repositories must not have
    /// all of its calls at one place.
    /// </summary>
    private sealed class AlikeEvents : IEqualityComparer<TrailEvent>
    {
        public static AlikeEvents Instance { get; } = new();

        public int GetHashCode(TrailEvent of)
        {
            var hash = new HashCode();
            hash.Add(of.Action);
            hash.Add(of.Actor.Session ?? of.Actor.Identity);
            hash.Add(of.Address);
            hash.Add(of.ErrorMessage);
            for (var i = 0; i < of.Resources.Count; i++)
            {
                hash.Add(of.Resources[i]);
            }

            return hash.ToHashCode();
        }

        public bool Equals(TrailEvent? x, TrailEvent? y) =>
            x!.Action == y!.Action && x.Service == y.Service && x.Actor == y.Actor && x.AccessKey == y.AccessKey && x.Address == y.Address
            && x.Account == y.Account && x.Region == y.Region && x.Flags == y.Flags && x.Error == y.Error && x.ErrorMessage == y.ErrorMessage
            && Same(x.Repositories, y.Repositories) && Same(x.Resources, y.Resources);

        private static bool Same(IReadOnlyList<string> left, IReadOnlyList<string> right) => ReferenceEquals(left, right) || left.SequenceEqual(right, StringComparer.Ordinal);
    }
}
