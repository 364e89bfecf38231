using System.Threading.Channels;

namespace TrailBoard.Web.Hosting;

/// <summary>What people asked of a source, each once and in order, and the bell that wakes whoever serves it.</summary>
internal sealed class SourceRequests(TimeProvider time)
{
    private const int Most = 8;

    private readonly Lock _lock = new();
    private readonly Queue<SourceRequest> _waiting = [];
    private readonly Channel<bool> _bell = Channel.CreateBounded<bool>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });

    public bool IsEmpty
    {
        get
        {
            lock (_lock)
            {
                return _waiting.Count == 0;
            }
        }
    }

    /// <summary>False where too many wait.</summary>
    public bool TryAdd(SourceRequest request)
    {
        lock (_lock)
        {
            if (_waiting.Count == Most)
            {
                return false;
            }

            if (!_waiting.Contains(request))
            {
                _waiting.Enqueue(request);
            }
        }

        Ring();
        return true;
    }

    public SourceRequest? Take()
    {
        lock (_lock)
        {
            return _waiting.TryDequeue(out var request) ? request : null;
        }
    }

    public void Clear()
    {
        lock (_lock)
        {
            _waiting.Clear();
        }
    }

    public void Ring() => _bell.Writer.TryWrite(true);

    /// <summary>Waits until the bell rings, or for so long; null is until the bell rings.</summary>
    public async Task WaitAsync(TimeSpan? wait, CancellationToken cancellationToken)
    {
        using var enough = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var delay = Task.Delay(wait ?? Timeout.InfiniteTimeSpan, time, enough.Token);
        var rung = _bell.Reader.WaitToReadAsync(enough.Token).AsTask();
        await Task.WhenAny(delay, rung);
        await enough.CancelAsync();
        cancellationToken.ThrowIfCancellationRequested();
        _bell.Reader.TryRead(out _);
    }
}
