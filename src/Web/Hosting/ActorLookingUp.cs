using TrailBoard.Core.Store;

namespace TrailBoard.Web.Hosting;

/// <summary>Looks up who is behind sessions while the site runs. Nothing waits for it: a session that was not looked up has no person yet.</summary>
internal sealed partial class ActorLookingUp(IActorLookup lookup, TimeProvider time, ILogger<ActorLookingUp> logger) : WorkBehind(time)
{
    protected override Task RunAsync(CancellationToken cancellationToken) => lookup.RunAsync(cancellationToken);

    protected override void Report(Exception broken) => Log.Broke(logger, broken);

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Error, "Who is behind sessions could not be looked up; those that were not yet have no person. It is tried again.")]
        public static partial void Broke(ILogger logger, Exception exception);
    }
}
