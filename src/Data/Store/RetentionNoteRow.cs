using Microsoft.EntityFrameworkCore;

namespace TrailBoard.Data.Store;

/// <summary>
/// That all days before one were removed on purpose, or are being removed. Days are numbers since 1970, times Unix milliseconds. The
/// highest day of all notes is the limit: no import writes before it.
/// </summary>
internal sealed record RetentionNoteRow
{
    public long Id { get; init; }
    public long BeforeDay { get; init; }
    public long Started { get; init; }
    public long? Finished { get; init; }
    public long Days { get; init; }
    public long Events { get; init; }
    public long Files { get; init; }
    public long Bytes { get; init; }

    /// <summary>The start of the first day that is left, or null where nothing was ever removed.</summary>
    public static async Task<DateTimeOffset?> LimitAsync(TrailContext context, CancellationToken cancellationToken) =>
        await context.RetentionNotes.MaxAsync(row => (long?)row.BeforeDay, cancellationToken) is { } day ? StartOf(day) : null;

    public static DateTimeOffset StartOf(long day) => DateTimeOffset.FromUnixTimeSeconds(day * 86_400);
}
