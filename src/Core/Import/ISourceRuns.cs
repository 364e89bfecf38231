namespace TrailBoard.Core.Import;

/// <summary>The ledger's runs, source by source.</summary>
public interface ISourceRuns
{
    /// <summary>The runs of a source, newest first. Runs that found nothing new are left out, and those of whose failures a later run tells.</summary>
    /// <exception cref="Store.StoreException">The store cannot be read.</exception>
    Task<IReadOnlyList<ImportRunRow>> RunsAsync(SourceOptions source, int limit, CancellationToken cancellationToken);

    /// <summary>What the runs of a source brought that began or ended at this time or later, UTC.</summary>
    /// <exception cref="Store.StoreException">The store cannot be read.</exception>
    Task<SourceYield> YieldAsync(SourceOptions source, DateTimeOffset since, CancellationToken cancellationToken);
}

/// <summary>What a source brought in some time.</summary>
/// <param name="Objects">Objects that were read: trail files, or windows of time for LookupEvents.</param>
/// <param name="Counts">Their books.</param>
public sealed record SourceYield(int Objects, RecordCounts Counts);
