using System.Buffers;

namespace TrailBoard.Core.Import.Reading;

/// <summary>
/// Hands compressed bytes to a <see cref="System.IO.Compression.DeflateStream"/> in small chunks, so that of what it took but did
/// not need at most one chunk must be looked through.
/// </summary>
internal sealed class CompressedChunks(ByteLayer below) : Stream
{
    /// <summary>The most bytes handed out at once.</summary>
    public const int ChunkSize = 2048;

    private byte[] _buffer = ArrayPool<byte>.Shared.Rent(64 * 1024);
    private int _start;
    private int _end;
    private long _taken;

    /// <summary>The bytes at hand that were not handed out.</summary>
    public ReadOnlySpan<byte> Rest => _buffer.AsSpan(_start, _end - _start);

    /// <summary>Whether more was asked for than there is.</summary>
    public bool WasStarved { get; private set; }

    /// <summary>Whether zeros stood between or after members.</summary>
    public bool SawPadding { get; private set; }

    /// <summary>How many bytes were handed out last.</summary>
    public int LastChunkLength { get; private set; }

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => _taken - (_end - _start);
        set => throw new NotSupportedException();
    }

    /// <summary>Begins a member: nothing was handed out for it yet.</summary>
    public void StartMember()
    {
        WasStarved = false;
        LastChunkLength = 0;
    }

    /// <summary>Steps back over the last chunk: the end of the member is in it or right behind it.</summary>
    public void TakeBackLastChunk() => _start -= LastChunkLength;

    /// <summary>Steps over bytes of <see cref="Rest"/>.</summary>
    public void Skip(int count) => _start += count;

    /// <summary>Makes at least so many bytes ready.</summary>
    /// <returns>False where the object has fewer; those it has are ready.</returns>
    public async ValueTask<bool> EnsureAsync(int count, CancellationToken cancellationToken)
    {
        while (_end - _start < count)
        {
            if (_buffer.Length - _start < count || _start == _buffer.Length)
            {
                MoveToFront();
            }

            if (_end == _buffer.Length)
            {
                return _end - _start >= count;
            }

            var read = await below.ReadAsync(_buffer.AsMemory(_end), cancellationToken);
            if (read == 0)
            {
                return false;
            }

            _end += read;
            _taken += read;
        }

        return true;
    }

    /// <summary>Steps over zeros.</summary>
    public async ValueTask SkipZerosAsync(CancellationToken cancellationToken)
    {
        while (await EnsureAsync(1, cancellationToken) && _buffer[_start] == 0)
        {
            SawPadding = true;
            var other = Rest.IndexOfAnyExcept((byte)0);
            Skip(other < 0 ? Rest.Length : other);
        }
    }

    /// <summary>Reads to the end of the object.</summary>
    /// <returns>How many bytes there were.</returns>
    public async ValueTask<long> DrainAsync(CancellationToken cancellationToken)
    {
        var from = Position;
        while (await EnsureAsync(1, cancellationToken))
        {
            Skip(Rest.Length);
        }

        return Position - from;
    }

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        if (!await EnsureAsync(1, cancellationToken))
        {
            WasStarved = true;
            return 0;
        }

        LastChunkLength = Math.Min(Math.Min(buffer.Length, ChunkSize), _end - _start);
        _buffer.AsMemory(_start, LastChunkLength).CopyTo(buffer);
        _start += LastChunkLength;
        return LastChunkLength;
    }

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException("Read asynchronously.");

    public override void Flush()
    {
    }

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    protected override void Dispose(bool disposing)
    {
        var buffer = Interlocked.Exchange(ref _buffer, []);
        if (buffer.Length > 0)
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }

        base.Dispose(disposing);
    }

    // Keeps the last chunk in front of the rest: it may be taken back.
    private void MoveToFront()
    {
        var keep = Math.Min(_start, LastChunkLength);
        _buffer.AsSpan(_start - keep, _end - _start + keep).CopyTo(_buffer);
        _end = _end - _start + keep;
        _start = keep;
    }
}
