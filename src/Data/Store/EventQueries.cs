using System.Runtime.CompilerServices;
using TrailBoard.Core.Containers;
using TrailBoard.Core.Events;
using TrailBoard.Core.Search;
using TrailBoard.Core.Views;
using TrailBoard.Data.Columns;
using TrailBoard.Data.Store.Actors;
using TrailBoard.Data.Words;

namespace TrailBoard.Data.Store;

/// <summary>
/// Answers from the columns in memory where they are loaded, else from the rows of the database, and from the records where only
/// they can tell.
/// </summary>
internal sealed partial class EventQueries(TrailDatabase database, Terms terms, LiveColumns columns, TextIndex index, TimeProvider time) : IEventQueries
{
    private readonly RecordReading _records = new(new TrailRecordReader(time, new KeptThings()));
    private readonly CodeSets _codeSets = new();
    private readonly ValuesOfFields _values = new();
    private readonly RecentQuestions _recent = new();
    private readonly SharedScans _scans = new();

    // Few at first, so that what is found early is seen early.
    private const int FirstStep = 128;

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

    public async Task<IReadOnlyList<StoredEvent>> ListAsync(EventQuery query, CancellationToken cancellationToken)
    {
        // Records are read a step at a time; rows are small.
        var step = FilterParts.IsDeep(query.Filter) ? MaxStep : int.MaxValue;
        var found = new List<StoredEvent>();
        await foreach (var (row, read) in ScanAsync(query, after: null, step, withRecords: false, cancellationToken))
        {
            found.Add(new StoredEvent(new EventCursor(row.Key), read.Event, default));
        }

        return found;
    }

    public Task<IReadOnlyList<StoredEvent>> AtAsync(IReadOnlyCollection<EventCursor> places, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(places);
        return database.ReadAsync<IReadOnlyList<StoredEvent>>(
            async context =>
            {
                var dictionaries = await terms.WithActorsAsync(context, cancellationToken);
                List<long> keys = [.. places.Select(place => place.Value).Distinct().OrderDescending()];
                return _rows.Read(context, keys, dictionaries).ConvertAll(pair => new StoredEvent(new EventCursor(pair.Row.Key), pair.Event, default));
            },
            cancellationToken);
    }

    public async IAsyncEnumerable<StoredEvent> SearchAsync(EventQuery query, EventCursor? after, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await foreach (var (row, read) in ScanAsync(query, after?.Value, FirstStep, withRecords: false, cancellationToken))
        {
            yield return new StoredEvent(new EventCursor(row.Key), read.Event, default);
        }
    }

    public Task<long> CountAsync(EventQuery query, CancellationToken cancellationToken) => CountedAsync(
        query,
        async (parts, _) =>
        {
            var count = 0L;
            foreach (var part in parts)
            {
                count += await part.CountAsync(cancellationToken);
            }

            return count;
        },
        cancellationToken);

