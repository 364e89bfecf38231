using System.Data.Common;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore.Infrastructure;
using TrailBoard.Core.Store;

namespace TrailBoard.Data.Store.Sqlite;

/// <summary>The store in one SQLite file.</summary>
internal sealed class SqliteDatabase(SqliteFile file) : TrailDatabase
{
    // A context that was used before knows its services and its statements, and so does a question that comes to it.
    private readonly PooledDbContextFactory<SqliteContext> _contexts = new(SqliteContext.Options(file));

    public override string Location => file.Path;

    public override TrailContext CreateDbContext() => _contexts.CreateDbContext();

    public override BulkSession OpenBulkSession() => new SqliteBulkSession(file.OpenWriter(), new LogKeeper(file));

    public override long? FreeBytes()
    {
        try
        {
            return new DriveInfo(Path.GetDirectoryName(file.Path)!).AvailableFreeSpace;
        }
        catch (Exception unknown) when (unknown is IOException or UnauthorizedAccessException or ArgumentException)
        {
            return null;
        }
    }

    public override StoreException Explain(DbException fault) => SqliteFaults.Explain(fault, file.Path);
}

/// <summary>What SQLite's faults mean to a person: what, where, what was kept, what next.</summary>
internal static class SqliteFaults
{
    public static StoreException Explain(DbException fault, string path) => new(
        (fault as SqliteException)?.SqliteErrorCode switch
        {
            5 or 6 => $"The store {path} is being written by another process. Nothing was changed; try again when it has finished.",
            8 => $"The store {path} is read-only. Nothing was changed. Make the file and its folder writable, or choose another file with --store or Store:File.",
            10 => $"The store {path} could not be read or written: {fault.Message} What was committed is kept. Check the disk and try again.",
            11 => $"The store {path} is damaged: {fault.Message} It was left as it is. Restore it from a backup, or choose another file with --store or Store:File and import again.",
            13 => $"The disk is full, so the store {path} cannot grow. What was imported is kept. Free some space and import again: it continues where it stopped.",
            14 => $"The store {path} cannot be opened. Check that its folder exists and may be written to, or choose another file with --store or Store:File.",
            26 => NotADatabase(path),
            _ => $"The store {path} does not work: {fault.Message} What was committed is kept.",
        },
        fault);

    public static string NotADatabase(string path) =>
        $"The file {path} is not a TrailBoard store. It was left as it is. Choose another file with --store or Store:File.";
}
