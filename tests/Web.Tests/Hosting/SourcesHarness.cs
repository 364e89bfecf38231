using System.Collections.Concurrent;
using System.Diagnostics;
using System.Runtime.CompilerServices;
using System.Text;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using TrailBoard.Core.Import;
using TrailBoard.Core.Store;
using TrailBoard.Web.Hosting;

namespace TrailBoard.Web.Tests.Hosting;

/// <summary>The service of sources on a real store, with sources that do as they are told and a clock that is moved by hand.</summary>
internal sealed class SourcesHarness : IAsyncDisposable
{
    private readonly ServiceProvider _parts;
    private readonly string? _ownFolder;

    private SourcesHarness(ServiceProvider parts, ManualTime time, FakeRemoteSources remote, string folder, bool ownsFolder)
    {
        (_parts, Time, Remote, Folder, _ownFolder) = (parts, time, remote, folder, ownsFolder ? folder : null);
        Sources = parts.GetRequiredService<BackgroundSources>();
    }

    public ManualTime Time { get; }

    public FakeRemoteSources Remote { get; }

    public string Folder { get; }

    public BackgroundSources Sources { get; }

    public ISourceStates States => _parts.GetRequiredService<ISourceStates>();

    public ImportFeed Feed => _parts.GetRequiredService<ImportFeed>();

    public IImportLedger Ledger => _parts.GetRequiredService<IImportLedger>();

    public static async Task<SourcesHarness> StartAsync(FakeRemoteSources remote, ManualTime? time = null, string? folder = null, bool enabled = true)
    {
        var (clock, place) = (time ?? new ManualTime(), folder ?? Directory.CreateTempSubdirectory("trailboard-sources-").FullName);
        remote.Time = clock;
        var services = new ServiceCollection();
        services.AddSingleton<IConfiguration>(new ConfigurationBuilder().AddInMemoryCollection([new("Store:DataFolder", place)]).Build());
        services.AddLogging();
        services.AddTrailBoardParts();
        services.AddSingleton<TimeProvider>(clock);
        services.AddSingleton<IRemoteSources>(remote);
        services.AddSingleton(new SourceSettings([.. remote.All.Keys.Select(name => new SourceOptions { Name = name, Type = SourceType.LookupEvents, Enabled = enabled })]));
        services.AddSingleton<BackgroundSources>();
        var harness = new SourcesHarness(services.BuildServiceProvider(), clock, remote, place, folder is null);
        await harness._parts.GetRequiredService<IStoreSetup>().PrepareAsync(CancellationToken.None);
        await harness.Sources.StartAsync(CancellationToken.None);
        return harness;
    }

    public SourceStatus Status(string name) => Sources.All.Single(status => status.Source.Name == name);

    public Task UntilAsync(string name, SourceActivity activity) => Wait.UntilAsync(() => Status(name).Activity == activity, $"{name} to be {activity}");

    /// <summary>Moves the clock, a little at a time, until something happened. It stands while a pass is at work, which takes no time by it.</summary>
    public async Task AdvanceUntilAsync(Func<bool> happened, string what, TimeSpan step)
    {
        var started = Stopwatch.GetTimestamp();
        while (!happened())
        {
            Assert.True(Stopwatch.GetElapsedTime(started) < Wait.Long, $"Waited in vain for {what}.");
            if (Sources.All.All(status => status.Activity is not SourceActivity.Running || Remote[status.Source.Name].Endless))
            {
                await Time.StepAsync(step);
            }

            await Task.Delay(2);
        }
    }

    /// <summary>Lets the time of the next pass come, and waits until that pass has ended. While it goes on the clock stands still.</summary>
    public async Task PassAsync(string name)
    {
        var before = Remote[name].Passes.Count;
        bool Waits() => Status(name).Activity is SourceActivity.Waiting or SourceActivity.BackingOff;
        await Wait.UntilAsync(
            () =>
            {
                if (Remote[name].Passes.Count == before && Waits())
                {
                    Time.Advance(TimeSpan.FromSeconds(10));
                }

                return Remote[name].Passes.Count > before;
            },
            $"the next pass of {name}");
        await Wait.UntilAsync(Waits, $"{name} to wait again");
    }

    public async ValueTask DisposeAsync()
    {
        await Sources.StopAsync(CancellationToken.None);
        await _parts.DisposeAsync();
        if (_ownFolder is not null)
        {
            Directory.Delete(_ownFolder, recursive: true);
        }
    }
}

/// <summary>Sources by name. One that is not here is refused.</summary>
internal sealed class FakeRemoteSources(params string[] names) : IRemoteSources
{
    public Dictionary<string, FakeRemoteSource> All { get; } = names.ToDictionary(name => name, name => new FakeRemoteSource(name));

    public FakeRemoteSource this[string name] => All[name];

    public ManualTime Time
    {
        set
        {
            foreach (var source in All.Values)
            {
                source.Time = value;
            }
        }
    }

    public IRemoteSource Open(SourceOptions source, DateTimeOffset? from = null, DateTimeOffset? to = null)
    {
        All[source.Name].Opened.Enqueue((from, to));
        return All[source.Name];
    }
}

/// <summary>Lists what it is given; waits or fails as it is told.</summary>
internal sealed class FakeRemoteSource(string name) : IRemoteSource, IDisposable
{
    private int _disposed;

    public ManualTime Time { get; set; } = new();

    /// <summary>What the next passes fail with, or null.</summary>
    public string? Fault { get; set; }

    /// <summary>Whether passes go on until they are stopped.</summary>
    public bool Endless { get; set; }

    /// <summary>What the next pass lists first.</summary>
    public ConcurrentQueue<TrailObject> Objects { get; } = [];

    /// <summary>How often it was closed.</summary>
    public int Disposed => Volatile.Read(ref _disposed);

    /// <summary>When each pass began.</summary>
    public ConcurrentQueue<DateTimeOffset> Passes { get; } = [];

    public ConcurrentQueue<(DateTimeOffset? From, DateTimeOffset? To)> Opened { get; } = [];

    public string Label => name;

    public TimeSpan PollAfter => TimeSpan.FromMinutes(5);

    public IReadOnlyList<string> Notes => ["A note."];

    public SourceOutlook? Outlook => null;

    public async IAsyncEnumerable<TrailObject> ListAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        Passes.Enqueue(Time.GetUtcNow());
        if (Fault is { } fault)
        {
            throw new SourceFailedException(fault);
        }

        while (Objects.TryDequeue(out var listed))
        {
            yield return listed;
        }

        if (Endless)
        {
            await Task.Delay(Timeout.Infinite, cancellationToken);
        }
    }

    public void Dispose() => Interlocked.Increment(ref _disposed);
}

/// <summary>A file of a bucket, with its time.</summary>
internal sealed class DeliveredFile(string name, DateTimeOffset delivered, params string[] records) : TrailObject
{
    private readonly byte[] _body = Encoding.UTF8.GetBytes($"{{\"Records\":[{string.Join(',', records)}]}}");

    public override string Source => "prod";

    public override string Name => name;

    public override long? Size => _body.Length;

    public override DateTimeOffset? Modified => delivered;

    public override Task<Stream> OpenAsync(CancellationToken cancellationToken) => Task.FromResult<Stream>(new MemoryStream(_body));
}
