using Microsoft.EntityFrameworkCore;
using TrailBoard.Core.Watching;

namespace TrailBoard.Data.Store.Watching;

/// <summary>Deliveries in the store. Each statement changes a row as a whole, so processes need no lock but the database's own.</summary>
internal sealed class Deliveries(TrailDatabase database, TimeProvider time) : IDeliveries
{
    private static readonly TimeSpan Held = TimeSpan.FromMinutes(2);

    public async Task<IReadOnlyList<Firing>> TakeAsync(int most, CancellationToken cancellationToken)
    {
        var now = Clock.Now(time);
        var due = await database.ReadAsync(
            context => context.Firings.Where(row => row.Delivery == DeliveryState.Waiting && row.NextTry <= now).OrderBy(row => row.Id).Take(most).ToListAsync(cancellationToken),
            cancellationToken);
        var taken = new List<Firing>();
        if (due.Count > 0)
        {
            var until = now + (long)Held.TotalMilliseconds;
            await database.WriteAsync(
                async context =>
                {
                    foreach (var row in due)
                    {
                        // Whoever has taken it meanwhile has moved its next try.
                        var isMine = await context.Firings.Where(of => of.Id == row.Id && of.Delivery == DeliveryState.Waiting && of.NextTry == row.NextTry)
                            .ExecuteUpdateAsync(of => of.SetProperty(one => one.NextTry, until), cancellationToken) > 0;
                        if (isMine)
                        {
                            taken.Add(row.Read());
                        }
                    }
                },
                cancellationToken);
        }

        return taken;
    }

    public Task EndAsync(Firing firing, string? error, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(firing);
        var attempts = firing.Delivery.Attempts + 1;
        var wait = error is null ? null : DeliveryPace.After(attempts);
        var next = wait is { } some ? Clock.Now(time) + (long)some.TotalMilliseconds : (long?)null;
        var state = error is null ? DeliveryState.Delivered : next is null ? DeliveryState.GivenUp : DeliveryState.Waiting;
        return database.WriteAsync(
            context => context.Firings.Where(row => row.Id == firing.Id).ExecuteUpdateAsync(
                row => row
                    .SetProperty(of => of.Delivery, state)
                    .SetProperty(of => of.Attempts, attempts)
                    .SetProperty(of => of.NextTry, next)
                    .SetProperty(of => of.Error, error),
                cancellationToken),
            cancellationToken);
    }

    public Task AgainAsync(long id, CancellationToken cancellationToken)
    {
        var now = Clock.Now(time);
        return database.WriteAsync(
            context => context.Firings.Where(row => row.Id == id && row.Delivery == DeliveryState.GivenUp).ExecuteUpdateAsync(
                row => row.SetProperty(of => of.Delivery, DeliveryState.Waiting).SetProperty(of => of.Attempts, 0).SetProperty(of => of.NextTry, now),
                cancellationToken),
            cancellationToken);
    }
}
