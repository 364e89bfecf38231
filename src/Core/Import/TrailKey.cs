using System.Collections.Frozen;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;

namespace TrailBoard.Core.Import;

/// <summary>What CloudTrail keeps in a folder of its bucket.</summary>
public enum TrailFolder
{
    /// <summary>Management and data events.</summary>
    Events,

    /// <summary>Network activity events, whose files are like those of other events.</summary>
    NetworkActivity,

    /// <summary>Digests that prove that files are complete and unchanged.</summary>
    Digest,

    /// <summary>Insights: what was unusual, not what was done.</summary>
    Insight,

    /// <summary>Counts of data events, not the events.</summary>
    Aggregated,
}

/// <summary>
/// The key under which CloudTrail delivers a file: <c>[prefix/]AWSLogs/[o-id/]account/folder/region/YYYY/MM/DD/name</c>. The date is
/// that of the delivery.
/// </summary>
public sealed record TrailKey
{
    /// <summary>The folder that begins CloudTrail's part of a key.</summary>
    public const string Root = "AWSLogs";

    private static readonly FrozenDictionary<string, TrailFolder> Folders = new Dictionary<string, TrailFolder>(StringComparer.Ordinal)
    {
        ["CloudTrail"] = TrailFolder.Events,
        ["CloudTrail-NetworkActivity"] = TrailFolder.NetworkActivity,
        ["CloudTrail-Digest"] = TrailFolder.Digest,
        ["CloudTrail-Insight"] = TrailFolder.Insight,
        ["CloudTrail-Aggregated"] = TrailFolder.Aggregated,
    }.ToFrozenDictionary(StringComparer.Ordinal);

    private static readonly FrozenDictionary<TrailFolder, string> Names =
        Folders.ToFrozenDictionary(folder => folder.Value, folder => folder.Key);

    /// <summary>What stands before <c>AWSLogs/</c>: empty, or ending in a slash.</summary>
    public string Prefix { get; init; } = "";

    /// <summary>The organisation's id (<c>o-…</c>) in the bucket of an organisation's trail, or null.</summary>
    public string? Organization { get; init; }

    /// <summary>The account's twelve digits.</summary>
    public required string Account { get; init; }

    /// <summary>What kind of file it is.</summary>
    public TrailFolder Folder { get; init; }

    /// <summary>The region in which the events were recorded.</summary>
    public required string Region { get; init; }

    /// <summary>The day of delivery, UTC.</summary>
    public DateOnly Day { get; init; }

    /// <summary>The file's name.</summary>
    public required string Name { get; init; }

    /// <summary>Whether the file is a digest that CloudTrail made after the fact; those form a chain of their own.</summary>
    public bool IsBackfill => Folder is TrailFolder.Digest && Name.Contains("_backfill", StringComparison.Ordinal);

    /// <summary>Why there is nothing to import in files of this folder, or null where they hold events.</summary>
    public string? NotToBeRead => Folder switch
    {
        TrailFolder.Events or TrailFolder.NetworkActivity => null,
        TrailFolder.Digest => "A digest: it proves that files are complete and holds no events.",
        TrailFolder.Insight => "A file of Insights: what was unusual, not what was done.",
        TrailFolder.Aggregated => "A file of aggregates: counts of data events, not the events.",
        _ => throw new System.Diagnostics.UnreachableException($"{Folder}"),
    };

    /// <summary>The name of a folder in keys.</summary>
    public static string NameOf(TrailFolder folder) => Names[folder];

    /// <summary>The folder with this name, if CloudTrail has one.</summary>
    public static bool TryFolder(string name, out TrailFolder folder) => Folders.TryGetValue(name, out folder);

    /// <summary>Whether a folder's name is an account's id.</summary>
    public static bool IsAccount(ReadOnlySpan<char> name) => name.Length == 12 && !name.ContainsAnyExceptInRange('0', '9');

    /// <summary>Whether a folder's name is an organisation's id.</summary>
    public static bool IsOrganization(ReadOnlySpan<char> name) => name.StartsWith("o-", StringComparison.Ordinal) && name.Length > 2;

    /// <summary>Reads a key; false where it is not in CloudTrail's layout.</summary>
    public static bool TryParse([NotNullWhen(true)] string? text, [NotNullWhen(true)] out TrailKey? key)
    {
        key = null;
        // From the end, because a prefix may hold anything, AWSLogs too.
        var parts = text?.Split('/') ?? [];
        var last = parts.Length - 1;
        if (last < 7
            || parts[last].Length == 0
            || !TryDay(parts.AsSpan(last - 3, 3), out var day)
            || parts[last - 4].Length == 0
            || !TryFolder(parts[last - 5], out var folder)
            || !IsAccount(parts[last - 6]))
        {
            return false;
        }

        var root = last - 7;
        var organization = root > 0 && IsOrganization(parts[root]) ? parts[root--] : null;
        if (!string.Equals(parts[root], Root, StringComparison.Ordinal))
        {
            return false;
        }

        key = new TrailKey
        {
            Prefix = string.Concat(parts.Take(root).Select(part => part + "/")),
            Organization = organization,
            Account = parts[last - 6],
            Folder = folder,
            Region = parts[last - 4],
            Day = day,
            Name = parts[last],
        };
        return true;
    }

    /// <summary>The key as S3 has it.</summary>
    public override string ToString() =>
        $"{Prefix}{Root}/{(Organization is null ? "" : Organization + "/")}{Account}/{NameOf(Folder)}/{Region}/{DayFolders(Day)}{Name}";

    /// <summary>The folders of a day: <c>YYYY/MM/DD/</c>.</summary>
    public static string DayFolders(DateOnly day) => day.ToString("yyyy'/'MM'/'dd'/'", CultureInfo.InvariantCulture);

    private static bool TryDay(ReadOnlySpan<string> parts, out DateOnly day) => DateOnly.TryParseExact(
        string.Concat(parts[0], "-", parts[1], "-" + parts[2]), "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out day);
}
