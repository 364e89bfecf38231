using System.Diagnostics;
using System.IO.Compression;
using System.Text;
using TrailBoard.Core.Activities;
using TrailBoard.Core.Demo;
using TrailBoard.Core.Search;
using TrailBoard.Core.Store;
using TrailBoard.Core.Views;
using TrailBoard.Tests;

namespace TrailBoard.Benchmarks;

/// <summary>
/// Pages of fifty activities beside pages of fifty events, on a store with the demo month in as many events as are asked for and on one
/// where most of them were pushes to one repository; and what folding everything takes beside importing it.
/// </summary>
internal static class ActivitiesBenchmark
{
    private const int Rounds = 40;

    private static readonly DateTimeOffset End = new(2026, 11, 21, 0, 0, 0, TimeSpan.Zero);

    /// <param name="stores">A folder for the two stores, which stay and are used again; null for stores that go.</param>
    public static async Task RunAsync(int events, string? stores, TextWriter output)
    {
        await WithTrailAsync(trail => RunAsync(
            "the demo month", stores is null ? null : Path.Combine(stores, $"month-{events}"), () => MonthAsync(trail, events),
            ["", "service:ecr", "repository:shop/checkout-api", "identity:*jenkins-legacy", "user:*lena.fischer*", "error:*", "action:DeleteRepository"], output));
        await WithTrailAsync(trail => RunAsync(
            "pushes, most of them to one repository", stores is null ? null : Path.Combine(stores, $"pushes-{events}"), () => Task.FromResult(Pushes(trail, events)),
            ["", "service:ecr", $"repository:{PushTrail.Favourite}", "repository:team-3/service-17", "identity:*ci-legacy-1", "user:person-3*", "error:*"], output));
    }

    private static async Task WithTrailAsync(Func<string, Task> run)
    {
        var trail = Directory.CreateTempSubdirectory("trailboard-benchmark-").FullName;
        try
        {
            await run(trail);
        }
        finally
        {
            Directory.Delete(trail, recursive: true);
        }
    }

    private static async Task RunAsync(string what, string? store, Func<Task<TrailFolder>> source, string[] filters, TextWriter output)
    {
        await output.WriteLineAsync($"-- {what}");
        if (store is not null)
        {
            Directory.CreateDirectory(store);
        }

        await using var bench = await Bench.OpenAsync(store);
        var queries = bench.Part<IEventQueries>();
        Measured? imported = null;
        if ((await queries.SummaryAsync(CancellationToken.None)).Events == 0)
        {
            imported = await bench.ImportAsync(await source());
            await output.WriteLineAsync($"imported in {imported}");
        }

        var columns = bench.Part<ILiveColumns>();
        using var stop = new CancellationTokenSource();
        var running = columns.RunAsync(stop.Token);
        while (columns.State is { IsLoading: true } or { Days: 0 })
        {
            await Task.Delay(5);
        }

        await output.WriteLineAsync("filter | matching | rows of the first page are made of | events p50, p95 ms | activities p50, p95 ms | processor time p50 ms: events, activities");
        foreach (var text in filters)
        {
            await PagesAsync(queries, text, output);
        }

        await WholeAsync(queries, imported, output);
        await stop.CancelAsync();
        await running.ContinueWith(_ => { }, TaskScheduler.Default);
    }

