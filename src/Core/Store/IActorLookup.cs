namespace TrailBoard.Core.Store;

/// <summary>
/// Finds out who is behind the sessions of the store, behind imports, so that events can be filtered and grouped by who really acted. The
/// answers are those of <see cref="Identity.ActorChains"/> on all events, whatever the order in which they came.
/// </summary>
public interface IActorLookup
{
    /// <summary>How far it is.</summary>
    ActorLookupState State { get; }

    /// <summary>
    /// Looks up sessions that are not yet, also those that come later, until the token is cancelled. It takes half of one processor at most, and
    /// rests while a large import runs, also another process's.
    /// </summary>
    /// <exception cref="StoreException">The store cannot be read or written. What was found is kept; it may be called again.</exception>
    Task RunAsync(CancellationToken cancellationToken);

    /// <summary>Looks up all that is in the store, without rest.</summary>
    /// <exception cref="StoreException">The store cannot be read or written. What was found is kept; it may be called again.</exception>
    Task LookUpAllAsync(CancellationToken cancellationToken);

    /// <summary>How many sessions wait for their answer, and how many blocks of events were not looked at, in whatever process.</summary>
    Task<ActorLookupState> AskAsync(CancellationToken cancellationToken);
}

/// <summary>How far the look-up of people is.</summary>
/// <param name="Sessions">How many sessions are known to wait for their answer.</param>
/// <param name="Blocks">How many blocks of events were not looked at.</param>
public sealed record ActorLookupState(long Sessions, long Blocks)
{
    /// <summary>Nobody looks.</summary>
    public static ActorLookupState Off { get; } = new(0, 0);

    /// <summary>Whether every session has its answer.</summary>
    public bool IsDone => Sessions == 0 && Blocks == 0;
}
