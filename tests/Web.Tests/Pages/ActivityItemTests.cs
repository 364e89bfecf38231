using AngleSharp.Dom;
using Microsoft.Extensions.DependencyInjection;
using TrailBoard.Core.Activities;
using TrailBoard.Core.Events;
using TrailBoard.Core.Identity;
using TrailBoard.Core.Views;
using TrailBoard.Web.Components.Controls;
using TrailBoard.Web.State;

namespace TrailBoard.Web.Tests.Pages;

/// <summary>One line of a list of activities, rendered in memory.</summary>
public sealed class ActivityItemTests
{
    private static readonly DateTimeOffset Time = new(2026, 11, 20, 12, 0, 0, TimeSpan.Zero);

    [Fact]
    public async Task An_activity_of_several_events_says_how_many_and_unfolds()
    {
        var page = await RenderAsync(Row("alice", null, "InitiateLayerUpload", "PutImage"));

        var opener = page.QuerySelector("[data-row]")!;
        Assert.Equal(("BUTTON", "false"), (opener.TagName, opener.GetAttribute("aria-expanded")));
        Assert.Contains("alice pushed team/api", opener.GetAttribute("aria-label"), StringComparison.Ordinal);
        Assert.EndsWith("(write), 2 events in 7 s", opener.GetAttribute("aria-label"), StringComparison.Ordinal);
        Assert.Contains("2 events · 7 s", page.QuerySelector(".row__name")!.TextContent, StringComparison.Ordinal);
        Assert.Equal("Push: 2 events from 2026-11-20T12:00:00Z to 2026-11-20T12:00:07Z", opener.GetAttribute("title"));
    }

    [Fact]
    public async Task An_activity_of_one_event_opens_it()
    {
        var page = await RenderAsync(Row("alice", null, "DeleteRepository"));

        var opener = page.QuerySelector("[data-row]")!;
        Assert.Equal(("A", "/there", null), (opener.TagName, opener.GetAttribute("href"), opener.GetAttribute("aria-expanded")));
    }

    [Fact]
    public async Task What_was_refused_says_so_in_words()
    {
        var page = await RenderAsync(Row("alice", "AccessDenied", "DeleteRepository", "DeleteRepository"));

        Assert.Equal("denied: AccessDenied", page.QuerySelector(".row__outcome")!.TextContent.Trim());
        Assert.Equal("Danger", page.QuerySelector("li")!.GetAttribute("data-severity"));
    }

    [Fact]
    public async Task Its_values_are_handles_that_narrow_the_list()
    {
        var page = await RenderAsync(Row("alice", null, "InitiateLayerUpload", "PutImage"));

        Assert.Equal(["user", "repository"], page.QuerySelectorAll(".row__words a.handle").Select(handle => handle.GetAttribute("data-f")).Distinct());
        Assert.Contains("/events?q=repository:team/api", page.QuerySelectorAll("a.handle").Select(handle => handle.GetAttribute("href")));
    }

    [Fact]
    public async Task Hostile_text_is_encoded_and_its_unseen_characters_show()
    {
        var page = await RenderAsync(Row("<script>alert(1)</script>\u202Egz\"' onclick=x", "<img src=x onerror=y>", "DeleteRepository", "DeleteRepository"));

        Assert.Empty(page.QuerySelectorAll("script, img, [onclick], [onerror]"));
        Assert.Contains(page.QuerySelectorAll(".unseen"), mark => mark.TextContent == "U+202E");
    }

    // A list has two dozen lines, each circuit holds them all, and twice as soon as they are drawn again.
    [Theory]
    [InlineData(64, "DeleteRepository", "DeleteRepository")]
    [InlineData(128, "DeleteRepository")]
    public async Task A_line_holds_few_frames(int most, params string[] actions)
    {
        var frames = await Rendered.FramesAsync<ActivityItem>(Parameters(Row("alice", "AccessDenied", actions)), services => services.AddSingleton<TimeProvider>(new ManualTime()));

        Assert.InRange(frames, 1, most);
    }

    private static FoldedRow Row(string user, string? error, params string[] actions)
    {
        var events = actions.Select((action, i) => new StoredEvent(
            new EventCursor(i),
            new TrailEvent
            {
                EventId = $"e{i}", Time = Time.AddSeconds(7 * i), Service = "ecr.amazonaws.com", Action = action, Error = error, Account = "111122223333",
                Repositories = ["team/api"], Address = "203.0.113.7", Actor = new Actor("IAMUser", "arn:aws:iam::111122223333:user/x", user, null, null), Flags = EventFlags.Write,
            },
            default));
        var activity = Assert.Single(ActivityFold.All(events));
        return new(new ActivityRow(activity, ActivitySentence.Of(activity, HeadlineRecords.None)));
    }

    private static Task<IDocument> RenderAsync(FoldedRow row) => Rendered.Async<ActivityItem>(
        Parameters(row),
        services => services.AddSingleton<TimeProvider>(new ManualTime()));

    private static Dictionary<string, object?> Parameters(FoldedRow row) => new()
    {
        [nameof(ActivityItem.Row)] = row, [nameof(ActivityItem.Host)] = new RowHost(ViewerTime.Utc, HandleLinks.Everything, _ => "/there"),
    };
}
