using System.Text.RegularExpressions;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace TrailBoard.EndToEnd;

/// <summary>The list as a table of chosen columns, and how close its rows stand.</summary>
[Collection(Browsing.Name)]
public sealed partial class RowsJourneyTests(BrowserFixture browser)
{
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public Task By_the_keyboard_columns_are_chosen_ordered_and_made_wider(bool dark) => browser.WalkAsync(
        browser.Demo,
        "columns",
        async screens =>
        {
            var keys = screens.Page.Keyboard;
            await screens.GoAsync("/events?q=action:PutImage&rows=events");
            await Expect(screens.ListWithKeys).ToBeVisibleAsync();
            await Menu(screens).PressAsync("Enter");
            await screens.Page.GetByRole(AriaRole.Link, new() { Name = "A row of columns" }).PressAsync("Enter");
            await Expect(screens.Page).ToHaveURLAsync(UsualText());
            await Expect(screens.TableRows.First).ToBeVisibleAsync();

            await screens.Page.GetByRole(AriaRole.Checkbox, new() { Name = "Resource", Exact = true }).PressAsync("Space");
            await Expect(Header(screens, "Resource")).ToHaveCountAsync(0);
            await screens.Page.GetByRole(AriaRole.Checkbox, new() { Name = "Repository", Exact = true }).PressAsync("Space");
            await Expect(Header(screens, "Repository")).ToBeVisibleAsync();

            // The focus goes along, so that the key can be pressed again, and turns round at the end.
            await screens.Page.GetByRole(AriaRole.Button, new() { Name = "Move Action up" }).PressAsync("Enter");
            await Expect(screens.Page).ToHaveURLAsync(MovedOnceText());
            await screens.QuietAsync();
            await Expect(screens.Page.GetByRole(AriaRole.Button, new() { Name = "Move Action up" })).ToBeFocusedAsync();
            await keys.PressAsync("Enter");
            await Expect(screens.Page).ToHaveURLAsync(MovedTwiceText());
            await Expect(screens.Page.GetByRole(AriaRole.Button, new() { Name = "Move Action down" })).ToBeFocusedAsync();
            await keys.PressAsync("Escape");

            var grip = screens.Page.GetByRole(AriaRole.Separator, new() { Name = "Width of Time" });
            await Expect(grip).ToHaveAttributeAsync("aria-valuenow", "148");
            await grip.PressAsync("ArrowRight");
            await Expect(screens.Page).ToHaveURLAsync(WiderText());
            await screens.QuietAsync();
            await EveryPageTests.AssertAxeAsync(screens);

            await screens.Page.ReloadAsync();
            await screens.QuietAsync();
            await Expect(screens.Table.GetByRole(AriaRole.Columnheader)).ToHaveCountAsync(8);
            await Expect(grip).ToHaveAttributeAsync("aria-valuenow", "164");

            // A row leads to the pane as a sentence does, and a value is a handle that keeps the columns.
            await Expect(screens.ListWithKeys).ToBeVisibleAsync();
            await keys.PressAsync("j");
            await keys.PressAsync("x");
            await Expect(screens.Selection).ToContainTextAsync("1 selected");
            await keys.PressAsync("Enter");
            await Expect(screens.Pane).ToBeVisibleAsync();
            await screens.QuietAsync();
            await EveryPageTests.AssertAxeAsync(screens);
            await keys.PressAsync("Escape");
            await Expect(screens.Pane).ToHaveCountAsync(0);
            await Expect(screens.TableRows.First).ToBeFocusedAsync();
            await screens.Table.Locator("[data-f=region]").First.ClickAsync();
            await Expect(screens.Page).ToHaveURLAsync(RegionText());
        },
        Window.Desk with { Dark = dark });

