using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace TrailBoard.Data.Store.Sqlite;

/// <summary>
/// The connection of the one that writes, past Microsoft.Data.Sqlite: that looks up each parameter by its name and makes a reader for
/// each statement, which is more work than SQLite's own. Used by one thread at a time.
/// </summary>
internal sealed class WriterConnection : IDisposable
{
    private readonly sqlite3 _handle;
    private readonly List<Statement> _statements = [];

    public WriterConnection(string path, int busyMilliseconds)
    {
        // Without a mutex: no two threads are in it at once.
        var opened = raw.sqlite3_open_v2(path, out _handle, raw.SQLITE_OPEN_READWRITE | raw.SQLITE_OPEN_CREATE | raw.SQLITE_OPEN_NOMUTEX, null);
        try
        {
            Check(opened);
            Check(raw.sqlite3_busy_timeout(_handle, busyMilliseconds));
        }
        catch
        {
            _handle.Dispose();
            throw;
        }
    }

    /// <summary>Whether a transaction is open. SQLite itself rolls back when the disk is full, for example.</summary>
    public bool IsInTransaction => raw.sqlite3_get_autocommit(_handle) == 0;

    /// <summary>A statement that is compiled at its first use, and released with the connection. Its parameters are <c>?</c>, in the order of the values.</summary>
    public Statement Prepare(string sql)
    {
        var statement = new Statement(this, sql);
        _statements.Add(statement);
        return statement;
    }

    /// <summary>A statement that the caller releases.</summary>
    public Statement Once(string sql) => new(this, sql);

    /// <summary>Runs statements that are used once, and passes over what they answer.</summary>
    public void Execute(string sql) => Check(raw.sqlite3_exec(_handle, sql));

    public void Dispose()
    {
        _statements.ForEach(statement => statement.Dispose());
        _handle.Dispose();
    }

    internal sqlite3_stmt Compile(string sql)
    {
        Check(raw.sqlite3_prepare_v2(_handle, sql, out var compiled));
        return compiled;
    }

    /// <summary>How many bytes of pages it has written since the last call.</summary>
    public long TakeBytesWritten()
    {
        Check(raw.sqlite3_db_status(_handle, raw.SQLITE_DBSTATUS_CACHE_WRITE, out var pages, out _, 1));
        return pages * SqliteFile.PageBytes;
    }

    internal int Changes() => raw.sqlite3_changes(_handle);

    internal void Check(int result)
    {
        if (result is not (raw.SQLITE_OK or raw.SQLITE_ROW or raw.SQLITE_DONE))
        {
            throw new SqliteException(
                $"SQLite Error {result & 0xFF}: '{raw.sqlite3_errmsg(_handle).utf8_to_string()}'.", result & 0xFF, raw.sqlite3_extended_errcode(_handle));
        }
    }
}
