using TrailBoard.Core.Events;

namespace TrailBoard.Core.Containers;

/// <summary>Brings the names in one record to their canonical form (docs/things.md), and keeps each thing once.</summary>
/// <param name="cache">Where it is given, things have no account and no region.</param>
internal sealed class ThingReading(ContainerService service, string? account, string? region, ThingCache? cache = null)
{
    private const string DefaultCluster = "default";
    private const int Few = 32;

    private static readonly Func<string, string?, IEnumerable<ContainerThing>> ReadArn = (text, cluster) => ContainerArn.Read(text, null, cluster!);
    private static readonly Func<string, string?, IEnumerable<ContainerThing>> ReadReference = (text, _) => OfReference(text);

    private readonly List<ContainerThing> _things = [];
    private HashSet<ContainerThing>? _known;

    public IReadOnlyList<ContainerThing> Things => _things;

    /// <summary>Adds what a text names that stands where a thing of this kind is named.</summary>
    public void Add(ThingKind kind, string text)
    {
        if (text.StartsWith("arn:", StringComparison.Ordinal))
        {
            AddArn(kind, text);
        }
        else if (kind == ThingKind.ImageReference)
        {
            foreach (var thing in cache?.Of(text, null, ReadReference) ?? OfReference(text))
            {
                Add(thing);
            }
        }
        else if (kind == ThingKind.TaskDefinition && ThingText.Fits(ThingForm.Name, text))
        {
            AddNamed(ThingKind.TaskFamily, text);
        }
        else if (ThingText.Fits(kind.Form, text))
        {
            AddNamed(kind, kind.Form == ThingForm.Host ? text.ToLowerInvariant() : text);
        }
    }

    private void AddNamed(ThingKind kind, string name)
    {
        if (kind.Within is { } within)
        {
            AddPart(kind, within, name);
        }
        else if (cache is not null)
        {
            Add(cache.Of(kind, null, name));
        }
        else if (kind.Form == ThingForm.Digest)
        {
            Add(new ContainerThing(kind, name));
        }
        else
        {
            Add(new ContainerThing(kind, name, OwnerOf(kind, name), RegionOf(kind)));
        }
    }

    // A part whose whole is not named has no identity; only a cluster goes without saying (the API's default).
    private void AddPart(ThingKind kind, ThingKind within, string name)
    {
        var whole = First(within)
            ?? (within == ThingKind.Cluster ? cache?.Of(within, null, DefaultCluster) ?? new ContainerThing(within, DefaultCluster, account, region) : null);
        if (whole is not null)
        {
            Add(cache?.Of(kind, whole.Value, name) ?? whole with { Kind = kind, Value = whole.Value + (kind == ThingKind.Tag ? ':' : '/') + name });
        }
    }

    private static IEnumerable<ContainerThing> OfReference(string text)
    {
        if (ImageReference.Parse(text) is not { } image)
        {
            yield break;
        }

        yield return new ContainerThing(ThingKind.ImageReference, image.ToString());
        if (image.Account is not null)
        {
            var repository = new ContainerThing(ThingKind.Repository, image.Repository, image.Account, image.Region);
            yield return repository;
            if (image.Tag is not null)
            {
                yield return repository with { Kind = ThingKind.Tag, Value = $"{image.Repository}:{image.Tag}" };
            }
        }

        if (image.Digest is not null)
        {
            yield return new ContainerThing(ThingKind.Image, image.Digest);
        }
    }

    private void AddArn(ThingKind kind, string text)
    {
        var cluster = First(ThingKind.Cluster)?.Value ?? DefaultCluster;
        var named = cache?.Of(text, cluster, ReadArn) ?? ContainerArn.Read(text, account, cluster);
        // The last is the thing itself, those before it are what it is a part of. Another kind than the place says is no thing of either.
        if (named.Count > 0 && (kind == ThingKind.Other || named[^1].Kind == kind))
        {
            foreach (var thing in named)
            {
                Add(thing);
            }
        }
    }

    private void Add(ContainerThing thing)
    {
        if (_things.Count < Few ? !_things.Contains(thing) : (_known ??= [.. _things]).Add(thing))
        {
            _things.Add(thing);
        }
    }

    private ContainerThing? First(ThingKind kind)
    {
        foreach (var thing in _things)
        {
            if (thing.Kind == kind)
            {
                return thing;
            }
        }

        return null;
    }

    private string? OwnerOf(ThingKind kind, string name) =>
        kind == ThingKind.Registry ? name
        : kind == ThingKind.Repository && service != ContainerServices.ImageBuilder ? First(ThingKind.Registry)?.Account ?? account
        : account;

    private string? RegionOf(ThingKind kind) =>
        service == ContainerServices.EcrPublic || kind == ThingKind.Role ? ContainerThing.Everywhere : region;
}
