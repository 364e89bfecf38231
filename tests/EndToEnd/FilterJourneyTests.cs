using System.Text.RegularExpressions;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace TrailBoard.EndToEnd;

/// <summary>The search box and the parts of the filter below it, in the demo month.</summary>
[Collection(Browsing.Name)]
public sealed partial class FilterJourneyTests(BrowserFixture browser)
{
    [Fact]
    public Task Fields_operators_and_values_are_completed_by_the_keyboard_with_counts_of_what_else_is_asked() => browser.WalkAsync(browser.Demo, "complete", async screens =>
    {
        var keys = screens.Page.Keyboard;
        await screens.GoAsync("/events");
        await keys.PressAsync("/");
        await keys.TypeAsync("service:ecr verb");
        await Expect(Offers(screens).First).ToContainTextAsync("verb:");
        await keys.TypeAsync(":pu");
        var pull = Offers(screens).Filter(new() { HasText = "pull" });
        await Expect(pull).ToContainTextAsync("event");
        var offered = Number(await pull.Locator(".filter__about").InnerTextAsync());
        await keys.PressAsync("ArrowDown");
        await Expect(Offers(screens).First).ToHaveAttributeAsync("aria-selected", "true");
        await keys.TypeAsync("ll");
        await Expect(Offers(screens)).ToHaveCountAsync(1);
        await keys.PressAsync("ArrowDown");
        await Expect(Offers(screens).First).ToHaveAttributeAsync("aria-selected", "true");
        await keys.PressAsync("Enter");
        await Expect(screens.Filter).ToHaveValueAsync("service:ecr verb:pull ");
        await keys.PressAsync("Enter");
        await Expect(screens.Page).ToHaveURLAsync(PullText());
        await screens.QuietAsync();
        Assert.Equal(offered, Number(await screens.CountOfEventsAsync()));
    });

    [Fact]
    public Task A_part_is_turned_round_switched_off_changed_and_removed_by_the_keyboard() => browser.WalkAsync(browser.Demo, "chips-keyboard", async screens =>
    {
        var keys = screens.Page.Keyboard;
        await screens.GoAsync("/events?q=service:ecr+error:*");
        await Link(screens, "Turn round error:*").FocusAsync();
        await keys.PressAsync("Enter");
        await Expect(screens.Page).ToHaveURLAsync(TurnedText());
        await Expect(screens.Filter).ToHaveValueAsync("service:ecr -error:*");
        await screens.QuietAsync();

        await Link(screens, "Switch off -error:*").FocusAsync();
        await keys.PressAsync("Enter");
        await Expect(Link(screens, "Switch on -error:*")).ToBeVisibleAsync();
        await screens.QuietAsync();
        await Link(screens, "Switch on -error:*").FocusAsync();
        await keys.PressAsync("Enter");
        await Expect(Link(screens, "Switch off -error:*")).ToBeVisibleAsync();
        await screens.QuietAsync();

        // What is typed takes the place of the part.
        await screens.Page.GetByRole(AriaRole.Button, new() { Name = "Change service:ecr", Exact = true }).FocusAsync();
        await keys.PressAsync("Enter");
        await Expect(screens.Filter).ToBeFocusedAsync();
        await keys.TypeAsync("service:ecs");
        await keys.PressAsync("Enter");
        await Expect(screens.Page).ToHaveURLAsync(ChangedText());
        await screens.QuietAsync();

        await Link(screens, "Remove -error:*").FocusAsync();
        await keys.PressAsync("Enter");
        await Expect(screens.Filter).ToHaveValueAsync("service:ecs");
    });

    [Fact]
    public Task A_part_that_the_box_writes_otherwise_is_changed_by_the_mouse_too() => browser.WalkAsync(browser.Demo, "chips-mouse", async screens =>
    {
        await screens.GoAsync("/regions?q=service=ecr+AND+NOT+error:*");
        await screens.Page.GetByRole(AriaRole.Button, new() { Name = "Change -error:*", Exact = true }).ClickAsync();
        await Expect(screens.Filter).ToHaveValueAsync("service:ecr -error:*");
        Assert.Equal("-error:*", await screens.Page.EvaluateAsync<string>("getSelection().toString() || (e => e.value.slice(e.selectionStart, e.selectionEnd))(document.querySelector('[data-search]'))"));
        await screens.Page.Keyboard.TypeAsync("mutating:true");
        await screens.Page.Keyboard.PressAsync("Enter");
        await Expect(screens.Page).ToHaveURLAsync(MutatingText());
        await screens.QuietAsync();
        await Link(screens, "Turn round mutating:true").ClickAsync();
        await Expect(screens.Filter).ToHaveValueAsync("service:ecr -mutating:true");
        await screens.QuietAsync();
        await EveryPageTests.AssertAxeAsync(screens);
    });

