using System.Text.RegularExpressions;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace TrailBoard.EndToEnd;

/// <summary>Sources as a person watches and steers them, against a server on the loopback address.</summary>
[Collection(Browsing.Name)]
public sealed partial class SourcesJourneyTests(BrowserFixture browser)
{
    // A source is asked, fails and is shown in well under a second; a loaded machine may take its time.
    private static readonly LocatorAssertionsToContainTextOptions Patient = new() { Timeout = 60_000 };

    [Fact]
    public async Task A_source_that_fails_is_checked_paused_resumed_and_run_again()
    {
        await using var aws = await LoopbackAws.StartAsync();
        await using var site = await StartAsync(aws);
        await browser.WalkAsync(site, "sources", async screens =>
        {
            await screens.GoAsync("/sources");
            var card = screens.Source("org-trail");
            await Expect(card).ToContainTextAsync("failing", Patient);
            await Expect(card).ToContainTextAsync("Access was denied");
            await Expect(card).ToContainTextAsync("It is tried again by itself");
            await Expect(screens.StatusBar).ToContainTextAsync("1 source failing", Patient);

            await PressAsync(screens, "Check");
            await Expect(screens.Page).ToHaveURLAsync(OpenText());
            await Expect(card.GetByRole(AriaRole.Log)).ToContainTextAsync("failed", Patient);
            await Expect(card.GetByRole(AriaRole.Status).Filter(new() { HasText = "failed" })).ToBeVisibleAsync(new() { Timeout = 60_000 });

            await PressAsync(screens, "Pause");
            await Expect(card).ToContainTextAsync("paused", Patient);
            await Expect(card).ToContainTextAsync("What was committed stays");
            await Expect(Button(screens, "Run now")).ToHaveAttributeAsync("aria-disabled", "true");
            await PressAsync(screens, "Run now");
            await Expect(card).ToContainTextAsync("It is paused: resume it first.");

            aws.Denies = false;
            await PressAsync(screens, "Resume");
            await Expect(Button(screens, "Run now")).Not.ToHaveAttributeAsync("aria-disabled", "true", new() { Timeout = 60_000 });
            await PressAsync(screens, "Run now");
            await Expect(card).Not.ToContainTextAsync("It is tried again", new() { Timeout = 60_000 });
            await Expect(card.GetByText("waiting", new() { Exact = true })).ToBeVisibleAsync(new() { Timeout = 60_000 });
            await Expect(card).ToContainTextAsync("4 events", Patient);
            await Expect(screens.StatusBar).Not.ToContainTextAsync("failing", new() { Timeout = 60_000 });

            // The runs open in place, with what became of each file, and the URL keeps that.
            await card.GetByRole(AriaRole.Region, new() { Name = "Runs of org-trail" }).GetByRole(AriaRole.Listitem).Filter(new() { HasText = "4 events stored" }).GetByRole(AriaRole.Button).First.PressAsync("Enter");
            await Expect(card.GetByRole(AriaRole.Table)).ToContainTextAsync("111122223333_CloudTrail_eu-west-1_20261001T1205Z_aaaaaaaaaaaaaaaa.json.gz");
            await Expect(screens.Page).ToHaveURLAsync(RunText());
        });
    }

    [Fact]
    public async Task A_run_is_watched_as_it_goes_on_paused_in_the_middle_and_goes_on_where_it_was()
    {
        await using var aws = await LoopbackAws.StartAsync();
        (aws.Denies, aws.Hold) = (false, new TaskCompletionSource());
        await using var site = await Site.StartAsync([.. Source(0, "org-trail", "S3", aws), "--Sources:0:Bucket=trails"]);
        await browser.WalkAsync(site, "source-progress", async screens =>
        {
            await screens.GoAsync("/sources");
            var card = screens.Source("org-trail");
            await Expect(card).ToContainTextAsync("running", Patient);
            await Expect(card).ToContainTextAsync("1 of 2", Patient);
            await Expect(card.GetByRole(AriaRole.Progressbar)).ToBeVisibleAsync();
            await Expect(Button(screens, "Run now")).ToHaveAttributeAsync("aria-disabled", "true");
            await Expect(screens.StatusBar).ToContainTextAsync("1 of 2 files", Patient);

            // Nothing was given meanwhile: the run is stopped, and the first file stays.
            await PressAsync(screens, "Pause");
            await Expect(card.GetByText("paused", new() { Exact = true })).ToBeVisibleAsync(new() { Timeout = 60_000 });
            await Expect(card.GetByRole(AriaRole.Progressbar)).ToHaveCountAsync(0);
            await Expect(card).ToContainTextAsync("2 events", Patient);

            aws.Hold.SetResult();
            await PressAsync(screens, "Resume");
            await Expect(card).ToContainTextAsync("4 events", Patient);
            await Expect(card.GetByText("waiting", new() { Exact = true })).ToBeVisibleAsync(new() { Timeout = 60_000 });
        });
    }

