using System.Diagnostics;
using TrailBoard.Core.Search;
using TrailBoard.Core.Views;
using TrailBoard.Data.Columns;
using TrailBoard.Data.Store;

namespace TrailBoard.Benchmarks.Scale;

/// <summary>
/// The small questions again and again, the verb <c>lookup</c>: what each takes where nothing disturbs it, on a machine that is not quiet.
/// A first round asks facets and histogram before each page, as the Events page does.
/// </summary>
internal static class Lookups
{
    private static readonly CancellationToken Stop = CancellationToken.None;

    public static async Task RunAsync(string store, string questions, int rounds, TextWriter output)
    {
        var list = await QuestionList.ReadAsync(questions);
        await using var bench = await Bench.OpenAsync(store);
        var (columns, queries) = (bench.Part<LiveColumns>(), bench.Part<IEventQueries>());
        using var stop = new CancellationTokenSource();
        var running = columns.RunAsync(stop.Token);
        while (columns.State is { IsLoading: true } or { Days: 0 })
        {
            await Task.Delay(2);
        }

        foreach (var field in EventFields.All.Where(field => field.IsGroupable))
        {
            var before = Environment.CpuUsage.TotalTime;
            var values = new ValuesOfFields().Of(field, columns.Current!.Terms);
            await output.WriteLineAsync($"values of {field.Name}, the first time: {(Environment.CpuUsage.TotalTime - before).TotalMilliseconds:0.0} ms of processor time for {values.Count:N0}");
        }

        var asking = new TrailBoardAnswers(queries, list);
        var (garbage, allocated) = (GC.CollectionCount(0), GC.GetTotalAllocatedBytes());
        var filters = await asking.AskFiltersAsync();
        await output.WriteLineAsync($"as asked: facets {Spread.Of(filters.Select(filter => filter.FacetsMs))}, page {Spread.Of(filters.Select(filter => filter.PageMs))}, "
            + $"{GC.CollectionCount(0) - garbage} collections of {(GC.GetTotalAllocatedBytes() - allocated) >> 20} MB");
        await AgainAsync("pages", list.Filters.Length, number => queries.PageAsync(list.Filters[number].Query, null, TrailBoardAnswers.PageRows, Stop));
        var ids = await asking.ChooseAsync();
        await AgainAsync("records by id", ids.Count, number => queries.FindAsync(ids[number], Stop));
        await AgainAsync("of that where an id is", ids.Count, number => Task.FromResult(columns.Current!.KeysOf(EventIdBits.Of(ids[number], out _))));
        await stop.CancelAsync();
        await running.ContinueWith(_ => { }, TaskScheduler.Default);

        async Task AgainAsync<T>(string what, int count, Func<int, Task<T>> ask)
        {
            var (processor, clock) = (new double[count], new double[count]);
            for (var round = 0; round < rounds; round++)
            {
                for (var number = 0; number < count; number++)
                {
                    var (before, started) = (Environment.CpuUsage.TotalTime, Stopwatch.GetTimestamp());
                    await ask(number);
                    var (took, used) = (Stopwatch.GetElapsedTime(started).TotalMilliseconds, (Environment.CpuUsage.TotalTime - before).TotalMilliseconds);
                    clock[number] = round == 0 ? took : Math.Min(clock[number], took);
                    processor[number] = round == 0 ? used : Math.Min(processor[number], used);
                }
            }

            await output.WriteLineAsync($"{what}, the best of {rounds} rounds of each: {Spread.Of(clock)}, processor time {Spread.Of(processor)}");
        }
    }
}
