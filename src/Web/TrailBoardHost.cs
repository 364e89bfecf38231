using Microsoft.AspNetCore.DataProtection;
using Radzen;
using Serilog;
using TrailBoard.Core.Store;
using TrailBoard.Web.Api;
using TrailBoard.Web.Components;
using TrailBoard.Web.Hosting;

namespace TrailBoard.Web;

/// <summary>The site: what it is made of and the order in which a request passes through it.</summary>
public static class TrailBoardHost
{
    /// <summary>A builder with every part of the site, which tests may still change.</summary>
    /// <param name="args">Settings of the form <c>--Section:Key=Value</c>.</param>
    /// <param name="settings">Settings that are stronger than all others: what a verb's options say.</param>
    public static WebApplicationBuilder CreateBuilder(string[] args, params KeyValuePair<string, string?>[] settings)
    {
        // The settings lie beside the program, whatever the working folder.
        var builder = WebApplication.CreateBuilder(new WebApplicationOptions
        {
            Args = args,
            ContentRootPath = AppContext.BaseDirectory,

            // Not the entry assembly: tests are started by a program of another name, and the site's files are found by this one.
            ApplicationName = typeof(TrailBoardHost).Assembly.GetName().Name,
        });
        builder.Configuration.AddTrailBoardSources(args, settings);
        return builder.AddTrailBoard();
    }

    /// <summary>What the site is made of.</summary>
    public static WebApplicationBuilder AddTrailBoard(this WebApplicationBuilder builder)
    {
        ArgumentNullException.ThrowIfNull(builder);
        builder.WebHost.UseStaticWebAssets();
        builder.Logging.ClearProviders().AddSerilog(Logs.ForSite(builder.Configuration), dispose: true);
        builder.Services.Configure<HostOptions>(options => options.ShutdownTimeout = TimeSpan.FromSeconds(12));

        // The store first: what is hosted starts in this order, and the server last.
        builder.Services.AddHostedService<StorePreparation>();
        builder.Services.AddTrailBoardParts();
        builder.Services.AddHostedService<ColumnsLoading>();
        builder.Services.AddHostedService<RetentionService>();
        builder.Services.AddHostedService<TextIndexBuilding>();
        builder.Services.AddHostedService<ActorLookingUp>();
        builder.Services.AddSettings<WatchOptions>(WatchOptions.Section);
        builder.Services.AddSingleton<WebhookPost>();
        builder.Services.AddHostedService<Watching>();
        builder.Services.AddHostedService<WebhookDelivery>();
        builder.Services.AddSingleton<BackgroundImports>();
        builder.Services.AddHostedService(provider => provider.GetRequiredService<BackgroundImports>());
        builder.Services.AddSingleton<BackgroundSources>();
        builder.Services.AddHostedService(provider => provider.GetRequiredService<BackgroundSources>());
        builder.AddKeys();
        builder.Services.AddTrailBoardPages();
        builder.Services.AddRadzenComponents();
        builder.AddTrailBoardSecurity();
        builder.Services.AddTrailBoardApi();
        builder.Services.AddTrailBoardHealth();
        return builder;
    }

    /// <summary>The way of a request.</summary>
    public static WebApplication UseTrailBoard(this WebApplication app)
    {
        ArgumentNullException.ThrowIfNull(app);
        app.UseTrailBoardSecurity();
        app.UseExceptionHandler();

        // An address that nothing answers to shows the site's own page; the API, further in, answers in words of its own.
        app.UseStatusCodePagesWithReExecute("/not-found", createScopeForStatusCodePages: true);
        app.UseApiStatusWords();
        app.UseAntiforgery();
        app.MapStaticAssets();
        app.MapTrailBoardHealth();
        app.MapTrailBoardApi();
        app.MapRazorComponents<App>().AddInteractiveServerRenderMode();
        return app;
    }

    // Keys that sign the site's forms lie with its data, not in a user's profile: a container keeps them in its volume.
    private static void AddKeys(this WebApplicationBuilder builder)
    {
        var store = builder.Configuration.GetSection("Store").Get<StoreOptions>() ?? new StoreOptions();
        var folder = new DirectoryInfo(Path.Combine(store.FolderPath, "keys"));
        builder.Services.AddDataProtection().SetApplicationName("TrailBoard").PersistKeysToFileSystem(folder);
    }
}
