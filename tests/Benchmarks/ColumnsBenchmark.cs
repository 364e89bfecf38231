using System.Diagnostics;
using Microsoft.Extensions.Options;
using TrailBoard.Core.Import;
using TrailBoard.Core.Search;
using TrailBoard.Core.Store;
using TrailBoard.Core.Views;

namespace TrailBoard.Benchmarks;

/// <summary>
/// The same seeded questions, asked of the database and of the columns in memory in one run: what the Events page asks at once
/// (seven facets of twenty, a histogram, a page of fifty) under random filters. Every answer is compared.
/// </summary>
internal static class ColumnsBenchmark
{
    private const int Questions = 200;

    // The database needs seconds for what the columns answer in milliseconds.
    private const int QuestionsOfDatabase = 12;

    private static readonly EventField[] Facets =
        [EventFields.Service, EventFields.Action, EventFields.User, EventFields.Identity, EventFields.Address, EventFields.Repository, EventFields.Error];

    public static async Task RunAsync(int events, bool isShuffled, TextWriter output)
    {
        var folder = Directory.CreateTempSubdirectory("trailboard-benchmark-").FullName;
        try
        {
            var trail = Directory.CreateDirectory(Path.Combine(folder, "trail")).FullName;
            new SyntheticTrail(seed: 7).Write(trail, events);
            var source = new TrailFolder(trail, isShuffled ? 5 : null);
            Measured without;
            await using (var plain = await Bench.OpenAsync())
            {
                without = await plain.ImportAsync(source);
            }

            await using var bench = await Bench.OpenAsync();
            await ImportAsync(bench, source, without, output);
            await AskAsync(bench, output);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    // The same files as into a store without columns, while they follow: how much that costs.
    private static async Task ImportAsync(Bench bench, ITrailSource source, Measured without, TextWriter output)
    {
        var columns = bench.Part<ILiveColumns>();
        using var stop = new CancellationTokenSource();
        var running = columns.RunAsync(stop.Token);
        var with = await bench.ImportAsync(source);
        await output.WriteLineAsync(
            $"import: {without.Seconds:F2} s ({without.Processor:F2} s of processor time) without columns, {with.Seconds:F2} s ({with.Processor:F2} s) while they follow: "
            + $"{with.Seconds / without.Seconds:F2} times ({with.Processor / without.Processor:F2} times); {columns.State.DaysLoaded} days");
        await StopAsync(running, stop);
    }

    private static async Task AskAsync(Bench bench, TextWriter output)
    {
        var (queries, columns) = (bench.Part<IEventQueries>(), bench.Part<ILiveColumns>());
        var filters = Filters(new Random(11));
        var database = new List<Timing>();
        foreach (var query in filters.Take(QuestionsOfDatabase))
        {
            database.Add(await TimeAsync(queries, query));
        }

        // In turns, so that neither has the machine's quieter time: from the folder that the import's columns have left, and from the rows.
        for (var turn = 0; turn < 3; turn++)
        {
            await LoadAsync(columns, "from the disk", output);
            Directory.Delete(bench.Part<IOptions<StoreOptions>>().Value.FilePath + "-columns", recursive: true);
            await LoadAsync(columns, "from the rows", output);
        }

        var memory = GC.GetTotalMemory(forceFullCollection: true);
        using var stop = new CancellationTokenSource();
        var running = columns.RunAsync(stop.Token);
        await UntilLoadedAsync(columns);
        var state = columns.State;
        memory = GC.GetTotalMemory(forceFullCollection: true) - memory;
        var events = (await queries.SummaryAsync(CancellationToken.None)).Events;
        await output.WriteLineAsync(
            $"columns: {state.DaysLoaded} of {state.Days} days; {(double)(state.Bytes - state.TextBytes) / events:F1} bytes an event, {(double)state.TextBytes / events:F1} in texts, {(double)memory / events:F1} with what refers to them");

        var inMemory = new List<Timing>();
        foreach (var query in filters)
        {
            inMemory.Add(await TimeAsync(queries, query));
        }

        var both = database.Zip(inMemory).ToList();
        await output.WriteLineAsync($"equal answers: {both.Count(pair => pair.First.Answer == pair.Second.Answer)} of {both.Count}");
        await WriteAsync("facets and histogram", timing => timing.Facets, database, inMemory, output);
        await WriteAsync("page of 50", timing => timing.Page, database, inMemory, output);
        await FindAsync(queries, output);
        await StopAsync(running, stop);
        if (both.Exists(pair => pair.First.Answer != pair.Second.Answer))
        {
            throw new InvalidOperationException("The columns and the database gave different answers.");
        }
    }

    private static async Task LoadAsync(ILiveColumns columns, string from, TextWriter output)
    {
        using var stop = new CancellationTokenSource();
        using var process = Process.GetCurrentProcess();
        var (clock, before) = (Stopwatch.StartNew(), process.TotalProcessorTime);
        var running = columns.RunAsync(stop.Token);
        await UntilLoadedAsync(columns);
        process.Refresh();
        await output.WriteLineAsync($"loaded {from} in {clock.Elapsed.TotalSeconds:F2} s, {(process.TotalProcessorTime - before).TotalSeconds:F2} s of processor time");
        await StopAsync(running, stop);
    }

    private static async Task UntilLoadedAsync(ILiveColumns columns)
    {
        while (columns.State is { IsLoading: true } or { Days: 0 })
        {
            await Task.Delay(5);
        }
    }

    private static async Task StopAsync(Task running, CancellationTokenSource stop)
    {
        await stop.CancelAsync();
        try
        {
            await running;
        }
        catch (OperationCanceledException)
        {
            // As it was told.
        }
    }

    private static async Task WriteAsync(string what, Func<Timing, double> of, List<Timing> database, List<Timing> inMemory, TextWriter output)
    {
        var same = inMemory.Take(database.Count).ToList();
        await output.WriteLineAsync(
            $"{what}: columns p50 {At(inMemory, of, 0.5):F2} ms, p95 {At(inMemory, of, 0.95):F2} ms over {inMemory.Count} filters; "
            + $"on the first {database.Count} of them {same.Sum(of) / database.Sum(of):F4} of the database's time (p50 {At(database, of, 0.5):F1} ms)");
    }

    private static async Task FindAsync(IEventQueries queries, TextWriter output)
    {
        var ids = new List<string>();
        await foreach (var stored in queries.ExportAsync(EventQuery.All, CancellationToken.None))
        {
            ids.Add(stored.Event.EventId);
            if (ids.Count == 20_000)
            {
                break;
            }
        }

        var (random, times) = (new Random(3), new List<double>());
        foreach (var id in random.GetItems(ids.ToArray(), 220))
        {
            var clock = Stopwatch.StartNew();
            await queries.FindAsync(id, CancellationToken.None);
            times.Add(clock.Elapsed.TotalMilliseconds);
        }

        double[] warm = [.. times.Skip(20).Order()];
        await output.WriteLineAsync($"one event by its id: p50 {warm[warm.Length / 2]:F2} ms, p95 {warm[warm.Length * 95 / 100]:F2} ms");
    }

    private static double At(List<Timing> timings, Func<Timing, double> of, double share) => timings.Select(of).Order().ElementAt((int)((timings.Count - 1) * share));

    private static async Task<Timing> TimeAsync(IEventQueries queries, EventQuery query)
    {
        var stop = CancellationToken.None;
        var clock = Stopwatch.StartNew();
        var answer = new List<object>();
        foreach (var field in Facets)
        {
            var own = query with { Filter = FilterParts.Without(query.Filter, field) };
            var groups = await queries.GroupAsync(new GroupQuery(own, field, 20), stop);
            answer.Add((groups.Total, groups.Events, groups.Without, string.Join(';', groups.Groups.Select(group => (group.Value, group.Count, group.Errors, group.Writes, group.First, group.Last)))));
        }

        var histogram = await queries.HistogramAsync(query, 100, stop);
        answer.Add((histogram.Start, histogram.Width, string.Join(';', histogram.Buckets)));
        var facets = clock.Elapsed.TotalMilliseconds;
        clock.Restart();
        var page = await queries.PageAsync(query, null, 50, stop);
        answer.Add(string.Join(';', page.Events.Select(stored => stored.Cursor)));
        return new Timing(facets, clock.Elapsed.TotalMilliseconds, string.Join('\n', answer));
    }

    private static List<EventQuery> Filters(Random random)
    {
        string[] leaves =
        [
            "service:ecr", "service:ecs", "action:PutImage", "action:Batch*", "user:session-1*", "user:session-42*", "identity:*role-7", "ip:10.0.0.0/8", "ip:12.*",
            "repository:team-3/*", "repository:team-*/service-7", "error:*", "error:AccessDenied", "readonly:false", "mfa:true", "region:eu-west-2", "userAgent:*lang/go*",
            "resource:*service-12", "team-5", "-service:sts", "-error:*", "-action:Describe*", "time>=2026-01-01T06:00", "time<2026-01-02",
        ];
        return [.. Enumerable.Range(0, Questions).Select(_ => new EventQuery(
            FilterParser.Parse(string.Join(' ', Enumerable.Range(0, random.Next(4)).Select(_ => leaves[random.Next(leaves.Length)]))), TimeRange.All))];
    }

    private readonly record struct Timing(double Facets, double Page, string Answer);
}
