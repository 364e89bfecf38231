namespace TrailBoard.Core.Store;

/// <summary>
/// Removes the oldest days from the store, on purpose and for good. What it removed, imports do not bring back: a record of a removed day
/// is counted as too old, whichever file brings it.
/// </summary>
public interface IRetention
{
    /// <summary>What removing the days before a day would take away.</summary>
    Task<RemovedDays> PlanAsync(DateOnly before, CancellationToken cancellationToken);

    /// <summary>
    /// Removes the events of all UTC days before a day, in small transactions, so that imports and questions go on between them. First it
    /// is noted that these days are removed: from then on no import writes into them. What is broken off, by the token or a kill, is right
    /// as far as it came, and is brought to its end by the next call.
    /// </summary>
    /// <returns>What was removed by this call.</returns>
    /// <exception cref="StoreException">The store cannot be written. What was removed until then is removed.</exception>
    Task<RemovedDays> RemoveAsync(DateOnly before, CancellationToken cancellationToken);

    /// <summary>The last removal, or null where nothing was ever removed.</summary>
    Task<RemovalNote?> LastAsync(CancellationToken cancellationToken);
}

/// <summary>Days that were removed, or would be.</summary>
/// <param name="Before">The first day that is left, UTC.</param>
/// <param name="Days">How many days with events there were before it.</param>
/// <param name="Events">How many events they had.</param>
/// <param name="Files">How many files have no records left in the store; their lines in the ledger stay.</param>
/// <param name="Bytes">How many bytes of records there were. The database uses their space again; its file does not shrink.</param>
public sealed record RemovedDays(DateOnly Before, int Days, long Events, long Files, long Bytes);

/// <summary>What the store notes of a removal.</summary>
/// <param name="Removed">What was removed so far.</param>
/// <param name="Started">When it began, UTC.</param>
/// <param name="Finished">When it came to its end, UTC; null while it goes on or where it was broken off.</param>
public sealed record RemovalNote(RemovedDays Removed, DateTimeOffset Started, DateTimeOffset? Finished);
