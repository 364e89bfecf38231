using TrailBoard.Core.Views;

namespace TrailBoard.Data.Store;

/// <summary>
/// Events that match a question, counted where they are: rows in the database, columns in memory, or rows that a scan of the
/// records left. A question may be answered by several of them, each for its own keys.
/// </summary>
internal interface IMatchingEvents
{
    /// <summary>How many.</summary>
    Task<long> CountAsync(CancellationToken cancellationToken);

    /// <summary>The lowest and the highest key, or null where there are none.</summary>
    Task<(long First, long Last)?> EndsAsync(CancellationToken cancellationToken);

    /// <summary>Adds them to groups.</summary>
    Task AddToAsync(GroupTally groups, CancellationToken cancellationToken);

    /// <summary>Adds them to the counts of a field's values.</summary>
    Task AddToAsync(ValueCounts counts, CancellationToken cancellationToken);

    /// <summary>Adds those in groups to the groups' counts over time.</summary>
    Task AddToAsync(GroupSparks sparks, CancellationToken cancellationToken);

    /// <summary>Adds them to the bars of a histogram.</summary>
    Task AddToAsync(TimeBucket[] bars, TimeBuckets buckets, CancellationToken cancellationToken);
}