    [Fact]
    public async Task A_range_is_asked_for_in_words_by_the_keyboard_alone()
    {
        await using var aws = await LoopbackAws.StartAsync();
        aws.Denies = false;
        await using var site = await Site.StartAsync(OldTrail(aws, 0));
        await browser.WalkAsync(site, "source-range", async screens =>
        {
            await screens.GoAsync("/events");
            await screens.Page.Keyboard.PressAsync("g");
            await screens.Page.Keyboard.PressAsync("o");
            await screens.Page.AtAsync("**/sources");
            var card = screens.Source("old-trail");
            await card.GetByRole(AriaRole.Button, new() { Name = "old-trail", Exact = true }).PressAsync("Enter");
            var (from, to) = (card.GetByLabel("From", new() { Exact = true }), card.GetByLabel("To, not included", new() { Exact = true }));
            await from.FillAsync("2026-10-01");
            await to.FillAsync("2026-09-01");
            await to.PressAsync("Enter");
            await Expect(card.GetByRole(AriaRole.Alert)).ToHaveTextAsync("To must be later than From.");

            await to.FillAsync("2026-10-02");
            await to.PressAsync("Enter");
            await Expect(card.GetByRole(AriaRole.Alert)).ToHaveCountAsync(0);
            await Expect(card).ToContainTextAsync("4 events", Patient);
            await Expect(card.GetByText("off", new() { Exact = true })).ToBeVisibleAsync(new() { Timeout = 60_000 });
        });
    }

    [Theory]
    [InlineData(1280, false)]
    [InlineData(1280, true)]
    [InlineData(390, false)]
    public async Task Sources_in_every_state_hold_to_what_every_page_holds_to(int width, bool dark)
    {
        await using var aws = await LoopbackAws.StartAsync();
        await using var site = await StartAsync(aws);
        await browser.WalkAsync(site, "sources-axe", async screens =>
        {
            await screens.GoAsync("/sources?source=org-trail");
            var card = screens.Source("org-trail");
            await Expect(card).ToContainTextAsync("failing", Patient);
            await PressAsync(screens, "Check");
            await Expect(card.GetByRole(AriaRole.Log)).ToContainTextAsync("failed", Patient);
            await PressAsync(screens, "Pause", "old-trail");
            await Expect(screens.Source("old-trail")).ToContainTextAsync("paused", Patient);
            await EveryPageTests.AssertAxeAsync(screens);
            Assert.True(await screens.OverhangAsync() <= 0, $"The page is {await screens.OverhangAsync()} pixels too wide.");
        }, new Window(width, 844, dark));
    }

    private static Task<Site> StartAsync(LoopbackAws aws) => Site.StartAsync(
    [
        .. Source(0, "org-trail", "S3", aws), "--Sources:0:Bucket=trails",
        .. OldTrail(aws, 1),
        .. Source(2, "new-files", "Queue", aws), "--Sources:2:QueueUrl=" + aws.Address + "/111122223333/trailboard", "--Sources:2:AllowedBuckets=trails", "--Sources:2:Enabled=false",
    ]);

    private static string[] OldTrail(LoopbackAws aws, int number) => [.. Source(number, "old-trail", "S3", aws), $"--Sources:{number}:Bucket=old-trails", $"--Sources:{number}:Enabled=false"];

    private static string[] Source(int number, string name, string type, LoopbackAws aws) =>
        [$"--Sources:{number}:Name={name}", $"--Sources:{number}:Type={type}", $"--Sources:{number}:Endpoint={aws.Address}", $"--Sources:{number}:Regions=eu-west-1"];

    private static ILocator Button(Screens screens, string name, string source = "org-trail") =>
        screens.Source(source).GetByRole(AriaRole.Button, new() { Name = $"{name} {source}", Exact = true });

    // By the keyboard: a button that tells why it cannot be pressed is no less a button.
    private static Task PressAsync(Screens screens, string name, string source = "org-trail") => Button(screens, name, source).PressAsync("Enter");

    [GeneratedRegex("source=org-trail&run=[0-9]+", RegexOptions.None, 1000)]
    private static partial Regex RunText();

    [GeneratedRegex("source=org-trail", RegexOptions.None, 1000)]
    private static partial Regex OpenText();
}
