namespace TrailBoard.Core.Import;

/// <summary>
/// Objects that are kept aside until a person decides: they failed too often, were refused, or nothing tells what they are. The newest
/// line that the ledger has of an object counts: what was read since is no longer kept aside.
/// </summary>
public interface IQuarantine
{
    /// <summary>What is kept aside, the newest first.</summary>
    /// <param name="limit">How many at most, from 1.</param>
    Task<IReadOnlyList<LedgerObject>> KeptAsync(int limit, CancellationToken cancellationToken);

    /// <summary>
    /// Asks for an object to be read again: by the next run of its source, once. If it fails again it is kept aside again. Only files can
    /// be asked for (<see cref="LedgerObject.CanBeReadAgain"/>).
    /// </summary>
    /// <param name="objectId">The object's line in the ledger.</param>
    /// <returns>The line as it is now, or null where it is not kept aside (any more) or is no file.</returns>
    Task<LedgerObject?> RetryAsync(long objectId, CancellationToken cancellationToken);

    /// <summary>Gives an object up: its line stays in the ledger, with the time at which it was discarded. Nothing is deleted at its origin.</summary>
    /// <param name="objectId">The object's line in the ledger.</param>
    /// <returns>The line as it is now, or null where it is not kept aside (any more).</returns>
    Task<LedgerObject?> DiscardAsync(long objectId, CancellationToken cancellationToken);

    /// <summary>The names of a source's objects that are to be read again, in the order in which they were kept aside.</summary>
    Task<IReadOnlyList<string>> AskedAgainAsync(string source, CancellationToken cancellationToken);
}
