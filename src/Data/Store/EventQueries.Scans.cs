using System.Runtime.CompilerServices;
using Microsoft.EntityFrameworkCore;
using TrailBoard.Core.Events;
using TrailBoard.Core.Search;
using TrailBoard.Core.Views;

namespace TrailBoard.Data.Store;

/// <content>Questions that only records answer: candidate rows newest first, a step at a time.</content>
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
            var (found, isExact) = await AskAsync(
                query,
                async (rows, terms, exact) =>
                {
                    if (after is { } cursor)
                    {
                        rows = rows.Where(row => row.Key < cursor);
                    }

                    var candidates = await rows.OrderByDescending(row => row.Key).Take(step).ToListAsync(cancellationToken);
                    return (candidates.ConvertAll(row => (Row: row, Event: EventColumns.Decode(row, terms))), exact);
                },
                cancellationToken);
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

    private async Task<EventGroups> ScanGroupsAsync(GroupQuery query, CancellationToken cancellationToken)
    {
        // The rows that match are few enough to be remembered by code and key; their events are not.
        var matches = new List<EventRow>();
        await foreach (var (row, _) in ScanAsync(query.Query, after: null, MaxStep, withRecords: false, cancellationToken))
        {
            matches.Add(row);
        }

        var terms = await database.ReadAsync(context => _terms.AsOfAsync(context, cancellationToken), cancellationToken);
        var code = new CodeOf(query.Field, terms);
        var tally = new GroupTally(query.Field, code.Sample);
        foreach (var same in matches.GroupBy(code.Of))
        {
            tally.Add(same.Select(row => CodeCounts.Of(row, same.Key)).Aggregate((all, one) => all.Add(one)));
        }

        var (groups, codes) = tally.Top(query.Limit);
        if (query.Sparkline <= 0 || matches.Count == 0)
        {
            return groups;
        }

        var (from, to) = SpanOf(matches[^1].Key, matches[0].Key, query.Query.Range);
        var buckets = TimeBuckets.Exact(from, to, query.Sparkline);
        var byCode = matches.ToLookup(code.Of);
        return groups with
        {
            Groups = [.. groups.Groups.Select((group, i) => group with
            {
                Sparkline = Spark(codes[i].SelectMany(one => byCode[one]).Select(row => (buckets.Of(row.Key), 1)), buckets.Count),
            })],
        };
    }

    private async Task<EventHistogram> ScanHistogramAsync(EventQuery query, int maxBuckets, CancellationToken cancellationToken)
    {
        var matches = new List<CodeCounts>();
        await foreach (var (row, _) in ScanAsync(query, after: null, MaxStep, withRecords: false, cancellationToken))
        {
            matches.Add(CodeCounts.Of(row, 0));
        }

        if (matches.Count == 0 && query.Range is not { From: not null, To: not null })
        {
            return EventHistogram.Empty;
        }

        var (from, to) = matches.Count == 0
            ? Holdable(query.Range.From!.Value, query.Range.To!.Value)
            : SpanOf(matches[^1].FirstKey, matches[0].FirstKey, query.Range);
        if (from >= to)
        {
            return EventHistogram.Empty;
        }

        var buckets = TimeBuckets.Round(from, to, maxBuckets);
        var bars = new TimeBucket[buckets.Count];
        foreach (var match in matches)
        {
            ref var bar = ref bars[buckets.Of(match.FirstKey)];
            bar = new TimeBucket(bar.Count + match.Count, bar.Errors + match.Errors, bar.Writes + match.Writes);
        }

        return new EventHistogram(buckets.Start, buckets.Width, bars);
    }
}
