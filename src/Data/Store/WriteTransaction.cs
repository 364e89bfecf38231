using System.Threading.Channels;
using TrailBoard.Core.Import;

namespace TrailBoard.Data.Store;

/// <summary>The transaction that one run writes into: begun when the first object is ready, ended when it is large or old enough.</summary>
internal sealed class WriteTransaction(EventWriter writer, SemaphoreSlim gate, Action<ObjectOutcome> settled, TimeProvider time)
{
    private const int EnoughRecords = 20_000;

    private static readonly TimeSpan OldEnough = TimeSpan.FromSeconds(1);

    private readonly List<(TrailObject Object, ObjectOutcome Outcome)> _pending = [];
    private bool _isOpen;
    private bool _isWithinObject;
    private long _begun;
    private long _records;

    public bool IsFull => _isOpen && (_records >= EnoughRecords || time.GetElapsedTime(_begun) >= OldEnough);

    /// <summary>Waits for something to read, but never longer than the transaction may grow old: others wait for its lock.</summary>
    public async Task<bool> WaitAsync<T>(ChannelReader<T> reader, CancellationToken cancellationToken)
    {
        var waiting = reader.WaitToReadAsync(cancellationToken);
        if (waiting.IsCompleted || !_isOpen || _isWithinObject)
        {
            return await waiting;
        }

        var wait = waiting.AsTask();
        var left = OldEnough - time.GetElapsedTime(_begun);
        if (left > TimeSpan.Zero)
        {
            using var enough = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
            await Task.WhenAny(wait, Task.Delay(left, time, enough.Token));
            await enough.CancelAsync();
        }

        if (!wait.IsCompleted)
        {
            await CommitAsync(cancellationToken);
        }

        return await wait;
    }

    /// <summary>Begins to write an object, in the open transaction or a new one.</summary>
    public async Task BeginObjectAsync(CancellationToken cancellationToken)
    {
        if (!_isOpen)
        {
            await gate.WaitAsync(cancellationToken);
            _isOpen = true;
            _begun = time.GetTimestamp();
            writer.Begin();
        }

        writer.Mark();
        _isWithinObject = true;
    }

    public void EndObject(TrailObject trailObject, ObjectOutcome outcome)
    {
        writer.Session.Unmark();
        _isWithinObject = false;
        _records += outcome.Counts.Read;
        _pending.Add((trailObject, outcome));
    }

    public async Task CommitAsync(CancellationToken cancellationToken)
    {
        if (!_isOpen)
        {
            return;
        }

        writer.Commit();
        Close();
        await writer.WaitForColumnsAsync();
        foreach (var (trailObject, outcome) in _pending)
        {
            settled(outcome);
            await trailObject.SettledAsync(outcome, cancellationToken);
        }

        _pending.Clear();
        _records = 0;
    }

    /// <summary>Rolls back what is not committed.</summary>
    public void Abandon()
    {
        if (_isOpen)
        {
            writer.Rollback();
            Close();
        }
    }

    private void Close()
    {
        _isOpen = false;
        gate.Release();
    }
}
