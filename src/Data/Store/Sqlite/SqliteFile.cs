using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Options;
using TrailBoard.Core.Store;

namespace TrailBoard.Data.Store.Sqlite;

/// <summary>The SQLite file and how it is opened.</summary>
internal sealed class SqliteFile(IOptions<StoreOptions> options)
{
    /// <summary>"TrBd": tells our files from other programs' (the <c>application_id</c> of the file header).</summary>
    public const int ApplicationId = 0x54724264;

    /// <summary>How large the pages of new stores are.</summary>
    public const long PageBytes = 4_096;

    // A writer waits so long for another process before it says that the store is busy.
    public const int BusySeconds = 30;

    public string Path { get; } = options.Value.FilePath;

    /// <summary>The folder that TrailBoard creates itself; other folders must exist.</summary>
    public string OwnFolder { get; } = options.Value.FolderPath;

    public string ReadConnection => Connection(pooling: true);

    /// <summary>
    /// Opens a connection for the one that writes. <c>synchronous=FULL</c>: in WAL mode NORMAL would lose nothing when the process
    /// is killed, but the last commits when the machine is, and by then a queue's messages are acknowledged and deleted. One sync
    /// for 20,000 events or a second is what keeping the promise costs. What is committed is moved to the file by <see cref="LogKeeper"/>.
    /// </summary>
    public WriterConnection OpenWriter()
    {
        var connection = new WriterConnection(Path, BusySeconds * 1_000);
        try
        {
            connection.Execute("PRAGMA synchronous = FULL; PRAGMA cache_size = -32768; PRAGMA temp_store = MEMORY; PRAGMA wal_autocheckpoint = 0;");
            return connection;
        }
        catch
        {
            connection.Dispose();
            throw;
        }
    }

    /// <summary>Opens a connection to set up the file.</summary>
    public SqliteConnection OpenSetup()
    {
        var connection = new SqliteConnection(Connection(pooling: false));
        connection.Open();
        return connection;
    }

    public static void Execute(SqliteConnection connection, string sql)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }

    public static object? Scalar(SqliteConnection connection, string sql)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        return command.ExecuteScalar();
    }

    private string Connection(bool pooling) => new SqliteConnectionStringBuilder
    {
        DataSource = Path,
        Mode = SqliteOpenMode.ReadWriteCreate,
        DefaultTimeout = BusySeconds,
        Pooling = pooling,
    }.ToString();
}
