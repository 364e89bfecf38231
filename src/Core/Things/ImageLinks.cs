using TrailBoard.Core.Containers;

namespace TrailBoard.Core.Things;

/// <summary>By what a task definition, or what ran, is known to be of an image.</summary>
public enum ImageLink
{
    /// <summary>It names the digest itself.</summary>
    ByDigest,

    /// <summary>It names a tag that was on the image at that time.</summary>
    ByTag,
}

/// <summary>A task definition that names an image.</summary>
/// <param name="Registered">The revision, and the event that registered it.</param>
/// <param name="Reference">How it names it.</param>
/// <param name="Link">Whether by its digest or by a tag that was on it at some time.</param>
/// <param name="IsElsewhere">Whether it names a registry of another region, to which the image is not known to have been pushed: registries copy images to others without an event.</param>
public sealed record NamingDefinition(RegisteredDefinition Registered, ImageReference Reference, ImageLink Link, bool IsElsewhere);

/// <summary>Something that ran an image.</summary>
/// <param name="Use">The call, with its service or tasks.</param>
/// <param name="Reference">How the task definition names the image; null where the record names its digest.</param>
/// <param name="Link">Whether by its digest or by a tag that was on it at that time.</param>
/// <param name="IsElsewhere">As in <see cref="NamingDefinition.IsElsewhere"/>.</param>
/// <param name="Others">The other images that the tag was on while the deployment lasted, null for none that is known; empty where the image is certain.</param>
public sealed record ImageUse(EcsUse Use, ImageReference? Reference, ImageLink Link, bool IsElsewhere, IReadOnlyList<string?> Others)
{
    /// <summary>Whether nothing tells which of several images was run.</summary>
    public bool IsAmbiguous => Others.Count > 0;

    /// <summary>When it was run, UTC.</summary>
    public DateTimeOffset Time => Use.By.Event.Time;
}

/// <summary>Tells which task definitions and deployments are of an image in one repository.</summary>
/// <param name="digest">The image.</param>
/// <param name="story">The repository.</param>
/// <param name="inside">All repositories that the image was in.</param>
/// <param name="stories">All repositories of which anything is known.</param>
internal sealed class ImageLinks(string digest, RepositoryStory story, IReadOnlyList<RepositoryStory> inside, IReadOnlyList<RepositoryStory> stories)
{
    public IEnumerable<NamingDefinition> Naming(RegisteredDefinition registered) =>
        from reference in registered.Images
        let link = LinkOf(reference)
        where link is not null
        select new NamingDefinition(registered, reference, link.Value, IsElsewhere(reference));

    public IEnumerable<ImageUse> Using(EcsUse use, EcsCalls calls)
    {
        if (use.Digests.Contains(digest, StringComparer.Ordinal))
        {
            // What ran is known, but not from which of the repositories it came if there are several.
            return inside.Count == 1 || inside[0] == story ? [new(use, null, ImageLink.ByDigest, false, [])] : [];
        }

        // A revision is registered once; what was used before that is another one of its name.
        var registered = calls.Definitions.LastOrDefault(definition => definition.Definition == use.Definition && definition.By.Event.Time <= use.By.Event.Time);
        return registered is null ? [] : registered.Images.Select(reference => Of(use, reference)).OfType<ImageUse>().Take(1);
    }

    private ImageUse? Of(EcsUse use, ImageReference reference)
    {
        if (LinkOf(reference) is not { } link)
        {
            return null;
        }

        if (link == ImageLink.ByDigest)
        {
            return new(use, reference, link, IsElsewhere(reference), []);
        }

        var on = HistoryOf(reference)!.During(use.By.Event.Time, use.By.Event.Time + ImagePassport.DeploymentLasts);
        return on.Contains(digest, StringComparer.Ordinal)
            ? new(use, reference, link, IsElsewhere(reference), [.. on.Where(other => other != digest)])
            : null;
    }

    private ImageLink? LinkOf(ImageReference reference) =>
        !IsHere(reference) ? null
        : reference.Digest is { } named ? named == digest ? ImageLink.ByDigest : null
        : HistoryOf(reference)?.Moves.Any(move => move.Digest == digest) == true ? ImageLink.ByTag
        : null;

    // Docker takes the tag latest where a reference names none.
    private TagHistory? HistoryOf(ImageReference reference) => story.Tags.FirstOrDefault(tag => tag.Tag == (reference.Tag ?? "latest"));

    private bool IsHere(ImageReference reference)
    {
        if (reference.Repository != story.Repository.Value || reference.Account != story.Repository.Account || reference.Account is null)
        {
            return false;
        }

        // Another region's registry counts only where nothing at all is known to have been pushed to the one that is named.
        return reference.Region == story.Repository.Region
            || !stories.Any(other => other.Repository == story.Repository with { Region = reference.Region } && other.Changes.Any(change => change is RegistryChange.ImagePut));
    }

    private bool IsElsewhere(ImageReference reference) => reference.Region != story.Repository.Region;
}
