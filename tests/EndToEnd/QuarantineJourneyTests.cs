using Deque.AxeCore.Playwright;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace TrailBoard.EndToEnd;

/// <summary>A person decides on what is kept aside, by the keyboard.</summary>
[Collection(Browsing.Name)]
public sealed class QuarantineJourneyTests(BrowserFixture browser)
{
    [Fact]
    public async Task A_file_is_asked_for_again_and_a_message_discarded()
    {
        await using var site = await Site.StartAsync();
        await site.ImportAsync(new KeptAsideTrail("s3://trails/AWSLogs/111122223333/CloudTrail/eu-west-1/2026/10/05/a.json.gz", "sqs:message-1"));
        await browser.WalkAsync(
            site,
            "quarantine",
            async screens =>
            {
                await screens.GoAsync("/imports");
                var kept = screens.Section("Kept aside: 2 objects");
                await Expect(kept.GetByRole(AriaRole.Listitem)).ToHaveCountAsync(2);
                var result = await screens.Page.RunAxe();
                Assert.Empty(result.Violations.Select(violation => $"{violation.Id}: {violation.Help}"));
                Assert.True(await screens.OverhangAsync() <= 0, "The page is too wide.");

                await kept.GetByRole(AriaRole.Button, new() { Name = "Read again" }).FocusAsync();
                await screens.Page.Keyboard.PressAsync("Enter");
                var answer = screens.Page.GetByRole(AriaRole.Status).Filter(new() { HasText = "a.json.gz is read again by the next run of its source." });
                await Expect(answer).ToBeFocusedAsync();

                // From there the keyboard goes on to what is left.
                await screens.Page.Keyboard.PressAsync("Tab");
                await Expect(screens.Section("Kept aside: 1 object").GetByRole(AriaRole.Button, new() { Name = "Discard" })).ToBeFocusedAsync();
                await screens.Page.Keyboard.PressAsync("Enter");
                await Expect(screens.Page.GetByRole(AriaRole.Status).Filter(new() { HasText = "sqs:message-1 was discarded." })).ToBeFocusedAsync();
                await Expect(screens.Page.GetByRole(AriaRole.Heading, new() { Name = "Kept aside" })).ToHaveCountAsync(0);

                await screens.GoAsync("/imports?run=1");
                await Expect(screens.Page.Locator("tr", new() { HasText = "a.json.gz" })).ToContainTextAsync("waiting");
                await Expect(screens.Page.Locator("tr", new() { HasText = "sqs:message-1" })).ToContainTextAsync("Discarded on");
            },
            Window.Phone);
    }
}
