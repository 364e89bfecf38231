using System.Globalization;
using System.Net.Http.Headers;
using TrailBoard.Core.Views;
using TrailBoard.Core.Watching;
using TrailBoard.Web.State;

namespace TrailBoard.Web.Hosting;

/// <summary>
/// Sends a firing to the webhook of the settings. It follows no redirect, keeps no cookie, and reads nothing of the answer but its status: what
/// answers is told nothing else and cannot send us elsewhere.
/// </summary>
internal sealed class WebhookPost(WatchOptions options, TimeProvider time) : IDisposable
{
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(10);

    private readonly HttpClient _client = new(new SocketsHttpHandler
    {
        AllowAutoRedirect = false,
        UseCookies = false,
        // What goes to this machine goes past any proxy.
        UseProxy = options.Webhook is { } hook && !WatchOptions.IsThisMachine(hook),
        ConnectTimeout = Longest,
        PooledConnectionLifetime = TimeSpan.FromMinutes(5),
    })
    { Timeout = Longest };

    /// <summary>The host that firings are sent to, or null where there is no webhook. The rest of the address may be a secret.</summary>
    public string? Host => options.Webhook?.Authority;

    /// <summary>Sends a firing once.</summary>
    /// <returns>Why the receiver has not taken it, in words without its address; null where it has.</returns>
    public async Task<string?> SendAsync(Firing firing, IReadOnlyList<StoredEvent> newest, CancellationToken cancellationToken)
    {
        if (options.Webhook is not { } hook)
        {
            return "There is no webhook in the settings.";
        }

        var body = WebhookMessage.Body(firing, newest, options.Site, PageUrls.Firing(firing.Id));
        var now = time.GetUtcNow().ToUnixTimeSeconds();
        using var request = new HttpRequestMessage(HttpMethod.Post, hook) { Content = new ByteArrayContent(body) };
        request.Content.Headers.ContentType = new MediaTypeHeaderValue("application/json", "utf-8");
        request.Headers.UserAgent.ParseAdd("TrailBoard");
        request.Headers.Add(WebhookMessage.IdHeader, firing.Key);
        request.Headers.Add(WebhookMessage.TimeHeader, now.ToString(CultureInfo.InvariantCulture));
        request.Headers.Add(WebhookMessage.SignatureHeader, WebhookMessage.Signature(options.WebhookSecret, now, body));
        try
        {
            using var answer = await _client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellationToken);
            var status = (int)answer.StatusCode;
            return answer.IsSuccessStatusCode ? null
                : status is >= 300 and < 400 ? $"It answered {status}: redirects are not followed."
                : $"It answered {status}.";
        }
        catch (HttpRequestException fault)
        {
            // The message of the fault may hold the address.
            return fault.HttpRequestError switch
            {
                HttpRequestError.NameResolutionError => "Its name could not be resolved.",
                HttpRequestError.SecureConnectionError => "No secure connection could be made: look at its certificate.",
                HttpRequestError.ConnectionError => "It could not be reached.",
                _ => "The connection broke.",
            };
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return $"It did not answer within {Longest.TotalSeconds:0} seconds.";
        }
    }

    public void Dispose() => _client.Dispose();
}
