using TrailBoard.Core.Search;

namespace TrailBoard.Core.Watching;

/// <summary>The watches of an installation.</summary>
public interface IWatches
{
    /// <summary>All of them, by name.</summary>
    /// <exception cref="Store.StoreException">The store cannot be read.</exception>
    Task<IReadOnlyList<Watch>> AllAsync(CancellationToken cancellationToken);

    /// <summary>Makes a watch that looks at what comes in from now on.</summary>
    /// <returns>The watch, or null where there are <see cref="Watch.Most"/>.</returns>
    /// <exception cref="ArgumentException">The draft is not as it says.</exception>
    /// <exception cref="Store.StoreException">The store cannot be written.</exception>
    Task<Watch?> AddAsync(WatchDraft draft, CancellationToken cancellationToken);

    /// <summary>Lets a watch look, from now on, or not look. What came while it did not look is not looked at later.</summary>
    /// <exception cref="Store.StoreException">The store cannot be written.</exception>
    Task SwitchAsync(long id, bool on, CancellationToken cancellationToken);

    /// <summary>Deletes a watch. What it found stays.</summary>
    /// <exception cref="Store.StoreException">The store cannot be written.</exception>
    Task DeleteAsync(long id, CancellationToken cancellationToken);

    /// <summary>What a watch with a filter would have done if the stored events of a time had come in at their own times (<see cref="FiringCount"/>).</summary>
    /// <param name="filter">One that <see cref="WatchRule.Refusal"/> does not refuse.</param>
    /// <param name="from">The begin, UTC.</param>
    /// <param name="to">The end, which is not included.</param>
    /// <exception cref="Store.StoreException">The store cannot be read.</exception>
    Task<BackTest> TestAsync(Filter filter, DateTimeOffset from, DateTimeOffset to, CancellationToken cancellationToken);
}
