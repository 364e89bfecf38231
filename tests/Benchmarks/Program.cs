using BenchmarkDotNet.Running;
using TrailBoard.Benchmarks;
using TrailBoard.Benchmarks.Scale;

// A verb each: an import is measured as a whole, in events a second, not in nanoseconds by many repetitions.
switch (args)
{
    case ["import", var events]:
        await ImportBenchmark.RunAsync(int.Parse(events), Console.Out);
        return 0;
    case ["writer", var events, .. var trail]:
        await WriterBenchmark.RunAsync(int.Parse(events), trail.FirstOrDefault(), Console.Out);
        return 0;
    case ["scale", .. var step]:
        return await ScaleVerbs.RunAsync(step, Console.Out, Console.Error);
    case ["sources", var events]:
        await SourcesBenchmark.RunAsync(int.Parse(events), 50, 500, 0, Console.Out);
        return 0;
    case ["sources", var events, var eventsOfFile]:
        await SourcesBenchmark.RunAsync(int.Parse(events), int.Parse(eventsOfFile), int.Parse(eventsOfFile), 0, Console.Out);
        return 0;
    case ["sources", var events, var eventsOfFile, var milliseconds]:
        await SourcesBenchmark.RunAsync(int.Parse(events), int.Parse(eventsOfFile), int.Parse(eventsOfFile), int.Parse(milliseconds), Console.Out);
        return 0;
    case ["keys", var keys]:
        await KeysBenchmark.RunAsync(int.Parse(keys), Console.Out);
        return 0;
    case ["s3-server", var what, var milliseconds]:
        await LoopbackS3.ServeAsync(what, int.Parse(milliseconds), Console.In, Console.Out);
        return 0;
    case ["columns", var events, .. ["shuffled"] or []]:
        await ColumnsBenchmark.RunAsync(int.Parse(events), isShuffled: args.Length == 3, Console.Out);
        return 0;
    case ["browser", var store, .. var more]:
        await BrowserBenchmark.RunAsync(store, more is [var steps, ..] ? int.Parse(steps) : 200, more is [_, var seed, ..] ? int.Parse(seed) : 7, Console.Out, Console.Error);
        return 0;
    case ["circuits", var store, .. var more]:
        await CircuitsBenchmark.RunAsync(store, more is [var users, ..] ? int.Parse(users) : 50, more is [_, var length, ..] ? int.Parse(length) : 120, Console.Out, Console.Error);
        return 0;
    case ["api", var store, var folder, .. var more]:
        await ApiBenchmark.RunAsync(store, folder, more is [var seconds, ..] ? int.Parse(seconds) : 20, Console.Out, Console.Error);
        return 0;
    case ["activities", var events, .. var stores]:
        await ActivitiesBenchmark.RunAsync(int.Parse(events), stores.FirstOrDefault(), Console.Out);
        return 0;
    case ["deep", var events]:
        await DeepBenchmark.RunAsync(int.Parse(events), Console.Out);
        return 0;
    case ["reader", .. var options]:
        BenchmarkRunner.Run<ReaderBenchmark>(args: options);
        return 0;
    case ["memory", .. var options]:
        BenchmarkRunner.Run<InMemoryBenchmark>(args: options);
        return 0;
    default:
        await Console.Error.WriteLineAsync("usage: import EVENTS | writer EVENTS [FOLDER] | scale STEP… (bench/run.sh) | sources EVENTS [EVENTS-OF-A-FILE [MILLISECONDS]] | keys KEYS | columns EVENTS [shuffled] | activities EVENTS [STORES] | deep EVENTS | browser STORE [STEPS [SEED]] | circuits STORE [USERS [SECONDS]] | api STORE FOLDER [SECONDS] | reader [BENCHMARKDOTNET-OPTION…] | memory [BENCHMARKDOTNET-OPTION…]");
        return 2;
}
