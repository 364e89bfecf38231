using TrailBoard.Core.Things;
using TrailBoard.Core.Views;

namespace TrailBoard.Web.State;

/// <summary>A call that changed a thing or a part of it, as a page shows it.</summary>
/// <param name="By">The call.</param>
/// <param name="Lines">What it changed.</param>
/// <param name="Did">What it did, where its action does not say it best.</param>
/// <param name="Part">The part of the thing that it changed, or null: hostile text.</param>
/// <param name="Alert">Why somebody should look at the call, or null.</param>
public sealed record ShownChange(StoredEvent By, IReadOnlyList<ChangeLine> Lines, string? Did = null, string? Part = null, string? Alert = null)
{
    public static ShownChange Of(ThingChange change) => new(change.By, change.Lines);

    public static ShownChange Of(ApiChange change) => new(change.By, change.Lines, ChangeWords.Past(change.Verb), change.Part.ToString(), change.Alert);
}
