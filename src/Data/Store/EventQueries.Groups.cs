using System.Linq.Expressions;
using Microsoft.EntityFrameworkCore;
using TrailBoard.Core.Events;
using TrailBoard.Core.Search;
using TrailBoard.Core.Views;

namespace TrailBoard.Data.Store;

/// <content>Groups: counted by code in the database, added up by value here.</content>
internal sealed partial class EventQueries
{
    public async Task<EventGroups> GroupAsync(GroupQuery query, CancellationToken cancellationToken)
    {
        if (!query.Field.IsGroupable)
        {
            throw new ArgumentException($"Events cannot be grouped by {query.Field.Name}.", nameof(query));
        }

        var exact = await AskAsync(
            query.Query,
            async (rows, terms, isExact) => isExact ? await CountGroupsAsync(rows, new CodeOf(query.Field, terms), query, cancellationToken) : null,
            cancellationToken);
        return exact ?? await ScanGroupsAsync(query, cancellationToken);
    }

    private static async Task<EventGroups> CountGroupsAsync(IQueryable<EventRow> rows, CodeOf code, GroupQuery query, CancellationToken cancellationToken)
    {
        var tally = new GroupTally(query.Field, code.Sample);
        var counts = await rows
            .GroupBy(code.Expression)
            .Select(same => new CodeCounts(
                same.Key,
                same.LongCount(),
                same.Sum(row => row.Error != 0 ? 1L : 0),
                same.Sum(row => (row.Flags & (int)EventFlags.Write) != 0 ? 1L : 0),
                same.Min(row => row.Key),
                same.Max(row => row.Key)))
            .ToListAsync(cancellationToken);
        counts.ForEach(tally.Add);
        var (groups, codes) = tally.Top(query.Limit);
        if (query.Sparkline <= 0 || counts.Count == 0)
        {
            return groups;
        }

        var (from, to) = SpanOf(counts.Min(count => count.FirstKey), counts.Max(count => count.LastKey), query.Query.Range);
        var buckets = TimeBuckets.Exact(from, to, query.Sparkline);
        var (start, width) = (buckets.StartKey, buckets.WidthKey);
        var wanted = codes.SelectMany(group => group).Distinct().ToList();
        var byCode = (await rows
            .Where(code.IsIn(wanted))
            .GroupBy(code.WithBucket(start, width))
            .Select(same => new { same.Key.Code, same.Key.Bucket, Count = same.Count() })
            .ToListAsync(cancellationToken)).ToLookup(count => count.Code);
        return groups with
        {
            Groups = [.. groups.Groups.Select((group, i) => group with
            {
                Sparkline = Spark(codes[i].SelectMany(one => byCode[one]).Select(count => (buckets.Clamp(count.Bucket), count.Count)), buckets.Count),
            })],
        };
    }

    private static int[] Spark(IEnumerable<(int Bucket, int Count)> counts, int length)
    {
        var spark = new int[length];
        foreach (var (bucket, count) in counts)
        {
            spark[bucket] += count;
        }

        return spark;
    }

    /// <summary>The codes that a field is grouped by: those of its column, or its bits of the flags.</summary>
    private sealed class CodeOf
    {
        private readonly EventColumn? _column;
        private readonly EventFlags _flags;
        private readonly TermsSnapshot _terms;

        public CodeOf(EventField field, TermsSnapshot terms)
        {
            (_column, _flags, _terms) = (EventColumns.Of(field), EventColumns.FlagsOf(field), terms);
            var bits = (int)_flags;
            Expression = _column?.Code ?? (row => row.Flags & bits);
        }

        public Expression<Func<EventRow, int>> Expression { get; }

        public int Of(EventRow row) => _column?.Read(row) ?? (row.Flags & (int)_flags);

        public TrailEvent Sample(int code) => _column?.Sample(_terms, code) ?? EventColumns.SampleOf((EventFlags)code);

        public Expression<Func<EventRow, bool>> IsIn(List<int> codes)
        {
            Expression<Func<int, bool>> test = code => codes.Contains(code);
            return System.Linq.Expressions.Expression.Lambda<Func<EventRow, bool>>(
                new Replacement(test.Parameters[0], Expression.Body).Visit(test.Body), Expression.Parameters);
        }

        public Expression<Func<EventRow, CodeBucket>> WithBucket(long start, long width)
        {
            Expression<Func<EventRow, int, CodeBucket>> pair = (row, code) => new CodeBucket { Code = code, Bucket = (row.Key - start) / width };
            var body = new Replacement(pair.Parameters[1], Expression.Body).Visit(pair.Body);
            return System.Linq.Expressions.Expression.Lambda<Func<EventRow, CodeBucket>>(
                new Replacement(pair.Parameters[0], Expression.Parameters[0]).Visit(body), Expression.Parameters);
        }
    }

    private sealed record CodeBucket
    {
        public int Code { get; init; }

        public long Bucket { get; init; }
    }

    private sealed class Replacement(Expression from, Expression to) : ExpressionVisitor
    {
        [return: System.Diagnostics.CodeAnalysis.NotNullIfNotNull(nameof(node))]
        public override Expression? Visit(Expression? node) => node == from ? to : base.Visit(node);
    }
}