    // In turns, so that both have the same machine.
    private static async Task PagesAsync(IEventQueries queries, string text, TextWriter output)
    {
        var (query, activities) = (new EventQuery(FilterParser.Parse(text), TimeRange.All), new ActivityQueries(queries));
        var matching = await queries.CountAsync(query, CancellationToken.None);
        var (ofEvents, ofActivities, made) = (new List<(double Clock, double Processor)>(), new List<(double Clock, double Processor)>(), 0);
        for (var round = -5; round < Rounds; round++)
        {
            // Another range each time: what is remembered of the last question is none of the next one's.
            var asked = query with { Range = new(null, End.AddDays(1).AddSeconds(round)) };
            var events = await TimeAsync(() => queries.PageAsync(asked, after: null, 50, CancellationToken.None));
            var rows = await TimeAsync(async () => made = (await activities.PageAsync(asked, after: null, 50, CancellationToken.None)).Rows.Sum(row => row.Activity.Events.Count));
            if (round >= 0)
            {
                ofEvents.Add(events);
                ofActivities.Add(rows);
            }
        }

        await output.WriteLineAsync(
            $"{(text.Length == 0 ? "(none)" : text)} | {matching} | {made} events | {At(ofEvents, 0.5):F1}, {At(ofEvents, 0.95):F1} | {At(ofActivities, 0.5):F1}, {At(ofActivities, 0.95):F1}"
            + $" | {Median(ofEvents):F1}, {Median(ofActivities):F1}");
    }

    private static async Task WholeAsync(IEventQueries queries, Measured? imported, TextWriter output)
    {
        var (rows, events) = (0, 0L);
        var (clock, processor) = await TimeAsync(async () =>
        {
            await foreach (var activity in new ActivityQueries(queries).WalkAsync(EventQuery.All, after: null, CancellationToken.None))
            {
                (rows, events) = (rows + 1, events + activity.Events.Count);
            }
        });
        await output.WriteLineAsync($"all of it: {events} events are {rows} rows ({100.0 * (events - rows) / events:F1}% fewer), folded in {clock / 1e3:F2} s, {1e3 * processor / events:F1} µs of processor time an event"
            + (imported is null ? "" : $", {100 * processor / 1e3 / imported.Processor:F1}% of what the import took"));
    }

    private static async Task<(double Clock, double Processor)> TimeAsync(Func<Task> work)
    {
        using var process = Process.GetCurrentProcess();
        var (clock, before) = (Stopwatch.StartNew(), process.TotalProcessorTime);
        await work();
        process.Refresh();
        return (clock.Elapsed.TotalMilliseconds, (process.TotalProcessorTime - before).TotalMilliseconds);
    }

    private static double At(List<(double Clock, double Processor)> times, double share) => times.Select(time => time.Clock).Order().ElementAt((int)((times.Count - 1) * share));

    private static double Median(List<(double Clock, double Processor)> times) => times.Select(time => time.Processor).Order().ElementAt(times.Count / 2);

    // Made before: what the import takes is reading and writing.
    private static async Task<TrailFolder> MonthAsync(string folder, int events)
    {
        var number = 0;
        await foreach (var made in new DemoTrail(events, DemoTrail.DefaultSeed, End).ListAsync(CancellationToken.None))
        {
            await using var from = await made.OpenAsync(CancellationToken.None);
            await using var to = File.Create(Path.Combine(folder, $"{number++:d8}.json.gz"));
            await from.CopyToAsync(to);
        }

        return new TrailFolder(folder, shuffle: null);
    }

    private static TrailFolder Pushes(string folder, int events)
    {
        var (written, file, records) = (0, 0, new List<string>());
        void Write()
        {
            using var stream = new GZipStream(File.Create(Path.Combine(folder, $"{file++:d8}.json.gz")), CompressionLevel.Fastest);
            stream.Write(Encoding.UTF8.GetBytes($"{{\"Records\":[{string.Join(',', records)}]}}"));
            (written, records) = (written + records.Count, []);
        }

        // As many as a month needs, so that its days are as busy as those of the demo month of that many events.
        foreach (var scene in new PushTrail(seed: 7, End.AddDays(-30).UtcDateTime, pace: 30.0 * 22 * 3600 * 55 / events, favourite: 85).Tell())
        {
            records.AddRange(scene.Records);
            if (records.Count >= 500)
            {
                Write();
            }

            if (written >= events)
            {
                return new TrailFolder(folder, shuffle: null);
            }
        }

        throw new InvalidOperationException("The trail has no end.");
    }
}
