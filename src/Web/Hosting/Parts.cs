using TrailBoard.Core.Activities;
using TrailBoard.Core.Import;
using TrailBoard.Core.Import.Reading;
using TrailBoard.Data;

namespace TrailBoard.Web.Hosting;

/// <summary>What the site and the verbs are both made of.</summary>
internal static partial class Parts
{
    public static IServiceCollection AddTrailBoardParts(this IServiceCollection services)
    {
        services.AddSettings<ImportOptions>("Import");
        services.AddSingleton(TimeProvider.System);
        services.AddSingleton(provider => new ImportFeed(
            provider.GetRequiredService<TimeProvider>(),
            exception => Log.SubscriberFailed(provider.GetRequiredService<ILogger<ImportFeed>>(), exception)));
        services.AddSingleton<SharedNews>();
        services.AddSingleton<TrailObjectReader>();
        services.AddSingleton<ImportRun>();
        services.AddTrailBoardData();
        services.AddSingleton<ActivityQueries>();
        return services;
    }

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Warning, "A page that watches imports failed and is told no more.")]
        public static partial void SubscriberFailed(ILogger logger, Exception exception);
    }
}
