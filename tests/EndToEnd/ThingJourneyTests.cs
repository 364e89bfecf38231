using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace TrailBoard.EndToEnd;

/// <summary>From an event to the pages of the things that it names.</summary>
[Collection(Browsing.Name)]
public sealed class ThingJourneyTests(BrowserFixture browser)
{
    [Theory]
    [InlineData(false, false)]
    [InlineData(true, true)]
    public Task From_a_push_to_its_repository_to_the_image_that_took_a_tag_and_to_what_ran_it(bool narrow, bool dark) => browser.WalkAsync(
        browser.Demo,
        "things",
        async screens =>
        {
            await screens.GoAsync("/events?q=action:PutImage%20user:jenkins-legacy&rows=events");
            await screens.OpenNewestAsync();
            await screens.Pane.GetByRole(AriaRole.Link, new() { Name = "Page of Repository shop/checkout-api" }).ClickAsync();
            await screens.Page.AtAsync("**/things/repository/shop/checkout-api");
            await screens.QuietAsync();
            await Expect(screens.Heading).ToHaveTextAsync("shop/checkout-api");
            await Expect(screens.Section("Who pulled").Locator("tbody tr").First).ToBeVisibleAsync();
            await AssertSoundAsync(screens);

            var steps = screens.Section("Tags").Locator("details").First;
            await steps.Locator("summary").PressAsync("Enter");
            await Expect(steps.Locator("ol > li").First).ToBeVisibleAsync();
            await AssertSoundAsync(screens);

            // The night's push took a tag from the image that production ran, and the morning after it was deleted.
            await screens.GoAsync("/events?q=action:PutImage%20user:jenkins-legacy&rows=events");
            await screens.OpenNewestAsync();
            await screens.Pane.GetByRole(AriaRole.Link, new() { Name = "Page of Image sha256:" }).First.ClickAsync();
            await screens.Page.AtAsync("**/things/image/sha256:*");
            await screens.QuietAsync();
            await Expect(screens.Heading).ToContainTextAsync("sha256:");
            await Expect(screens.Section("Passport")).ToContainTextAsync("Deleted");
            await Expect(screens.Section("Who is behind it")).ToContainTextAsync("jenkins-legacy");
            var ran = screens.Section("What ran it").Locator("ol > li");
            await Expect(ran).ToHaveCountAsync(1);
            await Expect(ran).ToContainTextAsync("by tag at that time");
            await AssertSoundAsync(screens);

            await ran.GetByRole(AriaRole.Link, new() { Name = "checkout-api:" }).First.ClickAsync();
            await screens.Page.AtAsync("**/things/taskDefinition/checkout-api:*");
            await screens.QuietAsync();
            await Expect(screens.Heading).ToContainTextAsync("checkout-api:");
            await AssertSoundAsync(screens);

            await screens.Page.GoBackAsync();
            await screens.Page.AtAsync("**/things/image/sha256:*");
            await screens.QuietAsync();
            await Expect(screens.Section("Passport")).ToContainTextAsync("Deleted");
        },
        (narrow ? Window.Phone : Window.Desk) with { Dark = dark });

    [Fact]
    public Task The_menu_of_a_value_opens_its_page_where_it_has_one() => browser.WalkAsync(browser.Demo, "thing-menu", async screens =>
    {
        await screens.GoAsync("/events?q=action:PutImage%20user:jenkins-legacy&rows=events");
        await screens.OpenNewestAsync();
        var page = screens.Page.GetByRole(AriaRole.Menuitem, new() { Name = "Open its page" });
        await screens.Pane.Locator("[data-f=user]").First.ClickAsync(new() { Button = MouseButton.Right });
        await Expect(screens.Page.GetByRole(AriaRole.Menuitem, new() { Name = "Copy" })).ToBeVisibleAsync();
        await Expect(page).ToBeHiddenAsync();
        await screens.Page.Keyboard.PressAsync("Escape");

        await screens.Pane.Locator("[data-f=repository]").First.ClickAsync(new() { Button = MouseButton.Right });
        await page.ClickAsync();
        await screens.Page.AtAsync("**/things/repository/shop/checkout-api");
        await screens.QuietAsync();
        await Expect(screens.Heading).ToHaveTextAsync("shop/checkout-api");
    });

    [Fact]
    public Task A_row_of_the_repositories_leads_to_its_page_and_what_no_event_names_says_so() => browser.WalkAsync(browser.Demo, "thing-row", async screens =>
    {
        await screens.GoAsync("/repositories");
        await screens.GroupRow("shop/catalog-api").GetByRole(AriaRole.Link, new() { Name = "Page of shop/catalog-api" }).ClickAsync();
        await screens.Page.AtAsync("**/things/repository/shop/catalog-api");
        await screens.QuietAsync();
        await Expect(screens.Heading).ToHaveTextAsync("shop/catalog-api");

        await screens.GoAsync("/things/repository/shop/nothing");
        await Expect(screens.Page.GetByRole(AriaRole.Heading, new() { Name = "No event names this repository" })).ToBeVisibleAsync();
        await screens.GoAsync("/things/nonsense/x");
        await Expect(screens.Page.GetByRole(AriaRole.Heading, new() { Name = "There is no page of this kind" })).ToBeVisibleAsync();
    });

    [Fact]
    public Task Another_page_begins_at_its_top_however_far_down_the_link_to_it_was() => browser.WalkAsync(
        browser.Demo,
        "thing-top",
        async screens =>
        {
            await screens.GoAsync("/things/repository/shop/checkout-api");
            await screens.Section("Pushes").Locator("[data-row]").Last.ClickAsync();
            await screens.Page.AtAsync("**/events/**");
            await screens.QuietAsync();
            Assert.Equal(0, await screens.Page.Locator("#main").EvaluateAsync<int>("main => main.scrollTop"));
        },
        new Window(1280, 300));

    private static async Task AssertSoundAsync(Screens screens)
    {
        await EveryPageTests.AssertAxeAsync(screens);
        Assert.True(await screens.OverhangAsync() <= 0, "The page is too wide.");
    }
}
