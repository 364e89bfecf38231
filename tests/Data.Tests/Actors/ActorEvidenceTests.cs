using TrailBoard.Core.Identity;
using TrailBoard.Data.Store;

namespace TrailBoard.Data.Tests.Actors;

/// <summary>What the store answers where chains of actors are looked up.</summary>
public sealed class ActorEvidenceTests
{
    private const string Key = "ASIA0000000000000001";

    private static readonly DateTimeOffset Noon = new(2026, 10, 1, 12, 0, 0, TimeSpan.Zero);

    [Theory]
    [InlineData(false, false)]
    [InlineData(true, false)]
    [InlineData(true, true)]
    public async Task Issuing_events_are_found_by_their_key_and_by_their_session_within_the_time(bool inMemory, bool indexed)
    {
        using var store = await TestStore.CreateAsync();
        await store.ImportAsync(new FakeObject("a", Issuing(1, "12:00:00", Key, "AROA1:ci"), Issuing(2, "12:00:01", Key + "X", "AROA1:ci2"), Issuing(3, "12:00:02", "ASIA0000000000000002", "AROA1:ci")));
        if (inMemory)
        {
            await store.RunColumnsAsync();
        }

        if (indexed)
        {
            await store.Index.IndexAllAsync(CancellationToken.None);
        }

        var evidence = new ActorEvidence(store.Queries, store.Coverage);

        var issuers = await evidence.IssuersOfKeyAsync(Key, Noon.AddMinutes(-1), Noon, CancellationToken.None);
        Assert.Equal(Some.Guid(1), Assert.Single(issuers).EventId);
        Assert.Equal(new IssuedSession(Key, "AROA1:ci", null), issuers[0].Issued);
        Assert.Empty(await evidence.IssuersOfKeyAsync(Key, Noon.AddSeconds(1), Noon.AddHours(1), CancellationToken.None));
        Assert.Empty(await evidence.IssuersOfKeyAsync(Key, Noon.AddHours(-1), Noon.AddSeconds(-1), CancellationToken.None));
        Assert.Equal([Some.Guid(3), Some.Guid(1)], (await evidence.IssuersOfSessionAsync("AROA1:ci", Noon, Noon.AddSeconds(2), CancellationToken.None)).Select(issuer => issuer.EventId));
    }

    [Fact]
    public async Task Copies_are_found_by_the_id_that_they_share()
    {
        using var store = await TestStore.CreateAsync();
        const string Shared = "5a1d7c3e-0000-4000-8000-00000000abcd";
        await store.ImportAsync(new FakeObject("a", Some.Record(1, extra: $",\"sharedEventID\":\"{Shared}\""), Some.Record(2, extra: $",\"sharedEventID\":\"{Shared[..^1]}e\"")));

        var copies = await new ActorEvidence(store.Queries, store.Coverage).CopiesAsync(Shared, Noon, Noon, CancellationToken.None);

        Assert.Equal((Some.Guid(1), Shared), (Assert.Single(copies).EventId, copies[0].SharedEventId));
    }

    [Fact]
    public async Task Addresses_of_tokens_are_told_with_the_last_event_of_each_and_without_refused_ones()
    {
        using var store = await TestStore.CreateAsync();
        await store.ImportAsync(new FakeObject("a",
            Token(1, "11:00:00", "203.0.113.7"), Token(2, "11:30:00", "203.0.113.7"), Token(3, "11:40:00", "198.51.100.4"),
            Token(4, "11:50:00", "192.0.2.1", ""","errorCode":"AccessDenied" """), Token(5, "11:50:00", "192.0.2.2").Replace(Key, Key + "9", StringComparison.Ordinal)));

        var addresses = await new ActorEvidence(store.Queries, store.Coverage).TokenAddressesAsync("ecr.amazonaws.com", Key, Noon.AddHours(-12), Noon, CancellationToken.None);

        Assert.Equal([("198.51.100.4", Some.Guid(3)), ("203.0.113.7", Some.Guid(2))], addresses.Select(address => (address.Address, address.Last.EventId)));
    }

    [Fact]
    public async Task Gaps_are_those_of_the_account()
    {
        using var store = await TestStore.CreateAsync();
        await store.ImportAsync(new FakeObject("a", Some.Record(1)));

        var gaps = await new ActorEvidence(store.Queries, store.Coverage).GapsAsync("111122223333", Noon.AddMinutes(-5), Noon.AddMinutes(5), CancellationToken.None);

        Assert.All(gaps, gap => Assert.Equal("111122223333", gap.Account));
        Assert.Empty(await new ActorEvidence(store.Queries, store.Coverage).GapsAsync("999999999999", Noon.AddMinutes(-5), Noon.AddMinutes(5), CancellationToken.None));
    }

    private static string Issuing(int number, string time, string key, string session) => Some.Record(number, $"2026-10-01T{time}Z", action: "AssumeRole")
        .Replace(
            "\"responseElements\":null",
            $"\"responseElements\":{{\"credentials\":{{\"accessKeyId\":\"{key}\",\"sessionToken\":\"token\"}},\"assumedRoleUser\":{{\"assumedRoleId\":\"{session}\"}}}}",
            StringComparison.Ordinal);

    private static string Token(int number, string time, string address, string extra = "") => Some.Record(number, $"2026-10-01T{time}Z", extra, "GetAuthorizationToken")
        .Replace("\"accountId\":", $"\"accessKeyId\":\"{Key}\",\"accountId\":", StringComparison.Ordinal)
        .Replace("203.0.113.7", address, StringComparison.Ordinal);
}
