namespace TrailBoard.Data.Store.Sqlite;

/// <summary>
/// In which order blocks leave the least of SQLite's pages unused. Of a long row one part lies in a leaf of the table, so that the rest
/// fills whole pages (https://www.sqlite.org/fileformat2.html#payload_overflow): any size from an eighth of a leaf to a whole one. In the
/// order in which they come, a fifth of the leaves stays unused.
/// </summary>
internal static class BlockOrder
{
    // Each is compared with all leaves that are not full yet, so not all of very many small ones at once.
    private const int MostAtOnce = 256;

    // Of a leaf the header; of a row the lengths and its other columns, its number, the next page and its place in the leaf.
    private const int LeafRoom = (int)SqliteFile.PageBytes - 8;
    private const int RowOverhead = 10;
    private const int CellOverhead = 12;

    /// <summary>The order.</summary>
    /// <param name="bytes">How long the bytes of each block are.</param>
    /// <returns>Which of them comes first, second and so on.</returns>
    public static int[] Of(IReadOnlyList<int> bytes)
    {
        var order = new int[bytes.Count];
        for (var from = 0; from < order.Length; from += MostAtOnce)
        {
            var placed = from;
            foreach (var leaf in Leaves(bytes, from, Math.Min(order.Length, from + MostAtOnce)))
            {
                leaf.CopyTo(order, placed);
                placed += leaf.Count;
            }
        }

        return order;
    }

    // The largest first, each into the leaf that it fills best.
    private static IEnumerable<List<int>> Leaves(IReadOnlyList<int> bytes, int from, int to)
    {
        var leaves = new List<(int Room, List<int> Blocks)>();
        foreach (var block in Enumerable.Range(from, to - from).OrderByDescending(block => CellBytes(bytes[block])))
        {
            var (best, cell) = (-1, CellBytes(bytes[block]));
            for (var leaf = 0; leaf < leaves.Count; leaf++)
            {
                if (leaves[leaf].Room >= cell && (best < 0 || leaves[leaf].Room < leaves[best].Room))
                {
                    best = leaf;
                }
            }

            if (best < 0)
            {
                best = leaves.Count;
                leaves.Add((LeafRoom, []));
            }

            leaves[best].Blocks.Add(block);
            leaves[best] = (leaves[best].Room - cell, leaves[best].Blocks);
        }

        return leaves.Select(leaf => leaf.Blocks);
    }

    // How much of a row lies in a leaf, by SQLite's own rule.
    private static int CellBytes(int bytes)
    {
        const int Usable = (int)SqliteFile.PageBytes;
        const int Most = Usable - 35;
        const int Least = ((Usable - 12) * 32 / 255) - 23;
        var payload = bytes + RowOverhead;
        var local = Least + ((payload - Least) % (Usable - 4));
        return CellOverhead + (payload <= Most ? payload : local <= Most ? local : Least);
    }
}
