using TrailBoard.Core.Import;
using TrailBoard.Web.Hosting;

namespace TrailBoard.Web.Api;

/// <summary>What to import.</summary>
/// <param name="Kind">folder or demo.</param>
/// <param name="Path">For a folder: a file, a folder or a pattern of this machine.</param>
/// <param name="Events">For demo data: how many events, roughly.</param>
internal sealed record ImportRequestJson(string Kind, string? Path = null, int? Events = null);

/// <summary>Imports that wait or run.</summary>
internal sealed record ImportListJson(IReadOnlyList<ImportJson> Imports);

/// <summary>An import that was asked for.</summary>
/// <param name="Id">Its id, known at once.</param>
/// <param name="RunId">Its run in the books, once it has begun.</param>
internal sealed record ImportJson(Guid Id, string Kind, string Label, long? RunId)
{
    public static ImportJson Of(RequestedImport import) => new(import.Id, import.Kind, import.Label, import.RunId);
}

/// <summary>How an import ended: read = stored + duplicates + rejected + tooOld, which are of days that were removed from the store on purpose.</summary>
/// <param name="Error">Why it stopped before its end, or null.</param>
/// <param name="Notable">Files that failed, were skipped or had refusals.</param>
internal sealed record ImportEndJson(
    Guid Id,
    long? RunId,
    string? Error,
    int Files,
    long Read,
    long Stored,
    long Duplicates,
    long Rejected,
    long TooOld,
    int Skipped,
    int Failed,
    double Seconds,
    IReadOnlyList<NotableFileJson> Notable)
{
    public static ImportEndJson Of(RequestedImport import, ImportSummary? summary) => summary is null
        ? new(import.Id, import.RunId, "The import was stopped before it began.", 0, 0, 0, 0, 0, 0, 0, 0, 0, [])
        : Of(import.Id, summary.Progress, summary.Notable);

    private static ImportEndJson Of(Guid id, ImportProgress end, IReadOnlyList<ObjectOutcome> notable) => new(
        id,
        end.RunId,
        end.Error,
        end.FilesSettled,
        end.Counts.Read,
        end.Counts.Stored,
        end.Counts.Duplicates,
        end.Counts.Rejected,
        end.Counts.TooOld,
        end.FilesSkipped,
        end.FilesFailed + end.FilesKeptAside,
        Math.Round(end.Elapsed.TotalSeconds, 3),
        [.. notable.Select(file => new NotableFileJson(file.Name, file.State.ToString(), file.Reason, file.Counts.Rejected))]);
}

/// <summary>A file with something to say.</summary>
internal sealed record NotableFileJson(string Name, string State, string? Reason, long Rejected);
