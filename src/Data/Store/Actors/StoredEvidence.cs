using TrailBoard.Core.Identity;

namespace TrailBoard.Data.Store.Actors;

/// <summary>
/// Evidence out of the table of events that issued sessions, for one snapshot of the store. It remembers what it was asked: an event that would
/// have answered may come later.
/// </summary>
internal sealed class StoredEvidence(TrailContext context, SessionRecords records) : IActorEvidence
{
    /// <summary>What was asked since the last <see cref="HashSet{T}.Clear"/>.</summary>
    public HashSet<long> Asked { get; } = [];

    public Task<IReadOnlyList<CallerRecord>> IssuersOfKeyAsync(string accessKey, DateTimeOffset from, DateTimeOffset to, CancellationToken cancellationToken) =>
        AnswerAsync(ActorQuestion.OfKey(accessKey), from, to, record => record.Issued?.AccessKey == accessKey, cancellationToken);

    public Task<IReadOnlyList<CallerRecord>> IssuersOfSessionAsync(string assumedRoleId, DateTimeOffset from, DateTimeOffset to, CancellationToken cancellationToken) =>
        AnswerAsync(ActorQuestion.OfSession(assumedRoleId), from, to, record => record.Issued?.AssumedRoleId == assumedRoleId, cancellationToken);

    public Task<IReadOnlyList<CallerRecord>> CopiesAsync(string sharedEventId, DateTimeOffset from, DateTimeOffset to, CancellationToken cancellationToken) =>
        AnswerAsync(ActorQuestion.OfCopies(sharedEventId), from, to, record => record.SharedEventId == sharedEventId, cancellationToken);

    public Task<IReadOnlyList<TokenAddress>> TokenAddressesAsync(
        string service, string accessKey, DateTimeOffset from, DateTimeOffset to, CancellationToken cancellationToken) =>
        throw new NotSupportedException("Chains do not ask for addresses.");

    // They are words for people, and change no answer.
    public Task<IReadOnlyList<EvidenceGap>> GapsAsync(string? account, DateTimeOffset from, DateTimeOffset to, CancellationToken cancellationToken) =>
        Task.FromResult<IReadOnlyList<EvidenceGap>>([]);

    private async Task<IReadOnlyList<CallerRecord>> AnswerAsync(
        long question, DateTimeOffset from, DateTimeOffset to, Func<CallerRecord, bool> fits, CancellationToken cancellationToken)
    {
        Asked.Add(question);
        var keys = new List<long>();
        context.ReadNumbers(
            "SELECT event_key FROM actor_evidence WHERE question = ? AND event_key >= ? AND event_key < ? ORDER BY event_key DESC",
            [question, EventKey.FirstFrom(from), EventKey.FirstFrom(to.AddSeconds(1))],
            row =>
            {
                keys.Add(row[0]);
                return keys.Count < IActorEvidence.Most;
            });
        var answer = new List<CallerRecord>();
        foreach (var key in keys)
        {
            if (await records.FindAsync(context, key, cancellationToken) is { } record && fits(record))
            {
                answer.Add(record);
            }
        }

        return answer;
    }
}
