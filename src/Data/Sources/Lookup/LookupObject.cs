using TrailBoard.Core.Import;

namespace TrailBoard.Data.Sources.Lookup;

/// <summary>A window as an object of an import: committed whole, and known by its name from then on. The ledger is the checkpoint.</summary>
/// <param name="packed">What was read of it; null for one that is only asked about. It was read before it is listed: a reader that waits for the network would hold up others.</param>
internal sealed class LookupObject(string source, LookupWindow window, MemoryStream? packed = null) : TrailObject
{
    private readonly TaskCompletionSource<ObjectOutcome> _settled = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>What became of the window, after the commit.</summary>
    public Task<ObjectOutcome> Settled => _settled.Task;

    public override string Source => source;

    public override string Name => window.Name;

    /// <summary>Always the same, for the ledger compares it: answers of an API have no size of their own.</summary>
    public override long? Size => 0;

    /// <summary>The end of the window: a frozen window does not change afterwards.</summary>
    public override DateTimeOffset? Modified => window.End;

    public override ObjectScope? Scope => window.Scope;

    public override Task<Stream> OpenAsync(CancellationToken cancellationToken) =>
        Task.FromResult<Stream>(packed ?? throw new InvalidOperationException("The window was not read."));

    public override Task SettledAsync(ObjectOutcome outcome, CancellationToken cancellationToken)
    {
        _settled.TrySetResult(outcome);
        return Task.CompletedTask;
    }
}

/// <summary>An account, region or time that is not asked for, and why, so that the run reports it.</summary>
/// <param name="window">The window that failed, or null where it is more than a window.</param>
internal sealed class LookupNotice(string source, string name, ObjectReading reading, LookupWindow? window = null) : TrailObject
{
    public override string Source => source;

    public override string Name => name;

    public override long? Size => null;

    public override DateTimeOffset? Modified => null;

    public override ObjectScope? Scope => window?.Scope;

    public override Task<Stream> OpenAsync(CancellationToken cancellationToken) => throw new ObjectNotReadException(reading);
}
