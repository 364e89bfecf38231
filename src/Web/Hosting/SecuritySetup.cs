using Microsoft.AspNetCore.SignalR;

namespace TrailBoard.Web.Hosting;

/// <summary>What keeps the site to those who may see it, and requests to a size that a person could have meant.</summary>
internal static class SecuritySetup
{
    private const int MaxMessageBytes = 256 * 1024;
    private const int MaxBodyBytes = 1024 * 1024;

    // A filter of 8,000 characters that are all percent-encoded fits.
    private const int MaxRequestLineBytes = 32 * 1024;

    public static void AddTrailBoardSecurity(this WebApplicationBuilder builder)
    {
        builder.Services.AddSettings<SecurityOptions>(SecurityOptions.Section);
        builder.WebHost.ConfigureKestrel((context, kestrel) =>
        {
            var allowRemote = context.Configuration.GetValue($"{SecurityOptions.Section}:{nameof(SecurityOptions.AllowRemote)}", defaultValue: false);
            kestrel.AddServerHeader = false;
            kestrel.Limits.MaxRequestBodySize = MaxBodyBytes;
            kestrel.Limits.MaxRequestLineSize = MaxRequestLineBytes;
            kestrel.Limits.MaxRequestBufferSize = MaxBodyBytes;
            kestrel.ConfigureEndpointDefaults(endpoint => LoopbackOnly.Check(endpoint, allowRemote));
        });
        builder.Services.Configure<HubOptions>(options => options.MaximumReceiveMessageSize = MaxMessageBytes);
    }

    /// <summary>First in the pipeline, so that every answer passes through it.</summary>
    public static void UseTrailBoardSecurity(this WebApplication app)
    {
        app.UseSecurityHeaders();
        app.UseHsts();
        app.UseSameOrigin();
    }
}
