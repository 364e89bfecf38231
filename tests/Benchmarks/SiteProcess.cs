using System.Diagnostics;
using TrailBoard.Tests;

namespace TrailBoard.Benchmarks;

/// <summary>The program's own <c>serve</c> over a store, in a process of its own, on a free port of the loopback address.</summary>
internal sealed class SiteProcess : IAsyncDisposable
{
    // Built with this project, for the same configuration and framework.
    private static readonly string Program = Repository.File(Path.Combine(
        ["src", "Web", "bin", .. AppContext.BaseDirectory.Split(Path.DirectorySeparatorChar, StringSplitOptions.RemoveEmptyEntries)[^2..], "TrailBoard.Web.dll"]));

    private readonly Process _process;
    private readonly string _folder;

    private SiteProcess(Process process, string folder, string address) => (_process, _folder, Address) = (process, folder, address);

    public string Address { get; }

    /// <summary>The id of its process.</summary>
    public int Id => _process.Id;

    /// <summary>Seconds of processor time so far.</summary>
    public double Processor
    {
        get
        {
            _process.Refresh();
            return _process.TotalProcessorTime.TotalSeconds;
        }
    }

    public static async Task<SiteProcess> StartAsync(string store)
    {
        var folder = Directory.CreateTempSubdirectory("trailboard-benchmark-").FullName;
        var process = Process.Start(Start(["serve", "--store", Path.GetFullPath(store), "--urls", "http://127.0.0.1:0", "--Store:DataFolder=" + folder]))!;
        const string Ready = "TrailBoard is ready: ";
        while (await process.StandardOutput.ReadLineAsync() is { } line)
        {
            if (line.StartsWith(Ready, StringComparison.Ordinal))
            {
                // Nobody reads on: what the program says from here must not fill the pipe.
                _ = process.StandardOutput.BaseStream.CopyToAsync(Stream.Null);
                return new SiteProcess(process, folder, line[Ready.Length..]);
            }
        }

        throw new InvalidOperationException("The site did not start.");
    }

    /// <summary>Waits until what a start does behind the pages, columns and words, is done: until it computes next to nothing for some seconds.</summary>
    public async Task RestAsync()
    {
        const int Seconds = 4;
        for (double before = Processor - Seconds, now; (now = Processor) - before > 0.05 * Seconds; before = now)
        {
            await Task.Delay(TimeSpan.FromSeconds(Seconds));
        }
    }

    public async ValueTask DisposeAsync()
    {
        _process.Kill(entireProcessTree: true);
        await _process.WaitForExitAsync();
        _process.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    private static ProcessStartInfo Start(string[] arguments) => new("dotnet", [Program, .. arguments]) { RedirectStandardOutput = true, UseShellExecute = false };
}
