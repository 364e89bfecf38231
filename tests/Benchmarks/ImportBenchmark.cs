using System.Diagnostics;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using TrailBoard.Core.Import;
using TrailBoard.Core.Import.Reading;
using TrailBoard.Core.Search;
using TrailBoard.Core.Store;
using TrailBoard.Core.Views;
using TrailBoard.Data;

namespace TrailBoard.Benchmarks;

/// <summary>Imports seeded files into a new store and says how fast, how large and with how much memory; then asks it a few questions.</summary>
internal static class ImportBenchmark
{
    public static async Task RunAsync(int events, TextWriter output)
    {
        var folder = Directory.CreateTempSubdirectory("trailboard-benchmark-").FullName;
        try
        {
            var trail = Directory.CreateDirectory(Path.Combine(folder, "trail")).FullName;
            var (gzip, plain) = new SyntheticTrail(seed: 7).Write(trail, events);
            await output.WriteLineAsync($"{events:N0} events, {plain / events:N0} bytes of JSON and {gzip / events:N0} of gzip each");
            await ImportAsync(folder, trail, events, gzip, output);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static async Task ImportAsync(string folder, string trail, int events, long gzip, TextWriter output)
    {
        var configuration = new ConfigurationManager();
        configuration["Store:DataFolder"] = Path.Combine(folder, "data");
        await using var services = new ServiceCollection()
            .AddLogging()
            .AddSingleton<IConfiguration>(configuration)
            .AddSingleton(TimeProvider.System)
            .AddTrailBoardData()
            .BuildServiceProvider();
        await services.GetRequiredService<IStoreSetup>().PrepareAsync(CancellationToken.None);
        var run = new ImportRun(
            services.GetRequiredService<IEventSink>(), services.GetRequiredService<IImportLedger>(), new TrailObjectReader(TimeProvider.System),
            new ImportFeed(TimeProvider.System), new ImportOptions(), TimeProvider.System);

        using var process = Process.GetCurrentProcess();
        var (clock, before) = (Stopwatch.StartNew(), process.TotalProcessorTime);
        var summary = await run.RunAsync(new TrailFolder(trail, shuffle: null), "import", null, CancellationToken.None);
        var seconds = clock.Elapsed.TotalSeconds;
        process.Refresh();
        var work = (process.TotalProcessorTime - before).TotalSeconds;
        var size = Directory.GetFiles(Path.Combine(folder, "data")).Sum(file => new FileInfo(file).Length);
        await output.WriteLineAsync($"imported {summary.Progress.Counts.Stored:N0} in {seconds:F2} s: {events / seconds:N0} events/s; {work:F2} s of processor time: {1e6 * work / events:F1} microseconds an event");
        foreach (var file in new DirectoryInfo(Path.Combine(folder, "data")).GetFiles())
        {
            await output.WriteLineAsync($"  {file.Name} {file.Length >> 10:N0} KB");
        }

        await output.WriteLineAsync($"store {size / events:N0} bytes/event = {(double)size / gzip:F2} x gzip; peak memory {process.PeakWorkingSet64 >> 20} MB");
        if (summary.Progress.Error is { } error)
        {
            await output.WriteLineAsync(error);
        }

        clock.Restart();
        var again = await run.RunAsync(new TrailFolder(trail, shuffle: null), "import", null, CancellationToken.None);
        await output.WriteLineAsync($"again: stored {again.Progress.Counts.Stored}, {clock.Elapsed.TotalSeconds:F2} s");
        await AskAsync(services.GetRequiredService<IEventQueries>(), output);
    }

    private static async Task AskAsync(IEventQueries queries, TextWriter output)
    {
        var stop = CancellationToken.None;
        var page = await queries.PageAsync(EventQuery.All, null, 50, stop);
        foreach (var text in (string[])["", "service:ecr error:*", "user:session-1* readonly:false", "requestId:nothing"])
        {
            var query = new EventQuery(FilterParser.Parse(text), TimeRange.All);
            await MeasureAsync($"page  '{text}'", () => queries.PageAsync(query, null, 50, stop), output);
            await MeasureAsync($"group '{text}' by identity", () => queries.GroupAsync(new GroupQuery(query, EventFields.Identity, 20, 24), stop), output);
            await MeasureAsync($"histogram '{text}'", () => queries.HistogramAsync(query, 100, stop), output);
        }

        await MeasureAsync("find by id", () => queries.FindAsync(page.Events[7].Event.EventId, stop), output);
    }

    private static async Task MeasureAsync<T>(string what, Func<Task<T>> question, TextWriter output)
    {
        await question();
        var clock = Stopwatch.StartNew();
        await question();
        await output.WriteLineAsync($"{clock.Elapsed.TotalMilliseconds,8:F1} ms  {what}");
    }
}
