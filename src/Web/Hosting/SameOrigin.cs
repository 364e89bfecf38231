namespace TrailBoard.Web.Hosting;

/// <summary>
/// Refuses what another site's page asks a browser to send here: every request that changes something, and Blazor's
/// connection, which reads everything. Browsers say where a request comes from in <c>Sec-Fetch-Site</c>, older ones in
/// <c>Origin</c>; programs say neither and carry no one's session, so they pass.
/// </summary>
internal static class SameOrigin
{
    public static void UseSameOrigin(this WebApplication app) => app.Use(static async (context, next) =>
    {
        if (IsGuarded(context.Request) && !IsOwn(context.Request))
        {
            await TypedResults.Problem(
                statusCode: StatusCodes.Status403Forbidden,
                title: "The request comes from another site.",
                detail: "TrailBoard takes such requests from its own pages and from programs only.").ExecuteAsync(context);
            return;
        }

        await next(context);
    });

    internal static bool IsGuarded(HttpRequest request) =>
        !(HttpMethods.IsGet(request.Method) || HttpMethods.IsHead(request.Method) || HttpMethods.IsOptions(request.Method))
        || request.Path.StartsWithSegments("/_blazor", StringComparison.OrdinalIgnoreCase);

    // Every WebSocket of a browser has an Origin, but not every browser gives its handshake a Sec-Fetch-Site: both are asked.
    internal static bool IsOwn(HttpRequest request)
    {
        var site = request.Headers["Sec-Fetch-Site"].ToString();
        var origin = request.Headers.Origin.ToString();
        return (site.Length == 0 || site is "same-origin" or "none")
            && (origin.Length == 0 || IsHost(origin, request.Host));
    }

    // The scheme is not compared: behind a proxy that ends TLS the page is https and this request is http. "null" has no host.
    private static bool IsHost(string origin, HostString host) =>
        origin.IndexOf("://", StringComparison.Ordinal) is var scheme and > 0
        && origin.AsSpan(scheme + 3).Equals(host.Value, StringComparison.OrdinalIgnoreCase);
}
