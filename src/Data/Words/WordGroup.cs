namespace TrailBoard.Data.Words;

/// <summary>Gathers the words of some blocks and makes the buckets of their index. Its memory is used again.</summary>
internal sealed class WordGroup
{
    /// <summary>How many blocks have one index.</summary>
    public const int MaxBlocks = 1_024;

    /// <summary>So many words are enough for one, so that a group takes some megabytes of memory.</summary>
    public const int EnoughWords = 1 << 20;

    private const ulong PlaceMask = MaxBlocks - 1;

    // The hash of a word without its last bits, and there the place of a block.
    private readonly List<ulong> _words = [];

    public int Blocks { get; private set; }

    public bool IsFull => Blocks == MaxBlocks || _words.Count >= EnoughWords;

    public void Clear()
    {
        _words.Clear();
        Blocks = 0;
    }

    /// <summary>Adds a block with its words.</summary>
    /// <returns>Its place in the group.</returns>
    public int Add(IReadOnlyCollection<ulong> hashes)
    {
        foreach (var hash in hashes)
        {
            _words.Add((hash & ~PlaceMask) | (uint)Blocks);
        }

        return Blocks++;
    }

    public List<byte[]> Build()
    {
        _words.Sort();
        var buckets = Math.Max(1, CountDifferent() / WordBucket.Words);
        var (rows, next) = (new List<byte[]>(buckets), 0);
        for (var bucket = 0; bucket < buckets; bucket++)
        {
            var words = new List<(uint Mark, List<int> Places)>();
            for (; next < _words.Count && WordBucket.Of(_words[next], buckets) is var (of, mark) && of == bucket; next++)
            {
                if (words.Count == 0 || words[^1].Mark != mark)
                {
                    words.Add((mark, []));
                }

                words[^1].Places.Add((int)(_words[next] & PlaceMask));
            }

            // Words that share a mark are one.
            rows.Add(WordBucket.Encode(words.ConvertAll(word => (word.Mark, IsAscending(word.Places) ? word.Places : [.. word.Places.Distinct().Order()])), Blocks));
        }

        return rows;
    }

    private static bool IsAscending(List<int> places)
    {
        for (var i = 1; i < places.Count; i++)
        {
            if (places[i] <= places[i - 1])
            {
                return false;
            }
        }

        return true;
    }

    private int CountDifferent()
    {
        var (count, last) = (0, ulong.MaxValue);
        foreach (var word in _words)
        {
            count += (word & ~PlaceMask) == last ? 0 : 1;
            last = word & ~PlaceMask;
        }

        return count;
    }
}
