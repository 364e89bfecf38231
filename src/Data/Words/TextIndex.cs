using Microsoft.EntityFrameworkCore;
using TrailBoard.Core.Search;
using TrailBoard.Data.Store;

namespace TrailBoard.Data.Words;

/// <summary>Asks the index which blocks may hold words.</summary>
internal sealed class TextIndex
{
    private IndexedBlocks _known = IndexedBlocks.None;

    /// <summary>Which blocks are in the index in the context's snapshot of the store.</summary>
    public async Task<IndexedBlocks> BlocksAsync(TrailContext context, CancellationToken cancellationToken)
    {
        var last = await context.WordGroups.MaxAsync(group => (long?)group.Id, cancellationToken) ?? 0;
        var count = await context.WordBlocks.LongCountAsync(cancellationToken);
        if (Volatile.Read(ref _known) is var known && known.LastGroup == last && known.Count == count)
        {
            return known;
        }

        var read = new IndexedBlocks(
            last,
            count,
            await context.WordGroups.ToListAsync(cancellationToken),
            await context.WordBlocks.ToListAsync(cancellationToken));
        Volatile.Write(ref _known, read);
        return read;
    }

    /// <summary>The blocks that may hold a record that matches: those whose words are not known, and those that hold what the filter needs.</summary>
    public async Task<BlockSet> MayMatchAsync(TrailContext context, Filter filter, CancellationToken cancellationToken)
    {
        if (NeededWords.Of(filter) is not { } needed || await BlocksAsync(context, cancellationToken) is not { Known: > 0 } blocks)
        {
            return BlockSet.Every;
        }

        await using var buckets = context.Command("SELECT words FROM word_buckets WHERE id = @0", 0L);
        var may = needed.Find(
            hash =>
            {
                var holding = blocks.NoBits();
                foreach (var group in blocks.Groups)
                {
                    cancellationToken.ThrowIfCancellationRequested();
                    var (bucket, mark) = WordBucket.Of(hash, group.Buckets);
                    buckets.Parameters[0].Value = WordBucketRow.IdOf(group.Id, bucket);
                    if (buckets.ExecuteScalar() is not byte[] words)
                    {
                        throw new InvalidDataException($"The text index has no words for its group {group.Id}.");
                    }

                    IndexedBlocks.Add(holding, group, WordBucket.Find(words, mark, group.BlockAt.Length));
                }

                return holding;
            },
            (left, right) => Combine(left, right, (one, other) => one & other),
            (left, right) => Combine(left, right, (one, other) => one | other));
        return blocks.Except(may);
    }

    private static ulong[] Combine(ulong[] left, ulong[] right, Func<ulong, ulong, ulong> with) => [.. left.Zip(right, with)];
}
