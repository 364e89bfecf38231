using System.Data.Common;
using System.Reflection;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Microsoft.EntityFrameworkCore.Storage;
using SQLitePCL;

namespace TrailBoard.Data.Store.Sqlite;

/// <summary>The store in one SQLite file.</summary>
internal sealed class SqliteContext(DbContextOptions<SqliteContext> options) : TrailContext(options)
{
    public static DbContextOptions<SqliteContext> Options(SqliteFile file) => new DbContextOptionsBuilder<SqliteContext>()
        .UseSqlite(file.ReadConnection, sqlite => sqlite
            // Big sets of codes go as one JSON parameter: one statement text, no limit on their number.
            .UseParameterizedCollectionMode(ParameterTranslationMode.Parameter))
        .UseQueryTrackingBehavior(QueryTrackingBehavior.NoTracking)
        .AddInterceptors(ReaderPragmas.Instance)
        .Options;

    public override async Task<IDbContextTransaction> OpenSnapshotAsync(CancellationToken cancellationToken)
    {
        await Database.OpenConnectionAsync(cancellationToken);
        // Deferred: EF Core's own transactions take the write lock at once, which readers must never do.
        var transaction = ((SqliteConnection)Database.GetDbConnection()).BeginTransaction(deferred: true);
        return (await Database.UseTransactionAsync(transaction, cancellationToken))!;
    }

    // The property's type is of SQLitePCLRaw 2.1 when compiled and of 2.0.6 when run, so it is read by name.
    private static readonly PropertyInfo Handle = typeof(SqliteConnection).GetProperty(nameof(Handle))!;

    // Asked for by SQLite every few instructions. An interrupt from outside would be lost if it came before the statement began.
    private const int Instructions = 20_000;

    public override IDisposable InterruptOn(CancellationToken cancellationToken)
    {
        var handle = (sqlite3)Handle.GetValue(Database.GetDbConnection())!;
        raw.sqlite3_progress_handler(handle, Instructions, _ => cancellationToken.IsCancellationRequested ? 1 : 0, null);
        return new Interrupt(handle);
    }

    public override void ReadNumbers(string sql, ReadOnlySpan<long> values, NumbersTaker take)
    {
        var handle = (sqlite3)Handle.GetValue(Database.GetDbConnection())!;
        Check(handle, raw.sqlite3_prepare_v2(handle, sql, out var statement));
        using (statement)
        {
            for (var i = 0; i < values.Length; i++)
            {
                Check(handle, raw.sqlite3_bind_int64(statement, i + 1, values[i]));
            }

            var row = new long[raw.sqlite3_column_count(statement)];
            while (Check(handle, raw.sqlite3_step(statement)) == raw.SQLITE_ROW)
            {
                for (var column = 0; column < row.Length; column++)
                {
                    row[column] = raw.sqlite3_column_int64(statement, column);
                }

                if (!take(row))
                {
                    return;
                }
            }
        }
    }

    // What is sought often lies close together: then a few steps on are cheaper than another way down the tree.
    private const int StepsOn = 6;

    public override void ReadNumbersAt(string sql, ReadOnlySpan<long> sought, Action<long[]> take)
    {
        var handle = (sqlite3)Handle.GetValue(Database.GetDbConnection())!;
        Check(handle, raw.sqlite3_prepare_v2(handle, sql, out var statement));
        using (statement)
        {
            var row = new long[raw.sqlite3_column_count(statement)];
            var (isOn, first) = (false, 0L);
            foreach (var number in sought)
            {
                for (var steps = 0; isOn && first < number && steps < StepsOn; steps++)
                {
                    isOn = Check(handle, raw.sqlite3_step(statement)) == raw.SQLITE_ROW;
                    first = isOn ? raw.sqlite3_column_int64(statement, 0) : long.MaxValue;
                }

                if (!isOn && first == long.MaxValue)
                {
                    // There are no more.
                    return;
                }

                if (!isOn || first < number)
                {
                    raw.sqlite3_reset(statement);
                    Check(handle, raw.sqlite3_bind_int64(statement, 1, number));
                    isOn = Check(handle, raw.sqlite3_step(statement)) == raw.SQLITE_ROW;
                    first = isOn ? raw.sqlite3_column_int64(statement, 0) : long.MaxValue;
                }

                if (isOn && first == number)
                {
                    for (var column = 0; column < row.Length; column++)
                    {
                        row[column] = raw.sqlite3_column_int64(statement, column);
                    }

                    take(row);
                }
            }
        }
    }

    private static int Check(sqlite3 handle, int result) => result is raw.SQLITE_OK or raw.SQLITE_ROW or raw.SQLITE_DONE
        ? result
        : throw new SqliteException(
            $"SQLite Error {result & 0xFF}: '{raw.sqlite3_errmsg(handle).utf8_to_string()}'.", result & 0xFF, raw.sqlite3_extended_errcode(handle));

    private sealed class Interrupt(sqlite3 handle) : IDisposable
    {
        public void Dispose() => raw.sqlite3_progress_handler(handle, 0, null, null);
    }

    private sealed class ReaderPragmas : DbConnectionInterceptor
    {
        public static readonly ReaderPragmas Instance = new();

        private const string Pragmas = "PRAGMA cache_size = -8192; PRAGMA mmap_size = 1073741824; PRAGMA temp_store = MEMORY;";

        public override void ConnectionOpened(DbConnection connection, ConnectionEndEventData eventData) =>
            SqliteFile.Execute((SqliteConnection)connection, Pragmas);

        public override Task ConnectionOpenedAsync(DbConnection connection, ConnectionEndEventData eventData, CancellationToken cancellationToken = default)
        {
            SqliteFile.Execute((SqliteConnection)connection, Pragmas);
            return Task.CompletedTask;
        }
    }
}
