using System.Text.Json;

namespace TrailBoard.Core.Things;

/// <summary>The parts of a record that tell what became of a thing. Whatever has not the expected shape is absent; nothing throws.</summary>
internal sealed class RecordJson : IDisposable
{
    // What was imported was read as deep as this.
    private static readonly JsonDocumentOptions Options = new() { MaxDepth = 1000 };

    private readonly JsonDocument? _document;

    private RecordJson(JsonDocument? document) => _document = document;

    public JsonElement Root => _document?.RootElement ?? default;

    public JsonElement Request => Root.Part("requestParameters");

    public JsonElement Response => Root.Part("responseElements");

    public JsonElement Details => Root.Part("serviceEventDetails");

    /// <summary>Reads a record; one that is no JSON has no parts.</summary>
    public static RecordJson Read(ReadOnlyMemory<byte> record)
    {
        try
        {
            return new(JsonDocument.Parse(record, Options));
        }
        catch (JsonException)
        {
            return new(null);
        }
    }

    public void Dispose() => _document?.Dispose();
}

/// <summary>Reading JSON of which nobody promises the shape.</summary>
internal static class JsonParts
{
    public static JsonElement Part(this JsonElement of, string name) =>
        of.ValueKind is JsonValueKind.Object && of.TryGetProperty(name, out var part) ? part : default;

    public static IEnumerable<JsonElement> Items(this JsonElement of) =>
        of.ValueKind is JsonValueKind.Array ? of.EnumerateArray() : [];

    /// <summary>A text that says something, else null. A lone surrogate is no text.</summary>
    public static string? Text(this JsonElement of, string name) => of.Part(name).Text();

    /// <summary>The value itself where it is a text that says something, else null.</summary>
    public static string? Text(this JsonElement value)
    {
        try
        {
            return value.ValueKind is JsonValueKind.String && value.GetString() is { Length: > 0 } text ? text : null;
        }
        catch (InvalidOperationException)
        {
            return null;
        }
    }

    /// <summary>A text, a number or a truth value as it is written, else null.</summary>
    public static string? Word(this JsonElement of, string name) => of.Part(name).ValueKind switch
    {
        JsonValueKind.String => of.Text(name),
        JsonValueKind.Number => of.Part(name).GetRawText(),
        JsonValueKind.True => "true",
        JsonValueKind.False => "false",
        _ => null,
    };
}
