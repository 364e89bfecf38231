using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using TrailBoard.Core.Containers;
using TrailBoard.Core.Events;
using TrailBoard.Core.Store;
using TrailBoard.Data.Columns;

namespace TrailBoard.Data.Store;

/// <summary>
/// Finds the things of events that were written before things were kept: it reads their blocks once, newest first, while the store is
/// prepared, so that no question is ever answered from half of them and no columns have rows that change. What some blocks add is
/// written together with how far it is, so whoever breaks it off only has the rest left to do.
/// </summary>
internal sealed partial class OlderThings(TrailDatabase database, IOptions<StoreOptions> options, TimeProvider time, ILogger<OlderThings> logger)
{
    private readonly TrailRecordReader _reader = new(time, new KeptThings());

    /// <summary>How many blocks are read for a transaction. Fewer in tests.</summary>
    public int Blocks { get; set; } = 16;

    /// <summary>Told before each commit, for tests that break it off there.</summary>
    public Action? Committing { get; set; }

    /// <summary>Reads what is left to be read.</summary>
    public async Task ReadAsync(TrailContext context, CancellationToken cancellationToken)
    {
        if (await context.UnreadThings.SingleOrDefaultAsync(cancellationToken) is not { LastBlock: var last })
        {
            return;
        }

        StoredColumns.Forget(options.Value.FilePath);
        var (all, read, tenth) = (await context.Blocks.CountAsync(row => row.Id <= last, cancellationToken), 0, 0);
        Log.Begun(logger, options.Value.FilePath, all);
        using var session = database.OpenBulkSession();
        TermCodes? codes = null;
        while (last > 0)
        {
            var blocks = await context.Blocks.Where(row => row.Id <= last).OrderByDescending(row => row.Id).Take(Blocks).ToListAsync(cancellationToken);
            var found = new List<Found>[blocks.Count];
            await Parallel.ForAsync(0, blocks.Count, cancellationToken, (block, _) =>
            {
                found[block] = ThingsOf(blocks[block]);
                return ValueTask.CompletedTask;
            });
            last = blocks.Count < Blocks ? 0 : blocks[^1].Id - 1;
            await database.WriteGate.WaitAsync(cancellationToken);
            try
            {
                session.Begin();
                codes ??= new TermCodes(session);
                Write(session, codes, found.SelectMany(ofBlock => ofBlock));
                session.SetUnreadThings(last);
                Committing?.Invoke();
                session.Commit();
            }
            finally
            {
                database.WriteGate.Release();
            }

            read += blocks.Count;
            if (read * 10L / Math.Max(1, all) is var tenths && tenths > tenth)
            {
                tenth = (int)tenths;
                Log.Progress(logger, tenth * 10);
            }
        }

        session.Rest();
    }

    private List<Found> ThingsOf(BlockRow block)
    {
        var found = new List<Found>();
        try
        {
            var records = InflatedBlock.Of(block.Offsets, block.Gzip);
            for (var ordinal = 0; ordinal < records.Records; ordinal++)
            {
                if (_reader.TryRead(records.Record(ordinal), 0, 0, out var record, out _) && record.Event.Things.Count > 0)
                {
                    found.Add(new Found(block.Id, ordinal, EventKey.Of(record.Event.Time, record.ContentHash), record.Event));
                }
            }
        }
        catch (Exception damaged) when (damaged is InvalidDataException or EndOfStreamException or IndexOutOfRangeException or ArgumentException)
        {
            // Its events stay without things; whoever opens one of them is told what is wrong.
            Log.Damaged(logger, block.Id, damaged.Message);
        }

        return found;
    }

    // A record whose event another block shows, or none, changes nothing.
    private static void Write(BulkSession session, TermCodes codes, IEnumerable<Found> found)
    {
        foreach (var (block, ordinal, first, of) in found)
        {
            for (var key = first; session.Find(key) is { } place; key = EventKey.Next(key))
            {
                if (place.Block == block && place.Ordinal == ordinal)
                {
                    session.SetThing(key, codes.ThingOf(of));
                    break;
                }
            }
        }

        codes.Write();
    }

    private readonly record struct Found(long Block, int Ordinal, long Key, TrailEvent Event);

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Information, "The store {Path} has events of before images, clusters and the like were kept with each event. Their {Blocks} blocks of records are read for them, once. A large store takes minutes; if it is broken off, it goes on from there.")]
        public static partial void Begun(ILogger logger, string path, int blocks);

        [LoggerMessage(2, LogLevel.Information, "{Percent} % of these blocks are read.")]
        public static partial void Progress(ILogger logger, int percent);

        [LoggerMessage(3, LogLevel.Warning, "Block {Block} of the store is damaged, so its events are found neither by image nor by cluster nor the like: {Reason}")]
        public static partial void Damaged(ILogger logger, long block, string reason);
    }
}
