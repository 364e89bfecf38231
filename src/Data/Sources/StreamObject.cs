using TrailBoard.Core.Import;

namespace TrailBoard.Data.Sources;

/// <summary>A stream that can be read once, such as standard input. Whoever feeds it may be slow, so it is read to its end first.</summary>
internal sealed class StreamObject(Stream input, string name) : TrailObject
{
    private Stream? _input = input;

    public override string Source => "stream";

    public override string Name => name;

    public override long? Size => null;

    public override DateTimeOffset? Modified => null;

    public override async Task<Stream> OpenAsync(CancellationToken cancellationToken)
    {
        var stream = Interlocked.Exchange(ref _input, null) ?? throw new IOException("It was read already and cannot be read again.");
        await using var interruptible = new Interruptible(stream);
        return await Spool.ReadAsync(interruptible, expected: -1, Spool.InMemory, arrived: null, cancellationToken);
    }

    /// <summary>
    /// Standard input cannot be interrupted while it waits for somebody to type, so it waits on a thread of its own, into
    /// memory of its own, and Ctrl-C does not wait for it.
    /// </summary>
    private sealed class Interruptible(Stream input) : Stream
    {
        private readonly byte[] _buffer = new byte[1 << 16];
        private ReadOnlyMemory<byte> _ready;

        public override bool CanRead => true;

        public override bool CanSeek => false;

        public override bool CanWrite => false;

        public override long Length => throw new NotSupportedException();

        public override long Position
        {
            get => throw new NotSupportedException();
            set => throw new NotSupportedException();
        }

        public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
        {
            if (_ready.IsEmpty)
            {
                _ready = _buffer.AsMemory(0, await Task.Run(() => input.Read(_buffer), CancellationToken.None).WaitAsync(cancellationToken));
            }

            var taken = _ready[..Math.Min(buffer.Length, _ready.Length)];
            taken.CopyTo(buffer);
            _ready = _ready[taken.Length..];
            return taken.Length;
        }

        public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
            ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

        public override int Read(byte[] buffer, int offset, int count) => input.Read(buffer, offset, count);

        public override void Flush()
        {
        }

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();

        public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
    }
}
