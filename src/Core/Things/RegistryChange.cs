using TrailBoard.Core.Events;
using TrailBoard.Core.Views;

namespace TrailBoard.Core.Things;

/// <summary>What one record says that became of a repository of ECR or ECR Public, or of what is in it. All text is hostile.</summary>
public abstract record RegistryChange
{
    private RegistryChange(ContainerThing repository, StoredEvent by) => (Repository, By) = (repository, by);

    /// <summary>The repository, with the account and the region that own it.</summary>
    public ContainerThing Repository { get; }

    /// <summary>The event that says so.</summary>
    public StoredEvent By { get; }

    /// <summary>When it happened, UTC, to the second.</summary>
    public DateTimeOffset Time => By.Event.Time;

    /// <summary>An image was put there.</summary>
    /// <param name="Tag">The tag that it was put under, or null.</param>
    /// <param name="Digest">Its digest; null where the record does not tell.</param>
    /// <param name="Platforms">The digests of the images that it is a list of, if it is one.</param>
    public sealed record ImagePut(ContainerThing Repository, StoredEvent By, string? Tag, string? Digest, IReadOnlyList<string> Platforms) : RegistryChange(Repository, By);

    /// <summary>Images, or only tags of them, were removed by somebody.</summary>
    public sealed record ImagesDeleted(ContainerThing Repository, StoredEvent By, IReadOnlyList<RemovedImage> Images) : RegistryChange(Repository, By);

    /// <summary>The registry expired images by the repository's lifecycle policy.</summary>
    public sealed record ImagesExpired(ContainerThing Repository, StoredEvent By, IReadOnlyList<RemovedImage> Images) : RegistryChange(Repository, By);

    /// <summary>A policy was set, or taken away.</summary>
    /// <param name="Kind">Which of the two.</param>
    /// <param name="Text">Its text as it was given; null where it was taken away.</param>
    public sealed record PolicySet(ContainerThing Repository, StoredEvent By, PolicyKind Kind, string? Text) : RegistryChange(Repository, By);

    /// <summary>Settings were given.</summary>
    /// <param name="Settings">Each with its value as it is written.</param>
    public sealed record SettingsGiven(ContainerThing Repository, StoredEvent By, IReadOnlyList<(RepositorySetting Setting, string Value)> Settings) : RegistryChange(Repository, By);

    /// <summary>The repository was made.</summary>
    /// <param name="Settings">What it was made with.</param>
    public sealed record Created(ContainerThing Repository, StoredEvent By, IReadOnlyList<(RepositorySetting Setting, string Value)> Settings) : RegistryChange(Repository, By);

    /// <summary>The repository was deleted, with all that was in it.</summary>
    public sealed record Deleted(ContainerThing Repository, StoredEvent By) : RegistryChange(Repository, By);

    /// <summary>A scan was asked for.</summary>
    public sealed record ScanStarted(ContainerThing Repository, StoredEvent By, string? Tag, string? Digest) : RegistryChange(Repository, By);

    /// <summary>Something else was changed; the event says what.</summary>
    public sealed record Other(ContainerThing Repository, StoredEvent By) : RegistryChange(Repository, By);
}

/// <summary>An image that was removed, or a tag that was.</summary>
/// <param name="Digest">The image; null where the record names only the tag.</param>
/// <param name="Tags">The tags that were named with it.</param>
/// <param name="IsWhole">Whether the image itself went; else only its tags did.</param>
/// <param name="Rule">The rule that expired it, in its own words, or null.</param>
public sealed record RemovedImage(string? Digest, IReadOnlyList<string> Tags, bool IsWhole, string? Rule = null);

/// <summary>A policy of a repository.</summary>
public enum PolicyKind
{
    /// <summary>Who may do what.</summary>
    Access,

    /// <summary>What expires.</summary>
    Lifecycle,
}

/// <summary>A setting of a repository.</summary>
public enum RepositorySetting
{
    /// <summary>Whether a tag can be put on another image.</summary>
    TagMutability,

    /// <summary>Whether images are scanned when they are pushed.</summary>
    ScanOnPush,

    /// <summary>How images are encrypted.</summary>
    Encryption,

    /// <summary>The key that they are encrypted with.</summary>
    EncryptionKey,
}
