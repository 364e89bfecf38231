namespace TrailBoard.Core.Import;

/// <summary>An object whose bytes are counted as they are read. It may be opened before its reader comes.</summary>
internal sealed class MeteredObject(TrailObject inner, RunBooks books) : TrailObject
{
    private Task<Stream>? _fetched;

    public override string Source => inner.Source;

    public override string Name => inner.Name;

    public override long? Size => inner.Size;

    public override DateTimeOffset? Modified => inner.Modified;

    public override DateTimeOffset? Delivered => inner.Delivered;

    public override ObjectScope? Scope => inner.Scope;

    public override string? NotToBeRead => inner.NotToBeRead;

    public override bool IsOutOfReach => inner.IsOutOfReach;

    public override bool IsLastAttempt => inner.IsLastAttempt;

    public override bool IsFar => inner.IsFar;

    /// <summary>Opens it. A fault of the object waits for the reader.</summary>
    /// <exception cref="SourceFailedException">Nothing of the source can be read: there is nothing to wait for.</exception>
    public async Task FetchAsync(CancellationToken cancellationToken)
    {
        _fetched = inner.OpenAsync(cancellationToken);
        await ((Task)_fetched).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        if (_fetched.Exception?.InnerException is SourceFailedException)
        {
            await _fetched;
        }
    }

    /// <summary>Lets go of what was fetched and nobody read.</summary>
    public async ValueTask DropAsync()
    {
        if (Interlocked.Exchange(ref _fetched, null) is { IsCompletedSuccessfully: true } unread)
        {
            await (await unread).DisposeAsync();
        }
    }

    public override async Task<Stream> OpenAsync(CancellationToken cancellationToken) =>
        new MeteredStream(await (Interlocked.Exchange(ref _fetched, null) ?? inner.OpenAsync(cancellationToken)), books);

    public override Task SettledAsync(ObjectOutcome outcome, CancellationToken cancellationToken) => inner.SettledAsync(outcome, cancellationToken);

    private sealed class MeteredStream(Stream inner, RunBooks books) : Stream
    {
        public override bool CanRead => true;

        public override bool CanSeek => false;

        public override bool CanWrite => false;

        public override long Length => throw new NotSupportedException();

        public override long Position
        {
            get => throw new NotSupportedException();
            set => throw new NotSupportedException();
        }

        public override int Read(byte[] buffer, int offset, int count) => Count(inner.Read(buffer, offset, count));

        public override int Read(Span<byte> buffer) => Count(inner.Read(buffer));

        public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) =>
            Count(await inner.ReadAsync(buffer, cancellationToken));

        public override async Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
            Count(await inner.ReadAsync(buffer.AsMemory(offset, count), cancellationToken));

        public override void Flush()
        {
        }

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();

        public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

        public override async ValueTask DisposeAsync()
        {
            await inner.DisposeAsync();
            await base.DisposeAsync();
        }

        protected override void Dispose(bool disposing)
        {
            if (disposing)
            {
                inner.Dispose();
            }

            base.Dispose(disposing);
        }

        private int Count(int bytes)
        {
            books.Read(bytes);
            return bytes;
        }
    }
}
