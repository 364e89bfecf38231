using System.Text.Json;

namespace TrailBoard.Web.State;

/// <summary>Texts of JSON documents that may hold anything.</summary>
public static class JsonTexts
{
    /// <summary>The text of a value, or null where it is none. Half of a surrogate pair passes the parser; such a text stays as it was escaped.</summary>
    public static string? Of(JsonElement value)
    {
        if (value.ValueKind != JsonValueKind.String)
        {
            return null;
        }

        try
        {
            return value.GetString();
        }
        catch (InvalidOperationException)
        {
            return value.GetRawText()[1..^1];
        }
    }

    /// <summary>A document that stands in a text, as policies do, percent-encoded by IAM; null where there is none.</summary>
    public static JsonDocument? Open(string text)
    {
        var inner = IsEscaped(text) ? Uri.UnescapeDataString(text) : text;
        if (inner.AsSpan().TrimStart() is not ['{' or '[', ..] || inner.Length < 4)
        {
            return null;
        }

        try
        {
            return JsonDocument.Parse(inner);
        }
        catch (JsonException)
        {
            return null;
        }
    }

    /// <summary>Whether the document in a text is percent-encoded.</summary>
    public static bool IsEscaped(string text) => text.StartsWith("%7B", StringComparison.OrdinalIgnoreCase);
}
