using System.Diagnostics;
using TrailBoard.Core.Store;
using TrailBoard.Core.Views;
using TrailBoard.Data.Words;

namespace TrailBoard.Benchmarks.Scale;

/// <summary>What a start of the site over a store that is there already costs.</summary>
/// <param name="FirstPage">Seconds from the start of the process to the first page of events.</param>
/// <param name="Ready">Seconds from the start of the process until every event is in memory.</param>
/// <param name="ColumnsBytes">What the columns say that they take, without the texts.</param>
/// <param name="TextBytes">What they say that the texts of the dictionaries take.</param>
/// <param name="HeapBytes">What the heap holds after them, less what it held before.</param>
/// <param name="IndexSeconds">How long the index of words took, without rest; no site waits for it.</param>
/// <param name="IndexBytes">By how much it made the store larger.</param>
/// <param name="StoreBytes">What the store takes on the disk with it, its log included.</param>
/// <param name="FolderBytes">What its columns take on the disk, which can be made anew at any time.</param>
internal sealed record RestartResult(
    double FirstPage, double Ready, long ColumnsBytes, long TextBytes, long HeapBytes, long Events, long PeakBytes, double IndexSeconds, long IndexBytes, long StoreBytes, long FolderBytes);

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
        var asking = new TrailBoardAnswers(queries, list);
        var filters = await asking.AskFiltersAsync();
        var (without, clock) = (bench.Size, Stopwatch.StartNew());
        await ((TextIndexing)bench.Part<ITextIndex>()).IndexAllAsync(CancellationToken.None);
        var indexing = clock.Elapsed.TotalSeconds;
        await (await asking.AskRecordsAsync(filters)).WriteAsync(answers);
        process.Refresh();
        var events = (await queries.SummaryAsync(CancellationToken.None)).Events;
        await Json.WriteAsync(restart, new RestartResult(
            firstPage, ready, state.Bytes - state.TextBytes, state.TextBytes, heap, events, process.PeakWorkingSet64, indexing, bench.Size - without, bench.Size, LiveImport.BytesOf(store) - bench.Size));
        await stop.CancelAsync();
        await running.ContinueWith(_ => { }, TaskScheduler.Default);
    }

    private static double Since(DateTime started) => (TimeProvider.System.GetUtcNow().UtcDateTime - started).TotalSeconds;
}
