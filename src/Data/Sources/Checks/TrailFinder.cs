using Amazon.S3.Model;
using TrailBoard.Core.Import;

namespace TrailBoard.Data.Sources.Checks;

/// <summary>Finds one trail file of a bucket, one of the newest, by a few listings: folder by folder and back where one leads nowhere.</summary>
internal sealed class TrailFinder(S3Bucket bucket, IReadOnlyList<string> regions)
{
    private const int MostListings = 60;

    private readonly bool _allRegions = regions.Count == 0 || regions.Contains("*", StringComparer.Ordinal);

    private enum Level
    {
        Top,
        Organization,
        Account,
        Folder,
        Region,
        Year,
        Month,
        Day,
    }

    /// <summary>What was listed, in its order.</summary>
    public List<string> Looked { get; } = [];

    /// <summary>Whether more could have been listed.</summary>
    public bool GaveUp { get; private set; }

    /// <summary>A file below CloudTrail's folder, or null.</summary>
    /// <param name="root">The folder <c>AWSLogs/</c> with what stands before it.</param>
    /// <exception cref="SourceFailedException">A folder cannot be listed.</exception>
    public Task<S3Object?> FindAsync(string root, CancellationToken cancellationToken) => BelowAsync(root, Level.Top, cancellationToken);

    private async Task<S3Object?> BelowAsync(string prefix, Level level, CancellationToken cancellationToken)
    {
        if (Looked.Count == MostListings)
        {
            GaveUp = true;
            return null;
        }

        Looked.Add(prefix);
        if (level is Level.Day)
        {
            await foreach (var page in bucket.PagesAsync(prefix, null, cancellationToken))
            {
                // One page is enough: a day holds files of one kind.
                return (page.S3Objects ?? []).LastOrDefault(IsTrailFile);
            }

            return null;
        }

        foreach (var (name, next) in Ways(await bucket.FoldersAsync(prefix, cancellationToken), level))
        {
            if (await BelowAsync($"{prefix}{name}/", next, cancellationToken) is { } found)
            {
                return found;
            }
        }

        return null;
    }

    /// <summary>Whether it is a file that holds events.</summary>
    public static bool IsTrailFile(S3Object listed) => TrailKey.TryParse(listed.Key, out var key) && key.NotToBeRead is null;

    private IEnumerable<(string Name, Level Next)> Ways(List<string> names, Level level) => level switch
    {
        Level.Top => names.Where(name => TrailKey.IsAccount(name)).Select(name => (name, Level.Account))
            .Concat(names.Where(name => TrailKey.IsOrganization(name)).Select(name => (name, Level.Organization))),
        Level.Organization => names.Where(name => TrailKey.IsAccount(name)).Select(name => (name, Level.Account)),
        Level.Account => names.Where(S3Layout.HoldsEvents).Select(name => (name, Level.Folder)),
        Level.Folder => names.Where(name => _allRegions || regions.Contains(name, StringComparer.Ordinal)).Select(name => (name, Level.Region)),
        Level.Region => names.OrderDescending(StringComparer.Ordinal).Select(name => (name, Level.Year)),
        Level.Year => names.OrderDescending(StringComparer.Ordinal).Select(name => (name, Level.Month)),
        Level.Month => names.OrderDescending(StringComparer.Ordinal).Select(name => (name, Level.Day)),
        _ => [],
    };
}
