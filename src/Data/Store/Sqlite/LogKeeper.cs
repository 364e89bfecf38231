namespace TrailBoard.Data.Store.Sqlite;

/// <summary>
/// Moves what is committed from the log to the file, on a connection and a thread of its own: the writer goes on meanwhile. Only where
/// the log has become long the writer waits, because it can be begun anew only while nobody writes.
/// </summary>
internal sealed class LogKeeper(SqliteFile file) : IDisposable
{
    // A page that was written often since the last time is moved once, so it is not done more often than this.
    private const long Enough = 32 << 20;

    // About half a million events.
    private const long Long = 160 << 20;

    // It is begun anew only when no reader looks at it; the writer waits a little for that, and again when it has grown by as much.
    private const int Patience = 500;

    private readonly FileInfo _log = new(file.Path + "-wal");
    private readonly Lazy<WriterConnection> _connection = new(() => Open(file));
    private Task _moving = Task.CompletedTask;
    private long _written;
    private long _nextRestart = Long;

    /// <summary>Tells what went wrong beside the writer, if anything did. Called before it begins to write.</summary>
    public void Check()
    {
        if (_moving.IsFaulted)
        {
            var failed = _moving;
            _moving = Task.CompletedTask;
            failed.GetAwaiter().GetResult();
        }
    }

    /// <summary>Looks after each commit whether there is enough to move.</summary>
    /// <param name="bytes">How much it added to the log. How long the log is does not tell: where all was moved, it is begun anew in place.</param>
    public void Committed(long bytes)
    {
        _written += bytes;
        if (Length() >= _nextRestart)
        {
            Restart();
        }
        else if (_written >= Enough && _moving.IsCompletedSuccessfully)
        {
            _written = 0;
            _moving = Task.Run(() => _connection.Value.Execute("PRAGMA wal_checkpoint(PASSIVE)"));
        }
    }

    /// <summary>Moves all, as far as readers let it, and begins the log anew. Nobody of this process writes meanwhile.</summary>
    public void Restart()
    {
        // What went wrong before goes wrong again or is over; either way it is this answer that counts.
        Task.WhenAny(_moving).Wait();
        _moving = Task.CompletedTask;
        _connection.Value.Execute("PRAGMA wal_checkpoint(TRUNCATE)");
        _written = 0;
        _nextRestart = Math.Max(Long, Length() + Enough);
    }

    public void Dispose()
    {
        Task.WhenAny(_moving).Wait();
        if (_connection.IsValueCreated)
        {
            _connection.Value.Dispose();
        }
    }

    private long Length()
    {
        _log.Refresh();
        return _log.Exists ? _log.Length : 0;
    }

    private static WriterConnection Open(SqliteFile file)
    {
        var connection = file.OpenWriter();
        try
        {
            // A connection that has read nothing does not know that there is a log.
            connection.Execute($"PRAGMA busy_timeout = {Patience}; PRAGMA cache_size = 0; SELECT count(*) FROM sqlite_master;");
            return connection;
        }
        catch
        {
            connection.Dispose();
            throw;
        }
    }
}
