using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace TrailBoard.EndToEnd;

/// <summary>A view is saved, found in the menu, opened, renamed, made the first page and deleted.</summary>
[Collection(Browsing.Name)]
public sealed class ViewJourneyTests(BrowserFixture browser)
{
    private const string Hostile = "<img src=x onerror=alert(1)> \"pushes\"";

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_view_with_a_hostile_name_from_its_saving_to_its_end(bool narrow)
    {
        await using var site = await Site.StartWithDemoAsync(300);
        await browser.WalkAsync(site, "saved-views", async screens =>
        {
            var page = screens.Page;
            await screens.GoAsync("/views");
            await Expect(screens.Heading).ToHaveTextAsync("Saved views");
            await Expect(page.GetByText("No view has been saved yet")).ToBeVisibleAsync();

            await screens.GoAsync("/events?q=action:PutImage&rows=events");
            await page.GetByRole(AriaRole.Button, new() { Name = "Save this view" }).ClickAsync();
            var dialog = page.GetByRole(AriaRole.Dialog, new() { Name = "Save this view" });
            await Expect(dialog).ToContainTextAsync("Events where action:PutImage, all time, each event a row");
            await dialog.GetByRole(AriaRole.Button, new() { Name = "Save", Exact = true }).ClickAsync();
            await Expect(dialog.GetByRole(AriaRole.Alert)).ToHaveTextAsync("Give the view a name.");
            await dialog.GetByLabel("Name").FillAsync(Hostile);
            await EveryPageTests.AssertAxeAsync(screens);
            await page.Keyboard.PressAsync("Enter");
            await Expect(dialog.GetByRole(AriaRole.Status)).ToContainTextAsync("Saved as " + Hostile);
            await dialog.GetByRole(AriaRole.Button, new() { Name = "Done" }).ClickAsync();

            // The name is taken now, and replacing it is asked for.
            await screens.GoAsync("/regions?from=-30d");
            await page.GetByRole(AriaRole.Button, new() { Name = "Save this view" }).ClickAsync();
            await dialog.GetByLabel("Name").FillAsync(Hostile.ToUpperInvariant());
            await page.Keyboard.PressAsync("Enter");
            await Expect(dialog.GetByRole(AriaRole.Alert)).ToContainTextAsync("already: Events where action:PutImage");
            await page.Keyboard.PressAsync("Escape");

            await OpenMenuAsync(page, narrow);
            await page.Locator(".saved", new() { HasText = Hostile }).ClickAsync();
            await page.AtAsync("**/events?q=action:PutImage&rows=events");
            await screens.QuietAsync();
            await Expect(screens.Rows.First).ToBeVisibleAsync();

            await screens.GoAsync("/views");
            await EveryPageTests.AssertAxeAsync(screens);
            Assert.True(await screens.OverhangAsync() <= 0, "The page of views is too wide.");
            await page.GetByRole(AriaRole.Button, new() { Name = "Rename" }).ClickAsync();
            await page.GetByLabel("New name").FillAsync("Pushes");
            await page.Keyboard.PressAsync("Enter");
            await Expect(page.Locator(".views__said")).ToHaveTextAsync("It is called Pushes now.");
            await page.GetByRole(AriaRole.Button, new() { Name = "Open first" }).ClickAsync();
            await Expect(page.GetByText("opens first", new() { Exact = true })).ToBeVisibleAsync();
            await page.GotoAsync("/");
            await page.AtAsync("**/events?q=action:PutImage&rows=events");
            await screens.QuietAsync();

            await screens.GoAsync("/views");
            await page.GetByRole(AriaRole.Button, new() { Name = "Delete Pushes" }).ClickAsync();

            // The button that asks has the name of the one that does it.
            await Expect(page.GetByText("Delete it for everybody?")).ToBeVisibleAsync();
            await page.GetByRole(AriaRole.Button, new() { Name = "Delete Pushes" }).ClickAsync();
            await Expect(page.GetByText("No view has been saved yet")).ToBeVisibleAsync();
            await Expect(page.Locator(".saved")).ToHaveCountAsync(0);
            await page.GotoAsync("/");
            await page.AtAsync("**/overview");

            // The overview is saved too, here by the keyboard alone.
            await screens.GoAsync("/overview?period=day");
            await page.GetByRole(AriaRole.Button, new() { Name = "Save this view" }).PressAsync("Enter");
            await Expect(dialog).ToContainTextAsync("Overview, the last day");
            await Expect(dialog.GetByLabel("Name")).ToBeFocusedAsync();
            await page.Keyboard.TypeAsync("The day");
            await page.Keyboard.PressAsync("Enter");
            await Expect(dialog.GetByRole(AriaRole.Status)).ToContainTextAsync("Saved as The day");
            await page.Keyboard.PressAsync("Escape");
            await screens.GoAsync("/events");
            await OpenMenuAsync(page, narrow);
            await page.Locator(".saved", new() { HasText = "The day" }).ClickAsync();
            await page.AtAsync("**/overview?period=day");
        }, narrow ? Window.Phone with { Dark = true } : Window.Desk);
    }

