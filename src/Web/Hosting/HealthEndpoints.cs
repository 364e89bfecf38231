using Microsoft.AspNetCore.Diagnostics.HealthChecks;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using TrailBoard.Core.Store;

namespace TrailBoard.Web.Hosting;

/// <summary>Whether the process lives, and whether the store answers: for the people and programs that watch it.</summary>
internal static class HealthEndpoints
{
    private const string Ready = "ready";

    public static void AddTrailBoardHealth(this IServiceCollection services) =>
        services.AddHealthChecks().AddCheck<StoreHealth>("store", tags: [Ready], timeout: TimeSpan.FromSeconds(10));

    public static void MapTrailBoardHealth(this WebApplication app)
    {
        app.MapHealthChecks("/health/live", new HealthCheckOptions { Predicate = static _ => false });
        app.MapHealthChecks("/health/ready", new HealthCheckOptions { Predicate = static check => check.Tags.Contains(Ready) });
    }

    private sealed class StoreHealth(IStoreSetup store) : IHealthCheck
    {
        public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default) =>
            await store.IsReadyAsync(cancellationToken)
                ? HealthCheckResult.Healthy()
                : HealthCheckResult.Unhealthy("The store does not answer.");
    }
}