    [Fact]
    public Task Recent_searches_are_offered_in_the_empty_box_until_they_are_cleared() => browser.WalkAsync(browser.Demo, "recent", async screens =>
    {
        var keys = screens.Page.Keyboard;
        await screens.GoAsync("/events");
        await screens.FilterAsync("user:nobody");
        await screens.FilterAsync("service:ecs");
        await screens.GoAsync("/events");
        await keys.PressAsync("/");
        await Expect(Offers(screens).First).ToContainTextAsync("service:ecs");
        await Expect(Offers(screens).Nth(1)).ToContainTextAsync("user:nobody");
        await EveryPageTests.AssertAxeAsync(screens);
        await keys.PressAsync("ArrowDown");
        await keys.PressAsync("ArrowDown");
        await Expect(Offers(screens).Nth(1)).ToHaveAttributeAsync("aria-selected", "true");
        await keys.PressAsync("Enter");
        await Expect(screens.Filter).ToHaveValueAsync("user:nobody");

        await screens.GoAsync("/events");
        await screens.Filter.ClickAsync();
        await Offers(screens).Filter(new() { HasText = "Clear recent searches" }).ClickAsync();
        await Expect(Offers(screens).Filter(new() { HasText = "Recent search" })).ToHaveCountAsync(0);
        await screens.GoAsync("/events");
        await screens.Filter.ClickAsync();
        await Expect(Offers(screens).First).ToContainTextAsync("When the call was made");
    });

    [Theory]
    [InlineData("/events")]
    [InlineData("/identities")]
    [InlineData("/containers")]
    [InlineData("/different")]
    [InlineData("/actors?by=user&value=alice")]
    public Task What_is_no_filter_but_words_is_searched_as_words_and_says_so(string path) => browser.WalkAsync(browser.Demo, "words", async screens =>
    {
        await screens.GoAsync(path);
        await screens.Filter.FillAsync("an (old \"image");
        await screens.Filter.PressAsync("Enter");
        await Expect(screens.Page.GetByText("Searched as words: an old image.")).ToBeVisibleAsync();
        await Expect(screens.Filter).ToHaveValueAsync("an old image");
        await screens.QuietAsync();
        await Expect(screens.Filter).Not.ToHaveAttributeAsync("aria-invalid", "true");
        await EveryPageTests.AssertAxeAsync(screens);

        // An attempt at a filter stays a mistake.
        await screens.FilterAsync("usr:alice");
        await Expect(screens.Mistake).ToContainTextAsync("There is no field usr");
        await Expect(screens.Page.GetByText("Searched as words")).ToBeHiddenAsync();
    });

    [Fact]
    public Task Words_in_an_address_are_searched_as_words_too() => browser.WalkAsync(browser.Demo, "words-address", async screens =>
    {
        await screens.GoAsync("/events?rows=events&q=" + Uri.EscapeDataString("(\"PutImage"));
        await Expect(screens.Page.GetByText("Searched as words: PutImage.")).ToBeVisibleAsync();
        await Expect(screens.Filter).ToHaveValueAsync("PutImage");
        await Expect(screens.Filter).Not.ToHaveAttributeAsync("aria-invalid", "true");
        await Expect(screens.Rows.First).ToHaveAccessibleNameAsync(PushedText());

        // A part that is removed leaves nothing that was searched as words.
        await Link(screens, "Remove PutImage").ClickAsync();
        await Expect(screens.Filter).ToHaveValueAsync("");
        await Expect(screens.Page.GetByText("Searched as words")).ToBeHiddenAsync();
    });

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public Task On_a_phone_the_parts_of_a_long_filter_fit(bool dark) => browser.WalkAsync(browser.Demo, "chips-phone", async screens =>
    {
        await screens.GoAsync("/events?q=identity:arn:aws:iam::111122223333:role/a-very-long-name-of-a-role-for-deployments+-user:alice&off=service:ecr");
        await Expect(Link(screens, "Turn round -user:alice")).ToBeVisibleAsync();
        Assert.True(await screens.OverhangAsync() <= 0);
        await EveryPageTests.AssertAxeAsync(screens);
    }, Window.Phone with { Dark = dark });

    private static ILocator Offers(Screens screens) => screens.Page.GetByRole(AriaRole.Listbox, new() { Name = "Completions" }).GetByRole(AriaRole.Option);

    private static ILocator Link(Screens screens, string name) => screens.Page.GetByRole(AriaRole.Link, new() { Name = name, Exact = true });

    private static long Number(string text) => long.Parse(text.Split(' ')[0].Replace(",", "", StringComparison.Ordinal), System.Globalization.CultureInfo.InvariantCulture);

    [GeneratedRegex(" pushed ", RegexOptions.None, 1000)]
    private static partial Regex PushedText();

    [GeneratedRegex("q=service:ecr%20verb:pull", RegexOptions.None, 1000)]
    private static partial Regex PullText();

    [GeneratedRegex("q=service:ecr%20-error:", RegexOptions.None, 1000)]
    private static partial Regex TurnedText();

    [GeneratedRegex("q=service:ecs%20-error:", RegexOptions.None, 1000)]
    private static partial Regex ChangedText();

    [GeneratedRegex("q=service:ecr%20mutating:true", RegexOptions.None, 1000)]
    private static partial Regex MutatingText();
}
