using TrailBoard.Benchmarks.Scale.Trails;

namespace TrailBoard.Benchmarks.Scale;

/// <summary>The steps of <c>bench/run.sh</c>, a process each, so that the memory of each is its own.</summary>
internal static class ScaleVerbs
{
    private const int MostDifferences = 20;

    public static async Task<int> RunAsync(string[] step, TextWriter output, TextWriter log)
    {
        switch (step)
        {
            case [("generate" or "generate-further") and var what, var events, var cache]:
                await output.WriteLineAsync((await ScaleTrail.PrepareAsync(cache, int.Parse(events), what == "generate-further", log)).Folder);
                return 0;
            case ["questions", var trail, var questions]:
                await QuestionList.Of(await Json.ReadAsync<TrailSize>(Path.Combine(trail, "size.json"))).WriteAsync(questions);
                return 0;
            case ["measure", var result, "--", .. var command]:
                var cost = await ChildProcess.RunAsync(command);
                await Json.WriteAsync(result, cost);
                return cost.ExitCode;
            case ["import-live", var program, var store, var trail, var result]:
                await Json.WriteAsync(result, await LiveImport.RunAsync(program, store, trail));
                return 0;
            case ["ask", var store, var questions, var restart, var answers]:
                await Restart.RunAsync(store, questions, restart, answers);
                return 0;
            case ["compare", var questions, var ours, var peers]:
                return await CompareAsync(questions, ours, peers, output);
            case ["report", var results, var events, var reasons]:
                await ReportAsync(results, long.Parse(events), await Json.ReadAsync<Dictionary<string, string>>(reasons), output);
                return 0;
            case ["plot", var results, var svg]:
                await File.WriteAllTextAsync(svg, Plot.Of(await RunsAsync(results)));
                return 0;
            default:
                await log.WriteLineAsync($"There is no such step of the benchmark: {string.Join(' ', step)}");
                return 2;
        }
    }

    private static async Task<int> CompareAsync(string questions, string ours, string peers, TextWriter output)
    {
        var (compared, differences) = Comparison.Of(await QuestionList.ReadAsync(questions), await AnswerList.ReadAsync(ours), await AnswerList.ReadAsync(peers));
        foreach (var difference in differences.Take(MostDifferences))
        {
            await output.WriteLineAsync(difference);
        }

        await output.WriteLineAsync($"answers compared: {compared:N0}, different: {differences.Count:N0}");
        return differences.Count == 0 ? 0 : 1;
    }

    private static async Task ReportAsync(string results, long events, Dictionary<string, string> reasons, TextWriter output)
    {
        var folder = Path.Combine(results, $"{events}");
        var run = await Summary.ReadAsync(folder);
        await Json.WriteAsync(Path.Combine(folder, "summary.json"), run);
        foreach (var line in BarTable.Of(run, (await RunsAsync(results)).LastOrDefault(other => other.Events < run.Events / 2), reasons))
        {
            await output.WriteLineAsync(line);
        }
    }

    private static async Task<List<Summary>> RunsAsync(string results)
    {
        var runs = new List<Summary>();
        foreach (var file in Directory.GetFiles(results, "summary.json", SearchOption.AllDirectories))
        {
            runs.Add(await Json.ReadAsync<Summary>(file));
        }

        return runs.Count > 0 ? [.. runs.OrderBy(run => run.Events)] : throw new InvalidOperationException($"There are no results in {results}: bench/run.sh makes them.");
    }
}
