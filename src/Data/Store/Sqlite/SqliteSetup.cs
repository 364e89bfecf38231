using System.Data.Common;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;
using TrailBoard.Core.Store;

namespace TrailBoard.Data.Store.Sqlite;

/// <summary>Creates the file or brings it to this version's schema; refuses what is not ours and never overwrites it.</summary>
internal sealed partial class SqliteSetup(SqliteFile file, SqliteDatabase database, OlderThings things, ILogger<SqliteSetup> logger) : IStoreSetup
{
    private static readonly TimeSpan LockRetry = TimeSpan.FromMilliseconds(100);

    public string Location => file.Path;

    public async Task PrepareAsync(CancellationToken cancellationToken)
    {
        PrepareFolder();
        RefuseForeignFile();
        try
        {
            await using var held = await TakeSetupLockAsync(cancellationToken);
            Initialize();
            await using var context = database.CreateDbContext();
            await RefuseNewerSchemaAsync(context, cancellationToken);
            await context.Database.OpenConnectionAsync(cancellationToken);
            RegisterPacking((SqliteConnection)context.Database.GetDbConnection());
            await MigrateAsync(context, cancellationToken);
            await things.ReadAsync(context, cancellationToken);
        }
        catch (DbException fault)
        {
            throw database.Explain(fault);
        }
        catch (UnauthorizedAccessException denied)
        {
            throw new StoreException($"The store {file.Path} cannot be written: {denied.Message} Make the file and its folder writable, or choose another file with --store or Store:File.", denied);
        }
    }

    public async Task<bool> IsReadyAsync(CancellationToken cancellationToken)
    {
        try
        {
            return File.Exists(file.Path) && await database.ReadAsync(
                async context => !(await context.Database.GetPendingMigrationsAsync(cancellationToken)).Any(), cancellationToken);
        }
        catch (StoreException)
        {
            return false;
        }
    }

    // Each change of the layout is one transaction: a process that is killed leaves the store as it was before that change.
    private async Task MigrateAsync(TrailContext context, CancellationToken cancellationToken)
    {
        var isOlder = (await context.Database.GetAppliedMigrationsAsync(cancellationToken)).Any()
            && (await context.Database.GetPendingMigrationsAsync(cancellationToken)).Any();
        if (isOlder)
        {
            Log.Older(logger, file.Path);
        }

        await context.Database.MigrateAsync(cancellationToken);
        if (isOlder)
        {
            Log.Current(logger, file.Path);
        }
    }

    private void PrepareFolder()
    {
        var folder = Path.GetDirectoryName(file.Path)!;
        if (Directory.Exists(folder))
        {
            return;
        }

        if (!string.Equals(folder, file.OwnFolder, StringComparison.Ordinal))
        {
            throw new StoreException($"The folder {folder} of the store does not exist. Create it, or choose another file with --store or Store:File.");
        }

        try
        {
            Directory.CreateDirectory(folder);
        }
        catch (Exception denied) when (denied is IOException or UnauthorizedAccessException)
        {
            throw new StoreException($"The data folder {folder} cannot be created: {denied.Message} Create it, or name another with Store:DataFolder.", denied);
        }
    }

    private void RefuseForeignFile()
    {
        if (Directory.Exists(file.Path))
        {
            throw new StoreException($"The store {file.Path} is a folder. Name a file in it with --store or Store:File.");
        }

        if (!File.Exists(file.Path))
        {
            return;
        }

        var header = new byte[16];
        try
        {
            using var stream = new FileStream(file.Path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
            var read = stream.ReadAtLeast(header, header.Length, throwOnEndOfStream: false);
            if (read > 0 && !header.AsSpan(0, read).SequenceEqual("SQLite format 3\0"u8))
            {
                throw new StoreException(SqliteFaults.NotADatabase(file.Path));
            }
        }
        catch (Exception denied) when (denied is IOException or UnauthorizedAccessException)
        {
            throw new StoreException($"The store {file.Path} cannot be read: {denied.Message} Make it readable, or choose another file with --store or Store:File.", denied);
        }
    }

    // The operating system frees this lock with the process that held it, so it is never stale. It stands before EF Core's own,
    // a row in a table that a killed process leaves behind for ever, and that is therefore cleared by the one that holds this.
    private async Task<FileStream> TakeSetupLockAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            try
            {
                return new FileStream(file.Path + "-setup", FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
            }
            catch (IOException taken) when (taken is not (DirectoryNotFoundException or FileNotFoundException or PathTooLongException) && File.Exists(file.Path + "-setup"))
            {
                await Task.Delay(LockRetry, cancellationToken);
            }
        }
    }

    private void Initialize()
    {
        using var connection = file.OpenSetup();
        // Before the first page is written, so that a foreign database is seen and a new one gets its shape: 4 KB pages waste 1 % behind
        // gzip blobs, 8 KB 3 %, and an event that comes in no order writes less of the log.
        var isEmpty = (long)SqliteFile.Scalar(connection, "SELECT count(*) FROM sqlite_master")! == 0;
        if (isEmpty)
        {
            SqliteFile.Execute(connection, $"PRAGMA page_size = {SqliteFile.PageBytes}; PRAGMA application_id = {SqliteFile.ApplicationId}; PRAGMA journal_mode = WAL;");
        }
        else if ((long)SqliteFile.Scalar(connection, "PRAGMA application_id")! != SqliteFile.ApplicationId)
        {
            throw new StoreException(SqliteFaults.NotADatabase(file.Path));
        }

        // Takes and gives back the write lock: a store that cannot be written says so now, not in the middle of an import.
        using (connection.BeginTransaction(deferred: false))
        {
        }

        if ((long)SqliteFile.Scalar(connection, "SELECT count(*) FROM sqlite_master WHERE name = '__EFMigrationsLock'")! > 0)
        {
            SqliteFile.Execute(connection, "DELETE FROM \"__EFMigrationsLock\"");
        }
    }

    // What SQLite cannot do for the migration TermBlocks. The rows may come in any order.
    private static void RegisterPacking(SqliteConnection connection) => connection.CreateAggregate<long, string, SortedList<long, string>?, byte[]>(
        "pack_terms",
        null,
        (values, id, value) =>
        {
            values ??= [];
            values.Add(id, value);
            return values;
        },
        values => TermBlocks.Pack(values!.Values));

    private async Task RefuseNewerSchemaAsync(TrailContext context, CancellationToken cancellationToken)
    {
        var known = context.Database.GetMigrations().ToHashSet(StringComparer.Ordinal);
        var newer = (await context.Database.GetAppliedMigrationsAsync(cancellationToken)).Where(applied => !known.Contains(applied)).ToList();
        if (newer.Count > 0)
        {
            throw new StoreException(
                $"The store {file.Path} was written by a newer version of TrailBoard (schema {newer[^1]}). It was left as it is. "
                + "Use that version or a later one, or choose another file with --store or Store:File.");
        }
    }

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Information, "The store {Path} is of an earlier version and is brought to the layout of this one. A large store takes minutes; if it is broken off, it is begun again.")]
        public static partial void Older(ILogger logger, string path);

        [LoggerMessage(2, LogLevel.Information, "The store {Path} has the layout of this version.")]
        public static partial void Current(ILogger logger, string path);
    }
}
