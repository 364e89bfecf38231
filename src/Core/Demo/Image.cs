using System.Security.Cryptography;
using System.Text;

namespace TrailBoard.Core.Demo;

/// <summary>A layer of an image.</summary>
internal sealed record Layer(string Digest, int Size);

/// <summary>An image with its manifest; the digest is really the manifest's SHA-256, as registries demand.</summary>
internal sealed record Image(string Repository, string Tag, string Manifest, string Digest, IReadOnlyList<Layer> Layers)
{
    /// <summary>The image of a tag. Its lower layers are those of the repository's base, so a push brings only the upper ones.</summary>
    /// <param name="variant">Something else under the same tag gives another image.</param>
    public static Image Of(Draw draw, string repository, string tag, int layers, string variant = "")
    {
        var all = new List<Layer>();
        for (var i = 0; i < layers; i++)
        {
            var dice = draw.Dice(i < layers - NewLayers(layers) ? $"base {repository} {i}" : $"layer {repository} {tag} {variant} {i}");
            all.Add(new("sha256:" + dice.Hex(64), dice.Between(4_000, 48_000_000)));
        }

        var config = draw.Dice($"config {repository} {tag} {variant}");
        var manifest = $$"""{"schemaVersion":2,"mediaType":"application/vnd.oci.image.manifest.v1+json","config":{"mediaType":"application/vnd.oci.image.config.v1+json","size":{{config.Between(3_000, 9_000)}},"digest":"sha256:{{config.Hex(64)}}"},"layers":[{{string.Join(',', all.Select(layer => $$"""{"mediaType":"application/vnd.oci.image.layer.v1.tar+gzip","size":{{layer.Size}},"digest":"{{layer.Digest}}"}"""))}}]}""";
        var digest = "sha256:" + Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(manifest)));
        return new(repository, tag, manifest, digest, all);
    }

    /// <summary>The layers that the registry does not have yet.</summary>
    public IEnumerable<Layer> Added => Layers.Skip(Layers.Count - NewLayers(Layers.Count));

    private static int NewLayers(int layers) => layers > 5 ? 3 : 2;
}
