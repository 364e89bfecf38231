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
            case ["generate", var events, var cache]:
                await output.WriteLineAsync((await ScaleTrail.PrepareAsync(cache, int.Parse(events), log)).Folder);
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
}
