namespace TrailBoard.Core.Import;

/// <summary>
/// A thing that holds trail records and is imported whole or not at all: a file, an upload, an S3 key, a page of an API.
/// </summary>
public abstract class TrailObject
{
    /// <summary>Where the object comes from, for example <c>files</c>, <c>upload</c>, <c>demo</c> or a configured source's name.</summary>
    public abstract string Source { get; }

    /// <summary>The object's name within its source: an absolute path, a key, a file name. Hostile text: never used as a path.</summary>
    public abstract string Name { get; }

    /// <summary>The size in bytes as stored at its origin, or null where it is not known beforehand.</summary>
    public abstract long? Size { get; }

    /// <summary>When the object was last changed at its origin, or null where it is not known.</summary>
    public abstract DateTimeOffset? Modified { get; }

    /// <summary>
    /// When CloudTrail delivered the object, UTC, as CloudTrail's name for it says, else null. A file's own time only says when
    /// somebody copied it.
    /// </summary>
    public virtual DateTimeOffset? Delivered => TrailFileName.TryParse(Name, out var name) ? name.Delivered : null;

    /// <summary>The account, region and time that the object stands for, or null where that is not known before it is read.</summary>
    public virtual ObjectScope? Scope => ObjectScope.OfName(Name);

    /// <summary>Why the object is not to be opened at all, as known when it was listed (a hidden file, a link that leads out), or null.</summary>
    public virtual string? NotToBeRead => null;

    /// <summary>Whether there may be events in an object that is <see cref="NotToBeRead"/>, because it is archived: a gap until it is restored.</summary>
    public virtual bool IsOutOfReach => false;

    /// <summary>Whether the object was tried so often that it is kept aside instead of tried again if it fails once more.</summary>
    public virtual bool IsLastAttempt => false;

    /// <summary>Whether opening it is mostly waiting for a network. Such objects are opened before their turn comes, several at once.</summary>
    public virtual bool IsFar => false;

    /// <summary>
    /// Opens the object's bytes from their start. The caller disposes the stream. What is slow to come is fetched before this ends: a
    /// large object is written while it is read, and whoever waits for its next byte then makes all other imports wait.
    /// </summary>
    /// <exception cref="IOException">The object cannot be opened; the message is fit to be shown.</exception>
    /// <exception cref="ObjectNotReadException">There is nothing to read; the object is settled as the exception says.</exception>
    /// <exception cref="SourceFailedException">Nothing of the source can be read; the run ends.</exception>
    public abstract Task<Stream> OpenAsync(CancellationToken cancellationToken);

    /// <summary>
    /// Called once after what became of the object is committed, so that a source can acknowledge it; never before.
    /// </summary>
    public virtual Task SettledAsync(ObjectOutcome outcome, CancellationToken cancellationToken) => Task.CompletedTask;
}

/// <summary>Lists objects to import, in the order in which they are best read.</summary>
public interface ITrailSource
{
    /// <summary>What the run is called on pages and in the terminal.</summary>
    string Label { get; }

    /// <summary>Lists the objects. What cannot even be listed comes as an object whose opening throws, so that it is reported.</summary>
    IAsyncEnumerable<TrailObject> ListAsync(CancellationToken cancellationToken);
}
