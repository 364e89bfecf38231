using TrailBoard.Core.Import;
using TrailBoard.Web.State;

namespace TrailBoard.Web.Hosting;

/// <summary>What a run says of its source.</summary>
internal static class SourceVerdict
{
    /// <summary>Whether the source gave nothing: it stopped, or all that it listed failed.</summary>
    public static bool IsFailure(ImportSummary summary)
    {
        var progress = summary.Progress;
        return progress.Error is not null || (progress.FilesFailed > 0 && progress.FilesFailed + progress.FilesSkipped + progress.FilesKeptAside == progress.FilesSettled);
    }

    /// <summary>What went wrong, in words, or null.</summary>
    /// <param name="type">What kind of source it was: it says what is counted.</param>
    public static string? Error(ImportSummary summary, SourceType? type)
    {
        var progress = summary.Progress;
        if (progress.Error is not null || progress.FilesFailed == 0)
        {
            return progress.Error;
        }

        var first = summary.Notable.FirstOrDefault(outcome => outcome.State is ObjectState.Failed)?.Reason;
        var count = $"{Numbers.Of(progress.FilesFailed, SourceWords.Noun(type))} failed";
        return first is null ? $"{count}; the next run tries again." : $"{count}; the next run tries again. The first: {first}";
    }
}

/// <summary>How long to wait after failures.</summary>
internal static class BackOff
{
    public static readonly TimeSpan Longest = TimeSpan.FromMinutes(15);

    private static readonly TimeSpan First = TimeSpan.FromSeconds(20);

    /// <summary>Twice as long each time, up to <see cref="Longest"/>, and somewhere in the upper half of it: sources that failed together do not come back together.</summary>
    public static TimeSpan After(int failures)
    {
        var whole = First * Math.Pow(2, Math.Min(failures - 1, 10));
        return (whole < Longest ? whole : Longest) * (0.5 + (Random.Shared.NextDouble() / 2));
    }
}
