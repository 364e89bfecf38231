using System.Diagnostics;
using System.Net.Http.Json;
using System.Text.Json;

namespace TrailBoard.Benchmarks.Scale;

/// <summary>What an import cost.</summary>
/// <param name="Seconds">By the clock, from asking for it to its books.</param>
/// <param name="Processor">Seconds of processor time of the whole process.</param>
/// <param name="PeakBytes">The most memory of the whole process.</param>
/// <param name="Events">How many events were stored.</param>
/// <param name="StoreBytes">What the store takes on the disk after the process has ended.</param>
/// <param name="Settings">The settings of a peer.</param>
internal sealed record ImportResult(double Seconds, double Processor, long PeakBytes, long Events, long StoreBytes, string? Settings = null);

/// <summary>An import while the site runs: its columns follow each commit, as they do for everyone who has the site open.</summary>
internal static class LiveImport
{
    private const string Ready = "TrailBoard is ready: ";

    /// <param name="program">The built program, <c>TrailBoard.Web.dll</c>.</param>
    public static async Task<ImportResult> RunAsync(string program, string store, string trail)
    {
        using var process = Process.Start(new ProcessStartInfo("dotnet", [program, "serve", "--urls", "http://127.0.0.1:0", $"--Store:DataFolder={store}"])
        {
            RedirectStandardOutput = true,
            UseShellExecute = false,
        })!;
        var url = "";
        while (url.Length == 0)
        {
            var line = await process.StandardOutput.ReadLineAsync() ?? throw new InvalidOperationException("The site did not start.");
            url = line.StartsWith(Ready, StringComparison.Ordinal) ? line[Ready.Length..].Split(',')[0] : "";
        }

        var output = process.StandardOutput.ReadToEndAsync();
        using var client = new HttpClient { BaseAddress = new Uri(url), Timeout = Timeout.InfiniteTimeSpan };
        var clock = Stopwatch.StartNew();
        using var response = await client.PostAsJsonAsync("/api/imports?wait=true", new { kind = "folder", path = trail });
        var books = await response.Content.ReadAsStringAsync();
        var seconds = clock.Elapsed.TotalSeconds;
        response.EnsureSuccessStatusCode();
        ChildProcess.AskToEnd(process);
        await process.WaitForExitAsync();
        await output;
        var cost = ChildProcess.CostOfChildren(clock.Elapsed.TotalSeconds, process.ExitCode);
        return new ImportResult(seconds, cost.Processor, cost.PeakBytes, Stored(books), BytesOf(store));
    }

    /// <summary>What a store takes on the disk.</summary>
    public static long BytesOf(string folder) => Directory.Exists(folder)
        ? new DirectoryInfo(folder).EnumerateFiles("*", SearchOption.AllDirectories).Sum(file => file.Length)
        : new FileInfo(folder).Length;

    private static long Stored(string books)
    {
        using var json = JsonDocument.Parse(books);
        var end = json.RootElement;
        return end.GetProperty("error").ValueKind == JsonValueKind.Null && end.GetProperty("failed").GetInt64() == 0 && end.GetProperty("rejected").GetInt64() == 0
            ? end.GetProperty("stored").GetInt64()
            : throw new InvalidOperationException($"The import did not go well: {books}");
    }
}