    [Fact]
    public async Task By_keys_alone_a_view_is_saved_renamed_watched_and_deleted()
    {
        await using var site = await Site.StartWithDemoAsync(300);
        await browser.WalkAsync(site, "saved-by-keys", async screens =>
        {
            var (page, keys) = (screens.Page, screens.Page.Keyboard);
            await screens.GoAsync("/events?q=action:PutImage");
            await PressAsync(screens, "Save this view");
            await Expect(page.GetByRole(AriaRole.Dialog).GetByLabel("Name")).ToBeFocusedAsync();
            await keys.TypeAsync("Pushes");
            await keys.PressAsync("Enter");
            await Expect(page.GetByRole(AriaRole.Dialog).GetByRole(AriaRole.Status)).ToContainTextAsync("Saved as Pushes");
            await keys.PressAsync("Escape");

            // The palette knows it by its name, at once.
            await screens.GoAsync("/regions");
            await keys.PressAsync("Control+k");
            await keys.TypeAsync("pushes");
            await Expect(page.Locator("#palette-list [role=option]").First).ToContainTextAsync("Pushes");
            await keys.PressAsync("Enter");
            await page.AtAsync("**/events?q=action:PutImage");
            await screens.QuietAsync();

            await keys.PressAsync("g");
            await keys.PressAsync("f");
            await page.AtAsync("**/views");
            await screens.QuietAsync();
            await PressAsync(screens, "Rename Pushes");
            await Expect(page.GetByLabel("New name")).ToBeFocusedAsync();
            await keys.PressAsync("Control+a");
            await keys.TypeAsync("Images");
            await keys.PressAsync("Enter");
            await Expect(page.Locator(".views__said")).ToHaveTextAsync("It is called Images now.");
            await Expect(page.GetByRole(AriaRole.Button, new() { Name = "Rename Images" })).ToBeFocusedAsync();

            await screens.TabToAsync(page.GetByRole(AriaRole.Link, new() { Name = "Watch Images" }));
            await keys.PressAsync("Enter");
            await page.AtAsync("**/watches?view=*");
            await screens.QuietAsync();
            await PressAsync(screens, "Switch it on");
            await Expect(page.Locator(".watches__said")).ToHaveTextAsync("Images is watched from now on.");
            await PressAsync(screens, "Switch off Images");
            await Expect(page.GetByText("off", new() { Exact = true })).ToBeVisibleAsync();
            await DeleteAsync(screens);
            await Expect(page.Locator(".watch")).ToHaveCountAsync(0);

            await screens.GoAsync("/views");
            await DeleteAsync(screens);
            await Expect(page.GetByText("No view has been saved yet")).ToBeVisibleAsync();
        });
    }

    // Asked first, with the focus on the way back.
    private static async Task DeleteAsync(Screens screens)
    {
        var keep = screens.Page.GetByRole(AriaRole.Button, new() { Name = "Keep" });
        await PressAsync(screens, "Delete Images");
        await Expect(keep).ToBeFocusedAsync();
        await screens.Page.Keyboard.PressAsync("Enter");
        await Expect(screens.Page.GetByRole(AriaRole.Button, new() { Name = "Delete Images" })).ToBeFocusedAsync();
        await screens.Page.Keyboard.PressAsync("Enter");
        await Expect(keep).ToBeFocusedAsync();
        await screens.TabToAsync(screens.Page.GetByRole(AriaRole.Button, new() { Name = "Delete Images" }), "Shift+Tab");
        await screens.Page.Keyboard.PressAsync("Enter");
    }

    private static async Task PressAsync(Screens screens, string name)
    {
        await screens.TabToAsync(screens.Page.GetByRole(AriaRole.Button, new() { Name = name }));
        await screens.Page.Keyboard.PressAsync("Enter");
    }

    private static async Task OpenMenuAsync(IPage page, bool narrow)
    {
        if (narrow)
        {
            await page.GetByRole(AriaRole.Button, new() { Name = "Menu" }).ClickAsync();
        }
    }
}
