using System.Text;
using System.Text.Json;
using TrailBoard.Core.Views;
using TrailBoard.Core.Watching;

namespace TrailBoard.Tests.Watching;

/// <summary>What a receiver gets, and how it knows who sent it.</summary>
public sealed class WebhookMessageTests
{
    private static readonly DateTimeOffset Time = new(2026, 10, 1, 12, 0, 0, TimeSpan.Zero);

    [Fact]
    public void The_signature_is_the_one_of_the_documentation() =>
        // printf '%s' '1700000000.{"a":1}' | openssl dgst -sha256 -hmac 0123456789abcdef
        Assert.Equal(
            "sha256=" + Convert.ToHexStringLower(System.Security.Cryptography.HMACSHA256.HashData(Encoding.ASCII.GetBytes("0123456789abcdef"), Encoding.ASCII.GetBytes("1700000000.{\"a\":1}"))),
            WebhookMessage.Signature("0123456789abcdef", 1_700_000_000, Encoding.ASCII.GetBytes("{\"a\":1}")));

    [Fact]
    public void Time_body_and_secret_each_change_the_signature()
    {
        var all = new[]
        {
            WebhookMessage.Signature("0123456789abcdef", 1, "body"u8),
            WebhookMessage.Signature("0123456789abcdee", 1, "body"u8),
            WebhookMessage.Signature("0123456789abcdef", 2, "body"u8),
            WebhookMessage.Signature("0123456789abcdef", 1, "bodY"u8),
        };
        Assert.Equal(4, all.Distinct(StringComparer.Ordinal).Count());
    }

    [Fact]
    public void The_body_says_which_watch_how_many_events_and_the_newest_of_them()
    {
        var record = Some.Read(Some.Record(7));
        var firing = new Firing(3, "key", 1, "\"><script>", "user:*", 1_204, Time.AddYears(-1), Time, Time.AddHours(1), IsSeen: false, new Delivery(DeliveryState.Waiting, 0, Time, null));
        using var body = JsonDocument.Parse(WebhookMessage.Body(firing, [new StoredEvent(default, record.Event, default)], "https://trail.example", "/watches/3"));
        var root = body.RootElement;
        Assert.Equal(("key", "\"><script>", "user:*", 1_204), (root.GetProperty("id").GetString(), root.GetProperty("watch").GetString(), root.GetProperty("filter").GetString(), root.GetProperty("count").GetInt32()));
        Assert.Equal("1,204 events match \"><script>, from 2025-10-01T12:00:00Z to 2026-10-01T12:00:00Z", root.GetProperty("sentence").GetString());
        Assert.Equal("https://trail.example/watches/3", root.GetProperty("link").GetString());
        Assert.Equal((Time.AddYears(-1), Time, Time.AddHours(1)), (root.GetProperty("first").GetDateTimeOffset(), root.GetProperty("last").GetDateTimeOffset(), root.GetProperty("firedAt").GetDateTimeOffset()));
        var newest = Assert.Single(root.GetProperty("newestEvents").EnumerateArray());
        Assert.Equal(Some.Guid(7), newest.GetProperty("id").GetString());
        Assert.Contains("alice", newest.GetProperty("sentence").GetString(), StringComparison.Ordinal);

        using var bare = JsonDocument.Parse(WebhookMessage.Body(firing, [], null, "/watches/3"));
        Assert.Equal(JsonValueKind.Null, bare.RootElement.GetProperty("link").ValueKind);
    }
}
