using Microsoft.EntityFrameworkCore;

namespace TrailBoard.Data.Store;

/// <summary>Which blocks lie before a key: no event from the key on points into them.</summary>
internal static class BlockKeysOf
{
    /// <summary>The blocks all of whose rows lie before the key. Blocks without a line of their keys are not among them.</summary>
    public static IQueryable<BlockRow> Below(TrailContext context, long key)
    {
        // As a list of ids, so that the database looks each of them up instead of looking at every block.
        var ids = context.BlockKeys.Where(keys => keys.LastKey < key).Select(keys => keys.Block);
        return context.Blocks.Where(block => ids.Contains(block.Id));
    }

    /// <summary>
    /// Writes the lines of blocks that an earlier version wrote without them: one look at all rows, once in the life of a store. Rows leave
    /// such blocks and never join them, so what was true before is wide enough later.
    /// </summary>
    public static async Task FillAsync(TrailDatabase database, int chunk, CancellationToken cancellationToken)
    {
        var missing = await database.ReadAsync(context => FindAsync(context, cancellationToken), cancellationToken);
        foreach (var some in missing.Chunk(chunk))
        {
            await database.WriteAsync(
                async context =>
                {
                    context.BlockKeys.AddRange(some);
                    await context.SaveChangesAsync(cancellationToken);
                },
                cancellationToken);
        }
    }

    private static async Task<List<BlockKeysRow>> FindAsync(TrailContext context, CancellationToken cancellationToken)
    {
        var blocks = await context.Blocks.Where(block => !context.BlockKeys.Any(keys => keys.Block == block.Id)).Select(block => block.Id).ToListAsync(cancellationToken);
        if (blocks.Count == 0)
        {
            return [];
        }

        var last = blocks.Max();
        var known = await context.StoredRows.Where(row => row.Block <= last).GroupBy(row => row.Block)
            .Select(same => new BlockKeysRow { Block = same.Key, FirstKey = same.Min(row => row.Key), LastKey = same.Max(row => row.Key) })
            .ToDictionaryAsync(keys => keys.Block, cancellationToken);

        // Where no row points into it any more it lies before everything.
        return blocks.ConvertAll(block => known.GetValueOrDefault(block) ?? new BlockKeysRow { Block = block, FirstKey = long.MinValue, LastKey = long.MinValue });
    }
}
