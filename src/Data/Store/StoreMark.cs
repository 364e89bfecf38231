using System.Data.Common;
using System.Globalization;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Storage;

namespace TrailBoard.Data.Store;

/// <summary>Which state the store is in: two looks that find the same mark have found the same events.</summary>
/// <param name="Object">The last object of the ledger: each commit of events adds at least one.</param>
/// <param name="Block">The last block: rows that were written or written anew later point to later ones.</param>
/// <param name="Removal">The last removal.</param>
internal readonly record struct StoreMark(long Object, long Block, long Removal)
{
    /// <summary>Whether a store cannot come from this mark to the other: it is another, or was brought back from a backup.</summary>
    public bool IsBeyond(StoreMark other) => Object > other.Object || Block > other.Block || Removal > other.Removal;

    /// <summary>The mark of the context's snapshot of the store.</summary>
    public static async Task<StoreMark> ReadAsync(TrailContext context, CancellationToken cancellationToken)
    {
        await using var command = context.Database.GetDbConnection().CreateCommand();
        command.CommandText = "SELECT (SELECT max(id) FROM objects), (SELECT max(id) FROM blocks), (SELECT max(id) FROM removals), "
            + "(SELECT max(object_id) FROM removals), (SELECT max(block) FROM removals)";
        command.Transaction = context.Database.CurrentTransaction?.GetDbTransaction();
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        await reader.ReadAsync(cancellationToken);
        // Numbers are never given twice, also where the lines that had the highest were removed.
        return new StoreMark(Math.Max(Number(reader, 0), Number(reader, 3)), Math.Max(Number(reader, 1), Number(reader, 4)), Number(reader, 2));
    }

    private static long Number(DbDataReader reader, int column) => reader.IsDBNull(column) ? 0 : Convert.ToInt64(reader.GetValue(column), CultureInfo.InvariantCulture);
}

/// <summary>That all events below a key were removed, and the highest numbers that were in use then.</summary>
internal sealed record RemovalRow
{
    public long Id { get; init; }
    public long BelowKey { get; init; }
    public long ObjectId { get; init; }
    public long Block { get; init; }
}

/// <summary>How whoever removes events tells those who have them in memory, in this process and in others.</summary>
internal static class Removals
{
    /// <summary>
    /// Notes that all events below a key are removed. Call it within the transaction that removes them, before it does. Columns
    /// follow within a second; <see cref="Columns.LiveColumns.TakeInAsync"/> after the commit lets them do so at once.
    /// </summary>
    public static async Task AddAsync(TrailContext context, long belowKey, CancellationToken cancellationToken)
    {
        var mark = await StoreMark.ReadAsync(context, cancellationToken);
        await context.Database.ExecuteSqlAsync(
            $"INSERT INTO removals (below_key, object_id, block) VALUES ({belowKey}, {mark.Object}, {mark.Block})", cancellationToken);
    }

    /// <summary>The lowest key that was left by the removals after one.</summary>
    public static async Task<long> BelowAsync(TrailContext context, long after, CancellationToken cancellationToken) =>
        await context.Removals.Where(row => row.Id > after).MaxAsync(row => (long?)row.BelowKey, cancellationToken) ?? long.MinValue;
}
