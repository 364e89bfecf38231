using TrailBoard.Core.Import;

namespace TrailBoard.Web.State;

/// <summary>The runs of the ledger together with what this process is importing right now.</summary>
public sealed class ImportsState(IImportLedger ledger, ImportFeed feed)
{
    /// <summary>How many runs the page holds.</summary>
    public const int MaxRuns = 100;

    private IReadOnlyList<ImportRunRow>? _rows;
    private HashSet<long> _over = [];

    /// <summary>Live runs first, then the others, newest first; null before the first answer.</summary>
    public IReadOnlyList<RunItem>? Runs { get; private set; }

    /// <summary>Reads the ledger.</summary>
    public async Task LoadAsync(CancellationToken cancellationToken)
    {
        HashSet<long> over = [.. feed.Current.Where(progress => progress.Finished).Select(progress => progress.RunId)];
        (_rows, _over) = (await ledger.RunsAsync(MaxRuns, cancellationToken), over);
        Merge();
    }

    /// <summary>Takes the newest progress without asking the ledger.</summary>
    /// <returns>Whether a run started or ended since, so that the ledger has something new to say.</returns>
    public bool Refresh()
    {
        var before = LiveIds();
        Merge();
        return !before.SetEquals(LiveIds());
    }

    private void Merge()
    {
        var current = feed.Current.ToDictionary(progress => progress.RunId);
        var rows = (_rows ?? []).Select(row => RunItem.Of(row, current.GetValueOrDefault(row.Id))).ToList();

        // A run that started after the ledger was read. What was over by then, the ledger left out: it tells nothing.
        rows.AddRange(current.Values.Where(progress => !_over.Contains(progress.RunId) && rows.TrueForAll(row => row.Id != progress.RunId)).Select(RunItem.Of));
        Runs = [.. rows.Where(run => !run.IsLook).OrderByDescending(run => run.IsLive).ThenByDescending(run => run.Id)];
    }

    private HashSet<long> LiveIds() => [.. (Runs ?? []).Where(run => run.IsLive).Select(run => run.Id)];
}

/// <summary>One run as the page shows it.</summary>
/// <param name="Progress">What it is doing, while it is live in this process.</param>
public sealed record RunItem(
    long Id,
    string Kind,
    string Label,
    DateTimeOffset Started,
    DateTimeOffset? Finished,
    string? Error,
    IReadOnlyDictionary<ObjectState, int> Files,
    RecordCounts Counts,
    ImportProgress? Progress)
{
    public bool IsLive => Progress is not null;

    /// <summary>Whether another process is writing it.</summary>
    public bool IsElsewhere { get; init; }

    /// <summary>Whether it was left without an end: the process stopped under it. The next import of the same files goes on.</summary>
    public bool WasInterrupted => !IsLive && !IsElsewhere && Finished is null;

    /// <summary>
    /// Whether it is a source's that looks, or looked until its process was stopped, and has come upon nothing: no news, and when it
    /// ends without any the ledger forgets it.
    /// </summary>
    public bool IsLook => Finished is null && Error is null && FileCount == 0
        && (SourceName is not null ? Progress is null or { FilesListed: 0 } : Progress is { ListingComplete: true, FilesListed: 0 });

    /// <summary>The source of the settings that it is a run of, or null where a person imported files.</summary>
    public string? SourceName => Enum.TryParse<SourceType>(Kind, out _) ? Label.Split(':')[0] : null;

    /// <summary>What it reads one by one.</summary>
    public string Noun => SourceWords.Noun(Enum.TryParse<SourceType>(Kind, out var type) ? type : null);

    public int FileCount => Files.Values.Sum();

    /// <summary>How many objects are in one of these states.</summary>
    public int Count(params ReadOnlySpan<ObjectState> states)
    {
        var count = 0;
        foreach (var state in states)
        {
            count += Files.GetValueOrDefault(state);
        }

        return count;
    }

    internal static RunItem Of(ImportRunRow row, ImportProgress? progress) => progress is null or { Finished: true }
        ? new(row.Id, row.Kind, row.Label, row.Started, row.Finished ?? EndOf(progress), row.Error ?? progress?.Error, row.Files, row.Counts, null)
        : new(row.Id, row.Kind, row.Label, row.Started, null, null, row.Files, progress.Counts, progress);

    internal static RunItem Of(ImportProgress progress) => new(
        progress.RunId, "", progress.Label, progress.Started, EndOf(progress), progress.Error,
        new Dictionary<ObjectState, int>(), progress.Counts, progress.Finished ? null : progress);

    private static DateTimeOffset? EndOf(ImportProgress? progress) => progress is { Finished: true } ? progress.Started + progress.Elapsed : null;
}
