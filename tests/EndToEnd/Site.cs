using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using TrailBoard.Core.Demo;
using TrailBoard.Core.Import;
using TrailBoard.Web;

namespace TrailBoard.EndToEnd;

/// <summary>The real site on a free port of the loopback address, with a store of its own in a temporary folder.</summary>
public sealed class Site : IAsyncDisposable
{
    private readonly string _folder;
    private readonly Action<IServiceCollection> _change;
    private readonly string[] _settings;
    private WebApplication _app;

    private Site(WebApplication app, string folder, Action<IServiceCollection> change, string[] settings) =>
        (_app, _folder, _change, _settings) = (app, folder, change, settings);

    public string Address => _app.Urls.Single();

    public static Task<Site> StartAsync(params string[] settings) => StartAsync(_ => { }, settings);

    /// <param name="change">What is other than in the real site.</param>
    public static async Task<Site> StartAsync(Action<IServiceCollection> change, params string[] settings)
    {
        var folder = Directory.CreateTempSubdirectory("trailboard-e2e-").FullName;
        return new Site(await RunAsync("http://127.0.0.1:0", folder, change, settings), folder, change, settings);
    }

    /// <summary>Ends the site and starts it again at the same address, with the same store: what it held in memory is gone.</summary>
    public async Task RestartAsync()
    {
        var address = Address;
        await _app.StopAsync();
        await _app.DisposeAsync();
        _app = await RunAsync(address, _folder, _change, _settings);
    }

    /// <summary>A part of the site.</summary>
    public T Part<T>()
        where T : notnull => _app.Services.GetRequiredService<T>();

    /// <summary>Imports without the browser, for journeys that begin with a filled store.</summary>
    public async Task<ImportSummary> ImportAsync(ITrailSource source) =>
        await _app.Services.GetRequiredService<ImportRun>().RunAsync(source, "import", null, CancellationToken.None);

    /// <summary>A site with a small demo month in its store.</summary>
    public static async Task<Site> StartWithDemoAsync(int events = 2_000)
    {
        var site = await StartAsync();
        var summary = await site.ImportAsync(new DemoTrail(events, DemoTrail.DefaultSeed, new DateTimeOffset(2026, 11, 1, 0, 0, 0, TimeSpan.Zero)));
        Assert.True(summary.Progress.Counts.Stored >= events, $"Only {summary.Progress.Counts} of the demo data was stored.");
        return site;
    }

    public async ValueTask DisposeAsync()
    {
        await _app.StopAsync();
        await _app.DisposeAsync();
        await DeleteAsync(tries: 20);
    }

    // A page whose store never answered may close its connection after the site has ended, and its files go as it does.
    private async Task DeleteAsync(int tries)
    {
        try
        {
            Directory.Delete(_folder, recursive: true);
        }
        catch (IOException) when (tries > 0)
        {
            await Task.Delay(100);
            await DeleteAsync(tries - 1);
        }
    }

    private static async Task<WebApplication> RunAsync(string address, string folder, Action<IServiceCollection> change, string[] settings)
    {
        var builder = TrailBoardHost.CreateBuilder(["--Urls=" + address, "--Store:DataFolder=" + folder, .. settings]);
        builder.Logging.ClearProviders();
        change(builder.Services);
        var app = builder.Build().UseTrailBoard();
        await app.StartAsync();
        return app;
    }
}
