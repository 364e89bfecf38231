using TrailBoard.Web.Components.Layout;

namespace TrailBoard.Web.Tests;

public sealed class ShortcutTests
{
    [Fact]
    public void Every_key_of_the_help_is_documented()
    {
        var lines = File.ReadAllLines(Repository.File("docs/keyboard.md"));
        var shortcuts = ShortcutSection.All.SelectMany(section => section.Shortcuts).ToList();

        Assert.NotEmpty(shortcuts);
        Assert.All(shortcuts, shortcut => Assert.Contains(lines, line =>
            line.Contains($"| {shortcut.Words} |", StringComparison.Ordinal) && shortcut.Keys.All(key => line.Contains($"`{key}`", StringComparison.Ordinal))));
    }

    [Fact]
    public void The_keys_of_a_page_come_first_and_those_of_others_not_at_all()
    {
        Assert.Equal(["Events", "In a list", "Everywhere"], ShortcutSection.At("/events?q=user:alice").Select(section => section.Title));
        Assert.Equal(["Event", "In a list", "Everywhere"], ShortcutSection.At("/events/some-id").Select(section => section.Title));
        Assert.Equal(["In a list", "Everywhere"], ShortcutSection.At("/identities").Select(section => section.Title));
    }

    [Fact]
    public void No_two_pages_have_the_same_letter() =>
        Assert.Equal(NavEntry.All.Count, NavEntry.All.Select(entry => entry.Key).Distinct().Count());
}
