using Microsoft.Extensions.Primitives;
using Microsoft.Net.Http.Headers;

namespace TrailBoard.Web.Hosting;

/// <summary>Headers of every answer. docs/security.md gives the reason for each and for each deviation.</summary>
internal static class SecurityHeaders
{
    /// <summary>
    /// Radzen positions its popups and sizes its bars with style attributes, so those, and only those, may be inline;
    /// style elements and every script must come from files of our own.
    /// </summary>
    public const string ContentSecurityPolicy =
        "default-src 'none'; script-src 'self'; style-src 'self'; style-src-attr 'unsafe-inline'; img-src 'self' data:; " +
        "connect-src 'self'; font-src 'self'; object-src 'none'; base-uri 'self'; form-action 'self'; frame-ancestors 'none'";

    private static readonly KeyValuePair<string, StringValues>[] All =
    [
        new(HeaderNames.ContentSecurityPolicy, ContentSecurityPolicy),
        new(HeaderNames.XContentTypeOptions, "nosniff"),
        new(HeaderNames.XFrameOptions, "DENY"),
        new("Referrer-Policy", "no-referrer"),
        new("Cross-Origin-Opener-Policy", "same-origin"),
        new("Cross-Origin-Resource-Policy", "same-origin"),
        new("Permissions-Policy", "camera=(), microphone=(), geolocation=(), payment=(), usb=()"),
    ];

    public static void UseSecurityHeaders(this WebApplication app) => app.Use(static (context, next) =>
    {
        // On starting, because the handler of faults clears what was set before, and Blazor sets a policy of its own.
        context.Response.OnStarting(static state => Set(((HttpContext)state).Response), context);
        return next(context);
    });

    private static Task Set(HttpResponse response)
    {
        foreach (var (name, value) in All)
        {
            response.Headers[name] = value;
        }

        // Files of the site say themselves how long they may be kept; all else is somebody's audit trail.
        if (StringValues.IsNullOrEmpty(response.Headers.CacheControl))
        {
            response.Headers.CacheControl = "no-store";
        }

        return Task.CompletedTask;
    }
}
