using TrailBoard.Core.Views;

namespace TrailBoard.Core.Things;

/// <summary>A call that changed a thing, and what it changed.</summary>
/// <param name="By">The call.</param>
/// <param name="Lines">What it changed; none where the record does not tell.</param>
public sealed record ThingChange(StoredEvent By, IReadOnlyList<ChangeLine> Lines);

/// <summary>What became of a thing, call by call.</summary>
/// <param name="Changes">The changes, oldest first.</param>
/// <param name="Known">Its settings as they were last recorded; those of which no call told are not among them.</param>
public sealed record ThingHistory(IReadOnlyList<ThingChange> Changes, IReadOnlyList<ChangeLine> Known)
{
    internal static ThingHistory Of(IEnumerable<StoredEvent> events, Func<StoredEvent, SettingsHistory, IReadOnlyList<ChangeLine>?> told)
    {
        var history = new SettingsHistory();
        var changes = new List<ThingChange>();
        foreach (var stored in ThingEvents.Done(events))
        {
            if (told(stored, history) is { } lines)
            {
                changes.Add(new(stored, lines));
            }
        }

        return new(changes, SettingsDiff.SetTo(history.Known));
    }
}
