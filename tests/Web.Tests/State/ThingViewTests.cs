using System.Web;
using TrailBoard.Core.Events;
using TrailBoard.Core.Search;
using TrailBoard.Core.Things;
using TrailBoard.Web.State;

namespace TrailBoard.Web.Tests.State;

public sealed class ThingViewTests
{
    private static readonly DateTimeOffset Now = new(2026, 11, 21, 14, 5, 9, TimeSpan.Zero);

    [Fact]
    public void A_repository_keeps_its_slashes_in_the_address() => Assert.Equal(
        "/things/repository/team/api%20x?account=111122223333&region=eu-west-1",
        PageUrls.Thing(ThingKind.Repository, "team/api x", "111122223333", "eu-west-1"));

    [Fact]
    public void A_digest_stays_readable_in_the_address() =>
        Assert.Equal("/things/image/sha256:ab12", PageUrls.Thing(ThingKind.Image, "sha256:ab12"));

    [Theory]
    [InlineData("team/api")]
    [InlineData("../../events")]
    [InlineData("a/./b")]
    [InlineData("a//b")]
    [InlineData("/a")]
    [InlineData("a?b#c&d=e%2Ff+g\\h")]
    [InlineData("Zoë 🙂/\u202Ex")]
    public void Whatever_a_value_is_its_address_leads_back_to_it(string value)
    {
        var address = new Uri(new Uri("http://localhost"), PageUrls.Thing(ThingKind.Repository, value));

        // What a browser makes of the address is still below the kind.
        Assert.StartsWith("/things/repository", address.AbsolutePath, StringComparison.Ordinal);
        var path = address.AbsolutePath["/things/repository".Length..];
        var read = path.Length > 0 ? Uri.UnescapeDataString(path[1..]) : HttpUtility.ParseQueryString(address.Query)["value"];
        Assert.Equal(value, read);
    }

    [Fact]
    public void The_page_asks_for_the_things_events_in_its_range()
    {
        var view = ThingView.Read("repository", "team/api", null, null, "-24h", null, Now)!;

        Assert.Equal("repository:team/api", view.Query.Filter.ToString());
        Assert.Equal((Now.AddHours(-24), null), (view.Query.Range.From, view.Query.Range.To));
        Assert.Equal("/events?q=repository:team/api&from=-24h", view.Events());
        Assert.Equal("/things/repository/team/api?from=-24h", view.In(view.Scope));
        Assert.Equal("/things/repository/team/api?from=-24h&account=111122223333", view.At("111122223333", null));
    }

    [Fact]
    public void An_account_and_a_region_narrow_it()
    {
        var view = ThingView.Read("repository", "team/api", "111122223333", "eu-west-1", null, null, Now)!;

        Assert.Equal("repository:team/api account:111122223333 region:eu-west-1", view.Query.Filter.ToString());
    }

    [Fact]
    public void What_no_region_holds_is_looked_for_in_all_of_them() =>
        Assert.Equal("repository:cli", ThingView.Read("repository", "cli", null, ContainerThing.Everywhere, null, null, Now)!.Query.Filter.ToString());

    [Theory]
    [InlineData("nonsense", "x")]
    [InlineData("layer", "sha256:ab")]
    [InlineData("repository", "")]
    [InlineData("repository", null)]
    [InlineData(null, "x")]
    public void There_is_no_page_for_what_is_no_thing(string? kind, string? value) =>
        Assert.Null(ThingView.Read(kind, value, null, null, null, null, Now));

    [Fact]
    public void A_value_taken_literally_is_no_pattern() =>
        Assert.Equal("repository:a\\*", ThingView.Read("repository", "a*", null, null, null, null, Now)!.Query.Filter.ToString());

    [Fact]
    public void Only_values_of_things_have_pages()
    {
        Assert.Equal("/things/repository/team/api", ThingLinks.PageOf(EventFields.Repository, "team/api"));
        Assert.Equal("/actors?by=actor&value=sso:alice", ThingLinks.PageOf(EventFields.Actor, "sso:alice"));
        Assert.Null(ThingLinks.PageOf(EventFields.User, "alice"));
        Assert.Null(ThingLinks.PageOf(null, "alice"));
        Assert.Null(ThingLinks.PageOf(EventFields.Repository, ""));
        Assert.Contains("repository", ThingLinks.Fields.Split(' '));
    }

    [Fact]
    public void Every_field_of_a_thing_leads_to_a_kind_that_has_a_page() => Assert.All(ThingFields.Fields, field =>
    {
        Assert.Equal(field, ThingFields.Of(ThingFields.KindOf(field, "a:1")!));
        Assert.Equal(field, ThingFields.Of(ThingFields.KindOf(field, "a")!));
    });
}
