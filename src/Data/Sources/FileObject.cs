using TrailBoard.Core.Import;

namespace TrailBoard.Data.Sources;

/// <summary>A file on this machine, as it was when it was listed.</summary>
internal sealed class FileObject(string path, long? size, DateTimeOffset? modified) : TrailObject
{
    // Pipes, sockets and devices have no size either. An empty file has nothing to read, so neither is ever opened: opening a
    // pipe would wait for somebody to write to it (FAULTS 85).
    private const string NothingToRead = "It is empty, or not a regular file (a pipe, a socket or a device).";

    private string? _fault;

    public override string Source => FileSource.Name;

    public override string Name => path;

    public override long? Size => size;

    public override DateTimeOffset? Modified => modified;

    public override string? NotToBeRead { get; } = size == 0 ? NothingToRead : null;

    /// <summary>Something that is not to be read, and why.</summary>
    public static FileObject NotRead(string path, string reason) => new(path, null, null, reason);

    /// <summary>Something that could not even be looked at, and why.</summary>
    public static FileObject Unreadable(string path, string fault) => new(path, null, null) { _fault = fault };

    public override Task<Stream> OpenAsync(CancellationToken cancellationToken)
    {
        if (_fault is not null)
        {
            throw new IOException(_fault);
        }

        try
        {
            return Task.FromResult<Stream>(new FileReading(path, size ?? 0, modified));
        }
        catch (UnauthorizedAccessException exception)
        {
            throw new IOException("Permission to read it is missing.", exception);
        }
        catch (Exception exception) when (exception is FileNotFoundException or DirectoryNotFoundException)
        {
            throw new IOException("It was removed after it was listed.", exception);
        }
    }

    private FileObject(string path, long? size, DateTimeOffset? modified, string reason)
        : this(path, size, modified) => NotToBeRead = reason;
}
