using Microsoft.EntityFrameworkCore;
using TrailBoard.Core.Store;
using TrailBoard.Data.Columns;

namespace TrailBoard.Data.Store;

/// <summary>
/// Removes the oldest days. Each transaction takes the oldest events that are left and says so to the columns, so every state of the
/// store that others see is a whole one.
/// </summary>
internal sealed class Retention(TrailDatabase database, LiveColumns columns, TimeProvider time) : IRetention
{
    /// <summary>How many events a transaction removes: as many as an import writes in one.</summary>
    public int Chunk { get; set; } = 20_000;

    /// <summary>Told after each transaction how many there were, for tests that break it off there.</summary>
    public Action<int>? Removed { get; set; }

    public Task<RemovedDays> PlanAsync(DateOnly before, CancellationToken cancellationToken) => database.ReadAsync(
        async context =>
        {
            var below = KeyOf(before);
            var days = await CodedRows.CountDaysAsync(context, below, cancellationToken);
            var events = await context.StoredRows.LongCountAsync(row => row.Key < below, cancellationToken);
            var blocks = BlockKeysOf.Below(context, below);
            var gone = blocks.Select(block => block.Id);
            var left = context.Blocks.Where(block => !gone.Contains(block.Id));
            var files = await blocks.Select(block => block.ObjectId).Distinct().LongCountAsync(file => !left.Any(block => block.ObjectId == file), cancellationToken);
            return new RemovedDays(before, days, events, files, await BytesAsync(blocks, cancellationToken));
        },
        cancellationToken);

    public async Task<RemovedDays> RemoveAsync(DateOnly before, CancellationToken cancellationToken)
    {
        var (note, below) = await NoteAsync(before, cancellationToken);
        await BlockKeysOf.FillAsync(database, Chunk, cancellationToken);
        var removed = new RemovedDays(before, 0, 0, 0, 0);
        for (var count = 1; await RemoveOldestAsync(note, below, removed, cancellationToken) is { } more; count++)
        {
            removed = more;
            Removed?.Invoke(count);
        }

        await database.WriteAsync(
            context => context.RetentionNotes.Where(row => row.Id == note).ExecuteUpdateAsync(
                row => row.SetProperty(of => of.Finished, time.GetUtcNow().ToUnixTimeMilliseconds()), cancellationToken),
            cancellationToken);
        return removed;
    }

    public Task<RemovalNote?> LastAsync(CancellationToken cancellationToken) => database.ReadAsync(
        async context => await context.RetentionNotes.OrderByDescending(row => row.Id).FirstOrDefaultAsync(cancellationToken) is { } row
            ? new RemovalNote(
                new RemovedDays(DateOnly.FromDateTime(RetentionNoteRow.StartOf(row.BeforeDay).UtcDateTime), (int)row.Days, row.Events, row.Files, row.Bytes),
                DateTimeOffset.FromUnixTimeMilliseconds(row.Started),
                row.Finished is { } finished ? DateTimeOffset.FromUnixTimeMilliseconds(finished) : null)
            : null,
        cancellationToken);

    // From the commit of the note on, no import of whatever process writes below it: there is no import to wait for. An earlier day than
    // one that was noted before is a question that is answered already.
    private async Task<(long Note, long Below)> NoteAsync(DateOnly before, CancellationToken cancellationToken)
    {
        var (note, below) = (0L, KeyOf(before));
        var day = (long)before.DayNumber - DateOnly.FromDateTime(DateTime.UnixEpoch).DayNumber;
        await database.WriteAsync(
            async context =>
            {
                await using var transaction = await context.Database.BeginTransactionAsync(cancellationToken);
                var last = await context.RetentionNotes.OrderByDescending(row => row.Id).FirstOrDefaultAsync(cancellationToken);
                if (last is { Finished: null } && last.BeforeDay == day)
                {
                    note = last.Id;
                }
                else
                {
                    var row = context.RetentionNotes.Add(new RetentionNoteRow { BeforeDay = day, Started = time.GetUtcNow().ToUnixTimeMilliseconds() }).Entity;
                    await context.SaveChangesAsync(cancellationToken);
                    note = row.Id;
                }

                await transaction.CommitAsync(cancellationToken);
            },
            cancellationToken);
        return (note, below);
    }

