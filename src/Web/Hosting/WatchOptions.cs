using System.ComponentModel.DataAnnotations;
using System.Net;

namespace TrailBoard.Web.Hosting;

/// <summary>Where watches tell what they found (section <c>Watches</c> of the settings).</summary>
internal sealed class WatchOptions : IValidatableObject
{
    public const string Section = "Watches";

    private const int ShortestSecret = 16;

    /// <summary>Where firings are sent to, or empty. It is a setting and nothing that a page could change: whoever reaches the site must not choose what it calls.</summary>
    public string WebhookUrl { get; set; } = "";

    /// <summary>What the receiver checks signatures with. It stands in no store, log, page or export.</summary>
    public string WebhookSecret { get; set; } = "";

    /// <summary>Whether the webhook may be called without TLS at another address than this machine's own.</summary>
    public bool AllowPlainHttp { get; set; }

    /// <summary>Where people reach this site, for links in what is sent; empty sends none.</summary>
    public string PublicUrl { get; set; } = "";

    /// <summary>The webhook, or null where there is none.</summary>
    public Uri? Webhook => Read(WebhookUrl);

    /// <summary>The site without a slash at its end, or null where it is not known.</summary>
    public string? Site => Read(PublicUrl)?.GetLeftPart(UriPartial.Path).TrimEnd('/');

    /// <inheritdoc/>
    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        // No message repeats a value: the address of a webhook is often a secret itself.
        if (WebhookUrl.Length > 0 && Webhook is not { UserInfo.Length: 0, Fragment.Length: 0 })
        {
            yield return new ValidationResult("it must be a whole URL that begins with https:// and has no user name, password or fragment.", [nameof(WebhookUrl)]);
        }

        if (Webhook is { } hook && hook.Scheme == Uri.UriSchemeHttp && !AllowPlainHttp && !IsThisMachine(hook))
        {
            yield return new ValidationResult("without TLS everybody on the way could read what is sent. Use https://, or set Watches:AllowPlainHttp to true.", [nameof(WebhookUrl)]);
        }

        if (WebhookUrl.Length > 0 && WebhookSecret.Length < ShortestSecret)
        {
            yield return new ValidationResult($"a webhook needs a secret of at least {ShortestSecret} characters, by which its receiver knows who calls.", [nameof(WebhookSecret)]);
        }

        if (PublicUrl.Length > 0 && Read(PublicUrl) is not { Query.Length: 0, Fragment.Length: 0, UserInfo.Length: 0 })
        {
            yield return new ValidationResult("it must be a whole URL, such as https://trailboard.example, without a query.", [nameof(PublicUrl)]);
        }
    }

    private static Uri? Read(string text) =>
        Uri.TryCreate(text, UriKind.Absolute, out var uri) && (uri.Scheme == Uri.UriSchemeHttps || uri.Scheme == Uri.UriSchemeHttp) ? uri : null;

    /// <summary>Whether an address is of this machine by its looks: a name could come to mean another machine, but for this one.</summary>
    internal static bool IsThisMachine(Uri uri) =>
        uri.Host.Equals("localhost", StringComparison.OrdinalIgnoreCase) || (IPAddress.TryParse(uri.DnsSafeHost, out var address) && IPAddress.IsLoopback(address));
}
