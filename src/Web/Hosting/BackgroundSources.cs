using System.Collections.Concurrent;
using TrailBoard.Core.Import;

namespace TrailBoard.Web.Hosting;

/// <summary>Runs the sources of the settings side by side, each in a loop of its own: what happens to one never touches another.</summary>
internal sealed class BackgroundSources : BackgroundService
{
    private readonly ConcurrentDictionary<Guid, Action> _watchers = new();
    private readonly Dictionary<string, SourceLoop> _loops = new(StringComparer.OrdinalIgnoreCase);

    public BackgroundSources(
        SourceSettings settings,
        IRemoteSources sources,
        ISourceStates states,
        ImportRun imports,
        TimeProvider time,
        ILogger<BackgroundSources> logger)
    {
        var owner = SourceOwner.OfThisProcess();
        foreach (var source in settings.All)
        {
            var runner = new SourceRunner(source, sources, imports, time, logger);
            _loops.Add(source.Name, new SourceLoop(source, runner, new SourceTurn(states, owner, time), time, logger, Tell));
        }
    }

    /// <summary>The sources in the order of the settings.</summary>
    public IReadOnlyList<SourceStatus> All => [.. _loops.Values.Select(loop => loop.Status)];

    /// <summary>Asks for a run now. False where too many wait, or there is no such source.</summary>
    public bool TryRun(string name, SourceRequest request) => _loops.TryGetValue(name, out var loop) && loop.TryRun(request);

    /// <summary>Pauses a source; a run that goes on is stopped, and what was committed stays. Or lets it go on.</summary>
    public Task PauseAsync(string name, bool paused, CancellationToken cancellationToken) =>
        _loops.TryGetValue(name, out var loop) ? loop.PauseAsync(paused, cancellationToken) : Task.CompletedTask;

    /// <summary>Calls back when something in <see cref="All"/> changed, on the thread of a source: do not wait in it, and do not throw. Dispose to stop.</summary>
    public IDisposable Subscribe(Action changed)
    {
        var id = Guid.NewGuid();
        _watchers[id] = changed;
        return new Subscription(this, id);
    }

    protected override Task ExecuteAsync(CancellationToken stoppingToken) =>
        Task.WhenAll(_loops.Values.Select(loop => Task.Run(() => loop.RunAsync(stoppingToken), CancellationToken.None)));

    private void Tell()
    {
        foreach (var watcher in _watchers.Values)
        {
            watcher();
        }
    }

    private sealed class Subscription(BackgroundSources sources, Guid id) : IDisposable
    {
        public void Dispose() => sources._watchers.TryRemove(id, out _);
    }
}
