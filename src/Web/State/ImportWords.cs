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

    /// <summary>How a run was started.</summary>
    public static string OfKind(string kind) => kind switch
    {
        "import" => "files",
        "upload" => "upload",
        "demo" => "demo data",
        _ => kind,
    };
}
