using TrailBoard.Core.Search;

namespace TrailBoard.Data.Words;

/// <summary>Which blocks are in which group's index, as of a state of the store.</summary>
internal sealed class IndexedBlocks
{
    private readonly Dictionary<long, Group> _groups = [];
    private readonly List<ulong> _bits = [];

    /// <summary>No block.</summary>
    public static IndexedBlocks None { get; } = new(0, 0, [], []);

    public IndexedBlocks(long lastGroup, long count, IEnumerable<WordGroupRow> groups, IEnumerable<WordBlockRow> blocks)
    {
        (LastGroup, Count) = (lastGroup, count);
        foreach (var group in groups)
        {
            // By other rules the same word has another hash.
            if (group.Version == RecordWords.Version)
            {
                _groups.Add(group.Id, new Group(group.Id, group.Buckets, new long[group.Blocks]));
            }
        }

        foreach (var block in blocks)
        {
            if (_groups.TryGetValue(block.GroupId, out var group))
            {
                // Zero is no block: where a block was deleted, its words lead nowhere.
                group.BlockAt[block.Place] = block.Block;
                Put(_bits, block.Block);
                Known++;
            }
        }
    }

    /// <summary>The last group that was made: with <see cref="Count"/> it tells whether anything has changed, since groups are only added and blocks only go.</summary>
    public long LastGroup { get; }

    /// <summary>How many blocks have a line, by whatever rules.</summary>
    public long Count { get; }

    /// <summary>How many blocks are in an index that can be asked.</summary>
    public long Known { get; private set; }

    public IReadOnlyCollection<Group> Groups => _groups.Values;

    public bool Has(long block) => block >> 6 < _bits.Count && (_bits[(int)(block >> 6)] & (1UL << (int)block)) != 0;

    /// <summary>All that are in the index but not among these.</summary>
    public BlockSet Except(ulong[] may)
    {
        var ruledOut = new ulong[_bits.Count];
        for (var i = 0; i < ruledOut.Length; i++)
        {
            ruledOut[i] = _bits[i] & ~may[i];
        }

        return new BlockSet(ruledOut);
    }

    /// <summary>The blocks of a group at some places, as bits.</summary>
    public static void Add(ulong[] to, Group group, List<int> places)
    {
        foreach (var place in places)
        {
            if (group.BlockAt[place] is var block and > 0)
            {
                to[block >> 6] |= 1UL << (int)block;
            }
        }
    }

    /// <summary>No block, in the form of <see cref="Add"/>.</summary>
    public ulong[] NoBits() => new ulong[_bits.Count];

    /// <summary>The blocks up to the last that are not in it, as ranges, the highest first.</summary>
    public IEnumerable<(long From, long To)> Gaps(long last)
    {
        for (var to = last; to > 0;)
        {
            while (to > 0 && Has(to))
            {
                to--;
            }

            var from = to;
            while (from > 1 && !Has(from - 1))
            {
                from--;
            }

            if (to > 0)
            {
                yield return (from, to);
            }

            to = from - 1;
        }
    }

    private static void Put(List<ulong> bits, long block)
    {
        while (block >> 6 >= bits.Count)
        {
            bits.Add(0);
        }

        bits[(int)(block >> 6)] |= 1UL << (int)block;
    }

    /// <param name="BlockAt">The block at each place, or 0.</param>
    internal sealed record Group(long Id, int Buckets, long[] BlockAt);
}
