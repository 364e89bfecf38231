using TrailBoard.Core.Import;

namespace TrailBoard.Benchmarks;

/// <summary>
/// The same files from the disk and from S3 on loopback, in turns, each into a new store. What else the machine does changes from minute
/// to minute, so two neighbours are compared at a time, each of them first as often as second, and the median of these ratios is told.
/// </summary>
internal static class SourcesBenchmark
{
    private const int Rounds = 12;

    // The compiler works on the first ones.
    private const int WarmUps = 2;

    /// <param name="events">How many events the files hold together.</param>
    /// <param name="smallest">How many events a file holds at least.</param>
    /// <param name="largest">How many it holds at most.</param>
    /// <param name="milliseconds">How long the server waits before each answer, as a network does; 0 for loopback as it is.</param>
    public static async Task RunAsync(int events, int smallest, int largest, int milliseconds, TextWriter output)
    {
        var folder = Directory.CreateTempSubdirectory("trailboard-benchmark-").FullName;
        try
        {
            var (gzip, _) = new SyntheticTrail(seed: 7) { SmallestFile = smallest, LargestFile = largest }.Write(folder, events);
            await output.WriteLineAsync($"{events:N0} events in {Directory.GetFiles(folder).Length:N0} files of {smallest} to {largest} events, {gzip / events:N0} bytes of gzip each; {Rounds} rounds, {Environment.ProcessorCount} processors");
            await using var server = await S3Process.StartAsync(folder, milliseconds);
            var rounds = new List<(Measured Files, Measured S3)>();
            for (var round = -WarmUps; round < Rounds; round++)
            {
                var isFilesFirst = round % 2 == 0;
                var first = isFilesFirst ? await FilesAsync(folder) : await S3Async(server);
                var second = isFilesFirst ? await S3Async(server) : await FilesAsync(folder);
                var (files, s3) = isFilesFirst ? (first, second) : (second, first);
                await output.WriteLineAsync($"{(round < 0 ? "warm-up" : $"round {round + 1}")}: {s3.Seconds / files.Seconds:F2} by the clock, {s3.Processor / files.Processor:F2} by processor time; files {files}; S3 {s3}");
                if (round >= 0)
                {
                    rounds.Add((files, s3));
                }
            }

            await output.WriteLineAsync("\n| | local files | S3 | S3 / files: median, middle half of the rounds |\n| --- | --- | --- | --- |");
            await output.WriteLineAsync(Row("events a second, by the clock", "N0", "", one => one.Events / one.Seconds, (files, s3) => s3.Seconds / files.Seconds));
            await output.WriteLineAsync(Row("processor time of the importing process, an event", "F1", " µs", one => 1e6 * one.Processor / one.Events, (files, s3) => s3.Processor / files.Processor));
            await output.WriteLineAsync($"| processor time of the server, an event | | {1e6 * Quantile(rounds.Select(round => round.S3.Server), 0.5) / events:F1} µs | |");

            string Row(string what, string format, string unit, Func<Measured, double> value, Func<Measured, Measured, double> ratio)
            {
                var ratios = rounds.ConvertAll(round => ratio(round.Files, round.S3));
                return $"| {what} | {Quantile(rounds.Select(round => value(round.Files)), 0.5).ToString(format)}{unit} | {Quantile(rounds.Select(round => value(round.S3)), 0.5).ToString(format)}{unit}"
                    + $" | **{Quantile(ratios, 0.5):F2}**, {Quantile(ratios, 0.25):F2}–{Quantile(ratios, 0.75):F2} |";
            }
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static double Quantile(IEnumerable<double> values, double share)
    {
        var sorted = values.Order().ToList();
        var at = share * (sorted.Count - 1);
        return sorted[(int)Math.Floor(at)] + ((at - Math.Floor(at)) * (sorted[(int)Math.Ceiling(at)] - sorted[(int)Math.Floor(at)]));
    }

    private static async Task<Measured> FilesAsync(string folder)
    {
        await using var bench = await Bench.OpenAsync();
        return bench.Part<ILocalTrails>().TryPaths([folder], out var source, out var problem)
            ? await bench.ImportAsync(source)
            : throw new InvalidOperationException(problem);
    }

    private static async Task<Measured> S3Async(S3Process server)
    {
        await using var bench = await Bench.OpenAsync();
        var before = server.Processor;
        var measured = await bench.ImportAsync(bench.S3(server.Url));
        return measured with { Server = server.Processor - before };
    }
}
