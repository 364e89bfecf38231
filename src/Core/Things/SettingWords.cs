using System.Collections.Immutable;
using TrailBoard.Core.Events;

namespace TrailBoard.Core.Things;

/// <summary>
/// What people call the settings of things, in which order they read, and which of them ask to be looked at: <c>settings.tsv</c>. A path that stands
/// in no line of it is told as it is written, behind all others.
/// </summary>
internal static class SettingWords
{
    private const string Any = "{}";
    private const string Rest = "...";

    private static readonly ImmutableArray<Line> Lines = [.. Table.Read("settings.tsv").Select(cells => new Line(cells[0].Split('/'), cells[1], cells[2], cells[3]))];

    /// <summary>What a setting is called.</summary>
    public static string Of(ImmutableArray<string> path)
    {
        if (Find(path) is not { } line)
        {
            return Written(path);
        }

        var words = line.Words;
        var number = 0;
        for (var i = 0; i < line.Pattern.Length && line.Pattern[i] != Rest; i++)
        {
            if (line.Pattern[i] == Any)
            {
                words = words.Replace($"{{{number}}}", Named(path[i]), StringComparison.Ordinal);
                number++;
            }
        }

        return words.Replace("{rest}", line.Pattern[^1] == Rest ? Written(path[(line.Pattern.Length - 1)..]) : "", StringComparison.Ordinal);
    }

    /// <summary>The path as people write it: <c>containerDefinitions[web].image</c>.</summary>
    public static string Written(ImmutableArray<string> path) => string.Concat(path.Select((name, i) => i == 0 || name.StartsWith('[') ? name : "." + name));

    /// <summary>Where a setting stands among others.</summary>
    public static int Rank(ImmutableArray<string> path) => Find(path) is { } line ? Lines.IndexOf(line) : Lines.Length;

    /// <summary>Why a change asks to be looked at; null where nothing speaks for that.</summary>
    /// <param name="after">The value after; null where the setting was removed.</param>
    public static string? Alert(ImmutableArray<string> path, ChangeKind kind, string? after) => Find(path) is { Alert: not "-" } line && line.When switch
    {
        "set" => after is not null,
        "changed" => kind is ChangeKind.Changed or ChangeKind.Removed,
        "removed" => kind is ChangeKind.Removed,
        ['=', .. var value] => string.Equals(after, value, StringComparison.OrdinalIgnoreCase),
        // What is so by default is worth a look only where it was otherwise.
        ['~', .. var value] => kind is ChangeKind.Changed or ChangeKind.Set && string.Equals(after, value, StringComparison.OrdinalIgnoreCase),
        var other => throw new InvalidDataException($"settings.tsv does not know when {other} is."),
    } ? line.Alert : null;

    private static string Named(string name) => name is ['[', .. var inner, ']'] ? inner : name;

    private static Line? Find(ImmutableArray<string> path) => Lines.FirstOrDefault(line => line.Fits(path));

    private sealed record Line(string[] Pattern, string Words, string When, string Alert)
    {
        public bool Fits(ImmutableArray<string> path)
        {
            var isOpen = Pattern[^1] == Rest;
            var length = isOpen ? Pattern.Length - 1 : Pattern.Length;
            if (isOpen ? path.Length <= length : path.Length != length)
            {
                return false;
            }

            for (var i = 0; i < length; i++)
            {
                if (Pattern[i] != Any && Pattern[i] != path[i])
                {
                    return false;
                }
            }

            return true;
        }
    }
}
