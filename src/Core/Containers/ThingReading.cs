using TrailBoard.Core.Events;

namespace TrailBoard.Core.Containers;

/// <summary>Brings the names in one record to their canonical form (docs/things.md), and keeps each thing once.</summary>
internal sealed class ThingReading(ContainerService service, string? account, string? region)
{
    private const string DefaultCluster = "default";

    private readonly List<ContainerThing> _things = [];
    private readonly HashSet<ContainerThing> _known = [];
    private readonly Dictionary<ThingKind, ContainerThing> _first = [];

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
            AddReference(text);
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
        if (kind.Form == ThingForm.Digest)
        {
            Add(new ContainerThing(kind, name));
        }
        else if (kind.Within is { } within)
        {
            AddPart(kind, within, name);
        }
        else
        {
            Add(new ContainerThing(kind, name, OwnerOf(kind, name), RegionOf(kind)));
        }
    }

    // A part whose whole is not named has no identity; only a cluster goes without saying (the API's default).
    private void AddPart(ThingKind kind, ThingKind within, string name)
    {
        var whole = _first.GetValueOrDefault(within)
            ?? (within == ThingKind.Cluster ? new ContainerThing(within, DefaultCluster, account, region) : null);
        if (whole is not null)
        {
            Add(whole with { Kind = kind, Value = whole.Value + (kind == ThingKind.Tag ? ':' : '/') + name });
        }
    }

    private void AddReference(string text)
    {
        if (ImageReference.Parse(text) is not { } image)
        {
            return;
        }

        Add(new ContainerThing(ThingKind.ImageReference, image.ToString()));
        if (image.Account is not null)
        {
            var repository = new ContainerThing(ThingKind.Repository, image.Repository, image.Account, image.Region);
            Add(repository);
            if (image.Tag is not null)
            {
                Add(repository with { Kind = ThingKind.Tag, Value = $"{image.Repository}:{image.Tag}" });
            }
        }

        if (image.Digest is not null)
        {
            Add(new ContainerThing(ThingKind.Image, image.Digest));
        }
    }

    private void AddArn(ThingKind kind, string text)
    {
        var named = ContainerArn.Read(text, account, _first.GetValueOrDefault(ThingKind.Cluster)?.Value ?? DefaultCluster);
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
        if (_known.Add(thing))
        {
            _things.Add(thing);
            _first.TryAdd(thing.Kind, thing);
        }
    }

    private string? OwnerOf(ThingKind kind, string name) =>
        kind == ThingKind.Registry ? name
        : kind == ThingKind.Repository && service != ContainerServices.ImageBuilder ? _first.GetValueOrDefault(ThingKind.Registry)?.Account ?? account
        : account;

    private string? RegionOf(ThingKind kind) =>
        service == ContainerServices.EcrPublic || kind == ThingKind.Role ? ContainerThing.Everywhere : region;
}

/// <summary>What can be a name of each form; everything else names nothing.</summary>
internal static class ThingText
{
    public static bool Fits(ThingForm form, string text) => form switch
    {
        ThingForm.Arn => false,
        ThingForm.Reference => false,
        ThingForm.Name => IsWord(text) && !text.AsSpan().ContainsAny('/', ':'),
        ThingForm.Host => IsWord(text) && !text.AsSpan().ContainsAny('/', ':'),
        ThingForm.Path => IsWord(text) && !text.Contains(':', StringComparison.Ordinal) && text[0] != '/' && text[^1] != '/',
        ThingForm.Address => IsWord(text),
        ThingForm.Revision => IsRevision(text),
        ThingForm.Digest => ImageReference.IsDigest(text),
        ThingForm.Account => text.Length == 12 && text.All(char.IsAsciiDigit),
        ThingForm.Text => true,
        _ => throw new ArgumentOutOfRangeException(nameof(form), form, null),
    };

    /// <summary>Whether the text is a family and the number of a revision: <c>api:42</c>.</summary>
    public static bool IsRevision(string text) =>
        text.IndexOf(':', StringComparison.Ordinal) is > 0 and var colon
        && Fits(ThingForm.Name, text[..colon])
        && colon + 1 < text.Length
        && text.AsSpan(colon + 1).IndexOfAnyExceptInRange('0', '9') < 0;

    /// <summary>Whether the text is one word: patterns name many things or none.</summary>
    public static bool IsWord(string text) => text.Length > 0 && !text.Any(c => char.IsWhiteSpace(c) || c is '*' or '"');
}
