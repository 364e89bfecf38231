using System.Globalization;
using Microsoft.Playwright;

namespace TrailBoard.EndToEnd;

/// <summary>
/// One Chromium for all journeys and a site with demo data that they only read. CHROMIUM names the browser where it is not
/// at /usr/bin/chromium.
/// </summary>
public sealed class BrowserFixture : IAsyncLifetime
{
    // What a page is given to do something. It only ends what hangs, and says nothing about how fast a page is: a loaded machine takes its time.
    private const float Patience = 90_000;

    // A trace keeps the whole page before and after each step, which takes as long as many of the steps.
    private static readonly bool IsTraced = Environment.GetEnvironmentVariable("TRAILBOARD_TRACE") is { Length: > 0 };

    private IPlaywright? _playwright;
    private IBrowser? _browser;
    private Site? _demo;

    /// <summary>A site with demo data; a journey that imports starts a site of its own.</summary>
    public Site Demo => _demo ?? throw new InvalidOperationException("The site was not started.");

    public async Task InitializeAsync()
    {
        Assertions.SetDefaultExpectTimeout(Patience);
        _playwright = await Playwright.CreateAsync();
        _browser = await _playwright.Chromium.LaunchAsync(new()
        {
            ExecutablePath = Environment.GetEnvironmentVariable("CHROMIUM") is { Length: > 0 } path ? path : "/usr/bin/chromium",
            Timeout = Patience,
            Args = ["--no-sandbox", "--disable-gpu", "--disable-background-networking"],
        });
        _demo = await Site.StartWithDemoAsync();
    }

    /// <summary>
    /// Walks a journey in a window of its own. Whatever the journey is about, it fails where a page writes an error to the
    /// console, breaks the content security policy, opens a dialog or does not answer. A failed journey leaves a
    /// screenshot in TestResults, and a trace where TRAILBOARD_TRACE is set.
    /// </summary>
    /// <param name="isMeant">Which faults are what the journey is about, or null for none.</param>
    public async Task WalkAsync(Site site, string name, Func<Screens, Task> journey, Window? window = null, Predicate<string>? isMeant = null)
    {
        window ??= Window.Desk;
        await using var context = await _browser!.NewContextAsync(new()
        {
            BaseURL = site.Address,
            ViewportSize = new() { Width = window.Width, Height = window.Height },
            ColorScheme = window.Dark ? ColorScheme.Dark : ColorScheme.Light,
            TimezoneId = "Europe/Berlin",
            ReducedMotion = ReducedMotion.Reduce,
        });
        if (IsTraced)
        {
            await context.Tracing.StartAsync(new() { Snapshots = true });
        }

        var page = await context.NewPageAsync();
        page.SetDefaultTimeout(Patience);
        var faults = new Faults(page);
        await faults.WatchAsync();
        try
        {
            await journey(new Screens(page));
            Assert.DoesNotContain(faults.All, fault => isMeant?.Invoke(fault) is not true);
        }
        catch
        {
            var file = Path.Combine(Repository.Root, "TestResults", string.Create(CultureInfo.InvariantCulture, $"{name}-{window}"));
            await page.ScreenshotAsync(new() { Path = file + ".png" });
            if (IsTraced)
            {
                await context.Tracing.StopAsync(new() { Path = file + ".zip" });
            }

            throw;
        }
    }

    public async Task DisposeAsync()
    {
        if (_browser is not null)
        {
            await _browser.CloseAsync();
        }

        _playwright?.Dispose();
        if (_demo is not null)
        {
            await _demo.DisposeAsync();
        }
    }
}

/// <summary>The size and the theme of a browser's window.</summary>
public sealed record Window(int Width, int Height, bool Dark = false)
{
    public static Window Desk { get; } = new(1280, 800);

    public static Window Phone { get; } = new(390, 844);

    public override string ToString() => $"{Width}{(Dark ? "-dark" : "")}";
}

/// <summary>What must not happen on any page, collected while a journey is walked.</summary>
internal sealed class Faults(IPage page)
{
    public List<string> All { get; } = [];

    public async Task WatchAsync()
    {
        page.Console += (_, message) =>
        {
            // The browser notes every answer of 400 and above; a page that says that there is none has the status 404.
            if (message.Type == "error" && !message.Text.Contains("status of 404 (Not Found)", StringComparison.Ordinal))
            {
                Add($"console: {message.Text}");
            }
        };
        page.PageError += (_, error) => Add($"script: {error}");
        page.Dialog += async (_, dialog) =>
        {
            Add($"dialog: {dialog.Message}");
            await dialog.DismissAsync();
        };
        // Other than a page itself, which may say that there is none at its address.
        page.Response += (_, response) =>
        {
            if (response.Status >= 400 && !response.Request.IsNavigationRequest)
            {
                Add($"{response.Status}: {response.Url}");
            }
        };

        // Some violations are told to the page only.
        await page.AddInitScriptAsync("addEventListener('securitypolicyviolation', e => console.error(`policy: ${e.violatedDirective} ${e.blockedURI} ${e.sourceFile}`), true);");
    }

    private void Add(string fault)
    {
        lock (All)
        {
            All.Add(fault);
        }
    }
}

[CollectionDefinition(Name)]
public sealed class Browsing : ICollectionFixture<BrowserFixture>
{
    public const string Name = "browser";
}

/// <summary>A second browser and site beside the first, for what looks at pages more than it walks: a browser waits for more than for a processor.</summary>
[CollectionDefinition(Name)]
public sealed class Looking : ICollectionFixture<BrowserFixture>
{
    public const string Name = "pages";
}
