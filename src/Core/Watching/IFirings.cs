using TrailBoard.Core.Views;

namespace TrailBoard.Core.Watching;

/// <summary>What the watches found.</summary>
public interface IFirings
{
    /// <summary>
    /// Looks at what has come into the store since each watch looked last, and notes what it found. An event counts when it comes for the first
    /// time, whatever its own time; copies that come later are not news. What was found is noted in the same transaction as how far a watch has
    /// looked, so a process may end at any time, and several may look.
    /// </summary>
    /// <returns>How many watches fired.</returns>
    /// <exception cref="Store.StoreException">The store cannot be read or written. It may be called again.</exception>
    Task<int> LookAsync(CancellationToken cancellationToken);

    /// <summary>
    /// Looks every few seconds until the token is cancelled. While a large import runs, of whichever process, it rests for some minutes, so that
    /// what comes is told together and the import has the machine.
    /// </summary>
    /// <param name="fired">Called after watches have fired. It must not throw.</param>
    /// <exception cref="Store.StoreException">The store cannot be read or written. It may be called again: nothing is left out.</exception>
    Task RunAsync(Action fired, CancellationToken cancellationToken);

    /// <summary>The newest firings of all watches.</summary>
    /// <param name="most">How many, from 1.</param>
    /// <exception cref="Store.StoreException">The store cannot be read.</exception>
    Task<IReadOnlyList<Firing>> NewestAsync(int most, CancellationToken cancellationToken);

    /// <summary>A firing, or null where there is none of that number.</summary>
    /// <exception cref="Store.StoreException">The store cannot be read.</exception>
    Task<Firing?> FindAsync(long id, CancellationToken cancellationToken);

    /// <summary>Its events that are still in the store, newest first: of the newest <see cref="Firing.MostEvents"/>.</summary>
    /// <param name="after">Start behind this place, or null for the newest.</param>
    /// <param name="limit">How many at most, from 1.</param>
    /// <exception cref="Store.StoreException">The store cannot be read.</exception>
    Task<EventPage> EventsAsync(long id, EventCursor? after, int limit, CancellationToken cancellationToken);

    /// <summary>How many nobody has looked at.</summary>
    /// <exception cref="Store.StoreException">The store cannot be read.</exception>
    Task<int> UnseenAsync(CancellationToken cancellationToken);

    /// <summary>Notes that a firing was looked at, or with null that all were.</summary>
    /// <exception cref="Store.StoreException">The store cannot be written.</exception>
    Task SeeAsync(long? id, CancellationToken cancellationToken);
}

/// <summary>The firings that wait to be sent. They stand in the store, so what was noted is sent also after a restart: at least once.</summary>
public interface IDeliveries
{
    /// <summary>Takes those whose time has come, the oldest first. For two minutes nobody else is given them.</summary>
    /// <param name="most">How many, from 1.</param>
    /// <exception cref="Store.StoreException">The store cannot be written.</exception>
    Task<IReadOnlyList<Firing>> TakeAsync(int most, CancellationToken cancellationToken);

    /// <summary>Notes how a try ended: with null well, else why not. It is then tried again after a while, or given up (<see cref="DeliveryPace"/>).</summary>
    /// <exception cref="Store.StoreException">The store cannot be written.</exception>
    Task EndAsync(Firing firing, string? error, CancellationToken cancellationToken);

    /// <summary>Has one that was given up tried again from the begin.</summary>
    /// <exception cref="Store.StoreException">The store cannot be written.</exception>
    Task AgainAsync(long id, CancellationToken cancellationToken);
}
