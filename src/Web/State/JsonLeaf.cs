using System.Text.Json;
using System.Text.RegularExpressions;
using TrailBoard.Core.Events;

namespace TrailBoard.Web.State;

/// <summary>One value of a JSON document, with the way to it.</summary>
/// <param name="Path">The keys and numbers that lead to it from the root of the record; <c>(JSON)</c> stands behind a string that was opened.</param>
/// <param name="Jq">The same as a filter of jq, or null where jq cannot open the string that it lies in.</param>
/// <param name="Shape">What it is; <see cref="JsonShape.Object"/> and <see cref="JsonShape.Array"/> only where they are empty.</param>
/// <param name="Text">The value as written.</param>
/// <param name="FilterPath">The path that a filter takes below the request or response, or empty.</param>
public sealed partial record JsonLeaf(string Path, string? Jq, JsonShape Shape, string Text, string FilterPath)
{
    /// <summary>What CloudTrail itself writes in place of a secret.</summary>
    public const string HiddenByAws = "HIDDEN_DUE_TO_SECURITY_REASONS";

    /// <summary>Its line in the outline.</summary>
    public int Line { get; private init; }

    /// <summary>Whether what was recorded does not show, so that two that look the same need not be.</summary>
    public bool IsHidden => Text == HiddenByAws || Text.Contains(Redaction.MaskText, StringComparison.Ordinal);

    /// <summary>Whether both are the same value; the number 1 and the text "1" are not.</summary>
    public static bool AreSame(JsonLeaf? one, JsonLeaf? other) => one is null || other is null ? one is null && other is null : one.Shape == other.Shape && one.Text == other.Text;

    /// <summary>All values of a document in its order; of a key that a document holds twice, the second is told apart by its number.</summary>
    /// <param name="root">The key of the record that the document stands under, or empty for the record itself.</param>
    public static IReadOnlyList<JsonLeaf> Of(JsonOutline? outline, string root)
    {
        if (outline is null)
        {
            return [];
        }

        var leaves = new List<JsonLeaf>();
        var seen = new Dictionary<string, int>(StringComparer.Ordinal);
        var above = new List<(string Path, string? Jq)>();
        (string, string?) start = root.Length == 0 ? ("", "") : (root, Step("", root));
        for (var i = 0; i < outline.Lines.Count; i++)
        {
            var line = outline.Lines[i];
            var (path, jq) = Below(line.Depth == 0 ? start : above[line.Depth - 1], line);
            if (line.IsFolder && line.End > i + 1)
            {
                above.RemoveRange(line.Depth, above.Count - line.Depth);
                above.Add(!line.IsOpened ? (path, jq) : (path + "(JSON)", line.IsEscaped || jq is null ? null : $"{jq} | fromjson | "));
                continue;
            }

            var times = seen[path] = seen.GetValueOrDefault(path) + 1;
            leaves.Add(new(times == 1 ? path : $"{path} ({times})", jq, line.Shape, TextOf(line), line.Path) { Line = i });
        }

        return leaves;
    }

    private static (string Path, string? Jq) Below((string Path, string? Jq) parent, JsonLine line)
    {
        if (line.Key is not { } key)
        {
            return parent;
        }

        var step = line.IsItem ? $"[{key}]" : IsPlain().IsMatch(key) ? key : $"[{JsonSerializer.Serialize(key)}]";
        var path = step[0] == '[' || parent.Path.Length == 0 ? parent.Path + step : $"{parent.Path}.{step}";
        return (path, parent.Jq is null ? null : Step(parent.Jq, key, line.IsItem));
    }

    // jq begins with a dot, whatever follows: .a, .["a b"], .[0]; behind the first key, brackets need none.
    private static string Step(string before, string key, bool isItem = false)
    {
        var step = isItem ? $"[{key}]" : IsPlain().IsMatch(key) ? key : $"[{JsonSerializer.Serialize(key)}]";
        return step[0] == '[' && before.Length > 0 && !before.EndsWith(' ') ? before + step : $"{before}.{step}";
    }

    private static string TextOf(JsonLine line) => line.Shape switch
    {
        JsonShape.Object => "{}",
        JsonShape.Array => "[]",
        _ => line.Text,
    };

    [GeneratedRegex("^[A-Za-z_][A-Za-z0-9_]*$", RegexOptions.None, 1000)]
    private static partial Regex IsPlain();
}