    [Fact]
    public Task By_the_mouse_a_column_is_made_wider() => browser.WalkAsync(browser.Demo, "drag-column", async screens =>
    {
        await screens.GoAsync("/events?rows=events&columns=time:160,user,action");
        await Expect(screens.ListWithKeys).ToBeVisibleAsync();
        var grip = screens.Page.GetByRole(AriaRole.Separator, new() { Name = "Width of User" });
        var box = (await grip.BoundingBoxAsync())!;
        await screens.Page.Mouse.MoveAsync(box.X + (box.Width / 2), box.Y + (box.Height / 2));
        await screens.Page.Mouse.DownAsync();
        await screens.Page.Mouse.MoveAsync(box.X + (box.Width / 2) + 58, box.Y + 4);
        await screens.Page.Mouse.UpAsync();
        await Expect(screens.Page).ToHaveURLAsync(DraggedText());
        Assert.Equal(250, Math.Round((await Header(screens, "User").BoundingBoxAsync())!.Width));
    });

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public Task On_a_phone_a_row_is_a_card(bool dark) => browser.WalkAsync(
        browser.Demo,
        "cards",
        async screens =>
        {
            await screens.GoAsync("/events?rows=events&columns=time,user,action,resource,ip,error");
            await Expect(screens.TableRows.First).ToBeVisibleAsync();
            Assert.True(await screens.OverhangAsync() <= 0, "The cards are too wide.");
            Assert.True(await screens.Page.EvaluateAsync<bool>("() => { const list = document.querySelector('[data-list]'); return list.scrollWidth <= list.clientWidth; }"), "The cards are wider than their list.");
            await EveryPageTests.AssertAxeAsync(screens);
            await screens.TableRows.First.PressAsync("Enter");
            await Expect(screens.Pane).ToBeVisibleAsync();
        },
        Window.Phone with { Dark = dark });

    [Theory]
    [InlineData("/events")]
    [InlineData("/events?rows=events")]
    [InlineData("/events?rows=events&columns=time,user,action")]
    public Task Rows_stand_closer_until_somebody_says_otherwise(string path) => browser.WalkAsync(browser.Demo, "density", async screens =>
    {
        await screens.GoAsync(path);
        var row = screens.Page.Locator("li:has(> [data-row]), tr:has([data-row])").First;
        await Expect(screens.ListWithKeys).ToBeVisibleAsync();
        var before = (await row.BoundingBoxAsync())!.Height;
        await Menu(screens).ClickAsync();
        await screens.Page.GetByRole(AriaRole.Button, new() { Name = "Compact" }).ClickAsync();
        await Expect(screens.Page.Locator("html[data-density=compact]")).ToHaveCountAsync(1);
        await screens.Page.ReloadAsync();
        await screens.QuietAsync();
        Assert.Equal(before - 8, (await row.BoundingBoxAsync())!.Height);

        await Menu(screens).ClickAsync();
        await Expect(screens.Page.GetByRole(AriaRole.Button, new() { Name = "Compact" })).ToHaveAttributeAsync("aria-pressed", "true");
        await screens.Page.GetByRole(AriaRole.Button, new() { Name = "Comfortable" }).ClickAsync();
        await Expect(screens.Page.Locator("html[data-density]")).ToHaveCountAsync(0);
        Assert.Equal(before, (await row.BoundingBoxAsync())!.Height);
    });

    private static ILocator Menu(Screens screens) => screens.Page.GetByRole(AriaRole.Button, new() { Name = "Columns and density" });

    private static ILocator Header(Screens screens, string title) => screens.Table.GetByRole(AriaRole.Columnheader, new() { Name = title });

    [GeneratedRegex("columns=time,user,action,resource,region,ip,error$", RegexOptions.None, 60_000)]
    private static partial Regex UsualText();

    [GeneratedRegex("columns=time,action,user,region,ip,error,repository$", RegexOptions.None, 60_000)]
    private static partial Regex MovedOnceText();

    [GeneratedRegex("columns=action,time,user,region,ip,error,repository$", RegexOptions.None, 60_000)]
    private static partial Regex MovedTwiceText();

    [GeneratedRegex("columns=action,time:164,user,region,ip,error,repository$", RegexOptions.None, 60_000)]
    private static partial Regex WiderText();

    [GeneratedRegex("q=[^&]*region:[^&]*&rows=events&columns=action,time:164,user,region,ip,error,repository$", RegexOptions.None, 60_000)]
    private static partial Regex RegionText();

    [GeneratedRegex("columns=time:160,user:250,action$", RegexOptions.None, 60_000)]
    private static partial Regex DraggedText();
}
