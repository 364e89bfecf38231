using System.Runtime.CompilerServices;
using TrailBoard.Core.Events;

namespace TrailBoard.Core.Containers;

/// <summary>
/// The texts and things that records named before, without account and region: the same few name most of what is read, and who asks for
/// them again gets the same objects. Bounded, and safe to share between threads without a lock: a slot is one reference.
/// </summary>
internal sealed class ThingCache
{
    private const int Slots = 1 << 13;

    private readonly Part?[] _parts = new Part?[Slots];
    private readonly Read?[] _reads = new Read?[Slots];

    /// <summary>The texts of names.</summary>
    public TextInterner Texts { get; } = new();

    /// <summary>A thing by its own name.</summary>
    /// <param name="within">The value of what it is a part of, or null.</param>
    public ContainerThing Of(ThingKind kind, string? within, string name)
    {
        ref var slot = ref _parts[(RuntimeHelpers.GetHashCode(name) ^ (RuntimeHelpers.GetHashCode(within) * 31) ^ (RuntimeHelpers.GetHashCode(kind) * 17)) & (Slots - 1)];
        if (slot is { } known && known.Kind == kind && ReferenceEquals(known.Within, within) && ReferenceEquals(known.Name, name))
        {
            return known.Thing;
        }

        var thing = new ContainerThing(kind, within is null ? name : within + (kind == ThingKind.Tag ? ':' : '/') + name);
        slot = new Part(kind, within, name, thing);
        return thing;
    }

    /// <summary>The things that an ARN or an image reference names.</summary>
    /// <param name="cluster">That of services whose ARN has none.</param>
    public IReadOnlyList<ContainerThing> Of(string text, string? cluster, Func<string, string?, IEnumerable<ContainerThing>> read)
    {
        ref var slot = ref _reads[(RuntimeHelpers.GetHashCode(text) ^ (RuntimeHelpers.GetHashCode(cluster) * 31)) & (Slots - 1)];
        if (slot is { } known && ReferenceEquals(known.Text, text) && ReferenceEquals(known.Cluster, cluster))
        {
            return known.Things;
        }

        ContainerThing[] things = [.. read(text, cluster).Select(thing => Of(thing.Kind, null, thing.Value))];
        slot = new Read(text, cluster, things);
        return things;
    }

    private sealed record Part(ThingKind Kind, string? Within, string Name, ContainerThing Thing);

    private sealed record Read(string Text, string? Cluster, ContainerThing[] Things);
}
