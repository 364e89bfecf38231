using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using TrailBoard.Core.Views;

namespace TrailBoard.Core.Watching;

/// <summary>What is sent to the webhook of a firing.</summary>
public static class WebhookMessage
{
    /// <summary>How many of its events, the newest, are told.</summary>
    public const int MostEvents = 10;

    /// <summary>The header with <see cref="Firing.Key"/>: a receiver that has taken it before may leave it.</summary>
    public const string IdHeader = "X-TrailBoard-Delivery";

    /// <summary>The header with the time of sending, in seconds since 1970.</summary>
    public const string TimeHeader = "X-TrailBoard-Timestamp";

    /// <summary>The header with <see cref="Signature"/>.</summary>
    public const string SignatureHeader = "X-TrailBoard-Signature";

    /// <summary>The firing as JSON.</summary>
    /// <param name="newest">Its newest events, at most <see cref="MostEvents"/>.</param>
    /// <param name="site">Where the site is reached, without a slash at its end, or null where that is not known.</param>
    /// <param name="path">The path of the firing's page on it.</param>
    public static byte[] Body(Firing firing, IReadOnlyList<StoredEvent> newest, string? site, string path)
    {
        ArgumentNullException.ThrowIfNull(firing);
        ArgumentNullException.ThrowIfNull(newest);
        return JsonSerializer.SerializeToUtf8Bytes(new
        {
            id = firing.Key,
            watch = firing.WatchName,
            filter = firing.Filter,
            count = firing.Count,
            first = firing.First.UtcDateTime,
            last = firing.Last.UtcDateTime,
            firedAt = firing.At.UtcDateTime,
            sentence = firing.Sentence,
            link = site is null ? null : site + path,
            newestEvents = newest.Select(stored => new
            {
                id = stored.Event.EventId,
                time = stored.Event.Time.UtcDateTime,
                sentence = EventSentence.Of(stored.Event).ToString(),
            }),
        });
    }

    /// <summary><c>sha256=</c> and the HMAC-SHA256, in hexadecimal digits, of the time, a full stop and the body.</summary>
    /// <param name="secret">What the receiver knows too.</param>
    /// <param name="timestamp">The value of <see cref="TimeHeader"/>.</param>
    public static string Signature(string secret, long timestamp, ReadOnlySpan<byte> body)
    {
        byte[] signed = [.. Encoding.UTF8.GetBytes(timestamp.ToString(CultureInfo.InvariantCulture) + "."), .. body];
        return "sha256=" + Convert.ToHexStringLower(HMACSHA256.HashData(Encoding.UTF8.GetBytes(secret), signed));
    }
}
