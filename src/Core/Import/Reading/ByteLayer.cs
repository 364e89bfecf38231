namespace TrailBoard.Core.Import.Reading;

/// <summary>One layer between an object's bytes as delivered and its JSON: each reads from the one below.</summary>
internal abstract class ByteLayer : IAsyncDisposable
{
    /// <summary>Reads some bytes; 0 is the end, which the layer has verified.</summary>
    /// <exception cref="BrokenObjectException">The bytes are broken; the message is fit to be shown.</exception>
    public abstract ValueTask<int> ReadAsync(Memory<byte> target, CancellationToken cancellationToken);

    /// <inheritdoc/>
    public abstract ValueTask DisposeAsync();

    /// <summary>Reads until the target is full or the layer ends.</summary>
    public async ValueTask<int> FillAsync(Memory<byte> target, CancellationToken cancellationToken)
    {
        var filled = 0;
        while (filled < target.Length && await ReadAsync(target[filled..], cancellationToken) is var read and > 0)
        {
            filled += read;
        }

        return filled;
    }
}

/// <summary>The object is broken as a whole: nothing of it is kept. The message is fit to be shown.</summary>
internal sealed class BrokenObjectException(string message) : Exception(message);

/// <summary>A layer whose first bytes have been looked at.</summary>
internal sealed class PeekedLayer(ByteLayer below, ReadOnlyMemory<byte> head) : ByteLayer
{
    private ReadOnlyMemory<byte> _head = head;

    public override ValueTask<int> ReadAsync(Memory<byte> target, CancellationToken cancellationToken)
    {
        if (_head.IsEmpty)
        {
            return below.ReadAsync(target, cancellationToken);
        }

        var count = Math.Min(_head.Length, target.Length);
        _head[..count].CopyTo(target);
        _head = _head[count..];
        return ValueTask.FromResult(count);
    }

    public override ValueTask DisposeAsync() => below.DisposeAsync();
}
