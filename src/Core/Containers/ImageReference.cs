using System.Buffers;

namespace TrailBoard.Core.Containers;

/// <summary>An image as a task definition or a client asks for it: <c>registry/repository:tag@digest</c>, read as Docker reads it.</summary>
/// <param name="Host">The registry's host, in small letters; null where none is named, which Docker takes for its own.</param>
/// <param name="Repository">The repository without the registry; in the public gallery it begins with the registry's alias.</param>
/// <param name="Tag">The tag, or null.</param>
/// <param name="Digest">The digest, for example <c>sha256:…</c>, or null.</param>
/// <param name="Account">The account, where the registry is one of ECR's, else null.</param>
/// <param name="Region">The region, where the registry is one of ECR's, else null.</param>
public sealed record ImageReference(string? Host, string Repository, string? Tag, string? Digest, string? Account, string? Region)
{
    private static readonly SearchValues<char> Algorithm = SearchValues.Create("abcdefghijklmnopqrstuvwxyz0123456789+._-");
    private static readonly SearchValues<char> Encoded =
        SearchValues.Create("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789=_-");

    /// <summary>Reads a reference; null where the text is none.</summary>
    public static ImageReference? Parse(string? text)
    {
        if (string.IsNullOrEmpty(text) || text.Contains("://", StringComparison.Ordinal) || text.Any(c => char.IsWhiteSpace(c) || char.IsControl(c)))
        {
            return null;
        }

        var at = text.IndexOf('@', StringComparison.Ordinal);
        var digest = at < 0 ? null : text[(at + 1)..];
        var name = at < 0 ? text : text[..at];
        var slash = name.IndexOf('/', StringComparison.Ordinal);
        var first = slash < 0 ? "" : name[..slash];
        // Docker's own rule: only a host has a dot or a port, or is this machine.
        var host = first.AsSpan().ContainsAny('.', ':') || first == "localhost" ? first.ToLowerInvariant() : null;
        var rest = host is null ? name : name[(slash + 1)..];
        var colon = rest.IndexOf(':', StringComparison.Ordinal);
        var tag = colon < 0 ? null : rest[(colon + 1)..];
        var repository = colon < 0 ? rest : rest[..colon];
        if (!IsPath(repository) || (tag is not null && !IsTag(tag)) || (digest is not null && !IsDigest(digest)))
        {
            return null;
        }

        var (account, region) = EcrOf(host);
        return new(host, repository, tag, digest, account, region);
    }

    /// <summary>The reference as a person writes it, the host in small letters.</summary>
    public override string ToString() =>
        (Host is null ? "" : Host + "/") + Repository + (Tag is null ? "" : ":" + Tag) + (Digest is null ? "" : "@" + Digest);

    /// <summary>Whether the text is a digest as the OCI image specification writes it: an algorithm, a colon, the encoded hash.</summary>
    internal static bool IsDigest(string text)
    {
        var colon = text.IndexOf(':', StringComparison.Ordinal);
        return colon > 0 && colon + 1 < text.Length
            && text.AsSpan(0, colon).IndexOfAnyExcept(Algorithm) < 0
            && text.AsSpan(colon + 1).IndexOfAnyExcept(Encoded) < 0;
    }

    /// <summary>Whether the text can be a tag: what has a slash, a colon or an at sign would be read as something else.</summary>
    internal static bool IsTag(string text) => text.Length > 0 && !text.AsSpan().ContainsAny("/:@ ");

    private static bool IsPath(string text) => text.Length > 0 && text[0] != '/' && text[^1] != '/' && !text.Contains("//", StringComparison.Ordinal);

    // 111122223333.dkr.ecr.eu-west-1.amazonaws.com, with -fips, in other partitions, and in its dual-stack form 111122223333.dkr-ecr.eu-west-1.on.aws.
    private static (string? Account, string? Region) EcrOf(string? host)
    {
        var (account, service, region, domain) = host?.Split('.', 5) switch
        {
            [var a, "dkr", var s, var r, var d] => (a, "dkr." + s, r, d),
            [var a, var s, var r, var d, var e] => (a, s, r, d + "." + e),
            _ => ("", "", "", ""),
        };
        var isEcr = service is "dkr.ecr" or "dkr.ecr-fips" or "dkr-ecr" or "dkr-ecr-fips" && IsAws(domain) && account.Length == 12 && account.All(char.IsAsciiDigit);
        return isEcr && region.Length > 0 ? (account, region) : (null, null);
    }

    private static bool IsAws(string domain) =>
        domain is "amazonaws.com" or "amazonaws.com.cn" or "amazonaws.eu" or "on.aws" or "on.amazonwebservices.com.cn";
}
