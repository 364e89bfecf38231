using System.Text.Json.Nodes;
using TrailBoard.Core.Identity;
using static TrailBoard.Core.Tests.Identity.SomeActors;

namespace TrailBoard.Core.Tests.Identity;

public sealed class PushAddressTests
{
    [Fact]
    public async Task The_only_address_that_got_a_token_is_where_a_push_came_from()
    {
        var address = await AddressOf(Push(), Token("old", "203.0.113.7", -60), Token("new", "203.0.113.7", -1), Token("other", "198.51.100.9", -1, Key(2)));

        var only = Assert.IsType<PushAddress.Inferred>(address).Only;
        Assert.Equal(("203.0.113.7", "new"), (only.Address, only.Last.EventId));
    }

    [Fact]
    public async Task Several_addresses_are_all_named()
    {
        var address = await AddressOf(Push(), Token("a", "203.0.113.7", -60), Token("b", "198.51.100.9", -1));

        Assert.Equal(["198.51.100.9", "203.0.113.7"], Assert.IsType<PushAddress.Ambiguous>(address).From.Select(from => from.Address));
    }

    [Theory]
    [InlineData(-12 * 60, "inferred")]
    [InlineData((-12 * 60) - 1, "unknown")]
    [InlineData(0, "inferred")]
    [InlineData(1, "unknown")]
    public async Task A_token_counts_for_twelve_hours(int minutes, string name) =>
        Assert.Equal(name, (await AddressOf(Push(), Token("a", "203.0.113.7", minutes)))!.Name);

    [Fact]
    public async Task A_token_that_came_from_AWS_itself_tells_nothing() =>
        Assert.EndsWith("from within AWS, too.", Assert.IsType<PushAddress.Unknown>(await AddressOf(Push(), Token("a", "AWS Internal", -1))).Reason, StringComparison.Ordinal);

    [Fact]
    public async Task A_token_of_the_other_registry_tells_nothing()
    {
        var token = Token("a", "203.0.113.7", -1);
        token["eventSource"] = "ecr-public.amazonaws.com";

        Assert.IsType<PushAddress.Unknown>(await AddressOf(Push(), token));
    }

    [Theory]
    [InlineData("sourceIPAddress", "203.0.113.7")]
    [InlineData("eventSource", "ecs.amazonaws.com")]
    public async Task What_shows_its_address_or_goes_elsewhere_needs_none(string member, string value)
    {
        var push = Push();
        push[member] = value;

        Assert.Null(await AddressOf(push, Token("a", "203.0.113.7", -1)));
    }

    private static JsonObject Push()
    {
        var push = Call("push", Session("deploy", "ci", Key(1)));
        push["sourceIPAddress"] = "AWS Internal";
        return push;
    }

    private static JsonObject Token(string id, string address, int minutes, string? key = null)
    {
        var token = Call(id, Session("deploy", "ci", key ?? Key(1)), Noon.AddMinutes(minutes), "GetAuthorizationToken");
        token["sourceIPAddress"] = address;
        return token;
    }

    private static Task<PushAddress?> AddressOf(JsonObject push, params JsonObject[] others) =>
        PushAddress.FindAsync(new ListedEvidence([.. others.Select(Read)]), Read(push), CancellationToken.None);
}
