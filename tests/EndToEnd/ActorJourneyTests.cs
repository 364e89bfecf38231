using Microsoft.Extensions.DependencyInjection;
using Microsoft.Playwright;
using TrailBoard.Core.Identity;
using static Microsoft.Playwright.Assertions;

namespace TrailBoard.EndToEnd;

/// <summary>Who is behind an event, on its page and in the pane.</summary>
[Collection(Browsing.Name)]
public sealed class ActorJourneyTests(BrowserFixture browser)
{
    [Theory]
    [InlineData(false, false)]
    [InlineData(true, true)]
    public async Task From_a_push_to_the_job_behind_it_and_to_the_event_that_proves_it(bool narrow, bool dark)
    {
        await using var site = await Site.StartAsync();
        await site.ImportAsync(SomeTrail.Source(ActorTrail.Json));
        await browser.WalkAsync(
            site,
            "actor",
            async screens =>
            {
                await screens.GoAsync("/events?q=action:PutImage&rows=events");
                await screens.OpenNewestAsync();
                var behind = screens.Section("Who is behind it");
                var hops = behind.Locator("ol > li");
                await Expect(hops).ToHaveCountAsync(3);
                await Expect(hops.First).ToContainTextAsync(ActorTrail.Subject);
                await Expect(hops.First).ToContainTextAsync("web identity of GitHub Actions");
                await Expect(hops.First).ToContainTextAsync("Proven");
                await Expect(hops.Nth(1)).ToContainTextAsync("publish/run-7");
                await Expect(hops.Last).ToContainTextAsync("PutImage");
                await Expect(behind).ToContainTextAsync("192.0.2.44");
                await Expect(behind).ToContainTextAsync("Inferred: ");
                await EveryPageTests.AssertAxeAsync(screens);
                Assert.True(await screens.OverhangAsync() <= 0, "The page is too wide.");

                await hops.First.GetByRole(AriaRole.Link, new() { Name = "AssumeRoleWithWebIdentity of" }).FocusAsync();
                await screens.Page.Keyboard.PressAsync("Enter");
                await screens.Page.AtAsync($"**/events/{ActorTrail.Issuing}");
                await screens.QuietAsync();
                await Expect(hops).ToHaveCountAsync(2);
                await Expect(hops.First).ToContainTextAsync("the record itself says so: this event");
                await EveryPageTests.AssertAxeAsync(screens);
                Assert.True(await screens.OverhangAsync() <= 0, "The page is too wide.");
            },
            (narrow ? Window.Phone : Window.Desk) with { Dark = dark });
    }

    [Fact]
    public async Task Where_nobody_knows_the_page_says_why_and_what_would_help()
    {
        await using var site = await Site.StartAsync();
        await site.ImportAsync(SomeTrail.Source(ActorTrail.Json));
        await browser.WalkAsync(
            site,
            "actor-unknown",
            async screens =>
            {
                await screens.GoAsync($"/events/{ActorTrail.Orphan}");
                var behind = screens.Section("Who is behind it");
                await Expect(behind).ToContainTextAsync("No imported event issued the access key ASIA0000000000000008");
                await Expect(behind).ToContainTextAsync("111122223333 eu-west-1, 2026-10-01 13:55 to 2026-10-01 14:05");
                await Expect(behind).ToContainTextAsync("worker/<b>job</b>");
                await EveryPageTests.AssertAxeAsync(screens);
                Assert.True(await screens.OverhangAsync() <= 0, "The page is too wide.");
            },
            Window.Phone);
    }

    [Fact]
    public async Task The_event_shows_at_once_and_who_leaves_gives_the_question_up()
    {
        var held = new HeldEvidence();
        await using var site = await Site.StartAsync(services => services.AddSingleton<IActorEvidence>(held));
        await site.ImportAsync(SomeTrail.Source(ActorTrail.Json));
        await browser.WalkAsync(site, "actor-left", async screens =>
        {
            await screens.GoAsync("/events");
            await screens.Page.GotoAsync($"/events/{ActorTrail.Push}");
            await held.Asked;
            await Expect(screens.Section("Who is behind it")).ToHaveAttributeAsync("aria-busy", "true");
            await Expect(screens.Page.GetByText("publish", new() { Exact = true }).First).ToBeVisibleAsync();
            Assert.False(held.GivenUp.IsCompleted);

            await screens.Page.GetByRole(AriaRole.Link, new() { Name = "Events", Exact = true }).First.ClickAsync();
            await held.GivenUp.WaitAsync(Wait.Long);
            await screens.QuietAsync();
        });
    }
}
