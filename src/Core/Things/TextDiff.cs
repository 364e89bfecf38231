using System.Text.Encodings.Web;
using System.Text.Json;

namespace TrailBoard.Core.Things;

/// <summary>A line of a text that took the place of another.</summary>
public readonly record struct DiffLine(DiffKind Kind, string Text);

/// <summary>Whether a line is in both texts, or in one alone.</summary>
public enum DiffKind
{
    /// <summary>In both.</summary>
    Same,

    /// <summary>Only in the text before.</summary>
    Removed,

    /// <summary>Only in the text after.</summary>
    Added,
}

/// <summary>Policies laid out for reading, and what differs between two.</summary>
public static class TextDiff
{
    // Beyond this the comparison, which takes the product of both, is not worth its time.
    private const int MostLines = 1_000;

    private static readonly JsonSerializerOptions Pretty = new() { WriteIndented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>JSON with a line for each value; what is no JSON as it is.</summary>
    public static string Indented(string text)
    {
        try
        {
            using var json = JsonDocument.Parse(text);
            return JsonSerializer.Serialize(json.RootElement, Pretty);
        }
        catch (Exception unreadable) when (unreadable is JsonException or InvalidOperationException or ArgumentException)
        {
            return text;
        }
    }

    /// <summary>The lines of both texts in order, as few of them changed as can be; null where they are too long to compare.</summary>
    public static IReadOnlyList<DiffLine>? Of(string before, string after)
    {
        var (old, now) = (Lines(before), Lines(after));
        if (old.Length > MostLines || now.Length > MostLines)
        {
            return null;
        }

        // common[i, j]: how many lines from i on in the one and from j on in the other can stay.
        var common = new int[old.Length + 1, now.Length + 1];
        for (var i = old.Length - 1; i >= 0; i--)
        {
            for (var j = now.Length - 1; j >= 0; j--)
            {
                common[i, j] = old[i] == now[j] ? common[i + 1, j + 1] + 1 : Math.Max(common[i + 1, j], common[i, j + 1]);
            }
        }

        var lines = new List<DiffLine>(old.Length + now.Length);
        for (int i = 0, j = 0; i < old.Length || j < now.Length;)
        {
            lines.Add(i < old.Length && j < now.Length && old[i] == now[j] ? new(DiffKind.Same, old[(i++, j++).Item1])
                : j == now.Length || (i < old.Length && common[i + 1, j] >= common[i, j + 1]) ? new(DiffKind.Removed, old[i++])
                : new(DiffKind.Added, now[j++]));
        }

        return lines;
    }

    private static string[] Lines(string text) => text.ReplaceLineEndings("\n").Split('\n');
}
