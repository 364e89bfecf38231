using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace TrailBoard.EndToEnd;

/// <summary>The page of one actor: how a person comes to it, and where its figures lead.</summary>
[Collection(Browsing.Name)]
public sealed class ActorPageJourneyTests(BrowserFixture browser)
{
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task From_a_push_to_all_about_the_job_behind_it_and_back_to_its_events(bool narrow)
    {
        await using var site = await Site.StartAsync();
        await site.ImportAsync(SomeTrail.Source(ActorTrail.Json));
        await browser.WalkAsync(site, "actor-page", async screens =>
        {
            await screens.GoAsync("/events/" + ActorTrail.Push);
            await screens.Section("Who is behind it").GetByRole(AriaRole.Link, new() { Name = "All about " + ActorTrail.Subject }).ClickAsync();
            await screens.Page.AtAsync("**/actors?by=user&value=**");
            await screens.QuietAsync();
            await Expect(screens.Heading).ToHaveTextAsync(ActorTrail.Subject);

            var box = screens.Section("Sessions").Locator("li.box");
            await Expect(box).ToContainTextAsync("run-7");
            await Expect(box).ToContainTextAsync("Proven its key was issued by AssumeRoleWithWebIdentity of");
            await Expect(screens.Activities).ToHaveCountAsync(1);
            await EveryPageTests.AssertAxeAsync(screens);
            Assert.True(await screens.OverhangAsync() <= 0, "The page is too wide.");

            // The token and the push: what the session's key signed.
            await box.GetByRole(AriaRole.Link, new() { Name = "2 events" }).ClickAsync();
            await screens.Page.AtAsync("**/events?**");
            await screens.QuietAsync();
            Assert.Equal("2", await screens.CountOfEventsAsync());
            await screens.Page.GoBackAsync();
            await screens.QuietAsync();
            await Expect(screens.Heading).ToHaveTextAsync(ActorTrail.Subject);
        }, narrow ? Window.Phone : Window.Desk);
    }

    [Fact]
    public Task A_session_of_which_no_event_matches_has_no_box() => browser.WalkAsync(browser.Demo, "actor-without-box", async screens =>
    {
        await screens.GoAsync("/actors?by=user&value=jenkins-legacy");
        await Expect(screens.Section("Sessions").Locator("li.box")).ToContainTextAsync("ecs-deploy");

        await screens.GoAsync("/actors?by=user&value=jenkins-legacy&q=action:StopLogging");
        await Expect(screens.Section("Sessions")).ToContainTextAsync("1 session was taken of which no event matches.");
        await Expect(screens.Section("Sessions").Locator("li.box")).ToHaveCountAsync(0);
        await EveryPageTests.AssertAxeAsync(screens);
    });

    [Fact]
    public Task From_an_identity_to_all_about_it_in_the_same_range() => browser.WalkAsync(browser.Demo, "actor-of-identity", async screens =>
    {
        await screens.GoAsync("/identities?from=2026-10-20");
        var count = await screens.CountOfFirstGroupAsync();
        await screens.OpenFirstGroupAsync();
        await screens.Page.GetByRole(AriaRole.Link, new() { Name = "All about this identity" }).ClickAsync();
        await screens.Page.AtAsync("**/actors?by=identity&value=**from=2026-10-20**");
        await screens.QuietAsync();
        await Expect(screens.Page.Locator(".group-count a").First).ToHaveTextAsync(count == "1" ? "1 event" : $"{count} events");
        await Expect(screens.Activities.First).ToBeVisibleAsync();
        await screens.Page.Locator(".group-count a").First.ClickAsync();
        await screens.Page.AtAsync("**/events?**");
        await screens.QuietAsync();
        Assert.Equal(count, await screens.CountOfEventsAsync());
    });
}
