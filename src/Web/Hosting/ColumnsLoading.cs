using TrailBoard.Core.Store;

namespace TrailBoard.Web.Hosting;

/// <summary>
/// Loads events into memory while the site runs and keeps them at the store's last commit. The site does not wait for it: until
/// then, and where it fails, the database answers.
/// </summary>
internal sealed partial class ColumnsLoading(ILiveColumns columns, TimeProvider time, ILogger<ColumnsLoading> logger) : WorkBehind(time)
{
    protected override Task RunAsync(CancellationToken cancellationToken) => columns.RunAsync(cancellationToken);

    protected override void Report(Exception broken) => Log.Broke(logger, broken);

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Error, "Events could not be loaded into memory; the database answers meanwhile, which is slower. It is tried again.")]
        public static partial void Broke(ILogger logger, Exception exception);
    }
}
