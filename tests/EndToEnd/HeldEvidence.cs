using TrailBoard.Core.Identity;

namespace TrailBoard.EndToEnd;

/// <summary>Evidence that never comes, so that a person can leave before it does.</summary>
internal sealed class HeldEvidence : IActorEvidence
{
    private readonly TaskCompletionSource _asked = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _givenUp = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Is over once somebody asked.</summary>
    public Task Asked => _asked.Task;

    /// <summary>Is over once the question was given up.</summary>
    public Task GivenUp => _givenUp.Task;

    public Task<IReadOnlyList<CallerRecord>> IssuersOfKeyAsync(string accessKey, DateTimeOffset from, DateTimeOffset to, CancellationToken cancellationToken) => HoldAsync<CallerRecord>(cancellationToken);

    public Task<IReadOnlyList<CallerRecord>> IssuersOfSessionAsync(string assumedRoleId, DateTimeOffset from, DateTimeOffset to, CancellationToken cancellationToken) => HoldAsync<CallerRecord>(cancellationToken);

    public Task<IReadOnlyList<CallerRecord>> CopiesAsync(string sharedEventId, DateTimeOffset from, DateTimeOffset to, CancellationToken cancellationToken) => HoldAsync<CallerRecord>(cancellationToken);

    public Task<IReadOnlyList<TokenAddress>> TokenAddressesAsync(string service, string accessKey, DateTimeOffset from, DateTimeOffset to, CancellationToken cancellationToken) => HoldAsync<TokenAddress>(cancellationToken);

    public Task<IReadOnlyList<EvidenceGap>> GapsAsync(string? account, DateTimeOffset from, DateTimeOffset to, CancellationToken cancellationToken) => HoldAsync<EvidenceGap>(cancellationToken);

    private async Task<IReadOnlyList<T>> HoldAsync<T>(CancellationToken cancellationToken)
    {
        _asked.TrySetResult();
        try
        {
            await Task.Delay(Timeout.Infinite, cancellationToken);
            return [];
        }
        finally
        {
            _givenUp.TrySetResult();
        }
    }
}
