using TrailBoard.Core.Watching;

namespace TrailBoard.Web.Hosting;

/// <summary>Looks at what has come in, while the site runs.</summary>
internal sealed partial class Watching(IFirings firings, SharedNews news, TimeProvider time, ILogger<Watching> logger) : WorkBehind(time)
{
    protected override Task RunAsync(CancellationToken cancellationToken) => firings.RunAsync(news.Tell, cancellationToken);

    protected override void Report(Exception broken) => Log.Broke(logger, broken);

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Error, "Watches could not look at what came in. It is tried again, and nothing is left out.")]
        public static partial void Broke(ILogger logger, Exception exception);
    }
}

/// <summary>Sends to the webhook what the watches found: one after the other, what failed again later.</summary>
internal sealed partial class WebhookDelivery(
    IDeliveries deliveries, IFirings firings, WebhookPost post, SharedNews news, TimeProvider time, ILogger<WebhookDelivery> logger) : WorkBehind(time)
{
    private const int Most = 16;

    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(2);

    private readonly TimeProvider _time = time;

    protected override async Task RunAsync(CancellationToken cancellationToken)
    {
        while (post.Host is not null)
        {
            // One at a time: what is taken is held for two minutes, and a receiver may take ten seconds for each.
            for (var sent = 0; sent < Most && await deliveries.TakeAsync(1, cancellationToken) is [var firing]; sent++)
            {
                await SendAsync(firing, cancellationToken);
            }

            await Task.Delay(Pause, _time, cancellationToken);
        }
    }

    protected override void Report(Exception broken) => Log.Broke(logger, broken);

    private async Task SendAsync(Firing firing, CancellationToken cancellationToken)
    {
        var newest = await firings.EventsAsync(firing.Id, null, WebhookMessage.MostEvents, cancellationToken);
        var error = await post.SendAsync(firing, newest.Events, cancellationToken);
        await deliveries.EndAsync(firing, error, cancellationToken);
        if (error is not null)
        {
            Log.NotTaken(logger, firing.Id, firing.Delivery.Attempts + 1, error);
        }

        news.Tell();
    }

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Error, "Deliveries to the webhook broke off. They are tried again.")]
        public static partial void Broke(ILogger logger, Exception exception);

        [LoggerMessage(2, LogLevel.Warning, "The webhook has not taken firing {Firing}, try {Attempt}: {Error}")]
        public static partial void NotTaken(ILogger logger, long firing, int attempt, string error);
    }
}
