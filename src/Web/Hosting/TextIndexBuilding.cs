using TrailBoard.Core.Store;

namespace TrailBoard.Web.Hosting;

/// <summary>Indexes the words of records while the site runs. Nothing waits for it: what is not in the index is read when it is searched.</summary>
internal sealed partial class TextIndexBuilding(ITextIndex index, TimeProvider time, ILogger<TextIndexBuilding> logger) : BackgroundService
{
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(10);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (true)
        {
            try
            {
                await index.RunAsync(stoppingToken);
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
        [LoggerMessage(1, LogLevel.Error, "The words of records could not be indexed; searches in records read what is not indexed, which is slower. It is tried again.")]
        public static partial void Broke(ILogger logger, Exception exception);
    }
}
