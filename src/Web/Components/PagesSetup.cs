using TrailBoard.Web.Hosting;
using TrailBoard.Web.State;

namespace TrailBoard.Web.Components;

/// <summary>Registers what the pages need.</summary>
internal static class PagesSetup
{
    public static IServiceCollection AddTrailBoardPages(this IServiceCollection services)
    {
        services.AddRazorComponents().AddInteractiveServerComponents();
        services.AddScoped<BrowserShell>();
        services.AddScoped<FilterOffers>();
        services.AddSingleton<Downloads>();
        services.AddScoped<PageDownloads>();
        return services;
    }
}
