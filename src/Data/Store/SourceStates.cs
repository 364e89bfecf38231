using Microsoft.EntityFrameworkCore;
using TrailBoard.Core.Import;

namespace TrailBoard.Data.Store;

/// <summary>What is known of a source. Times are Unix milliseconds; a lease that nobody holds ended at 0.</summary>
internal sealed record SourceStateRow
{
    public required string Name { get; init; }
    public string? LeaseOwner { get; init; }
    public long LeaseUntil { get; init; }
    public long Token { get; init; }
    public bool IsPaused { get; init; }
    public long? LastSuccess { get; init; }
    public string? LastError { get; init; }
    public long? NextTry { get; init; }
    public long? Newest { get; init; }
    public int Failures { get; init; }
}

/// <summary>States and leases of sources. Each statement changes a row as a whole, so processes need no lock but the database's own.</summary>
internal sealed class SourceStates(TrailDatabase database, TimeProvider time) : ISourceStates
{
    public async Task<IReadOnlyList<SourceState>> AllAsync(CancellationToken cancellationToken)
    {
        var rows = await database.ReadAsync(context => context.SourceStates.OrderBy(row => row.Name).ToListAsync(cancellationToken), cancellationToken);
        return rows.ConvertAll(row => new SourceState(
            row.Name, row.LeaseOwner, row.LeaseUntil > 0 ? At(row.LeaseUntil) : null, row.IsPaused, At(row.LastSuccess), row.LastError, At(row.NextTry), At(row.Newest), row.Failures));
    }

    public async Task<SourceLease?> TakeAsync(string name, string owner, TimeSpan length, CancellationToken cancellationToken)
    {
        SourceLease? lease = null;
        await database.WriteAsync(
            async context =>
            {
                await AddAsync(context, name, cancellationToken);
                var now = Now();
                var until = now + (long)length.TotalMilliseconds;

                // Nobody is given a lease for so long: whoever held that one wrote it by a clock that has been set back since.
                var impossible = until + (long)length.TotalMilliseconds;
                var taken = await context.SourceStates.Where(row => row.Name == name && (row.LeaseUntil <= now || row.LeaseUntil > impossible)).ExecuteUpdateAsync(
                    row => row.SetProperty(state => state.LeaseOwner, owner).SetProperty(state => state.LeaseUntil, until).SetProperty(state => state.Token, state => state.Token + 1),
                    cancellationToken);
                if (taken > 0)
                {
                    // Nobody else takes it before it ends, so the token read now is the one written above.
                    var token = await context.SourceStates.Where(row => row.Name == name).Select(row => row.Token).SingleAsync(cancellationToken);
                    lease = new SourceLease(name, owner, token);
                }
            },
            cancellationToken);
        return lease;
    }

    public async Task<bool> RenewAsync(SourceLease lease, TimeSpan length, CancellationToken cancellationToken)
    {
        var renewed = 0;
        await database.WriteAsync(
            async context =>
            {
                var until = Now() + (long)length.TotalMilliseconds;
                renewed = await Held(context, lease).ExecuteUpdateAsync(row => row.SetProperty(state => state.LeaseUntil, until), cancellationToken);
            },
            cancellationToken);
        return renewed > 0;
    }

    public Task GiveBackAsync(SourceLease lease, CancellationToken cancellationToken) => database.WriteAsync(
        context => Held(context, lease).ExecuteUpdateAsync(
            row => row.SetProperty(state => state.LeaseOwner, (string?)null).SetProperty(state => state.LeaseUntil, 0L), cancellationToken),
        cancellationToken);

    public Task EndAsync(SourceLease lease, SourceRunEnd end, CancellationToken cancellationToken) => database.WriteAsync(
        async context =>
        {
            var newest = await Stored(context, end.RunId).MaxAsync(row => row.Modified, cancellationToken);
            var (success, error, next) = (end.Success?.ToUnixTimeMilliseconds(), end.Error, end.NextTry?.ToUnixTimeMilliseconds());
            await Held(context, lease).ExecuteUpdateAsync(
                row => row
                    .SetProperty(state => state.LastSuccess, state => success ?? state.LastSuccess)
                    .SetProperty(state => state.LastError, error)
                    .SetProperty(state => state.NextTry, next)
                    .SetProperty(state => state.Failures, end.Failures)
                    .SetProperty(state => state.Newest, state => state.Newest == null || newest > state.Newest ? newest ?? state.Newest : state.Newest),
                cancellationToken);
        },
        cancellationToken);

    public async Task<long> AdvanceAsync(SourceLease lease, long runId, long seen, CancellationToken cancellationToken)
    {
        var lines = await database.ReadAsync(
            context => Stored(context, runId).Where(row => row.Id > seen).GroupBy(row => 1)
                .Select(all => new { Last = all.Max(row => row.Id), Newest = all.Max(row => row.Modified) })
                .SingleOrDefaultAsync(cancellationToken),
            cancellationToken);
        if (lines?.Newest is { } newest)
        {
            await database.WriteAsync(
                context => Held(context, lease).Where(row => row.Newest == null || row.Newest < newest)
                    .ExecuteUpdateAsync(row => row.SetProperty(state => state.Newest, newest), cancellationToken),
                cancellationToken);
        }

        return lines?.Last ?? seen;
    }

    public Task PauseAsync(string name, bool paused, CancellationToken cancellationToken) => database.WriteAsync(
        async context =>
        {
            await AddAsync(context, name, cancellationToken);
            await context.SourceStates.Where(row => row.Name == name).ExecuteUpdateAsync(row => row.SetProperty(state => state.IsPaused, paused), cancellationToken);
        },
        cancellationToken);

    private static IQueryable<ObjectRow> Stored(TrailContext context, long? runId) => context.Objects
        .Where(row => row.RunId == runId && (row.State == ObjectState.Done || row.State == ObjectState.DoneWithRejects));

    private static IQueryable<SourceStateRow> Held(TrailContext context, SourceLease lease) =>
        context.SourceStates.Where(row => row.Name == lease.Name && row.LeaseOwner == lease.Owner && row.Token == lease.Token);

    // Both SQLite and PostgreSQL read this.
    private static Task<int> AddAsync(TrailContext context, string name, CancellationToken cancellationToken) =>
        context.Database.ExecuteSqlAsync(
            $"INSERT INTO source_states (name, lease_until, token, is_paused, failures) VALUES ({name}, 0, 0, {false}, 0) ON CONFLICT (name) DO NOTHING", cancellationToken);

    private static DateTimeOffset At(long milliseconds) => DateTimeOffset.FromUnixTimeMilliseconds(milliseconds);

    private static DateTimeOffset? At(long? milliseconds) => milliseconds is { } some ? At(some) : null;

    private long Now() => time.GetUtcNow().ToUnixTimeMilliseconds();
}
