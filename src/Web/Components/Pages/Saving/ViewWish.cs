using TrailBoard.Core.Views;

namespace TrailBoard.Web.Components.Pages.Saving;

/// <summary>What somebody wants done with a saved view.</summary>
/// <param name="View">The view as they saw it.</param>
/// <param name="Done">What to say when it was done.</param>
/// <param name="RunAsync">Does it.</param>
public sealed record ViewWish(SavedView View, string Done, Func<ISavedViews, Task<ViewChange?>> RunAsync);
