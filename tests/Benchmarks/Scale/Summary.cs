using System.Text.Json;
using TrailBoard.Benchmarks.Scale.Trails;

namespace TrailBoard.Benchmarks.Scale;

/// <summary>What one run of <c>bench/run.sh</c> measured, on one line of the plot. Times of questions are in milliseconds, costs an event in microseconds and bytes.</summary>
/// <param name="ImportRatio">TrailBoard's time by DuckDB's, the median over the rounds; null without DuckDB, as all that is the peer's.</param>
/// <param name="ImportProcessorRatio">The same of processor time.</param>
/// <param name="ImportMicroseconds">Time by the clock of an import while the site runs, an event.</param>
/// <param name="ImportProcessorMicroseconds">Its processor time, an event.</param>
/// <param name="VerbPeakBytes">The peak of the verb <c>import</c>, which has no columns in memory.</param>
/// <param name="LivePeakBytes">The peak of a site that imports and holds the columns.</param>
/// <param name="ApiRatio">The p95 of programs at the API while an import runs, by that before or after it.</param>
internal sealed record Summary(
    long Events,
    long GzipBytes,
    double? ImportRatio,
    double? ImportProcessorRatio,
    double ImportSeconds,
    double? PeerImportSeconds,
    double ImportMicroseconds,
    double ImportProcessorMicroseconds,
    double? PeerImportMicroseconds,
    long VerbPeakBytes,
    double VerbSeconds,
    long LivePeakBytes,
    long? PeerPeakBytes,
    long StoreBytes,
    long? PeerStoreBytes,
    string? PeerSettings,
    Spread Facets,
    Spread? PeerFacets,
    Spread Page,
    Spread? PeerPage,
    Spread Record,
    Spread? PeerRecord,
    Spread Word,
    Spread? PeerWord,
    RestartResult Restart,
    double? BrowserP95,
    double? ApiRatio,
    TodayResult? Today)
{
    public static async Task<Summary> ReadAsync(string folder)
    {
        string In(string name) => Path.Combine(folder, name);
        var trail = await Json.ReadAsync<TrailSize>(In("trail.json"));
        var live = await AllAsync(folder, "import-live-*.json");
        var peers = await AllAsync(folder, "import-duckdb-*.json");
        var ours = await AnswerList.ReadAsync(In("answers-trailboard.json"));
        var theirs = File.Exists(In("answers-duckdb.json")) ? await AnswerList.ReadAsync(In("answers-duckdb.json")) : null;
        var verb = await Json.ReadAsync<ProcessCost>(In("import-verb.json"));
        var restart = await Json.ReadAsync<RestartResult>(In("restart.json"));
        var rounds = live.Zip(peers).ToList();
        var seconds = Median(live.Select(import => import.Seconds));
        return new Summary(
            live[0].Events,
            trail.GzipBytes,
            rounds.Count == 0 ? null : Median(rounds.Select(round => round.First.Seconds / round.Second.Seconds)),
            rounds.Count == 0 ? null : Median(rounds.Select(round => round.First.Processor / round.Second.Processor)),
            seconds,
            peers.Count == 0 ? null : Median(peers.Select(import => import.Seconds)),
            1e6 * seconds / live[0].Events,
            1e6 * Median(live.Select(import => import.Processor)) / live[0].Events,
            peers.Count == 0 ? null : 1e6 * Median(peers.Select(import => import.Seconds)) / peers[0].Events,
            verb.PeakBytes,
            verb.Seconds,
            live.Max(import => import.PeakBytes),
            peers.Count == 0 ? null : peers.Max(import => import.PeakBytes),
            restart.StoreBytes,
            peers.Count == 0 ? null : peers[^1].StoreBytes,
            peers.Count == 0 ? null : peers[0].Settings,
            Spread.Of(ours.Filters.Select(answer => answer.FacetsMs)),
            Peer(theirs?.Filters.Select(answer => answer.FacetsMs)),
            Spread.Of(ours.Filters.Select(answer => answer.PageMs)),
            Peer(theirs?.Filters.Select(answer => answer.PageMs)),
            Spread.Of(ours.Records.Select(answer => answer.Ms)),
            Peer(theirs?.Records.Select(answer => answer.Ms)),
            Spread.Of(ours.Words.Select(answer => answer.Ms)),
            Peer(theirs?.Words.Select(answer => answer.Ms)),
            restart,
            NumberOf(In("browser.json"), "p95Ms"),
            NumberOf(In("api.json"), "p95Ratio"),
            File.Exists(In("today.json")) ? await Json.ReadAsync<TodayResult>(In("today.json")) : null);
    }

    /// <summary>The bytes of a store, an event.</summary>
    public double StoreBytesOfEvent => (double)StoreBytes / Events;

    private static Spread? Peer(IEnumerable<double>? times) => times is null ? null : Spread.Of(times);

    private static async Task<List<ImportResult>> AllAsync(string folder, string pattern)
    {
        var imports = new List<ImportResult>();
        foreach (var file in Directory.GetFiles(folder, pattern).Order(StringComparer.Ordinal))
        {
            imports.Add(await Json.ReadAsync<ImportResult>(file));
        }

        return imports;
    }

    // Other verbs write these files.
    private static double? NumberOf(string file, string name)
    {
        if (!File.Exists(file))
        {
            return null;
        }

        using var json = JsonDocument.Parse(File.ReadAllText(file));
        return json.RootElement.GetProperty(name).GetDouble();
    }

    private static double Median(IEnumerable<double> values)
    {
        var sorted = values.Order().ToArray();
        return (sorted[(sorted.Length - 1) / 2] + sorted[sorted.Length / 2]) / 2;
    }
}

/// <summary>What people use today took on the trail of 100,000 events (bench/today.sh).</summary>
/// <param name="Tool">What imported.</param>
internal sealed record TodayResult(string Tool, double? ImportSeconds, long Bytes, double? JqSeconds, long? JqAnswer)
{
    /// <summary>On how many events it is measured.</summary>
    public const int Events = 100_000;
}

/// <summary>How times are spread.</summary>
internal sealed record Spread(double P50, double P95, double Max)
{
    public static Spread Of(IEnumerable<double> times)
    {
        var sorted = times.Order().ToArray();
        return new Spread(At(0.5), At(0.95), sorted[^1]);

        // The nearest rank: of 200 times the 190th is the 95th of a hundred.
        double At(double share) => sorted[(int)Math.Ceiling(share * sorted.Length) - 1];
    }

    public override string ToString() => $"{P50:0.0} / {P95:0.0} ms";
}
