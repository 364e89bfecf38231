namespace TrailBoard.Benchmarks.Scale;

/// <summary>A bar: what was measured, and what it should be at most.</summary>
/// <param name="Measured">The number that is held against the bars, or null where it was not measured.</param>
/// <param name="Text">What was measured, in words.</param>
internal sealed record BarLine(string What, double? Measured, string Text, double Bar, double? Stretch, string Unit)
{
    public override string ToString() =>
        $"| {What} | {Text} | ≤ {Bar:0.##}{Unit} | {Verdict(Bar)} | {(Stretch is { } stretch ? $"≤ {stretch:0.##}{Unit}, {Verdict(stretch)}" : "")} |";

    /// <summary>Whether the bar, not the stretch, was missed.</summary>
    public bool IsMissed => Measured > Bar;

    private string Verdict(double bar) => Measured switch
    {
        null => "not measured",
        { } value when value <= bar => "met",
        _ => "**not met**",
    };
}

/// <summary>The table of bars of a run, in Markdown. The bars are for 10,000,000 events; smaller runs are held against the same ones.</summary>
internal static class BarTable
{
    private const double Megabyte = 1e6;

    /// <param name="smaller">A run of fewer events, for how costs grow, or null.</param>
    /// <param name="reasons">Why a bar was missed before and what was tried, by its name (bench/reasons.json).</param>
    public static IEnumerable<string> Of(Summary run, Summary? smaller, IReadOnlyDictionary<string, string> reasons)
    {
        var lines = Lines(run, smaller).ToList();
        yield return $"{run.Events:N0} events; {Environment.ProcessorCount} processors; DuckDB {run.PeerSettings ?? "left out"}";
        yield return "";
        yield return "| | measured | bar | | stretch |";
        yield return "| --- | --- | --- | --- | --- |";
        foreach (var line in lines)
        {
            yield return line.ToString();
        }

        yield return "";
        foreach (var missed in lines.Where(line => line.IsMissed))
        {
            yield return $"Not met: {missed.What}. {reasons.GetValueOrDefault(missed.What, "Why is not known yet: bench/reasons.json has no line for it.")}";
        }

        yield return "";
        yield return $"p50 / p95: facets and histogram {run.Facets}{Beside(run.PeerFacets)}; page {run.Page}{Beside(run.PeerPage)}; record by id {run.Record}{Beside(run.PeerRecord)}; rare word {run.Word}{Beside(run.PeerWord)}.";
        yield return $"Import: {run.Events / run.ImportSeconds:N0} events a second while the site runs, {run.ImportProcessorMicroseconds:0.0} µs of processor time an event, peak of the whole site {run.LivePeakBytes / Megabyte:N0} MB; the verb {run.Events / run.VerbSeconds:N0} events a second.";
        if (run.PeerStoreBytes is { } bytes)
        {
            yield return $"DuckDB: {run.Events / run.PeerImportSeconds:N0} events a second, peak {run.PeerPeakBytes / Megabyte:N0} MB, {(double)bytes / run.Events:N0} bytes an event; TrailBoard {run.StoreBytesOfEvent:N0} bytes an event, and it keeps whole records.";
        }

        yield return $"After a start: first page after {run.Restart.FirstPage:0.00} s, all in memory after {run.Restart.Ready:0.00} s; columns {(double)run.Restart.ColumnsBytes / run.Events:0.0} bytes an event, the texts of dictionaries {(double)run.Restart.TextBytes / run.Events:0.0}, all that the heap holds {(double)run.Restart.HeapBytes / run.Events:0.0}, {(double)run.Restart.FolderBytes / run.Events:0.0} on the disk beside the store; peak {run.Restart.PeakBytes / Megabyte:N0} MB. The index of words took {run.Restart.IndexSeconds:0.0} s, {1e6 * run.Restart.IndexSeconds / run.Events:0.0} µs an event.";
        if (run.Today is { } today)
        {
            yield return $"Today, on {TodayResult.Events:N0} events: import with {today.Tool}: {today.ImportSeconds:0.0} s and {(double)today.Bytes / TodayResult.Events:N0} bytes an event, so {today.ImportSeconds * run.Events / TodayResult.Events:N0} s for {run.Events:N0} if it stays linear; one question with zcat and jq: {today.JqSeconds:0.0} s, so {today.JqSeconds * run.Events / TodayResult.Events:N0} s.";
        }
    }

