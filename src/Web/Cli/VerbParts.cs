using Microsoft.Extensions.Options;
using Serilog;
using TrailBoard.Core.Store;
using TrailBoard.Web.Hosting;

namespace TrailBoard.Web.Cli;

/// <summary>The parts that a verb needs, without a web server: they are there within a fraction of a second.</summary>
internal static class VerbParts
{
    /// <summary>Builds the parts; the settings are checked.</summary>
    public static ServiceProvider Build(string? store)
    {
        var configuration = new ConfigurationBuilder().AddJsonFile(Path.Combine(AppContext.BaseDirectory, Settings.File));
        configuration.AddTrailBoardSources([], [VerbOptions.Setting(store)]);

        var services = new ServiceCollection();
        services.AddSingleton<IConfiguration>(configuration.Build());
        services.AddLogging(logging => logging.AddSerilog(Logs.ForVerbs(), dispose: true));
        services.AddTrailBoardParts();
        var parts = services.BuildServiceProvider();
        parts.GetRequiredService<IStartupValidator>().Validate();
        return parts;
    }

    /// <summary>Builds the parts and prepares the store.</summary>
    public static async Task<ServiceProvider> OpenAsync(string? store, CancellationToken cancellationToken)
    {
        var parts = Build(store);
        try
        {
            await parts.GetRequiredService<IStoreSetup>().PrepareAsync(cancellationToken);
            return parts;
        }
        catch
        {
            await parts.DisposeAsync();
            throw;
        }
    }
}
