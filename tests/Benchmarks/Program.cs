using BenchmarkDotNet.Running;
using TrailBoard.Benchmarks;

// A verb each: an import is measured as a whole, in events a second, not in nanoseconds by many repetitions.
switch (args)
{
    case ["import", var events]:
        await ImportBenchmark.RunAsync(int.Parse(events), Console.Out);
        return 0;
    case ["reader", .. var options]:
        BenchmarkRunner.Run<ReaderBenchmark>(args: options);
        return 0;
    default:
        await Console.Error.WriteLineAsync("usage: import EVENTS | reader [BENCHMARKDOTNET-OPTION…]");
        return 2;
}
