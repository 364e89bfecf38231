namespace TrailBoard.Core.Import;

/// <summary>
/// What is known of sources beyond one process: how their last runs ended, whether they are paused, and whose turn it is. A process
/// runs a source only while it holds the source's lease, so that two processes on one store do not do the same work.
/// </summary>
public interface ISourceStates
{
    /// <summary>The state of every source that ever had one.</summary>
    Task<IReadOnlyList<SourceState>> AllAsync(CancellationToken cancellationToken);

    /// <summary>Takes the lease of a source. Null where another holds it.</summary>
    /// <param name="name">The source's name.</param>
    /// <param name="owner">Who asks, in words that tell a person which process it is. Different for each process.</param>
    /// <param name="length">For how long, unless it is renewed.</param>
    Task<SourceLease?> TakeAsync(string name, string owner, TimeSpan length, CancellationToken cancellationToken);

    /// <summary>Makes a lease last for this long from now on. False where it was lost: another may hold it now.</summary>
    Task<bool> RenewAsync(SourceLease lease, TimeSpan length, CancellationToken cancellationToken);

    /// <summary>Gives a lease back. What was lost before is not touched.</summary>
    Task GiveBackAsync(SourceLease lease, CancellationToken cancellationToken);

    /// <summary>Writes how a run ended. Nothing is written where the lease was lost.</summary>
    Task EndAsync(SourceLease lease, SourceRunEnd end, CancellationToken cancellationToken);

    /// <summary>
    /// Writes the newest delivery that a run has stored so far, so that the lag is true while a long run goes on. Nothing is written
    /// where the lease was lost.
    /// </summary>
    /// <param name="runId">The run in the ledger.</param>
    /// <param name="seen">What the call before returned, or 0: what was looked at is not looked at again.</param>
    /// <returns>How much of the run was looked at, for the next call.</returns>
    Task<long> AdvanceAsync(SourceLease lease, long runId, long seen, CancellationToken cancellationToken);

    /// <summary>Pauses a source, or lets it go on. It stays so when the process is started again.</summary>
    Task PauseAsync(string name, bool paused, CancellationToken cancellationToken);
}

/// <summary>The right to run a source.</summary>
/// <param name="Token">Grows each time the lease is taken, so that whoever lost it cannot write in the name of who holds it.</param>
public sealed record SourceLease(string Name, string Owner, long Token);

/// <summary>How a run of a source ended.</summary>
/// <param name="RunId">The run in the ledger, or null where it could not begin.</param>
/// <param name="Success">When it ended, where it came to its end; else null, and the last success stays.</param>
/// <param name="Error">What is wrong with the next step in words, or null.</param>
/// <param name="NextTry">When the source is due again, or null where it is not.</param>
/// <param name="Failures">How many runs in a row have failed, this one included; 0 where it did not fail.</param>
public sealed record SourceRunEnd(long? RunId, DateTimeOffset? Success, string? Error, DateTimeOffset? NextTry, int Failures = 0);

/// <summary>What is known of a source.</summary>
/// <param name="Owner">Who holds its lease, or null.</param>
/// <param name="LeasedUntil">When the lease ends unless it is renewed, or null.</param>
/// <param name="Newest">The newest delivery (S3, Queue) or the end of the newest window (LookupEvents) that is in the store, or null.</param>
/// <param name="Failures">How many runs in a row have failed; 0 where the last did not, though single objects may have.</param>
public sealed record SourceState(
    string Name,
    string? Owner,
    DateTimeOffset? LeasedUntil,
    bool IsPaused,
    DateTimeOffset? LastSuccess,
    string? LastError,
    DateTimeOffset? NextTry,
    DateTimeOffset? Newest,
    int Failures = 0)
{
    /// <summary>Whether somebody holds the lease.</summary>
    public bool IsLeased(DateTimeOffset now) => Owner is not null && LeasedUntil > now;

    /// <summary>How far the store is behind, or null while nothing was read.</summary>
    public TimeSpan? Lag(DateTimeOffset now) => Newest is { } newest ? (now > newest ? now - newest : TimeSpan.Zero) : null;
}
