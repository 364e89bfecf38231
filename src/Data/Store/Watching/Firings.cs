using Microsoft.EntityFrameworkCore;
using TrailBoard.Core.Search;
using TrailBoard.Core.Views;
using TrailBoard.Core.Watching;
using TrailBoard.Data.Words;

namespace TrailBoard.Data.Store.Watching;

/// <summary>Looks at what came into the store, and keeps what watches found.</summary>
internal sealed class Firings(TrailDatabase database, Terms terms, TimeProvider time) : IFirings
{
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(2);

    private readonly RowReading _rows = new();
    private readonly LargeImports _imports = new(time, Pause);

    public async Task RunAsync(Action fired, CancellationToken cancellationToken)
    {
        while (true)
        {
            if (await LookAsync(cancellationToken) > 0)
            {
                fired();
            }

            var begun = time.GetTimestamp();
            do
            {
                await Task.Delay(Pause, time, cancellationToken);
            }
            while (await IsLargeImportAsync(cancellationToken) && time.GetElapsedTime(begun) < WatchRule.Pause);
        }
    }

    public async Task<int> LookAsync(CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        var (mark, found) = await database.ReadAsync(
            async context =>
            {
                var mark = await StoreMark.ReadAsync(context, cancellationToken);
                var found = new List<(WatchRow Watch, NewMatches Matches)>();
                var behind = await context.Watches.Where(row => row.IsOn && row.Block < mark.Block).ToListAsync(cancellationToken);
                foreach (var watch in behind.Where(row => WatchRule.NextAfter(row.Read().LastFired) <= now))
                {
                    // A filter that an earlier version took and this one does not know matches nothing.
                    if (FilterParser.TryParse(watch.Filter, out var filter, out _) && WatchRule.Refusal(filter) is null)
                    {
                        // How long it rested and waited for an import is the watch's own doing, and no event's age.
                        var oldest = now - watch.Read().Within - (2 * WatchRule.Pause);
                        found.Add((watch, await NewMatches.FindAsync(context, await terms.AsOfAsync(context, cancellationToken), filter, watch, oldest, cancellationToken)));
                    }
                }

                return (mark, found);
            },
            cancellationToken);
        var fired = 0;
        if (found.Count > 0)
        {
            await database.WriteAsync(
                async context =>
                {
                    await using var transaction = await context.Database.BeginTransactionAsync(cancellationToken);
                    foreach (var (watch, matches) in found)
                    {
                        fired += await NoteAsync(context, watch, mark, matches, now, cancellationToken) ? 1 : 0;
                    }

                    await ForgetAsync(context, cancellationToken);
                    await transaction.CommitAsync(cancellationToken);
                },
                cancellationToken);
        }

        return fired;
    }

    public Task<IReadOnlyList<Firing>> NewestAsync(int most, CancellationToken cancellationToken) => database.ReadAsync<IReadOnlyList<Firing>>(
        async context => (await context.Firings.OrderByDescending(row => row.Id).Take(most).ToListAsync(cancellationToken)).ConvertAll(row => row.Read()),
        cancellationToken);

    public Task<Firing?> FindAsync(long id, CancellationToken cancellationToken) => database.ReadAsync(
        async context => (await context.Firings.FirstOrDefaultAsync(row => row.Id == id, cancellationToken))?.Read(),
        cancellationToken);

    public Task<EventPage> EventsAsync(long id, EventCursor? after, int limit, CancellationToken cancellationToken) => database.ReadAsync(
        async context =>
        {
            var below = after?.Value ?? long.MaxValue;
            var keys = await context.FiringEvents
                .Where(row => row.FiringId == id && row.EventKey < below && context.StoredRows.Any(of => of.Key == row.EventKey))
                .OrderByDescending(row => row.EventKey).Select(row => row.EventKey).Take(limit + 1).ToListAsync(cancellationToken);
            var shown = keys.Count > limit ? keys[..limit] : keys;
            var rows = _rows.Read(context, shown, await terms.AsOfAsync(context, cancellationToken));
            var events = rows.ConvertAll(pair => new StoredEvent(new EventCursor(pair.Row.Key), pair.Event, default));
            return new EventPage(events, keys.Count > limit ? events[^1].Cursor : null);
        },
        cancellationToken);

