namespace TrailBoard.Core.Import;

/// <summary>What became of an object. The names are stored and shown.</summary>
public enum ObjectState
{
    /// <summary>Listed, not yet read.</summary>
    Pending,

    /// <summary>Being read, or the process ended while it was: read again.</summary>
    Importing,

    /// <summary>Every record is in the store.</summary>
    Done,

    /// <summary>Read to its end; some records were refused.</summary>
    DoneWithRejects,

    /// <summary>Broken or not readable; nothing of it is kept; the next run tries again.</summary>
    Failed,

    /// <summary>Kept aside until a person decides.</summary>
    Quarantined,

    /// <summary>Nothing to import in it, or already imported.</summary>
    Skipped,
}

/// <summary>What became of one object, after its commit.</summary>
/// <param name="Source">The object's source.</param>
/// <param name="Name">The object's name in its source.</param>
/// <param name="State">Its state in the ledger.</param>
/// <param name="Reason">Why it was skipped or failed, or the warning of one that was read; null where there is nothing to say.</param>
/// <param name="Counts">Its books.</param>
public sealed record ObjectOutcome(string Source, string Name, ObjectState State, string? Reason, RecordCounts Counts);

/// <summary>The books of an object or a run: <c>Read = Stored + Duplicates + Rejected + TooOld</c>, always.</summary>
/// <param name="Read">Records found.</param>
/// <param name="Stored">Records new to the store.</param>
/// <param name="Duplicates">Records that the store had already.</param>
/// <param name="Rejected">Records refused.</param>
/// <param name="Conflicts">Of the stored, those whose <c>eventID</c> the store had with other content.</param>
/// <param name="Late">Of the stored, those that came more than a day after they happened.</param>
/// <param name="TooOld">Records of days that were removed from the store on purpose: they were not stored again.</param>
public readonly record struct RecordCounts(long Read, long Stored, long Duplicates, long Rejected, long Conflicts = 0, long Late = 0, long TooOld = 0)
{
    /// <summary>Adds two books.</summary>
    public static RecordCounts operator +(RecordCounts left, RecordCounts right) => new(
        left.Read + right.Read,
        left.Stored + right.Stored,
        left.Duplicates + right.Duplicates,
        left.Rejected + right.Rejected,
        left.Conflicts + right.Conflicts,
        left.Late + right.Late,
        left.TooOld + right.TooOld);

    /// <summary>Adds two books.</summary>
    public RecordCounts Add(RecordCounts other) => this + other;
}
