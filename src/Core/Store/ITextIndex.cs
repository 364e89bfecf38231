namespace TrailBoard.Core.Store;

/// <summary>
/// The words of the records, block by block, so that a search in whole records reads only the blocks that may hold what it looks
/// for. Without it every answer is the same, only slower.
/// </summary>
public interface ITextIndex
{
    /// <summary>How far it is.</summary>
    TextIndexState State { get; }

    /// <summary>
    /// Indexes the blocks that are not yet, newest first, also those that come later, until the token is cancelled. It takes half of
    /// one processor at most, and rests while a large import runs, also another process's.
    /// </summary>
    /// <exception cref="StoreException">The store cannot be read or written. What was indexed is kept; it may be called again.</exception>
    Task RunAsync(CancellationToken cancellationToken);
}

/// <summary>How far the text index is.</summary>
/// <param name="Indexed">How many blocks have their words in it.</param>
/// <param name="Blocks">How many blocks there are.</param>
/// <param name="IsBuilding">Whether more are being indexed. The newest few wait until there are some more: to read them takes no time.</param>
public sealed record TextIndexState(long Indexed, long Blocks, bool IsBuilding)
{
    /// <summary>Nobody builds it.</summary>
    public static TextIndexState Off { get; } = new(0, 0, IsBuilding: false);
}