    public Task<int> UnseenAsync(CancellationToken cancellationToken) =>
        database.ReadAsync(context => context.Firings.CountAsync(row => !row.IsSeen, cancellationToken), cancellationToken);

    public Task SeeAsync(long? id, CancellationToken cancellationToken) => database.WriteAsync(
        context => context.Firings.Where(row => !row.IsSeen && (id == null || row.Id == id)).ExecuteUpdateAsync(row => row.SetProperty(of => of.IsSeen, true), cancellationToken),
        cancellationToken);

    private async Task<bool> IsLargeImportAsync(CancellationToken cancellationToken) =>
        _imports.IsLarge((await database.ReadAsync(context => StoreMark.ReadAsync(context, cancellationToken), cancellationToken)).Block);

    // False where nothing was found, or another process has looked meanwhile.
    private static async Task<bool> NoteAsync(TrailContext context, WatchRow watch, StoreMark mark, NewMatches matches, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var isFound = matches.Count > 0;
        var at = now.ToUnixTimeMilliseconds();
        var moved = await context.Watches.Where(row => row.Id == watch.Id && row.IsOn && row.Block == watch.Block && row.ObjectId == watch.ObjectId).ExecuteUpdateAsync(
            row => row
                .SetProperty(of => of.Block, mark.Block)
                .SetProperty(of => of.ObjectId, mark.Object)
                .SetProperty(of => of.LastFired, of => isFound ? at : of.LastFired),
            cancellationToken);
        if (moved == 0 || !isFound)
        {
            return false;
        }

        var firing = context.Firings.Add(new FiringRow
        {
            Key = Guid.NewGuid().ToString(),
            WatchId = watch.Id,
            WatchName = watch.Name,
            Filter = watch.Filter,
            Count = matches.Count,
            FirstKey = matches.FirstKey,
            LastKey = matches.LastKey,
            At = at,
            Delivery = watch.IsPosted ? DeliveryState.Waiting : DeliveryState.None,
            NextTry = watch.IsPosted ? at : null,
        }).Entity;
        await context.SaveChangesAsync(cancellationToken);
        await using var insert = context.Command("INSERT INTO firing_events (firing_id, event_key) VALUES (@0, @1)", firing.Id, 0L);
        foreach (var key in matches.NewestKeys)
        {
            insert.Parameters[1].Value = key;
            await insert.ExecuteNonQueryAsync(cancellationToken);
        }

        return true;
    }

    // Old firings go, and of too many that wait to be sent, the oldest are no longer.
    private static async Task ForgetAsync(TrailContext context, CancellationToken cancellationToken)
    {
        var last = await context.Firings.OrderByDescending(row => row.Id).Skip(Firing.Most).Select(row => (long?)row.Id).FirstOrDefaultAsync(cancellationToken) ?? 0;
        await context.FiringEvents.Where(row => row.FiringId <= last).ExecuteDeleteAsync(cancellationToken);
        await context.Firings.Where(row => row.Id <= last).ExecuteDeleteAsync(cancellationToken);
        var waiting = context.Firings.Where(row => row.Delivery == DeliveryState.Waiting);
        var late = await waiting.OrderByDescending(row => row.Id).Skip(DeliveryPace.MostWaiting).Select(row => (long?)row.Id).FirstOrDefaultAsync(cancellationToken) ?? 0;
        await waiting.Where(row => row.Id <= late).ExecuteUpdateAsync(
            row => row
                .SetProperty(of => of.Delivery, DeliveryState.GivenUp)
                .SetProperty(of => of.NextTry, (long?)null)
                .SetProperty(of => of.Error, "Too many others waited to be sent."),
            cancellationToken);
    }
}
