using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace TrailBoard.Tests.Aws;

/// <summary>A server on this machine that stands for AWS and misbehaves as it is told.</summary>
internal sealed class Loopback : IAsyncDisposable
{
    private readonly WebApplication _site;

    private Loopback(WebApplication site) => _site = site;

    /// <summary>For the setting <c>Endpoint</c>.</summary>
    public string Url => _site.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.Single();

    public static async Task<Loopback> StartAsync(RequestDelegate answer)
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().UseUrls("http://127.0.0.1:0");
        builder.Logging.ClearProviders();
        var site = builder.Build();
        site.Run(answer);
        await site.StartAsync();
        return new Loopback(site);
    }

    public async ValueTask DisposeAsync()
    {
        using var atOnce = new CancellationTokenSource(TimeSpan.FromSeconds(1));
        await _site.StopAsync(atOnce.Token);
        await _site.DisposeAsync();
    }
}
