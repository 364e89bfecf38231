using Microsoft.EntityFrameworkCore;
using TrailBoard.Core.Views;

namespace TrailBoard.Data.Store;

/// <summary>The block of an event that is shown, and the line of the object that brought it.</summary>
internal sealed record ShownBlock(byte[] Offsets, byte[] Gzip, string Source, string Name, long SettledAt, long RunId);

/// <summary>A further object that brought an event.</summary>
internal sealed record SightingLine(string Source, string Name, int Index, long SettledAt, long RunId);

/// <summary>
/// What one event is made of, each compiled once: looking up how a question was translated takes longer than SQLite takes for one row.
/// </summary>
internal static class SingleStatements
{
    /// <summary>A block by its number.</summary>
    public static readonly Func<TrailContext, long, CancellationToken, Task<ShownBlock>> BlockOf = EF.CompileAsyncQuery(
        (TrailContext context, long id, CancellationToken cancellationToken) => context.Blocks
            .Where(block => block.Id == id)
            .Join(context.Objects, block => block.ObjectId, line => line.Id, (block, line) => new ShownBlock(block.Offsets, block.Gzip, line.Source, line.Name, line.SettledAt, line.RunId))
            .Single());

    /// <summary>The further objects that brought the event of a key, the first ones first.</summary>
    public static readonly Func<TrailContext, long, IAsyncEnumerable<SightingLine>> Sightings = EF.CompileAsyncQuery(
        (TrailContext context, long key) => context.Sightings
            .Where(sighting => sighting.EventKey == key)
            .Join(context.Objects, sighting => sighting.ObjectId, line => line.Id, (sighting, line) => new { line.Source, line.Name, sighting.Index, line.SettledAt, line.RunId })
            .OrderBy(seen => seen.SettledAt).ThenBy(seen => seen.Source).ThenBy(seen => seen.Name).ThenBy(seen => seen.Index)
            .Select(seen => new SightingLine(seen.Source, seen.Name, seen.Index, seen.SettledAt, seen.RunId)));

    /// <summary>The events that name the event of an id as the one that they correct, but for the one of a key. The keys grow with the time, so that their order is that of the events.</summary>
    public static readonly Func<TrailContext, long, long, long, IAsyncEnumerable<EventRow>> Addenda = EF.CompileAsyncQuery(
        (TrailContext context, long high, long low, long key) => context.Addenda
            .Where(addendum => addendum.OriginalHigh == high && addendum.OriginalLow == low && addendum.EventKey != key)
            .OrderBy(addendum => addendum.EventKey)
            .Take(EventDetail.MaxAddenda)
            .Join(context.Events, addendum => addendum.EventKey, row => row.Key, (_, row) => row)
            .OrderBy(row => row.Key)
            .Select(row => row));
}
