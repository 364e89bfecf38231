using System.Collections.Concurrent;
using System.Diagnostics.CodeAnalysis;
using System.Threading.Channels;
using TrailBoard.Core.Import;

namespace TrailBoard.Web.Hosting;

/// <summary>
/// Imports asked for in the browser, one after the other: the store has one writer. Their progress is in
/// <see cref="ImportFeed"/>, their books are in the ledger.
/// </summary>
internal sealed partial class BackgroundImports(ImportRun imports, ImportOptions options, ILogger<BackgroundImports> logger) : BackgroundService
{
    private readonly ConcurrentDictionary<Guid, RequestedImport> _open = new();
    private readonly Channel<RequestedImport> _waiting = Channel.CreateBounded<RequestedImport>(
        new BoundedChannelOptions(options.Waiting) { SingleReader = true });

    /// <summary>Those that wait or run.</summary>
    public IReadOnlyCollection<RequestedImport> Open => [.. _open.Values];

    /// <summary>Takes an import into the queue. False where the queue is full: ask again later.</summary>
    public bool TryAdd(ITrailSource source, string kind, [NotNullWhen(true)] out RequestedImport? import)
    {
        import = new RequestedImport(source, kind);
        _open[import.Id] = import;
        if (_waiting.Writer.TryWrite(import))
        {
            return true;
        }

        Close(import);
        import = null;
        return false;
    }

    /// <summary>Stops an import that waits or runs. False where there is none with this id, or it has ended.</summary>
    public bool Cancel(Guid id)
    {
        if (!_open.TryGetValue(id, out var import))
        {
            return false;
        }

        import.Cancel();
        return true;
    }

    /// <summary>Stops the import that writes this run. False where none does.</summary>
    public bool CancelRun(long runId) => _open.Values.FirstOrDefault(import => import.RunId == runId) is { } import && Cancel(import.Id);

    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        _waiting.Writer.TryComplete();
        await base.StopAsync(cancellationToken);
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        // Not with the token: what still waits when the program stops is ended too, so that nobody waits for it for ever.
        await foreach (var import in _waiting.Reader.ReadAllAsync(CancellationToken.None))
        {
            await import.RunAsync(imports, stoppingToken);
            Tell(import);
            Close(import);
        }
    }

    private void Tell(RequestedImport import)
    {
        if (import.Ended is { IsFaulted: true, Exception: { } exception })
        {
            Log.DidNotBegin(logger, import.Label, exception.InnerException ?? exception);
        }
        else if (import.Ended is { IsCompletedSuccessfully: true, Result: { } summary })
        {
            if (summary.Fault is { } fault)
            {
                Log.Broke(logger, import.Label, fault);
            }
            else
            {
                Log.Ended(logger, import.Label, summary.Progress.Counts.Stored, summary.Progress.FilesSettled, summary.Progress.FilesFailed);
            }
        }
    }

    private void Close(RequestedImport import)
    {
        _open.TryRemove(import.Id, out _);
        import.Dispose();
    }

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Information, "Import of {Label} ended: {Stored} events stored from {Files} files, {Failed} failed.")]
        public static partial void Ended(ILogger logger, string label, long stored, int files, int failed);

        [LoggerMessage(2, LogLevel.Error, "Import of {Label} stopped before its end.")]
        public static partial void Broke(ILogger logger, string label, Exception exception);

        [LoggerMessage(3, LogLevel.Error, "Import of {Label} could not begin.")]
        public static partial void DidNotBegin(ILogger logger, string label, Exception exception);
    }
}
