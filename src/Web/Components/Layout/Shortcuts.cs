using TrailBoard.Web.State;

namespace TrailBoard.Web.Components.Layout;

/// <summary>A key, or several, and what they do.</summary>
internal sealed record Shortcut(string Words, params IReadOnlyList<string> Keys);

/// <summary>The keys that belong together; docs/keyboard.md has the same.</summary>
/// <param name="Title">Where they work.</param>
/// <param name="Paths">The pages that alone have them, with a slash at the end all those below; none for all pages.</param>
internal sealed record ShortcutSection(string Title, IReadOnlyList<string> Paths, IReadOnlyList<Shortcut> Shortcuts)
{
    public static IReadOnlyList<ShortcutSection> All { get; } =
    [
        new("Events", [PageUrls.EventsPath],
        [
            new("Unfold the activity, and fold it", "→", "←"), new("Rows are activities", "o"), new("Rows are events", "e"), new("Select the event, or no longer", "x"), new("Select everything down to here", "Shift", "x"), new("Exclude a value", "Alt", "click"),
            new("On the bars: choose one, with Shift several; Enter narrows to them, - widens", "←", "→"),
            new("On the bars: the first and the last", "Home", "End"), new("On the bars: give up what is chosen, then the place", "Esc"),
            new("Beside the list: next and previous value", "↓", "↑"), new("To its “only” and “exclude”, and back", "→", "←"),
            new("On the grip: make the event beside the list wider or narrower", "←", "→"),
        ]),
        new("Event", [PageUrls.EventsPath + "/"], [new("The event before, which is newer", "["), new("The event after, which is older", "]")]),
        new("Overview", [PageUrls.OverviewPath], [new("The period before, and the one after", "[", "]")]),
        new("Coverage", [PageUrls.CoveragePath],
        [
            new("Move between days and places", "↑", "↓", "←", "→"), new("First and last day", "Home", "End"), new("First and last place", "Page Up", "Page Down"),
        ]),
        new("In a list", [],
        [
            new("Next row", "j"), new("Previous row", "k"), new("Open the row", "Enter"), new("Close what is open, and go back to its row", "Esc"),
            new("Open what comes after the one that is open", "]"), new("Open what comes before it", "["),
        ]),
        new("Everywhere", [],
        [
            new("Go anywhere: a page, a thing, a person, an event by its id", "Ctrl", "K"),
            new("Search: the filter of the page, or where it has none, everything", "/"), new("From when to when, where the page has a range", "t"), new("These keys", "?"),
        ]),
    ];
}
