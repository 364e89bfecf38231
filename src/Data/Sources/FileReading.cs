namespace TrailBoard.Data.Sources;

/// <summary>
/// A file's bytes, and the proof that they are of one state: a file that grew or changed since it was listed fails at its end
/// and is read again by the next run (FAULTS 86).
/// </summary>
internal sealed class FileReading : Stream
{
    private readonly FileStream _file;
    private readonly long _size;
    private readonly DateTimeOffset? _modified;
    private long _read;

    public FileReading(string path, long size, DateTimeOffset? modified)
    {
        // Without a buffer of its own: whoever reads takes large pieces. Shared with writers, who are found out at the end.
        _file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, 0, FileOptions.SequentialScan);
        (_size, _modified) = (size, modified);
    }

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    public override int Read(Span<byte> buffer)
    {
        var count = _file.Read(buffer);
        _read += count;
        if (_read > _size || (count == 0 && buffer.Length > 0 && HasChanged()))
        {
            throw new IOException("It changed while it was read, so nothing of it was kept; the next run tries again.");
        }

        return count;
    }

    public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

    // In place: a local file answers at once, and each reader has a thread of its own anyway.
    public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) =>
        cancellationToken.IsCancellationRequested ? ValueTask.FromCanceled<int>(cancellationToken) : ValueTask.FromResult(Read(buffer.Span));

    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override void Flush()
    {
    }

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            _file.Dispose();
        }

        base.Dispose(disposing);
    }

    private bool HasChanged() => _read != _size
        || (_modified is { } modified && File.GetLastWriteTimeUtc(_file.SafeFileHandle) != modified.UtcDateTime);
}
