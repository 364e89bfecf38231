using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace TrailBoard.Web.Tests;

/// <summary>
/// The real site on a free port of the loopback address, with a data folder of its own. The program's entry point runs verbs,
/// so the host is built here instead of by WebApplicationFactory; Kestrel is real, so what it refuses is tested too.
/// </summary>
public sealed class TrailBoardFactory : IAsyncDisposable
{
    private readonly WebApplication _app;

    private TrailBoardFactory(WebApplication app, string folder)
    {
        _app = app;
        Folder = folder;
    }

    /// <summary>The data folder.</summary>
    public string Folder { get; }

    public IServiceProvider Services => _app.Services;

    public Uri Address => new(_app.Urls.Single());

    public static async Task<TrailBoardFactory> StartAsync(Action<IServiceCollection>? services = null, params string[] settings)
    {
        var folder = Directory.CreateTempSubdirectory("trailboard-web-").FullName;
        var app = Build(services, ["--Urls=http://127.0.0.1:0", "--Store:DataFolder=" + folder, .. settings]);
        var site = new TrailBoardFactory(app, folder);
        try
        {
            await app.StartAsync();
            return site;
        }
        catch
        {
            await site.DisposeAsync();
            throw;
        }
    }

    /// <summary>The site before it starts.</summary>
    public static WebApplication Build(Action<IServiceCollection>? services, params string[] settings)
    {
        // Otherwise the site would open the store of whoever runs the tests.
        Assert.Contains(settings, setting => setting.StartsWith("--Store:DataFolder=", StringComparison.Ordinal));
        var builder = TrailBoardHost.CreateBuilder(settings);
        builder.Logging.ClearProviders();
        services?.Invoke(builder.Services);
        return builder.Build().UseTrailBoard();
    }

    /// <summary>A client that does not follow redirects and keeps no cookies.</summary>
    public HttpClient Client() =>
        new(new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false }, disposeHandler: true) { BaseAddress = Address };

    public async ValueTask DisposeAsync()
    {
        await _app.StopAsync();
        await _app.DisposeAsync();
        Directory.Delete(Folder, recursive: true);
    }
}
