using TrailBoard.Core.Store;

namespace TrailBoard.Web.Hosting;

/// <summary>
/// Loads events into memory while the site runs and keeps them at the store's last commit. The site does not wait for it: until
/// then, and where it fails, the database answers.
/// </summary>
internal sealed partial class ColumnsLoading(ILiveColumns columns, TimeProvider time, ILogger<ColumnsLoading> logger) : BackgroundService
{
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(10);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (true)
        {
            try
            {
                await columns.RunAsync(stoppingToken);
                return;
            }
            catch (Exception broken) when (broken is not OperationCanceledException)
            {
                Log.Broke(logger, broken);
            }

            await Task.Delay(Pause, time, stoppingToken);
        }
    }

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Error, "Events could not be loaded into memory; the database answers meanwhile, which is slower. It is tried again.")]
        public static partial void Broke(ILogger logger, Exception exception);
    }
}
