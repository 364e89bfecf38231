using System.Linq.Expressions;
using Microsoft.EntityFrameworkCore;
using TrailBoard.Core.Events;
using TrailBoard.Core.Views;
using TrailBoard.Data.Store.Actors;

namespace TrailBoard.Data.Store;

/// <summary>Rows in the database, counted by it.</summary>
internal sealed class MatchingRows(IQueryable<EventRow> rows) : IMatchingEvents
{
    public Task<long> CountAsync(CancellationToken cancellationToken) => rows.LongCountAsync(cancellationToken);

    public async Task<(long First, long Last)?> EndsAsync(CancellationToken cancellationToken)
    {
        // Two statements: each is one step down the tree, where both in one would read all rows.
        var first = await rows.OrderBy(row => row.Key).Select(row => (long?)row.Key).FirstOrDefaultAsync(cancellationToken);
        var last = await rows.OrderByDescending(row => row.Key).Select(row => (long?)row.Key).FirstOrDefaultAsync(cancellationToken);
        return first is { } low && last is { } high ? (low, high) : null;
    }

    public async Task AddToAsync(GroupTally groups, CancellationToken cancellationToken)
    {
        var counts = await rows
            .GroupBy(CodeOf(groups.Values))
            .Select(same => new
            {
                Code = same.Key,
                Count = same.LongCount(),
                Errors = same.Sum(row => row.Error != 0 ? 1L : 0),
                Writes = same.Sum(row => (row.Flags & (int)EventFlags.Write) != 0 ? 1L : 0),
                FirstKey = same.Min(row => row.Key),
                LastKey = same.Max(row => row.Key),
            })
            .ToListAsync(cancellationToken);
        counts.ForEach(one => groups.Add(one.Code, new RowCounts(one.Count, one.Errors, one.Writes, one.FirstKey, one.LastKey)));
    }

    public async Task AddToAsync(ValueCounts counts, CancellationToken cancellationToken)
    {
        var byCode = await rows.GroupBy(CodeOf(counts.Values)).Select(same => new { Code = same.Key, Count = same.LongCount() }).ToListAsync(cancellationToken);
        byCode.ForEach(one => counts.Add(one.Code, one.Count));
    }

    public async Task AddToAsync(GroupSparks sparks, CancellationToken cancellationToken)
    {
        var code = CodeOf(sparks.Values);
        var (start, width) = (sparks.Buckets.StartKey, sparks.Buckets.WidthKey);
        var counts = await rows
            .Where(IsIn(code, sparks.Codes))
            .GroupBy(WithBucket(code, start, width))
            .Select(same => new { same.Key.Code, same.Key.Bucket, Count = same.Count() })
            .ToListAsync(cancellationToken);
        counts.ForEach(one => sparks.Add(one.Code, sparks.Buckets.Clamp(one.Bucket), one.Count));
    }

    public async Task AddToAsync(TimeBucket[] bars, TimeBuckets buckets, CancellationToken cancellationToken)
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
        foreach (var count in counts)
        {
            // Added, not set: beyond 63 bits SQLite divides in floating point, and one bucket comes in several groups.
            ref var bar = ref bars[buckets.Clamp(count.Key)];
            bar = new TimeBucket(bar.Count + count.Count, bar.Errors + count.Errors, bar.Writes + count.Writes);
        }
    }

    /// <summary>The codes that a field is grouped by: those of its column, of deeds or of actors, or its bits of the flags.</summary>
    private static Expression<Func<EventRow, int>> CodeOf(FieldValues values)
    {
        var (field, bits) = (values.Field, (int)EventColumns.FlagsOf(values.Field));
        return values.Actors is { } actors ? ActorFields.Code(actors) : EventColumns.Of(field)?.Code ?? (Deeds.Has(field) ? Deeds.Code : row => row.Flags & bits);
    }

    private static Expression<Func<EventRow, bool>> IsIn(Expression<Func<EventRow, int>> code, List<int> codes)
    {
        Expression<Func<int, bool>> test = one => codes.Contains(one);
        return Expression.Lambda<Func<EventRow, bool>>(new Replacement(test.Parameters[0], code.Body).Visit(test.Body), code.Parameters);
    }

    private static Expression<Func<EventRow, CodeBucket>> WithBucket(Expression<Func<EventRow, int>> code, long start, long width)
    {
        Expression<Func<EventRow, int, CodeBucket>> pair = (row, one) => new CodeBucket { Code = one, Bucket = (row.Key - start) / width };
        var body = new Replacement(pair.Parameters[1], code.Body).Visit(pair.Body);
        return Expression.Lambda<Func<EventRow, CodeBucket>>(new Replacement(pair.Parameters[0], code.Parameters[0]).Visit(body), code.Parameters);
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
