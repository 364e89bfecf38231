using System.Collections.Concurrent;
using TrailBoard.Core.Import;

namespace TrailBoard.Data.Sources;

/// <summary>Finds what a trail's bucket holds, folder by folder: organisations, accounts, regions and days, never key by key.</summary>
internal sealed class S3Layout(S3Bucket bucket, string prefix, IReadOnlyList<string> regions, DateOnly from, DateOnly to)
{
    /// <summary>How many listings are under way at once.</summary>
    public const int AtOnce = 8;

    private readonly string _root = RootOf(prefix);
    private readonly HashSet<string>? _regions = regions.Count == 0 || regions.Contains("*") ? null : [.. regions];

    /// <summary>The days that hold files, newest first; each is a prefix to list.</summary>
    /// <exception cref="SourceFailedException">A folder cannot be listed, or CloudTrail's is not there.</exception>
    public async Task<IReadOnlyList<(string Place, DateOnly Day)>> DaysAsync(CancellationToken cancellationToken)
    {
        var top = await bucket.FoldersAsync(_root, cancellationToken);
        if (top.Count == 0)
        {
            throw new SourceFailedException(
                $"There is no folder {_root} in the bucket {bucket.Name}. Prefix of the source is what stands before {TrailKey.Root}/ in the keys; or CloudTrail has delivered nothing yet.");
        }

        var organizations = top.Where(name => TrailKey.IsOrganization(name)).Select(name => $"{_root}{name}/");
        var accounts = top.Where(name => TrailKey.IsAccount(name)).Select(name => $"{_root}{name}/")
            .Concat(await BelowAsync(organizations, name => TrailKey.IsAccount(name), cancellationToken));
        var folders = await BelowAsync(accounts, HoldsEvents, cancellationToken);
        var places = await BelowAsync(folders, name => _regions?.Contains(name) is not false, cancellationToken);
        var years = await BelowAsync(places, name => Within(name, from.Year, to.Year), cancellationToken);
        var months = await BelowAsync(years, name => Within(name, 1, 12), cancellationToken);
        var days = await BelowAsync(months.Where(MonthIsAsked), name => Within(name, 1, 31), cancellationToken);
        return [.. days
            .Select(day => (Place: day[..^"YYYY/MM/DD/".Length], Day: DayOf(day)))
            .Where(day => day.Day >= from && day.Day <= to)
            .OrderByDescending(day => day.Day)
            .ThenBy(day => day.Place, StringComparer.Ordinal)];
    }

    /// <summary>CloudTrail's own folder below a prefix that a person wrote: with or without its last slash, or AWSLogs.</summary>
    internal static string RootOf(string prefix)
    {
        var trimmed = prefix.TrimEnd('/');
        return trimmed == TrailKey.Root || trimmed.EndsWith($"/{TrailKey.Root}", StringComparison.Ordinal) ? $"{trimmed}/"
            : trimmed.Length == 0 ? $"{TrailKey.Root}/"
            : $"{trimmed}/{TrailKey.Root}/";
    }

    /// <summary>Whether a folder of an account holds files of events.</summary>
    internal static bool HoldsEvents(string name) => TrailKey.TryFolder(name, out var folder) && folder is TrailFolder.Events or TrailFolder.NetworkActivity;

    private static bool Within(string name, int first, int last) => int.TryParse(name, out var number) && number >= first && number <= last;

    private static DateOnly DayOf(string prefix)
    {
        var parts = prefix.TrimEnd('/').Split('/');
        return DateOnly.TryParseExact($"{parts[^3]}-{parts[^2]}-{parts[^1]}", "yyyy-MM-dd", out var day) ? day : DateOnly.MinValue;
    }

    private bool MonthIsAsked(string prefix)
    {
        var parts = prefix.TrimEnd('/').Split('/');
        var month = (int.Parse(parts[^2]) * 12) + int.Parse(parts[^1]);
        return month >= (from.Year * 12) + from.Month && month <= (to.Year * 12) + to.Month;
    }

    private async Task<IReadOnlyCollection<string>> BelowAsync(IEnumerable<string> prefixes, Func<string, bool> wanted, CancellationToken cancellationToken)
    {
        var below = new ConcurrentBag<string>();
        await Parallel.ForEachAsync(
            prefixes,
            new ParallelOptions { MaxDegreeOfParallelism = AtOnce, CancellationToken = cancellationToken },
            async (prefix, token) =>
            {
                foreach (var name in await bucket.FoldersAsync(prefix, token))
                {
                    if (wanted(name))
                    {
                        below.Add($"{prefix}{name}/");
                    }
                }
            });
        return below;
    }
}
