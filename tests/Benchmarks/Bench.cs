using System.Diagnostics;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using TrailBoard.Core.Import;
using TrailBoard.Core.Import.Reading;
using TrailBoard.Core.Store;
using TrailBoard.Data;

namespace TrailBoard.Benchmarks;

/// <summary>A store and what imports into it, put together as the program does.</summary>
internal sealed class Bench : IAsyncDisposable
{
    private readonly ServiceProvider _services;
    private readonly string _folder;
    private readonly bool _isOurs;

    private Bench(ServiceProvider services, string folder, bool isOurs) => (_services, _folder, _isOurs) = (services, folder, isOurs);

    public T Part<T>()
        where T : notnull => _services.GetRequiredService<T>();

    /// <param name="store">The folder of a store that stays, or null for a new one that is deleted in the end.</param>
    public static async Task<Bench> OpenAsync(string? store = null)
    {
        var folder = store ?? Directory.CreateTempSubdirectory("trailboard-benchmark-").FullName;
        var configuration = new ConfigurationManager();
        configuration["Store:DataFolder"] = folder;
        var services = new ServiceCollection()
            .AddLogging()
            .AddSingleton<IConfiguration>(configuration)
            .AddSingleton(TimeProvider.System)
            .AddTrailBoardData()
            .BuildServiceProvider();
        await services.GetRequiredService<IStoreSetup>().PrepareAsync(CancellationToken.None);
        return new Bench(services, folder, isOurs: store is null);
    }

    /// <summary>The bytes of the store.</summary>
    public long Size => Directory.GetFiles(_folder).Sum(file => new FileInfo(file).Length);

    /// <summary>The bytes of each table and index, and how many of them hold nothing.</summary>
    public IReadOnlyList<(string Table, long Bytes, long Unused)> Tables()
    {
        using var connection = new SqliteConnection($"Data Source={Path.Combine(_folder, "trailboard.db")};Pooling=false");
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = "SELECT name, sum(pgsize), sum(unused) FROM dbstat GROUP BY name ORDER BY 2 DESC";
        using var reader = command.ExecuteReader();
        var tables = new List<(string, long, long)>();
        while (reader.Read())
        {
            tables.Add((reader.GetString(0), reader.GetInt64(1), reader.GetInt64(2)));
        }

        return tables;
    }

    /// <summary>The source of type S3, as the settings make it.</summary>
    public ITrailSource S3(string url) => Part<IRemoteSources>().Open(
        new SourceOptions { Name = "benchmark", Type = SourceType.S3, Bucket = "trails", Endpoint = url, Regions = ["eu-west-1"] });

    /// <summary>Imports, and says how long it took and how much processor time of this process.</summary>
    public async Task<Measured> ImportAsync(ITrailSource source, Action<ImportProgress, ObjectOutcome?>? progress = null)
    {
        using var feed = new ImportFeed(TimeProvider.System);
        var run = new ImportRun(Part<IEventSink>(), Part<IImportLedger>(), new TrailObjectReader(TimeProvider.System), feed, new ImportOptions(), TimeProvider.System);
        GC.Collect();
        using var process = Process.GetCurrentProcess();
        var (clock, before) = (Stopwatch.StartNew(), process.TotalProcessorTime);
        var summary = await run.RunAsync(source, "import", progress, CancellationToken.None);
        var seconds = clock.Elapsed.TotalSeconds;
        process.Refresh();
        return summary.Progress is { Error: null, FilesFailed: 0 }
            ? new Measured(seconds, (process.TotalProcessorTime - before).TotalSeconds, summary.Progress.Counts.Stored)
            : throw new InvalidOperationException(summary.Progress.Error ?? summary.Notable[0].Reason);
    }

    public async ValueTask DisposeAsync()
    {
        await _services.DisposeAsync();
        if (_isOurs)
        {
            Directory.Delete(_folder, recursive: true);
        }
    }
}

/// <summary>What an import took.</summary>
/// <param name="Seconds">By the clock.</param>
/// <param name="Processor">Seconds of processor time of this process alone.</param>
/// <param name="Events">How many events were stored.</param>
internal sealed record Measured(double Seconds, double Processor, long Events)
{
    /// <summary>Seconds of processor time of the server.</summary>
    public double Server { get; init; }

    public override string ToString() => $"{Seconds:F2} s, {1e6 * Processor / Events:F1} µs an event";
}

/// <summary><see cref="LoopbackS3"/> as a process of its own.</summary>
internal sealed class S3Process : IAsyncDisposable
{
    private readonly Process _process;

    private S3Process(Process process, string url) => (_process, Url) = (process, url);

    public string Url { get; }

    /// <summary>Seconds of processor time so far.</summary>
    public double Processor
    {
        get
        {
            _process.Refresh();
            return _process.TotalProcessorTime.TotalSeconds;
        }
    }

    public static async Task<S3Process> StartAsync(string what, int milliseconds = 0)
    {
        // The server asks for no credentials; the client signs whatever it has.
        Environment.SetEnvironmentVariable("AWS_ACCESS_KEY_ID", "AKIAEXAMPLE");
        Environment.SetEnvironmentVariable("AWS_SECRET_ACCESS_KEY", "not-a-secret");
        var start = new ProcessStartInfo("dotnet", [typeof(S3Process).Assembly.Location, "s3-server", what, $"{milliseconds}"])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            UseShellExecute = false,
        };
        var process = Process.Start(start)!;
        return await process.StandardOutput.ReadLineAsync() is { } url ? new S3Process(process, url) : throw new InvalidOperationException("The server did not start.");
    }

    public async ValueTask DisposeAsync()
    {
        _process.StandardInput.Close();
        await _process.WaitForExitAsync();
        _process.Dispose();
    }
}
