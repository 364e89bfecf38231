using System.Diagnostics;
using TrailBoard.Core.Import;

namespace TrailBoard.Benchmarks;

/// <summary>Many tiny files from S3 on loopback: whether the importing process grows with them.</summary>
internal static class KeysBenchmark
{
    private const int SampleEvery = 10_000;

    public static async Task RunAsync(int keys, TextWriter output)
    {
        await using var server = await S3Process.StartAsync($"{keys}");
        await using var bench = await Bench.OpenAsync();
        await output.WriteLineAsync("| files done | listed | live heap | working set | after |\n| --- | --- | --- | --- | --- |");
        using var process = Process.GetCurrentProcess();
        var clock = Stopwatch.StartNew();
        Sample(new ImportProgress { RunId = 0, Label = "", Started = default });
        var measured = await bench.ImportAsync(bench.S3(server.Url), (progress, settled) =>
        {
            if (settled is not null && progress.FilesSettled % SampleEvery == 0)
            {
                Sample(progress);
            }
        });
        process.Refresh();
        await output.WriteLineAsync($"\n{measured.Events:N0} files of one event in {measured.Seconds:F0} s, {1e3 * measured.Seconds / measured.Events:F2} ms each by the clock and {1e3 * measured.Processor / measured.Events:F2} ms of processor time; peak working set {process.PeakWorkingSet64 >> 20} MB");

        // A collection that is waited for: what is left is held by somebody.
        void Sample(ImportProgress progress)
        {
            var heap = GC.GetTotalMemory(forceFullCollection: true);
            process.Refresh();
            output.WriteLine($"| {progress.FilesSettled:N0} | {progress.FilesListed:N0} | {heap >> 20} MB | {process.WorkingSet64 >> 20} MB | {clock.Elapsed.TotalSeconds:F0} s |");
        }
    }
}
