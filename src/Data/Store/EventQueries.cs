using System.Runtime.CompilerServices;
using Microsoft.EntityFrameworkCore;
using TrailBoard.Core.Events;
using TrailBoard.Core.Views;

namespace TrailBoard.Data.Store;

/// <summary>Answers from the rows where they can tell, and from the records where only they can.</summary>
internal sealed partial class EventQueries(TrailDatabase database, TimeProvider time) : IEventQueries, IDisposable
{
    private readonly Terms _terms = new();
    private readonly RecordReading _records = new(new TrailRecordReader(time));

    public async Task<EventPage> PageAsync(EventQuery query, EventCursor? after, int limit, CancellationToken cancellationToken)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(limit);
        var found = new List<StoredEvent>();
        await foreach (var (row, read) in ScanAsync(query, after?.Value, Math.Min(limit, MaxStep - 1) + 1, withRecords: false, cancellationToken))
        {
            if (found.Count == limit)
            {
                return new EventPage(found, found[^1].Cursor);
            }

            found.Add(new StoredEvent(new EventCursor(row.Key), read.Event, default));
        }

        return new EventPage(found, Next: null);
    }

    public async Task<long> CountAsync(EventQuery query, CancellationToken cancellationToken)
    {
        var exact = await AskAsync<long?>(
            query, async (rows, _, isExact) => isExact ? await rows.LongCountAsync(cancellationToken) : null, cancellationToken);
        return exact ?? await ScanAsync(query, after: null, MaxStep, withRecords: false, cancellationToken).LongCountAsync(cancellationToken);
    }

    public async Task<EventHistogram> HistogramAsync(EventQuery query, int maxBuckets, CancellationToken cancellationToken)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(maxBuckets);
        var exact = await AskAsync(
            query,
            async (rows, _, isExact) =>
            {
                if (!isExact)
                {
                    return null;
                }

                return await SpanAsync(rows, query.Range, cancellationToken) is var (from, to)
                    ? await CountBucketsAsync(rows, TimeBuckets.Round(from, to, maxBuckets), cancellationToken)
                    : EventHistogram.Empty;
            },
            cancellationToken);
        return exact ?? await ScanHistogramAsync(query, maxBuckets, cancellationToken);
    }

    public async Task<IReadOnlyList<EventDetail>> FindAsync(string eventId, CancellationToken cancellationToken)
    {
        var bits = EventIdBits.Of(eventId, out _);
        return await database.ReadAsync<IReadOnlyList<EventDetail>>(
            async context =>
            {
                var terms = await _terms.AsOfAsync(context, cancellationToken);
                var rows = await context.Events
                    .Where(row => row.IdHigh == bits.High && row.IdLow == bits.Low)
                    .OrderByDescending(row => row.Key)
                    .ToListAsync(cancellationToken);
                var details = new List<EventDetail>(rows.Count);
                foreach (var row in rows)
                {
                    var read = await _records.ReadAsync(context, row, EventColumns.Decode(row, terms), cancellationToken);
                    var stored = new StoredEvent(new EventCursor(row.Key), read.Event, read.Json.ToArray());
                    details.Add(new EventDetail(stored, await SightingsAsync(context, row, cancellationToken)) { Addenda = await AddendaAsync(context, row, terms, cancellationToken) });
                }

                return details;
            },
            cancellationToken);
    }

    public async IAsyncEnumerable<StoredEvent> ExportAsync(EventQuery query, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await foreach (var (row, read) in ScanAsync(query, after: null, MaxStep, withRecords: true, cancellationToken))
        {
            yield return new StoredEvent(new EventCursor(row.Key), _records.WithTexts(read).Event, read.Json);
        }
    }

    public async Task<StoreSummary> SummaryAsync(CancellationToken cancellationToken) => await database.ReadAsync(
        async context =>
        {
            var count = await context.Events.LongCountAsync(cancellationToken);
            var first = await context.Events.MinAsync(row => (long?)row.Key, cancellationToken);
            var last = await context.Events.MaxAsync(row => (long?)row.Key, cancellationToken);
            return new StoreSummary(count, first is { } low ? EventKey.TimeOf(low) : null, last is { } high ? EventKey.TimeOf(high) : null);
        },
        cancellationToken);

    public void Dispose() => _terms.Dispose();

    private static async Task<IReadOnlyList<Sighting>> SightingsAsync(TrailContext context, EventRow row, CancellationToken cancellationToken)
    {
        var block = await context.Blocks.Where(shown => shown.Id == row.Block).Select(shown => new { shown.ObjectId, shown.Offsets }).SingleAsync(cancellationToken);
        var index = BlockOffsets.Decode(block.Offsets)[row.Ordinal].Index;
        var first = await context.Objects
            .Where(line => line.Id == block.ObjectId)
            .Select(line => new { line.Source, line.Name, line.SettledAt, line.RunId })
            .SingleAsync(cancellationToken);
        var others = await context.Sightings
            .Where(sighting => sighting.EventKey == row.Key)
            .Join(context.Objects, sighting => sighting.ObjectId, line => line.Id, (sighting, line) => new { line.Source, line.Name, sighting.Index, line.SettledAt, line.RunId })
            .OrderBy(seen => seen.SettledAt).ThenBy(seen => seen.Source).ThenBy(seen => seen.Name).ThenBy(seen => seen.Index)
            .ToListAsync(cancellationToken);
        return
        [
            new Sighting(first.Source, first.Name, index, DateTimeOffset.FromUnixTimeMilliseconds(first.SettledAt), first.RunId),
            .. others.Select(seen => new Sighting(seen.Source, seen.Name, seen.Index, DateTimeOffset.FromUnixTimeMilliseconds(seen.SettledAt), seen.RunId)),
        ];
    }

    // The span of the query, closed by the matching events where it is open; null where there is nothing to span.
    private static async Task<(DateTimeOffset From, DateTimeOffset To)?> SpanAsync(
        IQueryable<EventRow> rows, TimeRange range, CancellationToken cancellationToken)
    {
        if (range is { From: { } from, To: { } to })
        {
            return from < to ? Holdable(from, to) : null;
        }

        // Two statements: each is one step down the tree, where both in one would read all rows.
        var first = await rows.OrderBy(row => row.Key).Select(row => (long?)row.Key).FirstOrDefaultAsync(cancellationToken);
        var last = await rows.OrderByDescending(row => row.Key).Select(row => (long?)row.Key).FirstOrDefaultAsync(cancellationToken);
        return first is null || last is null ? null : SpanOf(first.Value, last.Value, range);
    }

    private static (DateTimeOffset From, DateTimeOffset To) SpanOf(long firstKey, long lastKey, TimeRange range) =>
        Holdable(range.From ?? EventKey.TimeOf(firstKey), range.To ?? EventKey.TimeOf(lastKey).AddSeconds(1));

    private static (DateTimeOffset From, DateTimeOffset To) Holdable(DateTimeOffset from, DateTimeOffset to) =>
        (from < EventKey.MinTime ? EventKey.MinTime : from, to > EventKey.MaxTime ? EventKey.MaxTime : to);

    private static async Task<EventHistogram> CountBucketsAsync(IQueryable<EventRow> rows, TimeBuckets buckets, CancellationToken cancellationToken)
    {
        var (start, width) = (buckets.StartKey, buckets.WidthKey);
        var counts = await rows
            .GroupBy(row => (row.Key - start) / width)
            .Select(bucket => new
            {
                bucket.Key,
                Count = bucket.LongCount(),
                Errors = bucket.Sum(row => row.Error != 0 ? 1L : 0),
                Writes = bucket.Sum(row => (row.Flags & (int)EventFlags.Write) != 0 ? 1L : 0),
            })
            .ToListAsync(cancellationToken);
        var bars = new TimeBucket[buckets.Count];
        foreach (var count in counts)
        {
            // Added, not set: beyond 63 bits SQLite divides in floating point, and one bucket comes in several groups.
            ref var bar = ref bars[buckets.Clamp(count.Key)];
            bar = new TimeBucket(bar.Count + count.Count, bar.Errors + count.Errors, bar.Writes + count.Writes);
        }

        return new EventHistogram(buckets.Start, buckets.Width, bars);
    }

    // Asks the rows that the filter leaves, in one snapshot.
    private Task<T> AskAsync<T>(EventQuery query, Func<IQueryable<EventRow>, TermsSnapshot, bool, Task<T>> ask, CancellationToken cancellationToken) =>
        database.ReadAsync(
            async context =>
            {
                var terms = await _terms.AsOfAsync(context, cancellationToken);
                var filter = FilterTranslator.Translate(query.Filter, terms, cancellationToken);
                return await ask(Within(context.Events, query.Range).Where(filter.Condition), terms, filter.IsExact);
            },
            cancellationToken);

    private static IQueryable<EventRow> Within(IQueryable<EventRow> rows, TimeRange range)
    {
        if (range.From is { } from)
        {
            var key = EventKey.FirstFrom(from);
            rows = rows.Where(row => row.Key >= key);
        }

        if (range.To is { } to)
        {
            var key = EventKey.FirstFrom(to);
            rows = rows.Where(row => row.Key < key);
        }

        return rows;
    }
}
