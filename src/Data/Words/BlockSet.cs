namespace TrailBoard.Data.Words;

/// <summary>The blocks that an index rules out. All others may hold what is looked for, also those that come later.</summary>
internal sealed class BlockSet(ulong[] ruledOut)
{
    /// <summary>Nothing is ruled out.</summary>
    public static BlockSet Every { get; } = new([]);

    public bool IsEvery => ruledOut.Length == 0;

    public bool MayHold(long block) => (ulong)block >> 6 is var word && (word >= (ulong)ruledOut.Length || (ruledOut[word] & (1UL << (int)block)) == 0);

    /// <summary>The blocks from 1 to the last that is ruled out that are not, or null where they are more than that.</summary>
    public List<long>? Below(int most)
    {
        var blocks = new List<long>();
        for (var block = 1L; block <= Last; block++)
        {
            if (MayHold(block))
            {
                if (blocks.Count == most)
                {
                    return null;
                }

                blocks.Add(block);
            }
        }

        return blocks;
    }

    /// <summary>The last block of which it knows.</summary>
    public long Last => ((long)ruledOut.Length << 6) - 1;
}
