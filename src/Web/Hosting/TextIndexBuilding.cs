using TrailBoard.Core.Store;

namespace TrailBoard.Web.Hosting;

/// <summary>Indexes the words of records while the site runs. Nothing waits for it: what is not in the index is read when it is searched.</summary>
internal sealed partial class TextIndexBuilding(ITextIndex index, TimeProvider time, ILogger<TextIndexBuilding> logger) : WorkBehind(time)
{
    protected override Task RunAsync(CancellationToken cancellationToken) => index.RunAsync(cancellationToken);

    protected override void Report(Exception broken) => Log.Broke(logger, broken);

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Error, "The words of records could not be indexed; searches in records read what is not indexed, which is slower. It is tried again.")]
        public static partial void Broke(ILogger logger, Exception exception);
    }
}
