namespace TrailBoard.Core.Identity;

/// <summary>
/// The port through which the people behind calls are looked up. Times are UTC and both ends are included. Answers are the same for the same set of
/// events, whatever order they came in, and have <see cref="Most"/> records at most. Every method stops soon after its token is cancelled.
/// </summary>
public interface IActorEvidence
{
    /// <summary>How many records an answer has at most.</summary>
    const int Most = 20;

    /// <summary>Events that issued an access key.</summary>
    Task<IReadOnlyList<CallerRecord>> IssuersOfKeyAsync(string accessKey, DateTimeOffset from, DateTimeOffset to, CancellationToken cancellationToken);

    /// <summary>Events that issued a session of a role, named as <c>AROA…:session</c>.</summary>
    Task<IReadOnlyList<CallerRecord>> IssuersOfSessionAsync(string assumedRoleId, DateTimeOffset from, DateTimeOffset to, CancellationToken cancellationToken);

    /// <summary>The copies of one event in the trails of several accounts.</summary>
    Task<IReadOnlyList<CallerRecord>> CopiesAsync(string sharedEventId, DateTimeOffset from, DateTimeOffset to, CancellationToken cancellationToken);

    /// <summary>The addresses from which a key asked a registry for a token and got it, each with the last time, in the order of their names.</summary>
    /// <param name="service">The registry, as <c>eventSource</c> names it.</param>
    Task<IReadOnlyList<TokenAddress>> TokenAddressesAsync(string service, string accessKey, DateTimeOffset from, DateTimeOffset to, CancellationToken cancellationToken);

    /// <summary>What of an account's events of a time is not known to be imported whole, the longest gaps first, five at most.</summary>
    /// <param name="account">The account, or null for all that are known.</param>
    Task<IReadOnlyList<EvidenceGap>> GapsAsync(string? account, DateTimeOffset from, DateTimeOffset to, CancellationToken cancellationToken);
}
