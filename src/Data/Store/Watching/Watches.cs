using Microsoft.EntityFrameworkCore;
using TrailBoard.Core.Search;
using TrailBoard.Core.Views;
using TrailBoard.Core.Watching;

namespace TrailBoard.Data.Store.Watching;

/// <summary>Watches in the store.</summary>
internal sealed class Watches(TrailDatabase database, Terms terms, TimeProvider time) : IWatches
{
    public Task<IReadOnlyList<Watch>> AllAsync(CancellationToken cancellationToken) => database.ReadAsync<IReadOnlyList<Watch>>(
        async context => (await context.Watches.OrderBy(row => row.Name).ThenBy(row => row.Id).ToListAsync(cancellationToken)).ConvertAll(row => row.Read()),
        cancellationToken);

    public async Task<Watch?> AddAsync(WatchDraft draft, CancellationToken cancellationToken)
    {
        Check(draft);
        Watch? added = null;
        await database.WriteAsync(
            async context =>
            {
                await using var transaction = await context.Database.BeginTransactionAsync(cancellationToken);
                if (await context.Watches.CountAsync(cancellationToken) >= Watch.Most)
                {
                    return;
                }

                var mark = await StoreMark.ReadAsync(context, cancellationToken);
                var row = context.Watches.Add(new WatchRow
                {
                    Name = draft.Name,
                    Filter = draft.Filter,
                    Within = (long?)draft.Within?.TotalMilliseconds,
                    IsPosted = draft.IsPosted,
                    IsOn = true,
                    Block = mark.Block,
                    ObjectId = mark.Object,
                    Since = Clock.Now(time),
                }).Entity;
                await context.SaveChangesAsync(cancellationToken);
                await transaction.CommitAsync(cancellationToken);
                added = row.Read();
            },
            cancellationToken);
        return added;
    }

    public Task SwitchAsync(long id, bool on, CancellationToken cancellationToken) => database.WriteAsync(
        async context =>
        {
            await using var transaction = await context.Database.BeginTransactionAsync(cancellationToken);
            var (mark, now) = (await StoreMark.ReadAsync(context, cancellationToken), Clock.Now(time));
            await context.Watches.Where(row => row.Id == id && row.IsOn != on).ExecuteUpdateAsync(
                row => row
                    .SetProperty(of => of.IsOn, on)
                    .SetProperty(of => of.Block, mark.Block)
                    .SetProperty(of => of.ObjectId, mark.Object)
                    .SetProperty(of => of.Since, now),
                cancellationToken);
            await transaction.CommitAsync(cancellationToken);
        },
        cancellationToken);

    public Task DeleteAsync(long id, CancellationToken cancellationToken) =>
        database.WriteAsync(context => context.Watches.Where(row => row.Id == id).ExecuteDeleteAsync(cancellationToken), cancellationToken);

    public Task<BackTest> TestAsync(Filter filter, DateTimeOffset from, DateTimeOffset to, CancellationToken cancellationToken) => database.ReadAsync(
        async context =>
        {
            var dictionaries = await terms.AsOfAsync(context, cancellationToken);
            var condition = FilterTranslator.Translate(filter, dictionaries, cancellationToken);
            var (first, end) = (EventKey.FirstFrom(from), EventKey.FirstFrom(to));
            var rows = context.Events.Where(row => row.Key >= first && row.Key < end).Where(condition.Condition).OrderBy(row => row.Key);
            var count = new FiringCount();
            if (condition.IsExact)
            {
                await foreach (var key in rows.Select(row => row.Key).AsAsyncEnumerable().WithCancellation(cancellationToken))
                {
                    count.Add(EventKey.TimeOf(key));
                }
            }
            else
            {
                await foreach (var row in rows.AsAsyncEnumerable().WithCancellation(cancellationToken))
                {
                    if (FilterEvaluator.Matches(filter, EventColumns.Decode(row, dictionaries), default))
                    {
                        count.Add(EventKey.TimeOf(row.Key));
                    }
                }
            }

            return new BackTest(count.Firings, count.Events);
        },
        cancellationToken);

    private static void Check(WatchDraft draft)
    {
        ArgumentNullException.ThrowIfNull(draft);
        var isNamed = draft.Name is { Length: > 0 and <= SavedView.MaxName } && draft.Name == SavedView.CleanName(draft.Name);
        if (!isNamed || draft.Filter.Length > Watch.MaxFilter || !FilterParser.TryParse(draft.Filter, out var filter, out _) || WatchRule.Refusal(filter) is not null)
        {
            throw new ArgumentException("A watch has a clean name, and a filter that can be watched.", nameof(draft));
        }
    }
}
