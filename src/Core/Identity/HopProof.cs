namespace TrailBoard.Core.Identity;

/// <summary>Why a hop of a chain is believed. Nothing is proven without the event that proves it.</summary>
public abstract record HopProof
{
    private HopProof(string name, IReadOnlyList<EvidenceEvent> evidence) => (Name, Evidence) = (name, evidence);

    /// <summary>The proof in a word, as JSON has it: <c>proven</c>, <c>correlated</c>, <c>recorded</c>, <c>ambiguous</c>, <c>unknown</c>.</summary>
    public string Name { get; }

    /// <summary>The events that say so, in the order of their times.</summary>
    public IReadOnlyList<EvidenceEvent> Evidence { get; }

    /// <summary>An event issued the very access key that signed the call of the hop before; its caller is this hop. Copies of that event are named too.</summary>
    public sealed record IssuedKey(IReadOnlyList<EvidenceEvent> Evidence) : HopProof("proven", Evidence);

    /// <summary>The same event stands in the trail of the caller's own account too (<c>sharedEventID</c>), and that copy names this hop.</summary>
    public sealed record SharedCopy(IReadOnlyList<EvidenceEvent> Evidence) : HopProof("proven", Evidence);

    /// <summary>An event issued the same session of the same role in the second in which the session began, but with another key, as the console does.</summary>
    public sealed record SameSession(IReadOnlyList<EvidenceEvent> Evidence) : HopProof("correlated", Evidence);

    /// <summary>The record itself says it.</summary>
    public sealed record Recorded(EvidenceEvent In) : HopProof("recorded", [In]);

    /// <summary>Several events fit equally well, and they name different callers.</summary>
    public sealed record Ambiguous(IReadOnlyList<EvidenceEvent> Evidence) : HopProof("ambiguous", Evidence);

    /// <summary>Nothing that was imported tells.</summary>
    /// <param name="Reason">Why, in a sentence.</param>
    /// <param name="Gaps">What is not known to be imported whole and might hold the event that would tell.</param>
    public sealed record Unknown(string Reason, IReadOnlyList<EvidenceGap> Gaps) : HopProof("unknown", []);
}

/// <summary>An event that a proof rests on.</summary>
/// <param name="EventId">Its id: hostile text.</param>
/// <param name="Action">Its <c>eventName</c>.</param>
/// <param name="Time">Its time, UTC.</param>
/// <param name="Account">The account in whose trail it stands.</param>
/// <param name="Region">Its region.</param>
public sealed record EvidenceEvent(string EventId, string? Action, DateTimeOffset Time, string? Account, string? Region)
{
    internal static EvidenceEvent Of(CallerRecord record) => new(record.EventId, record.Action, record.Time, record.Recipient ?? record.Account, record.Region);

    internal static IReadOnlyList<EvidenceEvent> Of(IEnumerable<CallerRecord> records) =>
        [.. records.Select(Of).Distinct().OrderBy(record => record.Time).ThenBy(record => record.EventId, StringComparer.Ordinal)];
}

/// <summary>A time of an account and region of which the store cannot know everything.</summary>
/// <param name="From">Its beginning, UTC.</param>
/// <param name="To">Its end, UTC, not included.</param>
public sealed record EvidenceGap(string Account, string Region, DateTimeOffset From, DateTimeOffset To);
