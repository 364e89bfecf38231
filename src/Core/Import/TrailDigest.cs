using System.Text.Json;

namespace TrailBoard.Core.Import;

/// <summary>
/// A digest file of CloudTrail: the files of an hour with the SHA-256 of what they inflate to (AWS guide, "CloudTrail digest file
/// structure"). What it says is compared with what was imported; its own signature is not checked here, so it shows what was damaged or
/// left out, and not that nobody forged both.
/// </summary>
/// <param name="Key">The key that the digest says it has (<c>digestS3Object</c>): hostile text.</param>
/// <param name="Files">The files that it lists, at most <see cref="MaxFiles"/>.</param>
/// <param name="Unreadable">Entries that name no key or no SHA-256, or are beyond <see cref="MaxFiles"/>: they cannot be compared.</param>
public sealed record TrailDigest(string Key, IReadOnlyList<DigestedFile> Files, int Unreadable)
{
    /// <summary>How many files of one digest are compared.</summary>
    public const int MaxFiles = 10_000;

    // S3's own limit, in bytes of UTF-8.
    private const int LongestKey = 1024;

    /// <summary>Whether CloudTrail made the digest after the fact; those form a chain of their own.</summary>
    public bool IsBackfill => Key.Contains("_backfill", StringComparison.Ordinal);

    /// <summary>What a person is told of the digest when it was read.</summary>
    public string Sentence =>
        $"A CloudTrail digest{(IsBackfill ? " (backfill)" : "")}: it lists {Files.Count + Unreadable:N0} file{(Files.Count + Unreadable == 1 ? "" : "s")} and holds no events. "
        + $"{(Unreadable > 0 ? $"{Unreadable:N0} of its entries cannot be compared. " : "")}Its signature is not checked.";

    /// <summary>Reads a digest's JSON. Null where it is none; never throws for what it holds.</summary>
    public static TrailDigest? Read(ReadOnlyMemory<byte> json)
    {
        try
        {
            using var document = JsonDocument.Parse(json);
            return Read(document.RootElement);
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException)
        {
            // Not JSON, or text that is no Unicode, which throws only when it is read.
            return null;
        }
    }

    /// <summary>
    /// What a listed file is called where the digest itself is called <paramref name="digestName"/>: below the same root, or beside it
    /// where the folders of the bucket were not kept. Only to be compared, never to be opened.
    /// </summary>
    public string NameOf(DigestedFile file, string digestName)
    {
        ArgumentNullException.ThrowIfNull(file);
        ArgumentNullException.ThrowIfNull(digestName);
        return digestName.EndsWith(Key, StringComparison.Ordinal) && Key.Length > 0
            ? string.Concat(digestName.AsSpan(0, digestName.Length - Key.Length), file.Key)
            : string.Concat(digestName.AsSpan(0, digestName.LastIndexOf('/') + 1), file.Key.AsSpan(file.Key.LastIndexOf('/') + 1));
    }

    private static TrailDigest? Read(JsonElement digest)
    {
        if (digest.ValueKind is not JsonValueKind.Object
            || Text(digest, "digestS3Object") is not { } key
            || !digest.TryGetProperty("logFiles", out var listed)
            || listed.ValueKind is not JsonValueKind.Array)
        {
            return null;
        }

        var files = new List<DigestedFile>();
        var unreadable = 0;
        foreach (var entry in listed.EnumerateArray())
        {
            if (files.Count < MaxFiles && FileOf(entry) is { } file)
            {
                files.Add(file);
            }
            else
            {
                unreadable++;
            }
        }

        return new TrailDigest(key, files, unreadable);
    }

    private static DigestedFile? FileOf(JsonElement entry) =>
        entry.ValueKind is JsonValueKind.Object
        && Text(entry, "s3Object") is { Length: > 0 and <= LongestKey } key
        && Text(entry, "hashAlgorithm") is "SHA-256"
        && Text(entry, "hashValue") is { Length: 64 } hash
        && hash.All(char.IsAsciiHexDigit)
            ? new DigestedFile(key, hash.ToLowerInvariant())
            : null;

    private static string? Text(JsonElement of, string name) =>
        of.TryGetProperty(name, out var value) && value.ValueKind is JsonValueKind.String ? value.GetString() : null;
}

/// <summary>A file that a digest lists.</summary>
/// <param name="Key">Its key in the bucket: hostile text.</param>
/// <param name="Sha256">The SHA-256 of what it inflates to, lower-case hex.</param>
public sealed record DigestedFile(string Key, string Sha256);

/// <summary>A digest compared with what was imported the same way, as of now.</summary>
/// <param name="Listed">How many files are compared.</param>
/// <param name="Same">How many are imported and are what the digest says.</param>
/// <param name="Different">How many are imported and are not what the digest says: they were changed after CloudTrail had written them.</param>
public sealed record DigestCheck(int Listed, int Same, int Different)
{
    /// <summary>How many are not imported.</summary>
    public int Missing => Listed - Same - Different;

    /// <summary>Adds two.</summary>
    public static DigestCheck operator +(DigestCheck left, DigestCheck right) =>
        new(left.Listed + right.Listed, left.Same + right.Same, left.Different + right.Different);

    /// <summary>Adds two.</summary>
    public DigestCheck Add(DigestCheck other) => this + other;
}
