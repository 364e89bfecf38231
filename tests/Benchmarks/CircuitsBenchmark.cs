using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using TrailBoard.Benchmarks.Scale;
using TrailBoard.Tests;

namespace TrailBoard.Benchmarks;

/// <summary>
/// People at work at real circuits, which bench/circuits/load.mjs opens: how long they wait for what they ask, and what the heap of the site
/// grows by for each of them.
/// </summary>
internal static class CircuitsBenchmark
{
    /// <summary>Milliseconds until all of a page is drawn, 95 of a hundred.</summary>
    private const double Bar = 300;

    /// <summary>Bytes of heap that a circuit on the Events page may hold.</summary>
    private const double HeapBar = 1_000_000;

    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web);

    public static async Task RunAsync(string store, int users, int seconds, TextWriter output, TextWriter notes)
    {
        await using var site = await SiteProcess.StartAsync(store);

        // What only a first visit costs, the program compiling itself above all, is no circuit's.
        await using (var first = await LoadAsync(site.Address, 5, 30))
        {
            await first.ReadAsync();
            await first.GoOnAsync();
            await first.ReadAsync();
            await first.GoOnAsync();
            await first.ReadAsync();
            await first.GoOnAsync();
        }

        await site.RestAsync();
        await notes.WriteLineAsync("The site has been warmed up.");
        var empty = await HeapOfProcess.MeasureAsync(site.Id);
        await using var load = await LoadAsync(site.Address, users, seconds);
        await load.ReadAsync();
        var standing = await HeapOfProcess.MeasureAsync(site.Id);
        var processor = site.Processor;
        await load.GoOnAsync();
        var worked = (await load.ReadAsync()).Deserialize<Worked>(Json)!;
        processor = site.Processor - processor;
        var after = await HeapOfProcess.MeasureAsync(site.Id);
        await load.GoOnAsync();

        // What stays when all have left is what the site remembers of their questions, and no circuit's.
        await load.ReadAsync();
        var left = await HeapOfProcess.MeasureAsync(site.Id);
        await load.GoOnAsync();

        foreach (var problem in worked.Problems.Take(10))
        {
            await notes.WriteLineAsync("Problem: " + problem);
        }

        await notes.WriteLineAsync($"{"milliseconds until all is drawn",-34} {"steps",5} {"p50",6} {"p95",6} {"max",6} | {"batches",7} {"KB",6}");
        var kinds = worked.Steps.GroupBy(step => step.Kind).OrderBy(kind => kind.Key, StringComparer.Ordinal).Select(kind => (kind.Key, Steps: kind.ToList()));
        foreach (var (kind, steps) in kinds.Append(("all", worked.Steps)))
        {
            var times = Spread.Of(steps.Select(step => step.Milliseconds));
            await notes.WriteLineAsync(string.Create(CultureInfo.InvariantCulture,
                $"{kind,-34} {steps.Count,5} {times.P50,6:F0} {times.P95,6:F0} {times.Max,6:F0} | {steps.Average(step => step.Batches),7:F1} {steps.Average(step => step.Bytes) / 1000,6:F1}"));
        }

        var all = Spread.Of(worked.Steps.Select(step => step.Milliseconds));
        var (heap, heapAfter) = ((standing - empty) / users, (after - left) / users);
        await output.WriteLineAsync(JsonSerializer.Serialize(
            new
            {
                benchmark = "circuits", store, users, seconds, steps = worked.Steps.Count, problems = worked.Problems.Count, all, barMs = Bar, processorSeconds = processor,
                heapEmpty = empty, heapLeft = left, heapOfACircuit = heap, heapOfACircuitAfterWork = heapAfter, heapBar = HeapBar,
                met = all.P95 <= Bar && heap < HeapBar && heapAfter < HeapBar && worked.Problems.Count == 0,
            }, Json));
    }

    private static async Task<Load> LoadAsync(string address, int users, int seconds)
    {
        var process = Process.Start(new ProcessStartInfo("node", [Repository.File(Path.Combine("bench", "circuits", "load.mjs")), address, $"{users}", $"{seconds}"])
        {
            RedirectStandardInput = true, RedirectStandardOutput = true, UseShellExecute = false,
        })!;
        await Task.Yield();
        return new Load(process);
    }

    private sealed class Load(Process process) : IAsyncDisposable
    {
        public async Task<JsonElement> ReadAsync() => JsonDocument.Parse(
            await process.StandardOutput.ReadLineAsync() ?? throw new InvalidOperationException("The users left early; bench/circuits needs `npm install` once.")).RootElement;

        public Task GoOnAsync() => process.StandardInput.WriteLineAsync();

        public async ValueTask DisposeAsync()
        {
            process.StandardInput.Close();
            await process.WaitForExitAsync();
            process.Dispose();
        }
    }

    private sealed record Worked(List<WorkedStep> Steps, List<string> Problems);

    private sealed record WorkedStep(string Kind, double Milliseconds, int Batches, long Bytes);
}
