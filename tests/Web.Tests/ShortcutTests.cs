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
    public void No_two_pages_have_the_same_letter() =>
        Assert.Equal(NavEntry.All.Count, NavEntry.All.Select(entry => entry.Key).Distinct().Count());
}
