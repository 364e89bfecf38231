namespace TrailBoard.Core.Identity;

/// <summary>One call that issued a session, with all its records: it stands in the trail of the role's account and in that of the caller's.</summary>
/// <param name="Caller">The record that says most of the caller.</param>
/// <param name="Copies">All of its records.</param>
internal sealed record Issuance(CallerRecord Caller, IReadOnlyList<CallerRecord> Copies)
{
    /// <summary>Puts the copies of each call together, the earliest call first. Copies that name different callers are not of one call.</summary>
    public static IReadOnlyList<Issuance> Of(IEnumerable<CallerRecord> records) =>
    [
        .. records.GroupBy(record => record.SharedEventId ?? record.EventId, StringComparer.Ordinal)
            .SelectMany(call => call.Where(record => record.PrincipalId is not null).DistinctBy(record => record.PrincipalId).Count() > 1
                ? call.GroupBy(record => record.PrincipalId, StringComparer.Ordinal).Select(One)
                : [One(call)])
            .OrderBy(issuance => issuance.Caller.Time).ThenBy(issuance => issuance.Caller.EventId, StringComparer.Ordinal),
    ];

    /// <summary>The events of calls, in order.</summary>
    public static IReadOnlyList<EvidenceEvent> Evidence(IEnumerable<Issuance> issuances) => EvidenceEvent.Of(issuances.SelectMany(issuance => issuance.Copies));

    private static Issuance One(IEnumerable<CallerRecord> call)
    {
        List<CallerRecord> copies = [.. call.OrderBy(copy => copy.Type is "AWSAccount").ThenBy(copy => copy.Arn is null).ThenBy(copy => copy.EventId, StringComparer.Ordinal)];
        return new(copies[0], copies);
    }
}
