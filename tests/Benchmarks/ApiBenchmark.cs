using System.Diagnostics;
using System.Globalization;
using System.Net.Http.Json;
using System.Text.Json;
using TrailBoard.Benchmarks.Scale;

namespace TrailBoard.Benchmarks;

/// <summary>
/// A few programs at the HTTP API at once, as often as they are answered: before, while and after the same site imports further
/// files. All of it is one run, so that the ratio does not depend on the machine.
/// </summary>
internal static class ApiBenchmark
{
    private const int Programs = 4;

    /// <summary>How many times longer the p95 may take while an import runs.</summary>
    private const double Bar = 2;

    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web);

    private static readonly string[] Questions =
    [
        "/api/groups/user?limit=20", "/api/groups/action?limit=20&q=error:*", "/api/groups/service?limit=20&q=readonly:false",
        "/api/groups/repository?limit=20&q=service:ecr", "/api/histogram?buckets=96", "/api/histogram?buckets=96&q=error:*", "/api/events?limit=50", "/api/events?limit=50&q=service:ecr",
    ];

    /// <param name="folder">Trail files that the store does not have.</param>
    public static async Task RunAsync(string store, string folder, int seconds, TextWriter output, TextWriter notes)
    {
        await using var site = await SiteProcess.StartAsync(store);
        using var client = new HttpClient { BaseAddress = new Uri(site.Address), Timeout = TimeSpan.FromMinutes(5) };
        await AskAsync(client, TimeSpan.FromSeconds(8));

        var quiet = await AskAsync(client, TimeSpan.FromSeconds(seconds));
        var importing = ImportAsync(client, folder);
        var busy = await AskAsync(client, TimeSpan.FromSeconds(seconds), importing);
        await importing;
        var after = await AskAsync(client, TimeSpan.FromSeconds(seconds));

        var (before, during, later) = (Spread.Of(quiet), Spread.Of(busy), Spread.Of(after));

        // Beside the calmer of the two: before, a program is still compiling itself; after, the store has more to look at.
        var ratio = during.P95 / Math.Min(before.P95, later.P95);
        await notes.WriteLineAsync(string.Create(CultureInfo.InvariantCulture, $"{"milliseconds",-20} {"answers",8} {"p50",8} {"p95",8} {"max",8}"));
        foreach (var (what, count, spread) in new[] { ("before the import", quiet.Count, before), ("while it runs", busy.Count, during), ("after it", after.Count, later) })
        {
            await notes.WriteLineAsync(string.Create(CultureInfo.InvariantCulture, $"{what,-20} {count,8} {spread.P50,8:F1} {spread.P95,8:F1} {spread.Max,8:F1}"));
        }

        await output.WriteLineAsync(JsonSerializer.Serialize(
            new { benchmark = "api", store, programs = Programs, before, during, after = later, p95Ratio = Math.Round(ratio, 2), bar = Bar, met = ratio <= Bar }, Json));
    }

    private static async Task ImportAsync(HttpClient client, string folder)
    {
        using var answer = await client.PostAsJsonAsync("/api/imports?wait=true", new { kind = "folder", path = Path.GetFullPath(folder) });
        answer.EnsureSuccessStatusCode();
    }

    // Until the time is over, or what it is measured beside.
    private static async Task<List<double>> AskAsync(HttpClient client, TimeSpan length, Task? beside = null)
    {
        var (all, clock) = (new List<double>(), Stopwatch.StartNew());
        await Task.WhenAll(Enumerable.Range(0, Programs).Select(async program =>
        {
            for (var i = program; clock.Elapsed < length && beside is not { IsCompleted: true }; i++)
            {
                var asked = Stopwatch.GetTimestamp();
                using var answer = await client.GetAsync(new Uri(Questions[i % Questions.Length], UriKind.Relative));
                answer.EnsureSuccessStatusCode();
                await answer.Content.ReadAsByteArrayAsync();
                lock (all)
                {
                    all.Add(Stopwatch.GetElapsedTime(asked).TotalMilliseconds);
                }
            }
        }));
        return all;
    }
}
