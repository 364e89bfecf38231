using System.Globalization;
using System.Text.Json;
using Microsoft.Playwright;
using TrailBoard.Benchmarks.Scale;

namespace TrailBoard.Benchmarks;

/// <summary>
/// A person at the Events page and the grouped pages, by a seed: filters typed and clicked, ranges, values unfolded, events opened, further
/// pages. What is asked for is what the page offers, so it works on any store.
/// </summary>
internal static class BrowserBenchmark
{
    /// <summary>From a click to painted rows, in milliseconds.</summary>
    private const double Bar = 200;

    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web);

    public static async Task RunAsync(string store, int steps, int seed, TextWriter output, TextWriter notes)
    {
        await using var site = await SiteProcess.StartAsync(store);
        using var playwright = await Playwright.CreateAsync();
        await using var browser = await playwright.Chromium.LaunchAsync(new()
        {
            ExecutablePath = Environment.GetEnvironmentVariable("CHROMIUM") is { Length: > 0 } path ? path : "/usr/bin/chromium",
            Args = ["--no-sandbox", "--disable-gpu", "--disable-background-networking"],
        });
        var page = await browser.NewPageAsync(new() { BaseURL = site.Address, ViewportSize = new() { Width = 1280, Height = 800 }, TimezoneId = "Europe/Berlin" });
        page.SetDefaultTimeout(60_000);
        var clock = new PaintClock(page, site);
        await clock.AttachAsync();
        var person = new BrowserPerson(page, clock, new Random(seed));
        await person.WaitForMemoryAsync();

        // Both programs compile what they run often while they run it; a person comes to a site that was used before.
        await person.WorkAsync(30);
        clock.Steps.Clear();
        await person.WorkAsync(steps);
        await WriteAsync(clock.Steps, store, seed, output, notes);
    }

    private static async Task WriteAsync(List<Step> steps, string store, int seed, TextWriter output, TextWriter notes)
    {
        await notes.WriteLineAsync($"{"milliseconds to painted rows",-34} {"steps",5} {"p50",6} {"p95",6} {"max",6} | {"all p95",7} | {"messages",8} {"KB",6} {"site ms",7}");
        var kinds = new SortedDictionary<string, object>(StringComparer.Ordinal);
        foreach (var kind in steps.GroupBy(step => step.Kind).Select(group => (group.Key, Steps: group.ToList())).OrderBy(kind => kind.Key, StringComparer.Ordinal).Append(("all", [.. steps])))
        {
            var rows = Spread.Of(kind.Steps.Select(step => step.Rows));
            var all = Spread.Of(kind.Steps.Select(step => step.All));
            var (messages, kilobytes, processor) = (kind.Steps.Average(step => step.Messages), kind.Steps.Average(step => step.Bytes) / 1000, kind.Steps.Average(step => step.Processor));
            await notes.WriteLineAsync(string.Create(CultureInfo.InvariantCulture, $"{kind.Key,-34} {kind.Steps.Count,5} {rows.P50,6:F0} {rows.P95,6:F0} {rows.Max,6:F0} | {all.P95,7:F0} | {messages,8:F1} {kilobytes,6:F1} {processor,7:F1}"));
            kinds[kind.Key] = new { steps = kind.Steps.Count, rows, all, messages, kilobytes, processorMs = processor };
        }

        var p95 = Spread.Of(steps.Select(step => step.Rows)).P95;
        await output.WriteLineAsync(JsonSerializer.Serialize(new { benchmark = "browser", store, seed, steps = steps.Count, p95Ms = p95, barMs = Bar, met = p95 <= Bar, kinds }, Json));
    }
}
