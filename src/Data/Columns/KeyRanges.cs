using Microsoft.EntityFrameworkCore;
using TrailBoard.Data.Store;

namespace TrailBoard.Data.Columns;

/// <summary>Ranges of keys, ends included, in their order and apart from each other.</summary>
internal static class KeyRanges
{
    /// <summary>Where the rows that point to blocks behind one lie.</summary>
    public static async Task<List<(long First, long Last)>> OfBlocksAsync(TrailContext context, long after, CancellationToken cancellationToken)
    {
        if ((await StoreMark.ReadAsync(context, cancellationToken)).Block <= after)
        {
            return [];
        }

        // Blocks that an earlier version wrote may have rows anywhere.
        if (await context.Blocks.AnyAsync(row => row.Id > after && !context.BlockKeys.Any(keys => keys.Block == row.Id), cancellationToken))
        {
            return [(long.MinValue, long.MaxValue)];
        }

        var keys = await context.BlockKeys.Where(row => row.Block > after).Select(row => new { row.FirstKey, row.LastKey }).ToListAsync(cancellationToken);
        return Joined(keys.ConvertAll(row => (row.FirstKey, row.LastKey)));
    }

    /// <summary>At most so many ranges that hold the same keys, and those between the ones that lie closest.</summary>
    public static List<(long First, long Last)> Few(List<(long First, long Last)> ranges, int most)
    {
        if (ranges.Count <= most)
        {
            return ranges;
        }

        var kept = Enumerable.Range(1, ranges.Count - 1).OrderByDescending(i => (Int128)ranges[i].First - ranges[i - 1].Last).Take(most - 1).ToHashSet();
        var few = new List<(long First, long Last)> { ranges[0] };
        for (var i = 1; i < ranges.Count; i++)
        {
            if (kept.Contains(i))
            {
                few.Add(ranges[i]);
            }
            else
            {
                few[^1] = (few[^1].First, ranges[i].Last);
            }
        }

        return few;
    }

    /// <summary>The same keys, each once.</summary>
    public static List<(long First, long Last)> Joined(List<(long First, long Last)> ranges)
    {
        ranges.Sort();
        var joined = new List<(long First, long Last)>();
        foreach (var range in ranges)
        {
            if (joined.Count > 0 && range.First <= joined[^1].Last)
            {
                joined[^1] = (joined[^1].First, Math.Max(joined[^1].Last, range.Last));
            }
            else
            {
                joined.Add(range);
            }
        }

        return joined;
    }
}
