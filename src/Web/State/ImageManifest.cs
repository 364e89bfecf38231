using System.Text.Json;

namespace TrailBoard.Web.State;

/// <summary>A part of an image: a layer, or its config.</summary>
/// <param name="Digest">As written, hostile text.</param>
/// <param name="Bytes">Its size as pushed, compressed, or null where the manifest does not say.</param>
/// <param name="MediaType">What it is, or null.</param>
public sealed record ManifestPart(string Digest, long? Bytes, string? MediaType);

/// <summary>One image of a list of images.</summary>
/// <param name="Platform">For which platform, for example <c>linux/arm64/v8</c>, or null where the list does not say.</param>
/// <param name="Bytes">The size of its manifest, not of the image.</param>
public sealed record ManifestPlatform(string Digest, string? Platform, long? Bytes);

/// <summary>A manifest as a call brought or returned it: of an image, or a list of images for platforms.</summary>
/// <param name="MediaType">Its type, or null where it says none.</param>
/// <param name="Config">The config of an image, or null.</param>
/// <param name="Layers">The layers of an image, the lowest first.</param>
/// <param name="Platforms">The images of a list.</param>
public sealed record ImageManifest(string? MediaType, ManifestPart? Config, IReadOnlyList<ManifestPart> Layers, IReadOnlyList<ManifestPlatform> Platforms)
{
    // BatchGetImage returns up to a hundred images, and a manifest may be four megabytes of layers.
    private const int MostManifests = 20;
    private const int MostParts = 200;

    /// <summary>Whether it lists images.</summary>
    public bool IsList => Platforms.Count > 0;

    /// <summary>What its layers and its config have together, or null where one does not say or none is named.</summary>
    public long? Bytes => Layers.Count == 0 || Layers.Any(layer => layer.Bytes is null) ? null : Layers.Sum(layer => layer.Bytes) + (Config?.Bytes ?? 0);

    /// <summary>The manifests of a record, where ECR and ECR Public write them.</summary>
    /// <param name="record">A record whose secrets are masked.</param>
    public static IReadOnlyList<ImageManifest> In(JsonElement record)
    {
        var texts = new List<string?> { Text(Part(record, "requestParameters"), "imageManifest"), Text(Part(Part(record, "responseElements"), "image"), "imageManifest") };
        texts.AddRange(Items(Part(Part(record, "responseElements"), "images")).Select(image => Text(image, "imageManifest")));
        // A push says in its answer what it said in its request.
        return [.. texts.OfType<string>().Distinct(StringComparer.Ordinal).Take(MostManifests).Select(Read).OfType<ImageManifest>()];
    }

    /// <summary>Reads a manifest of Docker or OCI, or null where a text is none.</summary>
    public static ImageManifest? Read(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        if (text.AsSpan().TrimStart() is not ['{', ..])
        {
            return null;
        }

        try
        {
            using var document = JsonDocument.Parse(text);
            var root = document.RootElement;
            var manifest = new ImageManifest(
                Text(root, "mediaType"),
                PartOf(Part(root, "config")),
                [.. Items(Part(root, "layers")).Take(MostParts).Select(PartOf).OfType<ManifestPart>()],
                [.. Items(Part(root, "manifests")).Take(MostParts).Select(PlatformOf).OfType<ManifestPlatform>()]);
            return manifest is { Config: null, Layers.Count: 0, Platforms.Count: 0 } ? null : manifest;
        }
        catch (JsonException)
        {
            // What is no manifest stays a text of the request.
            return null;
        }
    }

    private static ManifestPart? PartOf(JsonElement part) => Text(part, "digest") is { } digest ? new(digest, Size(part), Text(part, "mediaType")) : null;

    private static ManifestPlatform? PlatformOf(JsonElement item)
    {
        var platform = Part(item, "platform");
        string?[] words = [Text(platform, "os"), Text(platform, "architecture"), Text(platform, "variant")];
        return Text(item, "digest") is { } digest ? new(digest, words[0] is null || words[1] is null ? null : string.Join('/', words.OfType<string>()), Size(item)) : null;
    }

    private static long? Size(JsonElement part) => Part(part, "size") is { ValueKind: JsonValueKind.Number } size && size.TryGetInt64(out var bytes) && bytes is >= 0 and < 1L << 50 ? bytes : null;

    private static JsonElement Part(JsonElement element, string name) => element.ValueKind == JsonValueKind.Object && element.TryGetProperty(name, out var part) ? part : default;

    private static IEnumerable<JsonElement> Items(JsonElement list) => list.ValueKind == JsonValueKind.Array ? list.EnumerateArray().AsEnumerable() : [];

    private static string? Text(JsonElement element, string name) => JsonTexts.Of(Part(element, name));
}