    // Null where nothing is left to remove.
    private async Task<RemovedDays?> RemoveOldestAsync(long note, long below, RemovedDays before, CancellationToken cancellationToken)
    {
        RemovedDays? removed = null;
        await database.WriteAsync(
            async context =>
            {
                await using var transaction = await context.Database.BeginTransactionAsync(cancellationToken);
                var left = context.StoredRows.Where(row => row.Key < below).OrderBy(row => row.Key);
                var end = await left.Skip(Chunk).Select(row => (long?)row.Key).FirstOrDefaultAsync(cancellationToken) ?? below;
                var isAny = await left.AnyAsync(cancellationToken);
                if (!isAny && !await BlockKeysOf.Below(context, below).AnyAsync(cancellationToken))
                {
                    return;
                }

                removed = await RemoveAsync(context, end, before, cancellationToken);
                await context.RetentionNotes.Where(row => row.Id == note).ExecuteUpdateAsync(
                    row => row
                        .SetProperty(of => of.Days, of => of.Days + removed.Days - before.Days)
                        .SetProperty(of => of.Events, of => of.Events + removed.Events - before.Events)
                        .SetProperty(of => of.Files, of => of.Files + removed.Files - before.Files)
                        .SetProperty(of => of.Bytes, of => of.Bytes + removed.Bytes - before.Bytes),
                    cancellationToken);
                await transaction.CommitAsync(cancellationToken);
            },
            cancellationToken);
        await columns.TakeInAsync();
        return removed;
    }

    private static async Task<RemovedDays> RemoveAsync(TrailContext context, long end, RemovedDays before, CancellationToken cancellationToken)
    {
        await Removals.AddAsync(context, end, cancellationToken);

        // The last line says all that those before it said: they would only become many.
        var line = await context.Removals.MaxAsync(row => row.Id, cancellationToken);
        await context.Removals.Where(row => row.Id < line && row.BelowKey <= end).ExecuteDeleteAsync(cancellationToken);

        // A day that is cut by two transactions counts with the one that ends it.
        var days = await CodedRows.CountDaysAsync(context, end, cancellationToken);
        var isCut = await context.StoredRows.AnyAsync(row => row.Key >= end && row.Key < EndOfDay(end), cancellationToken);
        var isWithin = await context.StoredRows.Where(row => row.Key < end).MaxAsync(row => (long?)row.Key, cancellationToken) is { } last && Slice.DayOf(last) == Slice.DayOf(end);
        var events = await context.StoredRows.Where(row => row.Key < end).ExecuteDeleteAsync(cancellationToken);
        await context.Sightings.Where(row => row.EventKey < end).ExecuteDeleteAsync(cancellationToken);
        await context.Addenda.Where(row => row.EventKey < end).ExecuteDeleteAsync(cancellationToken);
        var blocks = BlockKeysOf.Below(context, end);
        var bytes = await BytesAsync(blocks, cancellationToken);
        var objects = await blocks.Select(block => block.ObjectId).Distinct().ToListAsync(cancellationToken);
        await blocks.ExecuteDeleteAsync(cancellationToken);
        await context.BlockKeys.Where(row => row.LastKey < end).ExecuteDeleteAsync(cancellationToken);
        var kept = await context.Blocks.Where(block => objects.Contains(block.ObjectId)).Select(block => block.ObjectId).Distinct().CountAsync(cancellationToken);
        return before with
        {
            Days = before.Days + days - (isCut && isWithin ? 1 : 0),
            Events = before.Events + events,
            Files = before.Files + objects.Count - kept,
            Bytes = before.Bytes + bytes,
        };
    }

    private static async Task<long> BytesAsync(IQueryable<BlockRow> blocks, CancellationToken cancellationToken) =>
        await blocks.SumAsync(block => (long)block.Gzip.Length + block.Offsets.Length, cancellationToken);

    private static long EndOfDay(long key) => Slice.StartOf(Slice.DayOf(key) + 1);

    private static long KeyOf(DateOnly day) => EventKey.FirstOf(new DateTimeOffset(day.ToDateTime(TimeOnly.MinValue), TimeSpan.Zero));
}
