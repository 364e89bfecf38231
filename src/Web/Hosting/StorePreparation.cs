using TrailBoard.Core.Store;

namespace TrailBoard.Web.Hosting;

/// <summary>Creates or migrates the store before the site takes its first request.</summary>
internal sealed class StorePreparation(IStoreSetup store) : IHostedService
{
    public Task StartAsync(CancellationToken cancellationToken) => store.PrepareAsync(cancellationToken);

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
