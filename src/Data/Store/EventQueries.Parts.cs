using TrailBoard.Core.Search;
using TrailBoard.Core.Views;
using TrailBoard.Data.Columns;
using TrailBoard.Data.Words;

namespace TrailBoard.Data.Store;

/// <content>Who answers: the columns, the database, both of them, or a scan of the records. Always for one state of the store.</content>
internal sealed partial class EventQueries
{
    // Counts the matching events, wherever they are.
    private async Task<T> CountedAsync<T>(
        EventQuery query, Func<IReadOnlyList<IMatchingEvents>, TermsSnapshot, Task<T>> count, CancellationToken cancellationToken, bool ofActors = false)
        where T : notnull
    {
        if (columns.Current is { } loaded && loaded.Covers(query.Range))
        {
            var current = ofActors || FilterParts.AsksWho(query.Filter)
                ? await database.ReadAsync(context => WithActorsAsync(context, loaded, cancellationToken), cancellationToken)
                : loaded;
            var matching = await MatchingAsync(query, current, cancellationToken);
            if (matching.IsExact)
            {
                // Away from the caller's thread, which may be that of a page.
                return await Task.Run(() => count([matching], current.Terms), cancellationToken);
            }
        }
        else if (await CountedInDatabaseAsync(query, count, cancellationToken) is (true, { } answer))
        {
            return answer;
        }

        var found = await _scans.OfAsync(query, token => FoundAsync(query, token), cancellationToken);
        var dictionaries = await database.ReadAsync(context => terms.WithActorsAsync(context, cancellationToken), cancellationToken);
        return await Task.Run(() => count([new ScannedRows(found)], dictionaries), cancellationToken);
    }

    private async Task<List<EventRow>> FoundAsync(EventQuery query, CancellationToken cancellationToken)
    {
        var found = new List<EventRow>();
        await foreach (var (row, _) in ScanAsync(query, after: null, MaxStep, withRecords: false, cancellationToken))
        {
            found.Add(row);
        }

        return found;
    }

    // False where the rows cannot tell.
    private Task<(bool IsExact, T? Answer)> CountedInDatabaseAsync<T>(
        EventQuery query, Func<IReadOnlyList<IMatchingEvents>, TermsSnapshot, Task<T>> count, CancellationToken cancellationToken) => database.ReadAsync<(bool, T?)>(
        async context =>
        {
            var dictionaries = await terms.WithActorsAsync(context, cancellationToken);
            var filter = FilterTranslator.Translate(query.Filter, dictionaries, cancellationToken);
            var rows = Within(context.Events, query.Range).Where(filter.Condition);
            if (!filter.IsExact)
            {
                return (false, default);
            }

            if (await ColumnsOfAsync(context, query, cancellationToken) is not { } newer)
            {
                return (true, await count([new MatchingRows(rows)], dictionaries));
            }

            var floor = newer.Floor;
            var inMemory = new MatchingColumns(newer, await FilterOfAsync(query, newer, BlockSet.Every, context, cancellationToken));
            return (true, await count([inMemory, new MatchingRows(rows.Where(row => row.Key < floor))], dictionaries));
        },
        cancellationToken);

    // The columns at the same commit as the context's snapshot, where they hold a part of what is asked for.
    private async Task<ColumnsSnapshot?> ColumnsOfAsync(TrailContext context, EventQuery query, CancellationToken cancellationToken)
    {
        if (columns.Current is not { } current || (query.Range.To is { } to && EventKey.FirstFrom(to) <= current.Floor))
        {
            return null;
        }

        return await columns.AtAsync(await StoreMark.ReadAsync(context, cancellationToken), cancellationToken) is { } same
            ? await WithActorsAsync(context, same, cancellationToken)
            : null;
    }

    // Who is behind keys changes without an event, so columns do not know it. The same answers to the same make the same object, by which
    // what matched is remembered.
    private async Task<ColumnsSnapshot> WithActorsAsync(TrailContext context, ColumnsSnapshot of, CancellationToken cancellationToken)
    {
        var actors = (await terms.WithActorsAsync(context, cancellationToken)).Actors;
        if (Volatile.Read(ref _withActors) is { } known && ReferenceEquals(known.Of, of) && ReferenceEquals(known.With.Terms.Actors, actors))
        {
            return known.With;
        }

        var with = of with { Terms = of.Terms with { Actors = actors } };
        Volatile.Write(ref _withActors, new ActorsOfColumns(of, with));
        return with;
    }

    private ActorsOfColumns? _withActors;

    private sealed record ActorsOfColumns(ColumnsSnapshot Of, ColumnsSnapshot With);

    private async Task<MatchingColumns> MatchingAsync(EventQuery query, ColumnsSnapshot of, CancellationToken cancellationToken)
    {
        if (_recent.Find(of, query) is { } known)
        {
            return known;
        }

        var matching = new MatchingColumns(of, await FilterOfAsync(query, of, cancellationToken));
        _recent.Add(of, query, matching);
        return matching;
    }

    private async Task<ColumnFilter> FilterOfAsync(EventQuery query, ColumnsSnapshot of, CancellationToken cancellationToken) => ColumnFilter.IdsOf(query.Filter).Any()
        ? await database.ReadAsync(context => FilterOfAsync(query, of, BlockSet.Every, context, cancellationToken), cancellationToken)
        : await Task.Run(() => new ColumnFilter(query.Filter, query.Range, of.Terms, _codeSets, NoIds, BlockSet.Every, cancellationToken), cancellationToken);

    private async Task<ColumnFilter> FilterOfAsync(EventQuery query, ColumnsSnapshot of, BlockSet blocks, TrailContext context, CancellationToken cancellationToken)
    {
        // Only some bits of ids are in the columns. A key never changes, so it does not matter that the database may be a commit ahead.
        var candidates = ColumnFilter.IdsOf(query.Filter).Distinct().SelectMany(of.KeysOf).Distinct().ToList();
        var keys = candidates.Count == 0 ? NoIds : (await RowsOfAsync(context, candidates, cancellationToken)).ToLookup(row => row.Id, row => row.Key);
        return new ColumnFilter(query.Filter, query.Range, of.Terms, _codeSets, keys, blocks, cancellationToken);
    }

    private static readonly ILookup<EventIdBits, long> NoIds = Array.Empty<long>().ToLookup(_ => default(EventIdBits));

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
