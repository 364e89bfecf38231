using Microsoft.EntityFrameworkCore;
using TrailBoard.Core.Events;
using TrailBoard.Core.Store;

namespace TrailBoard.Data.Store;

/// <summary>An event with what its record adds.</summary>
internal readonly record struct ReadRecord(TrailEvent Event, ReadOnlyMemory<byte> Json);

/// <summary>Reads records out of their blocks.</summary>
internal sealed class RecordReading(TrailRecordReader reader)
{
    // So many blocks are inflated at once, by two threads: that is most of the work of a search.
    private const int Ahead = 8;

    private readonly InflatedBlocks _blocks = new(capacity: 48 << 20);

    /// <summary>The records of some events; only of those whose id is in the record, unless all are asked for.</summary>
    public async Task<IReadOnlyList<ReadRecord>> ReadAllAsync(
        TrailDatabase database, List<(EventRow Row, TrailEvent Event)> events, bool all, CancellationToken cancellationToken)
    {
        if (!all && !events.Exists(pair => HasTextId(pair.Row)))
        {
            return events.ConvertAll(pair => new ReadRecord(pair.Event, default));
        }

        return await database.ReadAsync(
            async context =>
            {
                var read = new List<ReadRecord>(events.Count);
                var missing = new Queue<long>(events.Where(pair => all || HasTextId(pair.Row)).Select(pair => pair.Row.Block).Distinct().Where(id => _blocks.Find(id) is null));
                foreach (var (row, trailEvent) in events)
                {
                    if (missing.TryPeek(out var next) && next == row.Block)
                    {
                        await InflateAsync(context, missing, cancellationToken);
                    }

                    var record = new ReadRecord(trailEvent, all || HasTextId(row) ? await RecordAsync(context, row, cancellationToken) : default);
                    read.Add(HasTextId(row) ? WithTexts(record) : record);
                }

                return read;
            },
            cancellationToken);
    }

    /// <summary>An event with its record and all that it tells; its block is not kept, as whoever asks for one event rarely asks for its neighbours.</summary>
    public async Task<ReadRecord> ReadAsync(TrailContext context, EventRow row, TrailEvent trailEvent, ShownBlock block, CancellationToken cancellationToken) =>
        WithTexts(new ReadRecord(trailEvent, _blocks.Find(row.Block) is { } known
            ? known.Record(row.Ordinal)
            : await VerifiedAsync(context, row.Block, () => InflatedBlock.RecordOf(block.Offsets, block.Gzip, row.Ordinal), cancellationToken)));

    /// <summary>Adds the texts that have no column: a request's id is as good as unique, odd event ids and addenda are rare.</summary>
    public ReadRecord WithTexts(ReadRecord read) => reader.TryRead(read.Json, 0, 0, out var record, out _)
        ? read with { Event = read.Event with { EventId = record.Event.EventId, RequestId = record.Event.RequestId, OriginalEventId = record.Event.OriginalEventId } }
        : read;

    private async Task InflateAsync(TrailContext context, Queue<long> missing, CancellationToken cancellationToken)
    {
        var ids = new List<long>(Ahead);
        while (ids.Count < Ahead && missing.TryDequeue(out var id))
        {
            ids.Add(id);
        }

        var stored = await context.Blocks.Where(one => ids.Contains(one.Id)).Select(one => new { one.Id, one.Offsets, one.Gzip }).ToListAsync(cancellationToken);
        await Task.WhenAll(stored.Chunk(Ahead / 2).Select(half => Task.Run(
            () =>
            {
                foreach (var one in half)
                {
                    cancellationToken.ThrowIfCancellationRequested();
                    if (TryInflate(one.Offsets, one.Gzip) is { } block)
                    {
                        _blocks.Add(one.Id, block);
                    }
                }
            },
            cancellationToken)));
    }

    // Ahead of those who ask: one that is damaged is told of when its turn comes.
    private static InflatedBlock? TryInflate(byte[] offsets, byte[] gzip)
    {
        try
        {
            return InflatedBlock.Of(offsets, gzip);
        }
        catch (Exception damaged) when (IsDamage(damaged))
        {
            return null;
        }
    }

    private async Task<ReadOnlyMemory<byte>> RecordAsync(TrailContext context, EventRow row, CancellationToken cancellationToken)
    {
        if (_blocks.Find(row.Block) is { } known)
        {
            return known.Record(row.Ordinal);
        }

        cancellationToken.ThrowIfCancellationRequested();
        var stored = await context.Blocks.Where(one => one.Id == row.Block).Select(one => new { one.Offsets, one.Gzip }).SingleAsync(cancellationToken);
        return _blocks.Add(row.Block, await VerifiedAsync(context, row.Block, () => InflatedBlock.Of(stored.Offsets, stored.Gzip), cancellationToken)).Record(row.Ordinal);
    }

    private static async Task<T> VerifiedAsync<T>(TrailContext context, long id, Func<T> inflate, CancellationToken cancellationToken)
    {
        try
        {
            return inflate();
        }
        catch (Exception damaged) when (IsDamage(damaged))
        {
            var name = await context.Objects.Where(one => context.Blocks.Any(block => block.Id == id && block.ObjectId == one.Id)).Select(one => one.Name).SingleOrDefaultAsync(cancellationToken);
            throw new StoreException(
                $"The store is damaged: the records of {name ?? "a file"} (block {id}) are no longer the bytes that were written, so none of them is shown. "
                + "Its events can still be listed and counted. Restore the store from a backup, or import the trail into a new one; check the disk.",
                damaged);
        }
    }

    // Where the offsets are what was changed, records lie outside the block.
    private static bool IsDamage(Exception fault) => fault is InvalidDataException or EndOfStreamException or IndexOutOfRangeException or ArgumentException;

    private static bool HasTextId(EventRow row) => (row.Flags & (int)EventFlags.TextId) != 0;
}
