using TrailBoard.Core.Import;

namespace TrailBoard.Tests;

/// <summary>An object in memory, handed out in pieces of a chosen size.</summary>
internal sealed class MemoryObject(byte[] bytes, int pieceSize = int.MaxValue, string name = "trail.json") : TrailObject
{
    public override string Source => "test";

    public override string Name => name;

    public override long? Size => bytes.Length;

    public override DateTimeOffset? Modified => null;

    public override Task<Stream> OpenAsync(CancellationToken cancellationToken) =>
        Task.FromResult<Stream>(new PieceStream(new MemoryStream(bytes, writable: false), pieceSize));
}

/// <summary>A stream that gives at most so many bytes at once.</summary>
internal sealed class PieceStream(Stream below, int pieceSize) : Stream
{
    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => throw new NotSupportedException();

    public override long Position { get => throw new NotSupportedException(); set => throw new NotSupportedException(); }

    public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) =>
        below.ReadAsync(buffer[..Math.Min(buffer.Length, pieceSize)], cancellationToken);

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException("The reader must not block.");

    public override void Flush()
    {
    }

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
}
