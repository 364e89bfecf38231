using Microsoft.Extensions.Options;
using TrailBoard.Core.Store;

namespace TrailBoard.Web.Hosting;

/// <summary>Once a day, soon after midnight UTC and at the start, removes the days that are older than the settings keep.</summary>
internal sealed partial class RetentionService(IRetention retention, IOptions<StoreOptions> options, TimeProvider time, ILogger<RetentionService> logger) : BackgroundService
{
    private static readonly TimeSpan Again = TimeSpan.FromHours(1);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (true)
        {
            var wait = UntilTomorrow();
            try
            {
                await RemoveAsync(stoppingToken);
            }
            catch (StoreException fault)
            {
                Log.Failed(logger, fault.Message);
                wait = Again;
            }

            await Task.Delay(wait, time, stoppingToken);
        }
    }

    private async Task RemoveAsync(CancellationToken cancellationToken)
    {
        var keep = options.Value.KeepDays;
        if (await retention.LastAsync(cancellationToken) is { Finished: null } broken)
        {
            // It was broken off, and its days are said to be removed already.
            await RemoveAsync(broken.Removed.Before, cancellationToken);
        }

        if (keep > 0)
        {
            await RemoveAsync(FirstDayLeft(time.GetUtcNow(), keep), cancellationToken);
        }
    }

    private async Task RemoveAsync(DateOnly before, CancellationToken cancellationToken)
    {
        var removed = await retention.RemoveAsync(before, cancellationToken);
        if (removed.Events > 0)
        {
            Log.Removed(logger, removed.Days, before, removed.Events, removed.Files, removed.Bytes);
        }
    }

    /// <summary>The first day that is left: today and so many whole days before it.</summary>
    internal static DateOnly FirstDayLeft(DateTimeOffset now, int keepDays) => DateOnly.FromDateTime(now.UtcDateTime).AddDays(-keepDays);

    private TimeSpan UntilTomorrow()
    {
        var now = time.GetUtcNow();
        return new DateTimeOffset(now.UtcDateTime.Date.AddDays(1), TimeSpan.Zero) - now;
    }

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Information, "Removed {Days} days before {Before:yyyy-MM-dd} UTC, as Store:KeepDays says: {Events} events, {Bytes} bytes of records, {Files} files that have none left.")]
        public static partial void Removed(ILogger logger, int days, DateOnly before, long events, long files, long bytes);

        [LoggerMessage(2, LogLevel.Warning, "Old days could not be removed: {Reason} It is tried again in an hour.")]
        public static partial void Failed(ILogger logger, string reason);
    }
}
