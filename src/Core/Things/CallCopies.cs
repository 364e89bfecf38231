using TrailBoard.Core.Views;

namespace TrailBoard.Core.Things;

/// <summary>A call into another account stands in the trails of both, each time with an id of its own: what happened once is told once.</summary>
internal static class CallCopies
{
    /// <summary>Each call once, oldest first; of copies the one whose caller is known by name, which is the one of the caller's own account.</summary>
    public static IEnumerable<StoredEvent> Once(IEnumerable<StoredEvent> records) => records
        .GroupBy(stored => (stored.Event.Service, stored.Event.Action, Call: SharedId(stored) ?? $"{stored.Cursor}"))
        .Select(copies => copies.OrderBy(copy => copy.Event.Actor.IdentityType is null or "AWSAccount").ThenBy(copy => copy.Cursor.Value).First())
        .OrderBy(stored => stored.Cursor.Value);

    private static string? SharedId(StoredEvent stored)
    {
        using var json = RecordJson.Read(stored.Record);
        return json.Root.Text("sharedEventID");
    }
}
