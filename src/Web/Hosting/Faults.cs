using System.Text.Encodings.Web;
using Microsoft.AspNetCore.Diagnostics;
using TrailBoard.Core.Store;

namespace TrailBoard.Web.Hosting;

/// <summary>What went wrong, in words and without a stack trace: as a page for people, as problem+json for programs.</summary>
internal sealed partial class Faults(IProblemDetailsService problems, ILogger<Faults> logger) : IExceptionHandler
{
    public async ValueTask<bool> TryHandleAsync(HttpContext httpContext, Exception exception, CancellationToken cancellationToken)
    {
        var (status, title, detail) = Words(exception);
        if (status >= StatusCodes.Status500InternalServerError)
        {
            Log.Failed(logger, httpContext.Request.Method, VisibleText.Of(httpContext.Request.Path.Value ?? ""), exception);
        }

        httpContext.Response.StatusCode = status;
        if (IsPage(httpContext.Request))
        {
            httpContext.Response.ContentType = "text/html; charset=utf-8";
            await httpContext.Response.WriteAsync(Page(HtmlEncoder.Default.Encode(title), HtmlEncoder.Default.Encode(detail)), cancellationToken);
            return true;
        }

        return await problems.TryWriteAsync(new ProblemDetailsContext
        {
            HttpContext = httpContext,
            ProblemDetails = { Status = status, Title = title, Detail = detail },
        });
    }

    private static (int Status, string Title, string Detail) Words(Exception exception) => exception switch
    {
        StoreException store => (StatusCodes.Status503ServiceUnavailable, "The store cannot be used.", store.Message),
        BadHttpRequestException bad => (bad.StatusCode, "The request cannot be read.", bad.Message),
        _ => (StatusCodes.Status500InternalServerError, "TrailBoard failed to answer.", "The log of the program says why. Nothing that was imported is lost."),
    };

    private static bool IsPage(HttpRequest request) =>
        request.Headers.Accept.ToString().Contains("text/html", StringComparison.OrdinalIgnoreCase)
        && !request.Path.StartsWithSegments("/api", StringComparison.OrdinalIgnoreCase)
        && !request.Path.StartsWithSegments("/export", StringComparison.OrdinalIgnoreCase);

    // No component: what failed may be what components need.
    private static string Page(string title, string detail) =>
        $"""
        <!DOCTYPE html>
        <html lang="en">
        <head><meta charset="utf-8"><title>{title}</title><link rel="stylesheet" href="/app.css"></head>
        <body><main><h1>{title}</h1><p>{detail}</p><p><a href="/">To the first page</a></p></main></body>
        </html>
        """;

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Error, "{Method} {Path} failed.")]
        public static partial void Failed(ILogger logger, string method, string path, Exception exception);
    }
}
