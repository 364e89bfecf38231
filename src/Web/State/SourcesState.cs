using TrailBoard.Core.Import;
using TrailBoard.Web.Hosting;

namespace TrailBoard.Web.State;

/// <summary>The configured sources: what each is doing, what it brought, and the runs of the one that is open.</summary>
public sealed class SourcesState(Func<IReadOnlyList<SourceStatus>> statuses, ImportFeed feed, ISourceRuns ledger, TimeProvider clock)
{
    /// <summary>How many runs of a source are shown.</summary>
    public const int MaxRuns = 20;

    /// <summary>The time over which it is told how much a source brought.</summary>
    public static readonly TimeSpan YieldSpan = TimeSpan.FromDays(1);

    private readonly Dictionary<string, SourceYield> _yields = new(StringComparer.OrdinalIgnoreCase);
    private IReadOnlyList<ImportRunRow>? _rows;
    private string? _rowsOf;

    /// <summary>The sources in the order of the settings.</summary>
    public IReadOnlyList<SourceItem> All { get; private set; } = [];

    /// <summary>Who runs the sources where it is none of this process: its name, or null.</summary>
    public string? Elsewhere => All.Count > 0 && All.All(item => item.Status.Activity is SourceActivity.Elsewhere)
        ? All.Select(item => item.Status.State.Owner).FirstOrDefault(owner => owner is not null) ?? "another process"
        : null;

    /// <summary>Reads the ledger.</summary>
    /// <param name="open">The source whose runs are shown, or null.</param>
    public async Task LoadAsync(string? open, CancellationToken cancellationToken)
    {
        Look(open);
        foreach (var item in All)
        {
            _yields[item.Name] = await ledger.YieldAsync(item.Source, clock.GetUtcNow() - YieldSpan, cancellationToken);
            if (IsOpen(item.Name, open))
            {
                var rows = await ledger.RunsAsync(item.Source, MaxRuns, cancellationToken);
                (_rows, _rowsOf) = (rows, item.Name);
            }
        }

        Look(open);
    }

    /// <summary>Takes the newest states and progress without asking the ledger.</summary>
    /// <returns>Whether the ledger has something new to say: a run started or ended, or another process is at work, which tells nothing by itself.</returns>
    public bool Refresh(string? open)
    {
        var before = All.Select(item => (item.Status.Activity, item.Status.RunId, item.Status.State)).ToList();
        Look(open);
        return !before.SequenceEqual(All.Select(item => (item.Status.Activity, item.Status.RunId, item.Status.State)));
    }

    private void Look(string? open)
    {
        var current = feed.Current.ToDictionary(progress => progress.RunId);
        All = [.. statuses().Select(status => Item(status, open, current))];
    }

    private SourceItem Item(SourceStatus status, string? open, Dictionary<long, ImportProgress> current)
    {
        var progress = status is { Activity: SourceActivity.Running, RunId: { } id } && current.GetValueOrDefault(id) is { Finished: false } live ? live : null;
        IReadOnlyList<RunItem>? runs = null;
        if (IsOpen(status.Source.Name, open) && string.Equals(_rowsOf, status.Source.Name, StringComparison.Ordinal))
        {
            // A run without an end that another process writes goes on: only when nobody holds the source was it interrupted.
            var elsewhere = status.Activity is SourceActivity.Elsewhere;
            runs = [.. _rows!.Select((row, i) => RunItem.Of(row, current.GetValueOrDefault(row.Id)) with { IsElsewhere = elsewhere && i == 0 && row.Finished is null }).Where(run => !run.IsLook)];
        }

        // A first pass may take longer than the time that is told: the ledger counts it when it has ended.
        var yield = _yields.GetValueOrDefault(status.Source.Name);
        if (yield is not null && progress is not null && progress.Started < clock.GetUtcNow() - YieldSpan)
        {
            yield = new SourceYield(yield.Objects + progress.FilesSettled - progress.FilesSkipped - progress.FilesFailed - progress.FilesKeptAside, yield.Counts + progress.Counts);
        }

        return new SourceItem(status, progress, yield, runs);
    }

    private static bool IsOpen(string name, string? open) => string.Equals(name, open, StringComparison.OrdinalIgnoreCase);
}

/// <summary>One source as the page shows it.</summary>
/// <param name="Progress">What its run is doing, while one of this process goes on.</param>
/// <param name="Yield">What it brought lately, or null before the first answer.</param>
/// <param name="Runs">Its runs, where it is open and the ledger has answered.</param>
public sealed record SourceItem(SourceStatus Status, ImportProgress? Progress, SourceYield? Yield, IReadOnlyList<RunItem>? Runs)
{
    // Most runs look, find nothing new and end within a second or two: a bar that comes and goes would make the page jump.
    private static readonly TimeSpan WorthABar = TimeSpan.FromSeconds(2);

    public SourceOptions Source => Status.Source;

    public string Name => Status.Source.Name;

    /// <summary>Whether its last run went wrong and nobody has stopped it since.</summary>
    public bool IsFailing => IsFailingNow(Status);

    /// <summary>The progress, where it is worth a bar.</summary>
    public ImportProgress? Shown(DateTimeOffset now) =>
        Progress is { } progress && progress.FilesListed > progress.FilesSkipped && (progress.Counts.Read > 0 || now - progress.Started > WorthABar) ? progress : null;

    /// <summary>Whether a source needs somebody to look at it.</summary>
    public static bool IsFailingNow(SourceStatus status) =>
        status.Activity is SourceActivity.BackingOff
        || (status is { State: { LastError: not null, IsPaused: false }, Activity: not (SourceActivity.Off or SourceActivity.Stopped) });
}
