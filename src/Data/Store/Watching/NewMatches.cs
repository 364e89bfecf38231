using Microsoft.EntityFrameworkCore;
using TrailBoard.Core.Search;
using TrailBoard.Core.Watching;
using TrailBoard.Data.Columns;

namespace TrailBoard.Data.Store.Watching;

/// <summary>The events of a filter among those that came into the store for the first time: how many, from when to when, and the newest.</summary>
internal sealed class NewMatches
{
    // A range of keys is a question of its own. Where files of many days come together, ranges that lie close to each other are asked as one.
    private const int MostRanges = 64;

    private readonly PriorityQueue<long, long> _newest = new();

    public long Count { get; private set; }

    public long FirstKey { get; private set; } = long.MaxValue;

    public long LastKey { get; private set; } = long.MinValue;

    public IEnumerable<long> NewestKeys => _newest.UnorderedItems.Select(item => item.Element);

    /// <summary>Looks at the rows of the blocks after one. A row of a later block was there before where an earlier line of the ledger brought it too: then it is only shown in other bytes.</summary>
    public static async Task<NewMatches> FindAsync(
        TrailContext context, TermsSnapshot terms, Filter filter, WatchRow watch, DateTimeOffset? oldest, CancellationToken cancellationToken)
    {
        var found = new NewMatches();
        var condition = FilterTranslator.Translate(filter, terms, cancellationToken);
        var (after, before) = (watch.Block, watch.ObjectId);
        var floor = oldest is { } time ? EventKey.FirstFrom(time) : long.MinValue;
        foreach (var (first, last) in KeyRanges.Few(await KeyRanges.OfBlocksAsync(context, after, cancellationToken), MostRanges))
        {
            var low = Math.Max(first, floor);
            var rows = context.Events
                .Where(row => row.Key >= low && row.Key <= last && row.Block > after)
                .Where(condition.Condition)
                .Where(row => !context.Sightings.Any(seen => seen.EventKey == row.Key && seen.ObjectId <= before));
            if (condition.IsExact)
            {
                await foreach (var key in rows.Select(row => row.Key).AsAsyncEnumerable().WithCancellation(cancellationToken))
                {
                    found.Add(key);
                }

                continue;
            }

            await foreach (var row in rows.AsAsyncEnumerable().WithCancellation(cancellationToken))
            {
                if (FilterEvaluator.Matches(filter, EventColumns.Decode(row, terms), default))
                {
                    found.Add(row.Key);
                }
            }
        }

        return found;
    }

    private void Add(long key)
    {
        Count++;
        (FirstKey, LastKey) = (Math.Min(FirstKey, key), Math.Max(LastKey, key));
        if (_newest.Count < Firing.MostEvents)
        {
            _newest.Enqueue(key, key);
        }
        else
        {
            _newest.EnqueueDequeue(key, key);
        }
    }
}
