using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using TrailBoard.Core.Events;
using TrailBoard.Core.Identity;

namespace TrailBoard.Data.Store.Actors;

/// <summary>Reads what records say of their callers. Sessions are looked up in the order of their times, whose records are often of the same blocks.</summary>
internal sealed class SessionRecords
{
    private readonly InflatedBlocks _blocks = new(capacity: 24 << 20);
    private readonly HashSet<long> _unreadable = [];

    /// <summary>The record of an event, or null where there is none that can be read.</summary>
    public async Task<CallerRecord?> FindAsync(TrailContext context, long key, CancellationToken cancellationToken)
    {
        var row = await context.Events.Where(one => one.Key == key).SingleOrDefaultAsync(cancellationToken);
        return row is null ? null : await ReadAsync(context, row, cancellationToken);
    }

    /// <summary>The record of a row, or null where it cannot be read.</summary>
    public async Task<CallerRecord?> ReadAsync(TrailContext context, EventRow row, CancellationToken cancellationToken)
    {
        if (await BlockAsync(context, row.Block, cancellationToken) is not { } block)
        {
            return null;
        }

        var record = block.Record(row.Ordinal);
        return CallerRecord.Read(record, (row.Flags & (int)EventFlags.TextId) != 0 ? IdOf(record) : row.Id.ToString(), EventKey.TimeOf(row.Key));
    }

    private async Task<InflatedBlock?> BlockAsync(TrailContext context, long id, CancellationToken cancellationToken)
    {
        if (_blocks.Find(id) is { } known)
        {
            return known;
        }

        cancellationToken.ThrowIfCancellationRequested();
        if (_unreadable.Contains(id) || await context.Blocks.Where(one => one.Id == id).Select(one => new { one.Offsets, one.Gzip }).SingleOrDefaultAsync(cancellationToken) is not { } stored)
        {
            return null;
        }

        try
        {
            return _blocks.Add(id, InflatedBlock.Of(stored.Offsets, stored.Gzip));
        }
        catch (Exception damaged) when (damaged is InvalidDataException or EndOfStreamException or IndexOutOfRangeException or ArgumentException)
        {
            // Its sessions stay unknown, and whoever opens one of its events is told what is wrong.
            _unreadable.Add(id);
            return null;
        }
    }

    private static string IdOf(ReadOnlyMemory<byte> record)
    {
        using var document = JsonDocument.Parse(record, new JsonDocumentOptions { MaxDepth = 1000 });
        return document.RootElement.TryGetProperty("eventID", out var id) && id.ValueKind == JsonValueKind.String ? id.GetString() ?? "" : "";
    }
}
