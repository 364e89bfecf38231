using System.Collections.Concurrent;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Playwright;
using TrailBoard.Core.Demo;
using static Microsoft.Playwright.Assertions;

namespace TrailBoard.EndToEnd;

/// <summary>The connection breaks, the site is started again, somebody goes elsewhere while the store still works.</summary>
[Collection(Browsing.Name)]
public sealed class ReconnectJourneyTests(BrowserFixture browser)
{
    private static readonly DateTimeOffset Until = new(2026, 11, 1, 0, 0, 0, TimeSpan.Zero);

    [Fact]
    public async Task A_connection_that_breaks_comes_back_to_the_very_page()
    {
        var lines = new Lines();
        await using var site = await Site.StartAsync(services => services.AddSingleton<IStartupFilter>(lines));
        await site.ImportAsync(new DemoTrail(500, DemoTrail.DefaultSeed, Until));
        await browser.WalkAsync(site, "reconnect", async screens =>
        {
            var seen = await OpenSomethingAsync(screens);
            await screens.Page.EvaluateAsync("window.isTheSame = true");
            lines.Break();
            await Wait.UntilAsync(() => lines.Count > 1);
            await Expect(screens.Page.Locator("#components-reconnect-modal")).ToBeHiddenAsync();
            Assert.True(await screens.Page.EvaluateAsync<bool>("window.isTheSame"));
            Assert.Equal(seen, await SeenAsync(screens));
            await AssertLivesAsync(screens);
        }, isMeant: IsOfTheConnection);
    }

    [Fact]
    public async Task After_the_site_was_started_again_the_page_shows_the_same_by_itself()
    {
        await using var site = await Site.StartAsync();
        await site.ImportAsync(new DemoTrail(500, DemoTrail.DefaultSeed, Until));
        await browser.WalkAsync(site, "restart", async screens =>
        {
            var seen = await OpenSomethingAsync(screens);
            await screens.Page.EvaluateAsync("window.isTheSame = true");
            await site.RestartAsync();
            await screens.Page.WaitForFunctionAsync("() => !window.isTheSame && document.readyState === 'complete'");
            await screens.QuietAsync();
            await Expect(screens.Pane).ToBeVisibleAsync();
            await Expect(screens.InsideActivities.First).ToBeVisibleAsync();
            Assert.Equal(seen, await SeenAsync(screens));
            await AssertLivesAsync(screens);
        }, isMeant: IsOfTheConnection);
    }

    [Fact]
    public async Task A_question_that_nobody_waits_for_any_more_is_cancelled()
    {
        await using var site = await Site.StartAsync(HeldSearches.PutInto);
        await site.ImportAsync(new DemoTrail(500, DemoTrail.DefaultSeed, Until));
        await browser.WalkAsync(site, "cancelled", async screens =>
        {
            var store = site.Part<HeldSearches>();
            await screens.GoAsync("/events");
            await screens.Page.GotoAsync("/events?q=record:*amazonaws*");
            await Expect(screens.Search).ToContainTextAsync("34% of the events, 3 found");
            await Wait.UntilAsync(() => store.Held > 0);

            // Nobody lets them go on: what ends them is that the page is left.
            await screens.Page.GetByRole(AriaRole.Link, new() { Name = "Saved views" }).ClickAsync();
            await Expect(screens.Heading).ToHaveTextAsync("Saved views");
            await Wait.UntilAsync(() => store.Held == 0);
            Assert.True(store.Cancelled > 0);
        });
    }

    // An activity unfolded, and one of its events beside the list.
    private static async Task<string> OpenSomethingAsync(Screens screens)
    {
        await screens.GoAsync("/events?q=user:*");
        await screens.Activities.And(screens.Page.Locator("[aria-expanded]")).First.ClickAsync();
        await Expect(screens.InsideActivities.First).ToBeVisibleAsync();
        await screens.InsideActivities.First.PressAsync("Enter");
        await Expect(screens.Pane).ToBeVisibleAsync();
        await screens.QuietAsync();
        return await SeenAsync(screens);
    }

    private static async Task<string> SeenAsync(Screens screens) =>
        $"{screens.Page.Url}\n{await screens.Pane.Locator("h2").First.InnerTextAsync()}\n{await screens.InsideActivities.First.GetAttributeAsync("data-event")}";

    private static async Task AssertLivesAsync(Screens screens)
    {
        await screens.Pane.GetByRole(AriaRole.Button, new() { Name = "Raw record" }).ClickAsync();
        await Expect(screens.Pane.Locator(".raw__text")).ToContainTextAsync("eventVersion");
        await screens.ListEventsAsync();
        await Expect(screens.Rows.First).ToBeVisibleAsync();
    }

    // What the framework's own script logs, with the time in front, and what the browser says of a site that is not there.
    private static bool IsOfTheConnection(string fault) =>
        fault.StartsWith("console: [20", StringComparison.Ordinal) || fault.Contains("ERR_", StringComparison.Ordinal) || fault.Contains("WebSocket", StringComparison.Ordinal) || fault.Contains("/_blazor", StringComparison.Ordinal);

    /// <summary>The connections between pages and the site, to be broken off.</summary>
    private sealed class Lines : IStartupFilter
    {
        private readonly ConcurrentQueue<HttpContext> _open = new();

        public int Count => _open.Count;

        public void Break()
        {
            foreach (var context in _open)
            {
                context.Abort();
            }
        }

        public Action<IApplicationBuilder> Configure(Action<IApplicationBuilder> next) => app =>
        {
            app.Use(async (context, then) =>
            {
                if (context.Request.Path == "/_blazor" && context.Request.Headers.Upgrade == "websocket")
                {
                    _open.Enqueue(context);
                }

                await then(context);
            });
            next(app);
        };
    }
}
