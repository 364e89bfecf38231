using System.Runtime.CompilerServices;
using Microsoft.EntityFrameworkCore;
using TrailBoard.Core.Events;
using TrailBoard.Core.Search;
using TrailBoard.Core.Views;
using TrailBoard.Data.Columns;
using TrailBoard.Data.Words;

namespace TrailBoard.Data.Store;

/// <content>Rows themselves, newest first, a step at a time: for pages and exports, and for questions that only records answer.</content>
internal sealed partial class EventQueries
{
    // Each step has a snapshot of its own: one that stayed open for a long export would keep the log from shrinking.
    private const int MaxStep = 2_000;

    private readonly RowReading _rows = new();

    private async IAsyncEnumerable<(EventRow Row, ReadRecord Read)> ScanAsync(
        EventQuery query, long? after, int step, bool withRecords, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var scan = await ScanOfAsync(query, cancellationToken);
        var progress = scan.IsDeep && query.Watch is { } watch ? await RecordProgress.BeginAsync(watch, database, query.Range, cancellationToken) : null;
        while (true)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var (candidates, isExact) = await CandidatesAsync(scan, after, step, cancellationToken);
            var found = candidates.FindAll(pair => scan.Blocks.MayHold(pair.Row.Block));
            var read = await _records.ReadAllAsync(database, found, withRecords || scan.IsDeep, cancellationToken);
            for (var i = 0; i < found.Count; i++)
            {
                if (isExact || (scan.Hint.MayMatch(read[i].Json.Span) && scan.Matches(read[i])))
                {
                    progress?.Found();
                    yield return (found[i].Row, read[i]);
                }
            }

            progress?.Report(candidates.Count < step ? null : candidates[^1].Row.Key, columns.Current);
            if (candidates.Count < step || query.Watch is { IsStopped: true })
            {
                yield break;
            }

            after = candidates[^1].Row.Key;
            step = Math.Min(MaxStep, step * 2);
        }
    }

    // The blocks are those of one moment: what comes after it is in blocks of which nothing is known, and which are read.
    private async Task<RecordScan> ScanOfAsync(EventQuery query, CancellationToken cancellationToken) => FilterParts.IsDeep(query.Filter)
        ? new RecordScan(query, await database.ReadAsync(context => index.MayMatchAsync(context, query.Filter, cancellationToken), cancellationToken))
        : new RecordScan(query, BlockSet.Every);

    private Task<(List<(EventRow Row, TrailEvent Event)> Rows, bool IsExact)> CandidatesAsync(
        RecordScan scan, long? after, int step, CancellationToken cancellationToken)
    {
        // Before the snapshot is opened, so that it holds every row that the columns have.
        var current = columns.Current;
        return database.ReadAsync(
            async context =>
            {
                var dictionaries = await terms.WithActorsAsync(context, cancellationToken);
                return await FromColumnsAsync(context, current, scan, after, step, dictionaries, cancellationToken)
                    ?? await FromRowsAsync(context, scan, after, step, dictionaries, cancellationToken);
            },
            cancellationToken);
    }

    // Null where the database must answer: there are no columns, or they and the snapshot do not meet in one commit.
    private async Task<(List<(EventRow Row, TrailEvent Event)> Rows, bool IsExact)?> FromColumnsAsync(
        TrailContext context, ColumnsSnapshot? current, RecordScan scan, long? after, int step, TermsSnapshot dictionaries, CancellationToken cancellationToken)
    {
        if (current is null || (after is { } cursor && cursor <= current.Floor))
        {
            return null;
        }

        current = FilterParts.AsksWho(scan.Query.Filter) ? await WithActorsAsync(context, current, cancellationToken) : current;

        // A page is asked for with a histogram or a count of the same events, which may have found them.
        var matching = scan.Blocks.IsEvery && _recent.Find(current, scan.Query) is { } known
            ? known
            : new MatchingColumns(current, await FilterOfAsync(scan.Query, current, scan.Blocks, context, cancellationToken));
        var keys = matching.NewestKeys(after, step, cancellationToken);
        if (keys.Count < step && !current.Covers(scan.Query.Range))
        {
            return await ColumnsOfAsync(context, scan.Query, cancellationToken) is { } same
                ? await FromBothAsync(context, same, scan, after, step, dictionaries, cancellationToken)
                : null;
        }

        var rows = _rows.Read(context, keys, dictionaries);

        // A row of a later block was written anew since, and may match no more.
        return rows.Count == keys.Count && rows.TrueForAll(pair => pair.Row.Block <= current.Mark.Block) ? (rows, matching.IsExact) : null;
    }

    private async Task<(List<(EventRow Row, TrailEvent Event)> Rows, bool IsExact)> FromBothAsync(
        TrailContext context, ColumnsSnapshot newer, RecordScan scan, long? after, int step, TermsSnapshot dictionaries, CancellationToken cancellationToken)
    {
        var matching = new MatchingColumns(newer, await FilterOfAsync(scan.Query, newer, scan.Blocks, context, cancellationToken));
        var rows = _rows.Read(context, matching.NewestKeys(after, step, cancellationToken), dictionaries);
        if (rows.Count == step)
        {
            return (rows, matching.IsExact);
        }

        // The floor may have risen above the cursor since the columns were first looked at.
        var below = after is { } cursor ? Math.Min(cursor, newer.Floor) : newer.Floor;
        var (older, isExact) = await FromRowsAsync(context, scan, below, step - rows.Count, dictionaries, cancellationToken);
        return ([.. rows, .. older], matching.IsExact && isExact);
    }

    private static async Task<List<EventRow>> RowsOfAsync(TrailContext context, List<long> keys, CancellationToken cancellationToken) => keys.Count == 0
        ? []
        : await context.Events.Where(row => keys.Contains(row.Key)).OrderByDescending(row => row.Key).ToListAsync(cancellationToken);

    private static async Task<(List<(EventRow Row, TrailEvent Event)> Rows, bool IsExact)> FromRowsAsync(
        TrailContext context, RecordScan scan, long? below, int step, TermsSnapshot dictionaries, CancellationToken cancellationToken)
    {
        var filter = FilterTranslator.Translate(scan.Query.Filter, dictionaries, cancellationToken);
        var rows = Within(context.Events, scan.Query.Range).Where(filter.Condition);
        if (!scan.Blocks.IsEvery && scan.FewBlocks is { } few)
        {
            var last = scan.Blocks.Last;
            rows = rows.Where(row => few.Contains(row.Block) || row.Block > last);
        }

        if (below is { } cursor)
        {
            rows = rows.Where(row => row.Key < cursor);
        }

        var found = await rows.OrderByDescending(row => row.Key).Take(step).ToListAsync(cancellationToken);
        return (found.ConvertAll(row => (row, EventColumns.Decode(row, dictionaries))), filter.IsExact);
    }
}