    public Task<EventHistogram> HistogramAsync(EventQuery query, int maxBuckets, CancellationToken cancellationToken)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(maxBuckets);
        return CountedAsync(
            query,
            async (parts, _) =>
            {
                if (await SpanAsync(parts, query.Range, cancellationToken) is not var (from, to) || from >= to)
                {
                    return EventHistogram.Empty;
                }

                var buckets = TimeBuckets.Round(from, to, maxBuckets);
                var bars = new TimeBucket[buckets.Count];
                foreach (var part in parts)
                {
                    await part.AddToAsync(bars, buckets, cancellationToken);
                }

                return new EventHistogram(buckets.Start, buckets.Width, bars);
            },
            cancellationToken);
    }

    public Task<EventStack> StackAsync(StackQuery query, CancellationToken cancellationToken)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(query.MaxBuckets, nameof(query));
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(query.Values, nameof(query));
        ThrowIfNotGroupable(query.Field, nameof(query));
        return CountedAsync(
            query.Query,
            async (parts, dictionaries) =>
            {
                if (await SpanAsync(parts, query.Query.Range, cancellationToken) is not var (from, to) || from >= to)
                {
                    return EventStack.Empty;
                }

                var buckets = TimeBuckets.Round(from, to, query.MaxBuckets);
                var bars = new TimeBucket[buckets.Count];
                using var counts = new ValueCounts(_values.Of(query.Field, dictionaries));
                foreach (var part in parts)
                {
                    await part.AddToAsync(bars, buckets, cancellationToken);
                    await part.AddToAsync(counts, cancellationToken);
                }

                var (groups, numbers) = counts.Top(query.Values);
                var over = new GroupSparks(counts.Values, numbers, buckets);
                foreach (var part in parts)
                {
                    await part.AddToAsync(over, cancellationToken);
                }

                return new EventStack(
                    new EventHistogram(buckets.Start, buckets.Width, bars),
                    [.. groups.Groups.Zip(over.Counts, (group, each) => new StackedValue(group.Value, group.Count, each))],
                    groups.Total,
                    groups.Without);
            },
            cancellationToken,
            ActorFields.Has(query.Field));
    }

    public Task<EventGroups> GroupAsync(GroupQuery query, CancellationToken cancellationToken)
    {
        ThrowIfNotGroupable(query.Field, nameof(query));
        return query.CountsOnly ? CountValuesAsync(query, cancellationToken) : CountedAsync(
            query.Query,
            async (parts, dictionaries) =>
            {
                using var tally = new GroupTally(_values.Of(query.Field, dictionaries));
                foreach (var part in parts)
                {
                    await part.AddToAsync(tally, cancellationToken);
                }

                var (groups, numbers) = tally.Top(query.Limit);
                if (query.Sparkline <= 0 || tally.All.Count == 0)
                {
                    return groups;
                }

                var (from, to) = SpanOf(tally.All.FirstKey, tally.All.LastKey, query.Query.Range);
                var sparks = new GroupSparks(tally.Values, numbers, TimeBuckets.Exact(from, to, query.Sparkline));
                foreach (var part in parts)
                {
                    await part.AddToAsync(sparks, cancellationToken);
                }

                return groups with { Groups = [.. groups.Groups.Zip(sparks.Counts, (group, counts) => group with { Sparkline = counts })] };
            },
            cancellationToken,
            ActorFields.Has(query.Field));
    }

    private Task<EventGroups> CountValuesAsync(GroupQuery query, CancellationToken cancellationToken) => CountedAsync(
        query.Query,
        async (parts, dictionaries) =>
        {
            using var counts = new ValueCounts(_values.Of(query.Field, dictionaries));
            foreach (var part in parts)
            {
                await part.AddToAsync(counts, cancellationToken);
            }

            return counts.Top(query.Limit).Groups;
        },
        cancellationToken,
        ActorFields.Has(query.Field));

    public async Task<IReadOnlyList<EventDetail>> FindAsync(string eventId, CancellationToken cancellationToken)
    {
        var (id, current) = (EventIdBits.Of(eventId, out _), columns.Current);
        return await database.ReadAsync<IReadOnlyList<EventDetail>>(
            async context =>
            {
                var dictionaries = await terms.WithActorsAsync(context, cancellationToken);
                var rows = await RowsOfAsync(context, current, id, cancellationToken);
                var details = new List<EventDetail>(rows.Count);
                foreach (var row in rows)
                {
                    var block = await SingleStatements.BlockOf(context, row.Block, cancellationToken);
                    var read = await _records.ReadAsync(context, row, EventColumns.Decode(row, dictionaries), block, cancellationToken);
                    var stored = new StoredEvent(new EventCursor(row.Key), read.Event, read.Json.ToArray());
                    details.Add(new EventDetail(stored, await SightingsAsync(context, row, block, cancellationToken)) { Addenda = await AddendaAsync(context, row, dictionaries, cancellationToken) });
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

    public async Task<NewestEvents> NewestAsync(EventQuery query, int limit, CancellationToken cancellationToken)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(limit);
        var found = new List<StoredEvent>();
        await foreach (var (row, read) in ScanAsync(query, after: null, Math.Min(limit, MaxStep - 1) + 1, withRecords: true, cancellationToken))
        {
            if (found.Count == limit)
            {
                return new NewestEvents(found, IsCut: true);
            }

            found.Add(new StoredEvent(new EventCursor(row.Key), read.Event, read.Json));
        }

        return new NewestEvents(found, IsCut: false);
    }

    public Task<StoreSummary> SummaryAsync(CancellationToken cancellationToken) => CountedAsync(
        EventQuery.All,
        async (parts, _) =>
        {
            var (count, ends) = (0L, await EndsAsync(parts, cancellationToken));
            foreach (var part in parts)
            {
                count += await part.CountAsync(cancellationToken);
            }

            return new StoreSummary(count, ends is var (first, _) ? EventKey.TimeOf(first) : null, ends is var (_, last) ? EventKey.TimeOf(last) : null);
        },
        cancellationToken);

    private static async Task<IReadOnlyList<Sighting>> SightingsAsync(TrailContext context, EventRow row, ShownBlock block, CancellationToken cancellationToken)
    {
        var index = BlockOffsets.Decode(block.Offsets)[row.Ordinal].Index;
        var sightings = new List<Sighting> { new(block.Source, block.Name, index, DateTimeOffset.FromUnixTimeMilliseconds(block.SettledAt), block.RunId) };
        await foreach (var seen in SingleStatements.Sightings(context, row.Key).WithCancellation(cancellationToken))
        {
            sightings.Add(new Sighting(seen.Source, seen.Name, seen.Index, DateTimeOffset.FromUnixTimeMilliseconds(seen.SettledAt), seen.RunId));
        }

        return sightings;
    }

    private static void ThrowIfNotGroupable(EventField field, string parameter)
    {
        if (!field.IsGroupable)
        {
            throw new ArgumentException($"Events cannot be grouped by {field.Name}.", parameter);
        }
    }

    // The span of the query, closed by the matching events where it is open; null where there is nothing to span.
    private static async Task<(DateTimeOffset From, DateTimeOffset To)?> SpanAsync(
        IReadOnlyList<IMatchingEvents> parts, TimeRange range, CancellationToken cancellationToken)
    {
        if (range is { From: { } from, To: { } to })
        {
            return from < to ? Holdable(from, to) : null;
        }

        return await EndsAsync(parts, cancellationToken) is var (first, last) ? SpanOf(first, last, range) : null;
    }

    private static async Task<(long First, long Last)?> EndsAsync(IReadOnlyList<IMatchingEvents> parts, CancellationToken cancellationToken)
    {
        (long First, long Last)? ends = null;
        foreach (var part in parts)
        {
            if (await part.EndsAsync(cancellationToken) is var (first, last))
            {
                ends = ends is var (low, high) ? (Math.Min(first, low), Math.Max(last, high)) : (first, last);
            }
        }

        return ends;
    }

    private static (DateTimeOffset From, DateTimeOffset To) SpanOf(long firstKey, long lastKey, TimeRange range) =>
        Holdable(range.From ?? EventKey.TimeOf(firstKey), range.To ?? EventKey.TimeOf(lastKey).AddSeconds(1));

    private static (DateTimeOffset From, DateTimeOffset To) Holdable(DateTimeOffset from, DateTimeOffset to) =>
        (from < EventKey.MinTime ? EventKey.MinTime : from, to > EventKey.MaxTime ? EventKey.MaxTime : to);
}
