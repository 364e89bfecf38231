namespace TrailBoard.Web.State;

/// <summary>What is looked for in the documents of one record, and where it was found: in keys and values, from top to bottom.</summary>
/// <param name="Text">What is looked for; nothing is found by an empty text.</param>
/// <param name="Found">The documents and the lines in them.</param>
/// <param name="At">Which of them is the one that shows, from 0.</param>
public sealed record JsonFind(string Text, IReadOnlyList<(JsonOutline Outline, int Line)> Found, int At = 0)
{
    public static JsonFind Nothing { get; } = new("", []);

    public static JsonFind Of(string text, params ReadOnlySpan<JsonOutline?> outlines)
    {
        var found = new List<(JsonOutline, int)>();
        foreach (var outline in outlines)
        {
            for (var i = 0; text.Length > 0 && outline is not null && i < outline.Lines.Count; i++)
            {
                if (IsFound(outline.Lines[i], text))
                {
                    found.Add((outline, i));
                }
            }
        }

        return new(text, found);
    }

    /// <summary>The next one, or the one before; behind the last comes the first.</summary>
    public JsonFind Step(int by) => Found.Count == 0 ? this : this with { At = (At + by + Found.Count) % Found.Count };

    /// <summary>Whether a line is the one that shows.</summary>
    public bool IsAt(JsonOutline outline, int line) => Found.Count > 0 && Found[At] is var (document, index) && ReferenceEquals(document, outline) && index == line;

    /// <summary>Whether a line has the text.</summary>
    public bool IsFound(JsonLine line) => Text.Length > 0 && IsFound(line, Text);

    private static bool IsFound(JsonLine line, string text) => (line.Key?.Contains(text, StringComparison.OrdinalIgnoreCase) ?? false)
        || (!line.IsFolder && line.Text.Contains(text, StringComparison.OrdinalIgnoreCase));
}
