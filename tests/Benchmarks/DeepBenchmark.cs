using System.Diagnostics;
using Microsoft.EntityFrameworkCore;
using TrailBoard.Core.Search;
using TrailBoard.Core.Store;
using TrailBoard.Core.Views;
using TrailBoard.Data.Store;
using TrailBoard.Data.Words;

namespace TrailBoard.Benchmarks;

/// <summary>
/// Searches in whole records, without the index of words and with it, over columns in memory: the same questions, answers compared,
/// and what the index costs.
/// </summary>
internal static class DeepBenchmark
{
    private const int Rounds = 5;

    public static async Task RunAsync(int events, TextWriter output)
    {
        var folder = Directory.CreateTempSubdirectory("trailboard-benchmark-").FullName;
        try
        {
            var trail = Directory.CreateDirectory(Path.Combine(folder, "trail")).FullName;
            var (gzip, _) = new SyntheticTrail(seed: 7).Write(trail, events);
            await using var bench = await Bench.OpenAsync();
            await bench.ImportAsync(new TrailFolder(trail, null));
            using var stop = new CancellationTokenSource();
            var running = bench.Part<ILiveColumns>().RunAsync(stop.Token);
            while (bench.Part<ILiveColumns>().State is { IsLoading: true } or { Days: 0 })
            {
                await Task.Delay(5);
            }

            var questions = await QuestionsAsync(bench, events);
            var without = await AskAsync(bench, questions, rounds: 1);
            var (size, processor) = (await BytesAsync(bench), Process.GetCurrentProcess().TotalProcessorTime);
            await ((TextIndexing)bench.Part<ITextIndex>()).IndexAllAsync(CancellationToken.None);
            var took = Process.GetCurrentProcess().TotalProcessorTime - processor;
            var grown = await BytesAsync(bench) - size;
            await output.WriteLineAsync(
                $"index: {(double)grown / events:F1} bytes an event, {(double)grown / gzip:P1} of the gzip bytes; {took.TotalMicroseconds / events:F1} µs of processor time an event");
            var with = await AskAsync(bench, questions, Rounds);
            foreach (var (question, i) in questions.Select((question, i) => (question, i)))
            {
                await output.WriteLineAsync(
                    $"{question,-60} {without[i].Milliseconds,9:F1} ms without, {with[i].Milliseconds,8:F1} ms with: {with[i].Milliseconds / without[i].Milliseconds:F4}; {with[i].Found} found");
            }

            if (!without.Select(answer => answer.Cursors).SequenceEqual(with.Select(answer => answer.Cursors)))
            {
                throw new InvalidOperationException("With the index and without it there were different answers.");
            }

            await output.WriteLineAsync("equal answers: all");
            await stop.CancelAsync();
            await Task.WhenAny(running);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static Task<long> BytesAsync(Bench bench) => bench.Part<TrailDatabase>().ReadAsync(
        context => context.Database.SqlQuery<long>($"SELECT page_count * page_size AS Value FROM pragma_page_count, pragma_page_size").SingleAsync(), CancellationToken.None);

    // What is asked for is in one record, in the middle, or in none.
    private static async Task<List<string>> QuestionsAsync(Bench bench, int events)
    {
        var from = new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero).AddSeconds(events / 8.0);
        await foreach (var stored in bench.Part<IEventQueries>().ExportAsync(new EventQuery(FilterParser.Parse("action:PutImage -error:*"), new TimeRange(null, from)), CancellationToken.None))
        {
            using var record = System.Text.Json.JsonDocument.Parse(stored.Record);
            var digest = record.RootElement.GetProperty("responseElements").GetProperty("imageId").GetProperty("imageDigest").GetString();
            var request = record.RootElement.GetProperty("requestID").GetString();
            return
            [
                $"record:{digest!.Split(':')[1]}", $"record:{request}", $"requestId:{request}", $"res.imageId.imageDigest:{digest}", "record:nobodywrotethis", $"service:ecr record:{request}",
                $"action:PutImage record:*{digest[20..40]}*", "record:manifest",
            ];
        }

        throw new InvalidOperationException("Nobody pushed an image.");
    }

    private static async Task<List<(double Milliseconds, int Found, string Cursors)>> AskAsync(Bench bench, List<string> questions, int rounds)
    {
        var answers = new List<(double, int, string)>();
        foreach (var question in questions)
        {
            var (best, page) = (double.MaxValue, (EventPage?)null);
            for (var round = 0; round < rounds; round++)
            {
                var clock = Stopwatch.StartNew();
                page = await bench.Part<IEventQueries>().PageAsync(new EventQuery(FilterParser.Parse(question), TimeRange.All), null, 50, CancellationToken.None);
                best = Math.Min(best, clock.Elapsed.TotalMilliseconds);
            }

            answers.Add((best, page!.Events.Count, string.Join(';', page.Events.Select(stored => stored.Cursor))));
        }

        return answers;
    }
}
