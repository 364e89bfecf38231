using TrailBoard.Core.Events;
using TrailBoard.Core.Views;

namespace TrailBoard.Core.Things;

/// <summary>
/// The life of one image in one repository: how it got there, which tags it had, what ran it and how it ended. A pure function of the set of records, in
/// whatever order they came.
/// </summary>
/// <param name="Digest">The image.</param>
/// <param name="Repository">The repository, with the account and the region that own it.</param>
public sealed record ImagePassport(string Digest, ContainerThing Repository)
{
    /// <summary>How long a deployment may look a tag up: if the tag moves meanwhile, nothing tells which image was taken.</summary>
    public static TimeSpan DeploymentLasts { get; } = TimeSpan.FromMinutes(10);

    /// <summary>When it was pushed, oldest first; several times if with several tags.</summary>
    public IReadOnlyList<RegistryChange.ImagePut> Pushes { get; private init; } = [];

    /// <summary>The tags that were on it at some time, in the order of their names, with all that is known of each.</summary>
    public IReadOnlyList<TagHistory> Tags { get; private init; } = [];

    /// <summary>The images that it is a list of, if it is one.</summary>
    public IReadOnlyList<string> Platforms { get; private init; } = [];

    /// <summary>The task definitions that name it, by its digest or by one of its tags, oldest first.</summary>
    public IReadOnlyList<NamingDefinition> Definitions { get; private init; } = [];

    /// <summary>What was told to run it, oldest first.</summary>
    public IReadOnlyList<ImageUse> Uses { get; private init; } = [];

    /// <summary>What the agents of hosts reported of tasks that ran it, oldest first, the first report of each task alone.</summary>
    public IReadOnlyList<ImageUse> Reports { get; private init; } = [];

    /// <summary>The scans that were asked for, oldest first.</summary>
    public IReadOnlyList<RegistryChange.ScanStarted> Scans { get; private init; } = [];

    /// <summary>How it ended; null where it is there by what is known.</summary>
    public ImageEnd? End { get; private init; }

    /// <summary>The passports of an image: one for each repository that it was in, in the order of their names, accounts and regions.</summary>
    /// <param name="records">Records of registries, and of what registers and uses task definitions, in any order.</param>
    public static IReadOnlyList<ImagePassport> Of(string digest, IEnumerable<StoredEvent> records)
    {
        ArgumentNullException.ThrowIfNull(records);
        var all = CallCopies.Once(records).ToList();
        var stories = RepositoryStory.Of(all);
        var calls = EcsCalls.Of(all);
        var inside = stories.Where(story => story.Changes.Any(change => IsAbout(change, digest))).ToList();
        return [.. inside.Select(story => Tell(digest, story, inside, stories, calls))];
    }

    private static ImagePassport Tell(string digest, RepositoryStory story, IReadOnlyList<RepositoryStory> inside, IReadOnlyList<RepositoryStory> stories, EcsCalls calls)
    {
        var pushes = story.Changes.OfType<RegistryChange.ImagePut>().Where(put => put.Digest == digest).ToList();
        var links = new ImageLinks(digest, story, inside, stories);
        var uses = calls.Uses.SelectMany(use => links.Using(use, calls)).ToList();
        return new(digest, story.Repository)
        {
            Pushes = pushes,
            Tags = [.. story.Tags.Where(tag => tag.Moves.Any(move => move.Digest == digest || move.Before == digest))],
            Platforms = [.. pushes.SelectMany(put => put.Platforms).Distinct(StringComparer.Ordinal)],
            Definitions = [.. calls.Definitions.SelectMany(links.Naming)],
            Uses = [.. uses.Where(use => !use.Use.IsReport)],
            Reports = [.. uses.Where(use => use.Use.IsReport).DistinctBy(use => use.Use.Tasks is [var task, ..] ? task : null)],
            Scans = [.. story.Changes.OfType<RegistryChange.ScanStarted>().Where(scan => scan.Digest == digest
                || (scan.Digest is null && scan.Tag is { } name && story.Tags.FirstOrDefault(tag => tag.Tag == name)?.During(scan.Time, scan.Time) is [var on] && on == digest))],
            End = ImageEnd.Of(digest, story),
        };
    }

    private static bool IsAbout(RegistryChange change, string digest) => change switch
    {
        RegistryChange.ImagePut put => put.Digest == digest,
        RegistryChange.ImagesDeleted deleted => deleted.Images.Any(image => image.Digest == digest),
        RegistryChange.ImagesExpired expired => expired.Images.Any(image => image.Digest == digest),
        _ => false,
    };
}

/// <summary>How an image ended.</summary>
/// <param name="By">The event that says so.</param>
/// <param name="Kind">Whether it was deleted, expired, or went with its repository; <see cref="TagMoveKind.Untagged"/> where it lost the last tag that is known, which deletes an image that has no other.</param>
/// <param name="Rule">The rule that expired it, in its own words, or null.</param>
public sealed record ImageEnd(StoredEvent By, TagMoveKind Kind, string? Rule)
{
    internal static ImageEnd? Of(string digest, RepositoryStory story)
    {
        ImageEnd? end = null;
        foreach (var change in story.Changes)
        {
            end = change switch
            {
                RegistryChange.ImagePut put when put.Digest == digest => null,
                RegistryChange.ImagesDeleted deleted when deleted.Images.Any(image => image.Digest == digest && image.IsWhole) => new(change.By, TagMoveKind.Deleted, null),
                RegistryChange.ImagesExpired expired when expired.Images.FirstOrDefault(image => image.Digest == digest && image.IsWhole) is { } image => new(change.By, TagMoveKind.Expired, image.Rule),
                RegistryChange.Deleted when end is null => new(change.By, TagMoveKind.RepositoryDeleted, null),
                _ => end,
            };
        }

        return end ?? LastTagGone(digest, story);
    }

    private static ImageEnd? LastTagGone(string digest, RepositoryStory story)
    {
        var tags = story.Tags.Where(tag => tag.Moves.Any(move => move.Digest == digest)).ToList();
        var last = tags.Select(tag => tag.Last).MaxBy(move => move.By.Cursor.Value);
        return last is { Kind: TagMoveKind.Untagged } && last.Before == digest && tags.All(tag => tag.Digest != digest) ? new(last.By, TagMoveKind.Untagged, null) : null;
    }
}
