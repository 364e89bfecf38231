using AngleSharp.Dom;
using Microsoft.AspNetCore.Components;
using TrailBoard.Core.Search;
using TrailBoard.Web.Components.Pages.Things;
using TrailBoard.Web.State;

namespace TrailBoard.Web.Tests.Pages;

/// <summary>The parts of which the pages of things are built, rendered in memory.</summary>
public sealed class ThingPartsTests
{
    private const string Hostile = "<img src=x onerror=alert(1)>\u202Etxt";

    private static readonly DateTimeOffset Now = new(2026, 11, 21, 14, 5, 9, TimeSpan.Zero);

    [Fact]
    public async Task Whatever_a_record_says_stays_text()
    {
        var moment = new ThingMoment(Now, Hostile, [new(Hostile), new("pushed"), new(Hostile, EventFields.Image, Hostile)]) { Note = Hostile, Detail = Hostile + "\nb" };

        var page = await RenderAsync<ThingMoments>(new() { [nameof(ThingMoments.Moments)] = new[] { moment } });

        Assert.Empty(page.QuerySelectorAll("img, script"));
        Assert.Equal(4, page.QuerySelectorAll(".unseen").Length);
        Assert.All(page.QuerySelectorAll("a[href]"), link => Assert.StartsWith("/", link.GetAttribute("href"), StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_thing_leads_to_its_page_and_anything_else_to_its_events()
    {
        var moment = new ThingMoment(Now, "id", [new("alice", EventFields.User, "alice"), new("pushed"), new("sha256:ab", EventFields.Image, "sha256:abcdef"), new("v1", EventFields.Tag, "team/api:v1")]);

        var page = await RenderAsync<ThingMoments>(new() { [nameof(ThingMoments.Moments)] = new[] { moment } });

        Assert.Equal(
            ["/events/id", "/events?q=repository:team/api%20user:alice", "/things/image/sha256:abcdef", "/things/tag/team/api:v1"],
            page.QuerySelectorAll("a").Select(link => link.GetAttribute("href")));
        Assert.Equal("alice pushed sha256:ab v1", string.Join(' ', page.QuerySelector(".moments__words p")!.TextContent.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)));
    }

    [Fact]
    public async Task A_long_list_ends_and_says_how_much_more_there_is()
    {
        var moments = Enumerable.Range(0, 30).Select(i => new ThingMoment(Now, $"id{i}", [new("x")])).ToList();

        var page = await RenderAsync<ThingMoments>(new() { [nameof(ThingMoments.Moments)] = moments, [nameof(ThingMoments.First)] = 8 });

        Assert.Equal(8, page.QuerySelectorAll("li").Length);
        Assert.Equal("Show 22 more of 30", page.QuerySelector("button")!.TextContent);
    }

    [Fact]
    public async Task A_card_that_could_not_be_read_says_why()
    {
        var page = await RenderAsync<ThingCard>(new() { [nameof(ThingCard.Title)] = "Tags", [nameof(ThingCard.Problem)] = "The disk is gone." });

        Assert.Contains("The disk is gone.", page.QuerySelector("[role=alert]")!.TextContent, StringComparison.Ordinal);
    }

    private static Task<IDocument> RenderAsync<T>(Dictionary<string, object?> parameters)
        where T : IComponent => Rendered.WithinAsync<T, ThingView>(ThingView.Read("repository", "team/api", null, null, null, null, Now)!, parameters);
}
