using System.Net;
using System.Text;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using TrailBoard.Core.Views;

namespace TrailBoard.Web.Tests.Api;

/// <summary>Who is behind an event, for programs.</summary>
public sealed class ActorApiTests
{
    [Fact]
    public async Task A_chain_comes_with_the_proof_of_each_hop_and_the_address_behind_the_push()
    {
        await using var site = await SiteAsync();
        using var client = site.Client();

        using var json = JsonDocument.Parse(await client.GetStringAsync($"/api/events/{ActorTrail.Push}/actor"));

        var actor = json.RootElement;
        Assert.Equal((ActorTrail.Push, "proven", ActorTrail.Subject), (Text(actor, "eventId"), Text(actor, "certainty"), Text(actor, "who")));
        Assert.Equal(["roleSession", "webIdentity"], actor.GetProperty("hops").EnumerateArray().Select(hop => Text(hop, "kind")));
        Assert.Equal(
            $$$"""{"kind":"proven","evidence":[{"eventId":"{{{ActorTrail.Issuing}}}","action":"AssumeRoleWithWebIdentity","time":"2026-10-01T12:00:00Z","account":"111122223333","region":"eu-west-1"}]}""",
            actor.GetProperty("hops")[1].GetProperty("proof").GetRawText());
        Assert.Equal("GitHub Actions", Text(actor.GetProperty("hops")[1].GetProperty("facts"), "platform"));
        Assert.Equal("ASIA0000000000000007", Text(actor.GetProperty("hops")[0].GetProperty("facts"), "accessKey"));
        Assert.Equal(("inferred", "192.0.2.44"), (Text(actor.GetProperty("address"), "kind"), Text(actor.GetProperty("address").GetProperty("addresses")[0], "ip")));
    }

    [Theory]
    [InlineData("/api/events/none/actor", HttpStatusCode.NotFound)]
    [InlineData("/api/events/some/actor?version=2", HttpStatusCode.BadRequest)]
    [InlineData("/api/events/some/actor?version=0", HttpStatusCode.BadRequest)]
    public async Task What_is_not_there_is_said_as_a_problem(string path, HttpStatusCode status)
    {
        await using var site = await SiteAsync();
        using var client = site.Client();
        using var answer = await client.GetAsync(path);

        Assert.Equal(status, answer.StatusCode);
        Assert.Equal("application/problem+json", answer.Content.Headers.ContentType?.MediaType);
    }

    // The store itself is scripted; what asks it is real.
    private static Task<TrailBoardFactory> SiteAsync() => TrailBoardFactory.StartAsync(services => services.AddSingleton<IEventQueries>(new ScriptedQueries
    {
        Find = id => id == "none" ? [] : [new EventDetail(Stored(ActorTrail.PushRecord), [])],
        Export = (_, token) => ScriptedQueries.Stream([Stored(ActorTrail.IssuingRecord)], token),
        Group = _ => new EventGroups([new EventGroup("192.0.2.44", 1, 0, 0, default, default, [])], 1, 1, 0),
        Page = (_, _, _) => new EventPage([Stored(ActorTrail.IssuingRecord)], null),
    }));

    private static StoredEvent Stored(string record)
    {
        var read = Some.Read(record);
        return new StoredEvent(new EventCursor(1), read.Event, Encoding.UTF8.GetBytes(record));
    }

    private static string? Text(JsonElement of, string name) => of.GetProperty(name).GetString();
}
