using Microsoft.EntityFrameworkCore;
using TrailBoard.Core.Import;

namespace TrailBoard.Data.Store;

/// <summary>Lines of the ledger that wait for a person, and what the person decided.</summary>
internal sealed class Quarantine(TrailDatabase database, TimeProvider time) : IQuarantine
{
    public async Task<IReadOnlyList<LedgerObject>> KeptAsync(int limit, CancellationToken cancellationToken)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(limit);
        var rows = await database.ReadAsync(
            context => Newest(context, ObjectState.Quarantined).OrderByDescending(row => row.Id).Take(limit).ToListAsync(cancellationToken),
            cancellationToken);
        return rows.ConvertAll(row => row.ToLedger());
    }

    public Task<LedgerObject?> RetryAsync(long objectId, CancellationToken cancellationToken) => DecideAsync(
        objectId,
        row => row.ToLedger().CanBeReadAgain
            ? row with { State = ObjectState.Pending, Reason = $"To be read again by the next run of {row.Source}, as asked on {Now()}. Before: {row.Reason}" }
            : null,
        cancellationToken);

    public Task<LedgerObject?> DiscardAsync(long objectId, CancellationToken cancellationToken) => DecideAsync(
        objectId,
        row => row with { State = ObjectState.Skipped, Reason = $"Discarded on {Now()}. Before: {row.Reason}" },
        cancellationToken);

    public async Task<IReadOnlyList<string>> AskedAgainAsync(string source, CancellationToken cancellationToken)
    {
        var clean = Term.Clean(source);
        return await database.ReadAsync(
            context => Newest(context, ObjectState.Pending).Where(row => row.Source == clean).OrderBy(row => row.Id).Select(row => row.Name).ToListAsync(cancellationToken),
            cancellationToken);
    }

    private async Task<LedgerObject?> DecideAsync(long objectId, Func<ObjectRow, ObjectRow?> decide, CancellationToken cancellationToken)
    {
        LedgerObject? decided = null;
        await database.WriteAsync(
            async context =>
            {
                if (await Newest(context, ObjectState.Quarantined).AsNoTracking().SingleOrDefaultAsync(row => row.Id == objectId, cancellationToken) is { } row
                    && decide(row) is { } changed)
                {
                    context.Objects.Update(changed);
                    await context.SaveChangesAsync(cancellationToken);
                    decided = changed.ToLedger();
                }
            },
            cancellationToken);
        return decided;
    }

    private static IQueryable<ObjectRow> Newest(TrailContext context, ObjectState state) => context.Objects.Where(row =>
        row.State == state && !context.Objects.Any(later => later.NameEnd == row.NameEnd && later.Source == row.Source && later.Name == row.Name && later.Id > row.Id));

    private string Now() => $"{time.GetUtcNow().UtcDateTime:yyyy-MM-dd HH:mm} UTC";
}
