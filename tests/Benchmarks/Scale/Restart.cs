using System.Diagnostics;
using TrailBoard.Core.Store;
using TrailBoard.Core.Views;

namespace TrailBoard.Benchmarks.Scale;

/// <summary>What a start of the site over a store that is there already costs.</summary>
/// <param name="FirstPage">Seconds from the start of the process to the first page of events.</param>
/// <param name="Ready">Seconds from the start of the process until every event is in memory.</param>
/// <param name="ColumnsBytes">What the columns say that they take.</param>
/// <param name="HeapBytes">What the heap holds after them, less what it held before.</param>
internal sealed record RestartResult(double FirstPage, double Ready, long ColumnsBytes, long HeapBytes, long Events, long PeakBytes);

/// <summary>Starts over a store and asks it: the verb <c>ask</c>.</summary>
internal static class Restart
{
    public static async Task RunAsync(string store, string questions, string restart, string answers)
    {
        using var process = Process.GetCurrentProcess();
        var started = process.StartTime.ToUniversalTime();
        var list = await QuestionList.ReadAsync(questions);
        await using var bench = await Bench.OpenAsync(store);
        var (columns, queries) = (bench.Part<ILiveColumns>(), bench.Part<IEventQueries>());
        using var stop = new CancellationTokenSource();
        var before = GC.GetTotalMemory(forceFullCollection: true);
        var running = columns.RunAsync(stop.Token);
        await queries.PageAsync(EventQuery.All, null, 50, CancellationToken.None);
        var firstPage = Since(started);
        while (columns.State is { IsLoading: true } or { Days: 0 })
        {
            if (running.IsCompleted)
            {
                await running;
                throw new InvalidOperationException("The columns are not loaded: Store:ColumnsMegabytes gives them no memory.");
            }

            await Task.Delay(2);
        }

        var ready = Since(started);
        var (state, heap) = (columns.State, GC.GetTotalMemory(forceFullCollection: true) - before);
        await (await new TrailBoardAnswers(queries, list).AskAsync()).WriteAsync(answers);
        process.Refresh();
        var events = (await queries.SummaryAsync(CancellationToken.None)).Events;
        await Json.WriteAsync(restart, new RestartResult(firstPage, ready, state.Bytes, heap, events, process.PeakWorkingSet64));
        await stop.CancelAsync();
        await running.ContinueWith(_ => { }, TaskScheduler.Default);
    }

    private static double Since(DateTime started) => (TimeProvider.System.GetUtcNow().UtcDateTime - started).TotalSeconds;
}
