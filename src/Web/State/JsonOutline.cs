using System.Text.Json;

namespace TrailBoard.Web.State;

/// <summary>What a line of a JSON document shows behind its key.</summary>
public enum JsonShape
{
    Object, Array, Text, Number, Literal,
}

/// <summary>One line of a JSON document laid out for reading.</summary>
/// <param name="Depth">How deep it lies.</param>
/// <param name="Key">Its key, or its number in an array, or null at the top.</param>
/// <param name="Shape">What the value is.</param>
/// <param name="Text">The value as written, or the size of an object or array in words.</param>
/// <param name="Path">The keys that lead to it, as the filter language joins them; arrays are looked through. Empty where it cannot be filtered by.</param>
/// <param name="End">The index behind its last descendant.</param>
/// <param name="IsOpened">Whether it was JSON inside a string.</param>
public sealed record JsonLine(int Depth, string? Key, JsonShape Shape, string Text, string Path, int End, bool IsOpened = false)
{
    /// <summary>Whether it can be folded.</summary>
    public bool IsFolder => Shape is JsonShape.Object or JsonShape.Array || IsOpened;

    /// <summary>Whether its key is its number in an array.</summary>
    public bool IsItem { get; init; }

    /// <summary>Whether the JSON inside the string was percent-encoded besides.</summary>
    public bool IsEscaped { get; init; }

    /// <summary>Whether it is a value to filter by.</summary>
    public bool IsValue => Shape is JsonShape.Text or JsonShape.Number or JsonShape.Literal && !IsOpened;
}

/// <summary>A JSON value as a flat list of lines: cheap to show, to fold and to search. Numbers stay as they are written.</summary>
public sealed class JsonOutline
{
    // What CloudTrail delivers nests to a dozen levels; a document made to exhaust the stack ends here.
    private const int MostDepth = 48;
    private const int MostLines = 20_000;

    private readonly List<JsonLine> _lines = [];

    private JsonOutline()
    {
    }

    public IReadOnlyList<JsonLine> Lines => _lines;

    /// <summary>Whether the document is longer than what is laid out.</summary>
    public bool IsCut { get; private set; }

    /// <summary>Lays out a value.</summary>
    public static JsonOutline Of(JsonElement element)
    {
        var outline = new JsonOutline();
        outline.AddChildren(element, 0, "", canFilter: true);
        return outline;
    }

    private void AddChildren(JsonElement element, int depth, string path, bool canFilter)
    {
        if (element.ValueKind == JsonValueKind.Object)
        {
            foreach (var property in element.EnumerateObject())
            {
                // A key with a dot cannot be told from two keys: such values are shown but are no handles.
                var filterable = canFilter && property.Name.Length > 0 && !property.Name.Any(c => c is '.' or ' ' or ':' or '"' or '(' or ')');
                Add(property.Name, property.Value, depth, path.Length == 0 ? property.Name : $"{path}.{property.Name}", filterable);
            }
        }
        else if (element.ValueKind == JsonValueKind.Array)
        {
            var index = 0;
            foreach (var item in element.EnumerateArray())
            {
                Add($"{index++}", item, depth, path, canFilter, isItem: true);
            }
        }
        else
        {
            Add(null, element, depth, path, canFilter);
        }
    }

    private void Add(string? key, JsonElement value, int depth, string path, bool canFilter, bool isItem = false)
    {
        if (_lines.Count >= MostLines)
        {
            IsCut = true;
            return;
        }

        var at = _lines.Count;
        _lines.Add(Line(key, value, depth, canFilter ? path : "") with { IsItem = isItem });
        if (depth >= MostDepth)
        {
            IsCut |= value.ValueKind is JsonValueKind.Object or JsonValueKind.Array;
        }
        else if (value.ValueKind is JsonValueKind.Object or JsonValueKind.Array)
        {
            AddChildren(value, depth + 1, path, canFilter);
        }
        else if (value.ValueKind == JsonValueKind.String && JsonTexts.Open(_lines[at].Text) is { } inner)
        {
            using (inner)
            {
                _lines[at] = _lines[at] with { IsOpened = true, IsEscaped = JsonTexts.IsEscaped(_lines[at].Text), Text = "JSON in a string" };
                AddChildren(inner.RootElement, depth + 1, "", canFilter: false);
            }
        }

        _lines[at] = _lines[at] with { End = _lines.Count };
    }

    private static JsonLine Line(string? key, JsonElement value, int depth, string path) => value.ValueKind switch
    {
        JsonValueKind.Object => new(depth, key, JsonShape.Object, Numbers.Of(value.GetPropertyCount(), "key"), path, 0),
        JsonValueKind.Array => new(depth, key, JsonShape.Array, Numbers.Of(value.GetArrayLength(), "item"), path, 0),
        JsonValueKind.String => new(depth, key, JsonShape.Text, JsonTexts.Of(value)!, path, 0),
        JsonValueKind.Number => new(depth, key, JsonShape.Number, value.GetRawText(), path, 0),
        _ => new(depth, key, JsonShape.Literal, value.GetRawText(), path, 0),
    };
}
