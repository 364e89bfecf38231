using System.Security.Cryptography;
using System.Text;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;
using TrailBoard.Core.Store;
using TrailBoard.Data.Store;

namespace TrailBoard.Data.Columns;

/// <content>Columns on disk: read when they are loaded, written when they are loaded, now and then, and at the end.</content>
internal sealed partial class LiveColumns
{
    private static readonly TimeSpan BetweenWrites = TimeSpan.FromMinutes(5);

    private StoredColumns? _stored;
    private long _nextWrite;

    /// <summary>How many days were read from the disk since the columns began.</summary>
    public int DaysFromDisk { get; private set; }

    private string StoredFolder => StoredColumns.FolderOf(options.Value.FilePath);

    private async Task OpenStoredAsync(TrailContext context, StoreMark mark, CancellationToken cancellationToken)
    {
        _stored = new StoredColumns(StoredFolder, StoredColumns.ThisVersion, SliceRows);
        await _stored.OpenAsync(mark, at => LineAsync(context, at, cancellationToken));
        (_nextWrite, DaysFromDisk) = (long.MinValue, 0);
    }

    // A day as it was written, with what has been written and removed since.
    private async Task<List<Slice>?> StoredDayAsync(TrailContext context, ColumnsSnapshot columns, long newest, CancellationToken cancellationToken)
    {
        var day = Slice.DayOf(newest);
        if (_stored?.Read(day) is not { } slices)
        {
            return null;
        }

        var since = _stored.Mark;
        if (await CodedRows.WrittenAfterAsync(context, Slice.StartOf(day), columns.Floor - 1, since.Block, MaxChanges, cancellationToken) is not { } rows)
        {
            return null;
        }

        var stored = new ColumnsSnapshot(since, Slice.StartOf(day), slices, columns.Terms);
        if (columns.Mark.Removal != since.Removal)
        {
            stored = stored.WithoutBelow(await Removals.BelowAsync(context, since.Removal, cancellationToken), Builder);
        }

        stored = rows.Count == 0 ? stored : stored.With(rows, columns.Mark, columns.Terms, Builder);
        if (stored.Slices.Length == 0 || stored.Slices[^1].Keys[^1] != newest)
        {
            return null;
        }

        DaysFromDisk++;
        return [.. stored.Slices];
    }

    private async Task WriteNowAndThenAsync(CancellationToken cancellationToken)
    {
        if (time.GetTimestamp() >= _nextWrite)
        {
            await WriteStoredAsync(cancellationToken);
        }
    }

    // Not in turn: what is written never changes, and nobody shall wait for a disk.
    private async Task WriteStoredAsync(CancellationToken cancellationToken)
    {
        _nextWrite = time.GetTimestamp() + (long)(BetweenWrites.TotalSeconds * time.TimestampFrequency);
        if (_stored is not { } stored || Current is not { Slices.Length: > 0 } columns || stored.Holds(columns))
        {
            return;
        }

        try
        {
            if (await database.ReadAsync(context => LineAsync(context, columns.Mark, cancellationToken), cancellationToken) is { } line)
            {
                CheckReserve(columns.SliceBytes);
                stored.Write(columns, line);
            }
        }
        catch (Exception unwritable) when (unwritable is IOException or UnauthorizedAccessException or StoreException)
        {
            Log.NotWritten(logger, StoredFolder, unwritable.Message);
        }
    }

    private void CheckReserve(long bytes)
    {
        if (database.FreeBytes() is { } free && free - bytes < options.Value.ReserveMegabytes * 1_048_576L)
        {
            throw new IOException($"Only {free / 1_048_576} MB of the disk are free, and {options.Value.ReserveMegabytes} MB are kept free (Store:ReserveMegabytes).");
        }
    }

    /// <summary>The hash of the ledger's line at a mark.</summary>
    internal static async Task<byte[]?> LineAsync(TrailContext context, StoreMark mark, CancellationToken cancellationToken) =>
        await context.Objects.Where(row => row.Id == mark.Object)
            .Select(row => new { row.RunId, row.Source, row.Name, row.SettledAt, row.Sha256 })
            .SingleOrDefaultAsync(cancellationToken) is { } line ? SHA256.HashData(Encoding.UTF8.GetBytes(line.ToString()!)) : null;

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Warning, "The columns in memory were not written to {Folder}: {Reason} Nothing is lost; the next start takes longer.")]
        public static partial void NotWritten(ILogger logger, string folder, string reason);
    }
}
