using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace TrailBoard.EndToEnd;

/// <summary>From the service that was taken over to the shell in its task, page by page; and what an API's deployment brought.</summary>
[Collection(Browsing.Name)]
public sealed class ChangeJourneyTests(BrowserFixture browser)
{
    [Theory]
    [InlineData(false, false)]
    [InlineData(true, true)]
    public Task From_the_service_to_its_revision_and_to_the_shell(bool narrow, bool dark) => browser.WalkAsync(browser.Demo, "changes", async screens =>
    {
        await screens.GoAsync("/things/service/prod/checkout-api");
        var change = screens.Section("Changes").Locator("ol > li").Filter(new() { HasText = "ENABLED" }).Filter(new() { HasText = "ecs-deploy" });
        await Expect(change).ToContainTextAsync("public address");
        await Expect(screens.Section("Other activity")).Not.ToContainTextAsync("updated service");
        await AssertSoundAsync(screens);

        await change.GetByRole(AriaRole.Link, new() { Name = "checkout-api:9" }).ClickAsync();
        await screens.Page.AtAsync("**/things/taskDefinition/checkout-api:9*");
        await screens.QuietAsync();
        await Expect(screens.Section("This revision")).ToContainTextAsync("checkout-api-task");
        await AssertSoundAsync(screens);

        await screens.GoAsync("/events?q=action:ExecuteCommand%20ip:198.18.7.66&rows=events");
        await screens.OpenNewestAsync();
        var task = (await screens.Pane.Locator("[data-f=task]").First.GetAttributeAsync("data-v"))!;
        await screens.GoAsync("/things/task/" + task);
        var shell = screens.Section("Shells (ECS Exec)").Locator("ol.shells > li");
        await Expect(shell).ToContainTextAsync("jenkins-legacy");
        await Expect(shell).ToContainTextAsync("/bin/sh");
        await Expect(shell).ToContainTextAsync("The shell is not the only one who may have made them");
        await Expect(shell).ToContainTextAsync("read secret");
        await AssertSoundAsync(screens);
    }, (narrow ? Window.Phone : Window.Desk) with { Dark = dark });

    [Fact]
    public Task From_an_api_to_its_stage() => browser.WalkAsync(browser.Demo, "api-changes", async screens =>
    {
        await screens.GoAsync("/events?q=action:CreateDeployment%20service:apigateway&rows=events");
        await screens.OpenNewestAsync();
        var api = (await screens.Pane.Locator("[data-f=api]").First.GetAttributeAsync("data-v"))!;
        await screens.GoAsync("/things/api/" + api);
        var deployment = screens.Section("Deployments").Locator("ol.deployments > li").First;
        await Expect(deployment).ToContainTextAsync("method");

        // The demo's staging has an API of the same id: what was changed there was not deployed here.
        await Expect(screens.Section("Deployments").Locator(".deployments__since li .mono.muted")).ToHaveCountAsync(0);
        await AssertSoundAsync(screens);

        await deployment.Locator("[data-f=stage]").ClickAsync();
        await screens.Page.AtAsync("**/things/stage/**");
        await screens.QuietAsync();
        await Expect(screens.Section("Deployments")).ToContainTextAsync("deployed");
        await AssertSoundAsync(screens);
    });

    private static async Task AssertSoundAsync(Screens screens)
    {
        await EveryPageTests.AssertAxeAsync(screens);
        Assert.True(await screens.OverhangAsync() <= 0, "The page is too wide.");
    }
}
