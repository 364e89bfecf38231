using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace TrailBoard.EndToEnd;

/// <summary>A view is saved and watched; what comes in rings the bell, which leads to exactly the events that came.</summary>
[Collection(Browsing.Name)]
public sealed class WatchJourneyTests(BrowserFixture browser)
{
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task From_a_saved_view_to_the_events_that_its_watch_found(bool narrow)
    {
        await using var site = await Site.StartWithDemoAsync(300);
        await browser.WalkAsync(site, "watch", async screens =>
        {
            var page = screens.Page;
            await screens.GoAsync("/watches");
            await Expect(page.GetByText("Nothing is watched yet")).ToBeVisibleAsync();

            await SaveAsync(screens, "/events?q=action:PutImage", "Pushes");
            await SaveAsync(screens, "/events?q=record:latest", "In records");
            await screens.GoAsync("/views");
            await page.GetByRole(AriaRole.Link, new() { Name = "Watch In records" }).ClickAsync();
            await page.AtAsync("**/watches?view=*");
            await screens.QuietAsync();
            await Expect(page.GetByRole(AriaRole.Alert)).ToContainTextAsync("asks for something in whole records");

            await screens.GoAsync("/views");
            await page.GetByRole(AriaRole.Link, new() { Name = "Watch Pushes" }).ClickAsync();
            await page.AtAsync("**/watches?view=*");
            await screens.QuietAsync();
            await Expect(page.Locator(".make__test")).ToContainTextAsync("in the last 30 days");
            await EveryPageTests.AssertAxeAsync(screens);
            await page.GetByRole(AriaRole.Button, new() { Name = "Switch it on" }).PressAsync("Enter");
            await Expect(page.Locator(".watches__said")).ToHaveTextAsync("Pushes is watched from now on.");
            await Expect(page.Locator(".bell")).ToHaveTextAsync("Watches: nothing new");

            await site.ImportAsync(SomeTrail.Source(SomeTrail.Hostile()));
            await Expect(page.Locator(".bell")).ToContainTextAsync("1 new", new() { Timeout = 60_000 });
            await Expect(page.Locator(".firing")).ToContainTextAsync("1 event matches Pushes");
            await EveryPageTests.AssertAxeAsync(screens);
            Assert.True(await screens.OverhangAsync() <= 0, "The page of watches is too wide.");

            await screens.GoAsync("/regions");
            await page.Locator(".bell").ClickAsync();
            await page.AtAsync("**/watches");
            await screens.QuietAsync();
            await page.GetByRole(AriaRole.Link, new() { Name = "1 event", Exact = true }).ClickAsync();
            await page.AtAsync("**/watches/*");
            await screens.QuietAsync();
            await Expect(screens.Heading).ToHaveTextAsync("Pushes");
            var events = page.GetByRole(AriaRole.List, new() { Name = "Events, newest first" }).GetByRole(AriaRole.Link);
            await Expect(events).ToHaveCountAsync(1);
            await Expect(events).ToContainTextAsync(SomeTrail.HostileUser);
            await Expect(page.Locator(".bell")).ToHaveTextAsync("Watches: nothing new");
            await EveryPageTests.AssertAxeAsync(screens);
            Assert.True(await screens.OverhangAsync() <= 0, "The page of a finding is too wide.");
            await events.ClickAsync();
            await page.AtAsync("**/events/" + SomeTrail.Id(900));
            await screens.QuietAsync();

            // The same events again ring nothing, and neither does a watch that is switched off.
            await screens.GoAsync("/watches");
            await page.GetByRole(AriaRole.Button, new() { Name = "Switch off Pushes" }).ClickAsync();
            await Expect(page.GetByText("off", new() { Exact = true })).ToBeVisibleAsync();
            await page.GetByRole(AriaRole.Button, new() { Name = "Delete Pushes" }).ClickAsync();

            // The button that asks has the name of the one that does it.
            await Expect(page.GetByText("Delete it for everybody?")).ToBeVisibleAsync();
            await page.GetByRole(AriaRole.Button, new() { Name = "Delete Pushes" }).ClickAsync();
            await Expect(page.Locator(".watch")).ToHaveCountAsync(0);
            await Expect(page.Locator(".firing")).ToHaveCountAsync(1);
        }, narrow ? Window.Phone with { Dark = true } : Window.Desk);
    }

    private static async Task SaveAsync(Screens screens, string path, string name)
    {
        var page = screens.Page;
        await screens.GoAsync(path);
        await page.GetByRole(AriaRole.Button, new() { Name = "Save this view" }).ClickAsync();
        await page.GetByRole(AriaRole.Dialog, new() { Name = "Save this view" }).GetByLabel("Name").FillAsync(name);
        await page.Keyboard.PressAsync("Enter");
        await Expect(page.GetByRole(AriaRole.Dialog).GetByRole(AriaRole.Status)).ToContainTextAsync("Saved as " + name);
    }
}
