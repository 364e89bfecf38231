using TrailBoard.Core.Import;

namespace TrailBoard.Web.State;

/// <summary>The states of the ledger in words.</summary>
public static class ImportWords
{
    /// <summary>A state as a person says it.</summary>
    public static string Of(ObjectState state) => state switch
    {
        ObjectState.Pending => "waiting",
        ObjectState.Importing => "being read",
        ObjectState.Done => "imported",
        ObjectState.DoneWithRejects => "some refused",
        ObjectState.Failed => "failed",
        ObjectState.Quarantined => "kept aside",
        ObjectState.Skipped => "skipped",
        _ => throw new ArgumentOutOfRangeException(nameof(state), state, null),
    };

    /// <summary>The state of an object, as of now: one that was asked for again waits only until its source has read it.</summary>
    public static string Of(LedgerObject item) => item is { State: ObjectState.Pending, IsSuperseded: true } ? "read again since" : Of(item.State);

    /// <summary>How what a digest lists compares with what is imported.</summary>
    public static string Of(DigestCheck check) =>
        $"Of {Numbers.Of(check.Listed, "file")} that it lists, {check.Same:N0} are imported and are what it says, {check.Missing:N0} are not imported, {check.Different:N0} differ{(check.Different > 0 ? ": they were changed after CloudTrail had written them" : "")}.";

    /// <summary>How a run was started.</summary>
    public static string OfKind(string kind) => kind switch
    {
        "import" => "files",
        "upload" => "upload",
        "demo" => "demo data",
        _ => kind,
    };
}
