using System.Runtime.CompilerServices;
using Microsoft.EntityFrameworkCore;
using TrailBoard.Core.Events;
using TrailBoard.Core.Search;
using TrailBoard.Core.Views;
using TrailBoard.Data.Columns;

namespace TrailBoard.Data.Store;

/// <content>Rows themselves, newest first, a step at a time: for pages and exports, and for questions that only records answer.</content>
internal sealed partial class EventQueries
{
    // Each step has a snapshot of its own: one that stayed open for a long export would keep the log from shrinking.
    private const int MaxStep = 2_000;

    private async IAsyncEnumerable<(EventRow Row, ReadRecord Read)> ScanAsync(
        EventQuery query, long? after, int step, bool withRecords, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var hint = RecordHint.Of(query.Filter);
        while (true)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var (found, isExact) = await CandidatesAsync(query, after, step, cancellationToken);
            var read = await _records.ReadAllAsync(database, found, withRecords || FilterParts.IsDeep(query.Filter), cancellationToken);
            for (var i = 0; i < found.Count; i++)
            {
                if (isExact || (hint.MayMatch(read[i].Json.Span) && Matches(query.Filter, read[i])))
                {
                    yield return (found[i].Row, read[i]);
                }
            }

            if (found.Count < step)
            {
                yield break;
            }

            after = found[^1].Row.Key;
            step = Math.Min(MaxStep, step * 2);
        }
    }

    // On the masked record: a search that finds a secret by its parts would tell it bit by bit.
    private static bool Matches(Filter filter, ReadRecord read) => FilterEvaluator.Matches(
        filter, read.Event, FilterParts.IsDeep(filter) ? Redaction.Mask(read.Json, out _) : default);

    private Task<(List<(EventRow Row, TrailEvent Event)> Rows, bool IsExact)> CandidatesAsync(
        EventQuery query, long? after, int step, CancellationToken cancellationToken)
    {
        // Before the snapshot is opened, so that it holds every row that the columns have.
        var current = columns.Current;
        return database.ReadAsync(
            async context =>
            {
                var dictionaries = await terms.AsOfAsync(context, cancellationToken);
                var (rows, isExact) = await FromColumnsAsync(context, current, query, after, step, cancellationToken)
                    ?? await FromRowsAsync(context, query, after, step, dictionaries, cancellationToken);
                return (rows.ConvertAll(row => (row, EventColumns.Decode(row, dictionaries))), isExact);
            },
            cancellationToken);
    }

    // Null where the database must answer: there are no columns, or they and the snapshot do not meet in one commit.
    private async Task<(List<EventRow> Rows, bool IsExact)?> FromColumnsAsync(
        TrailContext context, ColumnsSnapshot? current, EventQuery query, long? after, int step, CancellationToken cancellationToken)
    {
        if (current is null || (after is { } cursor && cursor <= current.Floor))
        {
            return null;
        }

        var filter = await FilterOfAsync(query, current, context, cancellationToken);
        var keys = current.NewestKeys(filter, after, step, cancellationToken);
        if (keys.Count < step && !current.Covers(query.Range))
        {
            return await ColumnsOfAsync(context, query, cancellationToken) is { } same
                ? await FromBothAsync(context, same, query, after, step, cancellationToken)
                : null;
        }

        var rows = await RowsOfAsync(context, keys, cancellationToken);

        // A row of a later block was written anew since, and may match no more.
        return rows.Count == keys.Count && rows.TrueForAll(row => row.Block <= current.Mark.Block) ? (rows, filter.IsExact) : null;
    }

    private async Task<(List<EventRow> Rows, bool IsExact)> FromBothAsync(
        TrailContext context, ColumnsSnapshot newer, EventQuery query, long? after, int step, CancellationToken cancellationToken)
    {
        var filter = await FilterOfAsync(query, newer, context, cancellationToken);
        var rows = await RowsOfAsync(context, newer.NewestKeys(filter, after, step, cancellationToken), cancellationToken);
        if (rows.Count == step)
        {
            return (rows, filter.IsExact);
        }

        // The floor may have risen above the cursor since the columns were first looked at.
        var below = after is { } cursor ? Math.Min(cursor, newer.Floor) : newer.Floor;
        var (older, isExact) = await FromRowsAsync(context, query, below, step - rows.Count, newer.Terms, cancellationToken);
        return ([.. rows, .. older], filter.IsExact && isExact);
    }

    private static async Task<List<EventRow>> RowsOfAsync(TrailContext context, List<long> keys, CancellationToken cancellationToken) => keys.Count == 0
        ? []
        : await context.Events.Where(row => keys.Contains(row.Key)).OrderByDescending(row => row.Key).ToListAsync(cancellationToken);

    private static async Task<(List<EventRow> Rows, bool IsExact)> FromRowsAsync(
        TrailContext context, EventQuery query, long? below, int step, TermsSnapshot dictionaries, CancellationToken cancellationToken)
    {
        var filter = FilterTranslator.Translate(query.Filter, dictionaries, cancellationToken);
        var rows = Within(context.Events, query.Range).Where(filter.Condition);
        if (below is { } cursor)
        {
            rows = rows.Where(row => row.Key < cursor);
        }

        return (await rows.OrderByDescending(row => row.Key).Take(step).ToListAsync(cancellationToken), filter.IsExact);
    }
}
