using System.Text.Json;
using TrailBoard.Core.Events;

namespace TrailBoard.Core.Things;

/// <summary>
/// A value of a record twice: as it is, to be compared, and as it may be shown. What is masked wherever the record shows is masked here by
/// the same rules (<see cref="Redaction"/>), so a secret can be seen to change and never what it is.
/// </summary>
internal readonly record struct MaskedPart(JsonElement Raw, JsonElement Shown)
{
    // As deep as masking looks.
    private static readonly JsonDocumentOptions Options = new() { MaxDepth = 256 };

    private static readonly JsonElement Mask = JsonSerializer.SerializeToElement(Redaction.MaskText);

    public bool IsObject => Raw.ValueKind == JsonValueKind.Object;

    public bool IsArray => Raw.ValueKind == JsonValueKind.Array;

    /// <summary>Whether there is nothing: no such member, or null.</summary>
    public bool IsAbsent => Raw.ValueKind is JsonValueKind.Undefined or JsonValueKind.Null;

    public bool IsScalar => Raw.ValueKind is JsonValueKind.String or JsonValueKind.Number or JsonValueKind.True or JsonValueKind.False;

    /// <summary>The value as text that may be shown; null where it is no single value.</summary>
    public string? Text => IsScalar ? TextOf(Shown) : null;

    /// <summary>The value as text to compare by, which must not be shown.</summary>
    public string? Secret => IsScalar ? TextOf(Raw) : null;

    /// <summary>Whether the value that may be shown is another.</summary>
    public bool IsMasked => IsScalar && !string.Equals(Text, Secret, StringComparison.Ordinal);

    /// <summary>The member of this name, the last where it stands twice; absent where this is no object.</summary>
    public MaskedPart this[string name]
    {
        get
        {
            var found = default(MaskedPart);
            foreach (var (key, _, value) in Members())
            {
                found = key == name ? value : found;
            }

            return found;
        }
    }

    /// <summary>Reads a record's request and response; both are absent where the bytes are no record.</summary>
    public static (MaskedPart Request, MaskedPart Response) Read(ReadOnlyMemory<byte> record)
    {
        try
        {
            using var raw = JsonDocument.Parse(record, Options);
            using var shown = JsonDocument.Parse(Redaction.Mask(record, out _), Options);
            var whole = new MaskedPart(raw.RootElement.Clone(), shown.RootElement.Clone());
            return (whole["requestParameters"], whole["responseElements"]);
        }
        catch (JsonException)
        {
            // A record that nests deeper than anything AWS writes: its page shows it as text.
            return (default, default);
        }
    }

    /// <summary>The members with their names as they are and as they may be shown.</summary>
    public IEnumerable<(string Name, string ShownName, MaskedPart Value)> Members()
    {
        if (!IsObject)
        {
            yield break;
        }

        var shown = Shown.ValueKind == JsonValueKind.Object ? Shown.EnumerateObject().ToList() : [];
        var index = 0;
        foreach (var member in Raw.EnumerateObject())
        {
            // A mask takes the inside of a text and leaves the shape: the two go in step.
            var other = index < shown.Count ? shown[index] : default;
            index++;
            yield return other.Value.ValueKind == JsonValueKind.Undefined
                ? (NameOf(member), Redaction.MaskText, new(member.Value, Mask))
                : (NameOf(member), NameOf(other), new(member.Value, other.Value));
        }
    }

    /// <summary>The names of the members that are there, but for these.</summary>
    public IEnumerable<string> Names(params string[] without) =>
        Members().Where(member => !member.Value.IsAbsent).Select(member => member.Name).Except(without, StringComparer.Ordinal);

    /// <summary>The elements of a list; none where this is no list.</summary>
    public IEnumerable<MaskedPart> Items()
    {
        if (!IsArray)
        {
            yield break;
        }

        var shown = Shown.ValueKind == JsonValueKind.Array ? Shown.EnumerateArray().ToList() : [];
        var index = 0;
        foreach (var item in Raw.EnumerateArray())
        {
            yield return new(item, index < shown.Count ? shown[index] : Mask);
            index++;
        }
    }

    private static string TextOf(JsonElement value)
    {
        try
        {
            return value.ValueKind == JsonValueKind.String ? value.GetString()! : value.GetRawText();
        }
        catch (InvalidOperationException)
        {
            // Half a pair of surrogates passes the parser and fails here; the raw text shows it as an escape.
            return value.GetRawText()[1..^1];
        }
    }

    private static string NameOf(JsonProperty member)
    {
        try
        {
            return member.Name;
        }
        catch (InvalidOperationException)
        {
            return member.ToString().Split('"', 3)[1];
        }
    }
}