    private static IEnumerable<BarLine> Lines(Summary run, Summary? smaller)
    {
        yield return new(
            "import while the site runs / DuckDB's to a deduplicated table", run.ImportRatio,
            run.ImportRatio is null ? $"{run.ImportSeconds:0.0} s" : $"{run.ImportRatio:0.00} ({run.ImportSeconds:0.0} s / {run.PeerImportSeconds:0.0} s; processor time {run.ImportProcessorRatio:0.00})", 0.5, 0.25, "");
        yield return new("importer's memory", run.VerbPeakBytes / Megabyte, $"{run.VerbPeakBytes / Megabyte:N0} MB", 400, 250, " MB");
        var size = (double)run.StoreBytes / run.GzipBytes;
        yield return new("store / gzip bytes", size, $"{size:0.00} ({run.StoreBytes / Megabyte:N0} MB, of that the index of words {run.Restart.IndexBytes / Megabyte:N0} MB)", 1.35, 1.0, "");
        yield return Ratio("facets and histogram, p95 / DuckDB's", run.Facets, run.PeerFacets, 0.1, 0.05);
        yield return Ratio("page of 50, p95 / DuckDB's", run.Page, run.PeerPage, 0.25, 0.1);
        yield return new("one event's JSON by id, p95", run.Record.P95, $"{run.Record.P95:0.0} ms", 2, 1, " ms");
        yield return new("columns in memory", run.Restart.ColumnsBytes / Megabyte, $"{run.Restart.ColumnsBytes / Megabyte:N0} MB (the texts of dictionaries {run.Restart.TextBytes / Megabyte:N0} MB)", 450, 270, " MB");
        yield return new("ready after a restart", run.Restart.Ready, $"{run.Restart.Ready:0.00} s (first page {run.Restart.FirstPage:0.00} s)", 7, 1, " s");
        yield return new("rare word in whole records to the first page, p95", run.Word.P95, $"{run.Word.P95:0.0} ms", 400, 100, " ms");
        yield return new("page in the browser, p95", run.BrowserP95, run.BrowserP95 is { } ms ? $"{ms:0} ms" : "", 200, 100, " ms");
        yield return new("the API's p95 while further files are imported / before or after", run.ApiRatio, run.ApiRatio is { } ratio ? $"{ratio:0.00}" : "", 2, null, "");
        yield return Growth("import's time an event", run, smaller, one => one.ImportMicroseconds);
        yield return Growth("import's processor time an event", run, smaller, one => one.ImportProcessorMicroseconds);
        yield return Growth("store's bytes an event", run, smaller, one => one.StoreBytesOfEvent);
        yield return Growth("page, p95", run, smaller, one => one.Page.P95);
    }

    private static string Beside(Spread? peer) => peer is null ? "" : $" (DuckDB {peer})";

    private static BarLine Ratio(string what, Spread ours, Spread? peers, double bar, double stretch) => peers is null
        ? new(what, null, $"{ours.P95:0.0} ms", bar, stretch, "")
        : new(what, ours.P95 / peers.P95, $"{ours.P95 / peers.P95:0.000} ({ours.P95:0.0} ms / {peers.P95:0.0} ms)", bar, stretch, "");

    private static BarLine Growth(string what, Summary run, Summary? smaller, Func<Summary, double> of) => smaller is null
        ? new($"growth: {what}", null, "", 1.15, null, "")
        : new($"growth: {what}", of(run) / of(smaller), $"{of(run) / of(smaller):0.00} from {smaller.Events:N0}", 1.15, null, "");
}
