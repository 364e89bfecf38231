namespace TrailBoard.Web.Hosting;

/// <summary>Work that goes on behind the pages as long as the site runs. Nothing waits for it; what breaks is said, and begun again after a while.</summary>
internal abstract class WorkBehind(TimeProvider time) : BackgroundService
{
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(10);

    /// <summary>Works until the token is cancelled or there is nothing to do.</summary>
    protected abstract Task RunAsync(CancellationToken cancellationToken);

    /// <summary>Says what broke.</summary>
    protected abstract void Report(Exception broken);

    protected sealed override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (true)
        {
            try
            {
                await RunAsync(stoppingToken);
                return;
            }
            catch (Exception broken) when (broken is not OperationCanceledException)
            {
                Report(broken);
            }

            await Task.Delay(Pause, time, stoppingToken);
        }
    }
}
