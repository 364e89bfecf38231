using System.Numerics;

namespace TrailBoard.Data.Words;

/// <summary>
/// Some of the words of a group of blocks: for each word 12 bits of its hash, and in which of the blocks it is. Like a Bloom filter
/// it may take a word for another, never miss one; unlike Bloom filters for single blocks, which would all have to be looked at,
/// one short row tells of a word in a thousand blocks.
/// </summary>
internal static class WordBucket
{
    /// <summary>How many words a bucket holds on average.</summary>
    public const int Words = 512;

    private const int MarkBits = 12;

    // The gap between 512 marks out of 4,096 is mostly near 8.
    private const int GapBits = 3;

    /// <summary>The bucket of a word, and the mark that stands for it there. Both grow with the hash.</summary>
    public static (int Bucket, uint Mark) Of(ulong hash, int buckets)
    {
        var place = (hash >> 32) * (ulong)buckets;
        return ((int)(place >> 32), (uint)(place >> (32 - MarkBits)) & ((1 << MarkBits) - 1));
    }

    /// <param name="words">Marks in ascending order, each with the blocks that hold it, in ascending order.</param>
    /// <param name="blocks">How many blocks the group has.</param>
    public static byte[] Encode(List<(uint Mark, List<int> Places)> words, int blocks)
    {
        var bits = new BitWriter();
        var next = 0u;
        bits.WriteCount((uint)words.Count + 1);
        foreach (var (mark, places) in words)
        {
            bits.WriteSmall(mark - next, GapBits);
            next = mark + 1;
            bits.WriteCount((uint)places.Count);
            var (low, after) = (LowBits(blocks, places.Count), 0);
            foreach (var place in places)
            {
                if (places.Count == 1)
                {
                    bits.Write((uint)place, BitsOf(blocks));
                    break;
                }

                bits.WriteSmall((uint)(place - after), low);
                after = place + 1;
            }
        }

        return bits.ToArray();
    }

    /// <summary>The blocks that may hold a word.</summary>
    public static List<int> Find(ReadOnlySpan<byte> bucket, uint mark, int blocks)
    {
        var bits = new BitReader(bucket);
        var (places, next) = (new List<int>(), 0u);
        for (var words = bits.ReadCount() - 1; words > 0; words--)
        {
            next += bits.ReadSmall(GapBits);
            if (next > mark)
            {
                break;
            }

            var count = (int)bits.ReadCount();
            var (low, after) = (LowBits(blocks, count), 0);
            for (var i = 0; i < count; i++)
            {
                var place = count == 1 ? (int)bits.Read(BitsOf(blocks)) : after + (int)bits.ReadSmall(low);
                after = place + 1;
                if (next == mark)
                {
                    places.Add(place);
                }
            }

            next++;
        }

        return places;
    }

    private static int BitsOf(int blocks) => 32 - BitOperations.LeadingZeroCount((uint)blocks - 1);

    private static int LowBits(int blocks, int count) => BitOperations.Log2((uint)Math.Max(1, blocks / count));
}
