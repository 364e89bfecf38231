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
        await output.WriteLineAsync("objects  live heap MB  working set MB  listed  seconds");
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
        await output.WriteLineAsync($"{measured.Events:N0} events in {measured.Seconds:F1} s, {measured.Processor:F1} s of processor time; peak working set {process.PeakWorkingSet64 >> 20} MB");

        // A collection that is waited for: what is left is held by somebody.
        void Sample(ImportProgress progress)
        {
            var heap = GC.GetTotalMemory(forceFullCollection: true);
            process.Refresh();
            output.WriteLine($"{progress.FilesSettled,7:N0}  {heap / 1048576.0,12:F1}  {process.WorkingSet64 >> 20,14:N0}  {progress.FilesListed,6:N0}  {clock.Elapsed.TotalSeconds,7:F0}");
        }
    }
}
