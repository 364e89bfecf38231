using System.Globalization;
using Microsoft.Playwright;

namespace TrailBoard.Benchmarks;

/// <summary>What a person does at the pages, one thing after another, as a seed chooses.</summary>
internal sealed class BrowserPerson(IPage page, PaintClock clock, Random random)
{
    private const string Moved = "location.href !== before";

    // What takes events away while there are many, and what brings them back.
    private static readonly string[] Groups = ["identities", "addresses", "regions", "repositories", "errors"];

    /// <summary>Waits until the site says no longer that days are being loaded.</summary>
    public async Task WaitForMemoryAsync()
    {
        for (var calm = 0; calm < 3; calm++)
        {
            await OpenAsync("/events");
            await page.WaitForTimeoutAsync(2_000);
            calm = await page.Locator(".status__held").InnerTextAsync() is var held && held.Contains("loading", StringComparison.Ordinal) ? -1 : calm;
        }
    }

    /// <summary>Does so many things.</summary>
    public async Task WorkAsync(int steps)
    {
        await OpenAsync("/events");
        for (var first = clock.Steps.Count; clock.Steps.Count < first + steps;)
        {
            // Now and then a step has nothing to do, or the page shows it already; the next one then.
            await (random.Next(20) switch
            {
                < 4 => TypeFilterAsync(),
                < 8 => ClickAsync("choose a value of a facet", ".facet__row:not([data-holds]) a.facet__value"),
                < 9 => ClickAsync("choose a value of a row", ".row .row__words a.handle"),
                < 11 => DragChartAsync(),
                < 12 => ExactRangeAsync(),
                < 15 => LookAtEventsAsync(),
                < 16 => UnfoldAsync(),
                < 17 => OtherRowsAsync(),
                < 18 => ScrollAsync(),
                _ => GroupedPageAsync(),
            });
            if (await CountAsync() < 200 || new Uri(page.Url).Query.Length > 250)
            {
                await StartAgainAsync();
            }
        }
    }

    private async Task OpenAsync(string path)
    {
        await page.GotoAsync(path);
        await QuietAsync();
    }

    private async Task QuietAsync() => await page.WaitForFunctionAsync("() => document.querySelector('[data-live]')?.dataset.live === location.href && !document.querySelector('[aria-busy=true], .skeleton, .waiting')");

    private async Task TypeFilterAsync()
    {
        var filter = page.Locator("#filter");
        var (field, value) = await SomeValueAsync();
        if (field is null)
        {
            return;
        }

        var text = random.Next(5) switch
        {
            0 => $"-{field}:\"{value}\"",
            1 => $"{field}:{new string([.. value.TakeWhile(char.IsAsciiLetterOrDigit).Take(5)])}*",
            2 => new string([.. value.TakeWhile(char.IsAsciiLetterOrDigit)]) is { Length: > 2 } word ? word : "get",
            _ => $"{field}:\"{value}\"",
        };
        await filter.FillAsync($"{await filter.InputValueAsync()} {text}".Trim());
        await clock.TimeAsync("type a filter and Enter", Moved, () => filter.PressAsync("Enter"));
    }

    private async Task<(string? Field, string Value)> SomeValueAsync()
    {
        var values = page.Locator(".facet__row a.facet__value");
        var count = await values.CountAsync();
        if (count == 0)
        {
            return (null, "");
        }

        var value = values.Nth(random.Next(count));
        return (await value.GetAttributeAsync("data-f"), (await value.GetAttributeAsync("data-v"))!.Replace("\\", "", StringComparison.Ordinal).Replace("\"", "", StringComparison.Ordinal));
    }

    private async Task ClickAsync(string kind, string selector, string done = Moved)
    {
        var all = page.Locator(selector);
        if (await all.CountAsync() is > 0 and var count)
        {
            var one = all.Nth(random.Next(Math.Min(count, 40)));
            // Rows that come into sight are drawn anew: nobody clicks within that moment.
            await one.ScrollIntoViewIfNeededAsync();
            await page.WaitForTimeoutAsync(250);

            // Nobody chooses what is chosen: the page would rightly stay as it is.
            if (await one.EvaluateAsync<bool>("link => decodeURIComponent(link.href) === decodeURIComponent(location.href) || (!!link.dataset.v && decodeURIComponent(location.search.replaceAll('+', ' ')).includes(link.dataset.v))"))
            {
                return;
            }

            await clock.TimeAsync(kind, done, () => one.ClickAsync(new() { Position = new() { X = 8, Y = 8 } }));
        }
    }

    private async Task DragChartAsync()
    {
        if (await page.Locator(".chart__plot").BoundingBoxAsync() is not { Width: > 100 } chart || await page.EvaluateAsync<int>("Number(document.querySelector('.chart__plot [data-bars]')?.dataset.bars ?? 0)") < 8)
        {
            return;
        }

        await page.WaitForTimeoutAsync(250);
        var from = chart.X + (chart.Width * random.NextSingle() * 0.5f);
        await page.Mouse.MoveAsync(from, chart.Y + 10);
        await page.Mouse.DownAsync();
        await page.Mouse.MoveAsync(from + (chart.Width * (0.2f + (random.NextSingle() * 0.3f))), chart.Y + 12, new() { Steps = 3 });
        await clock.TimeAsync("drag over the chart", Moved, () => page.Mouse.UpAsync());
    }

    private async Task ExactRangeAsync()
    {
        if (await page.Locator(".rows time").CountAsync() == 0)
        {
            return;
        }

        var newest = DateTimeOffset.Parse((await page.Locator(".rows time").First.GetAttributeAsync("datetime"))!, CultureInfo.InvariantCulture);
        await page.Locator(".range__button").ClickAsync();
        await page.Locator("#range-from").FillAsync(newest.AddDays(-random.Next(1, 9)).UtcDateTime.ToString("yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture));
        await page.Locator("#range-to").FillAsync(newest.AddHours(-random.Next(1, 20)).UtcDateTime.ToString("yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture));
        await clock.TimeAsync("an exact range", Moved, () => page.Locator(".range__exact button[type=submit]").ClickAsync());
        await page.Keyboard.PressAsync("Escape");
    }

    private async Task LookAtEventsAsync()
    {
        const string Reads = "location.href !== before && document.querySelector('.explorer__pane .pane__section')";
        await ClickAsync("open an event", "a.row__open", Reads);
        for (var i = random.Next(3); i > 0 && await page.Locator("a[data-next]").CountAsync() == 1; i--)
        {
            await clock.TimeAsync("the next event", Reads, () => page.Keyboard.PressAsync("]"));
        }

        await ClickAsync("close the event", "[data-close-pane]", "location.href !== before && !document.querySelector('.explorer__pane')");
    }

    private async Task UnfoldAsync()
    {
        await ClickAsync("unfold a facet", ".facet__head[aria-expanded=false]", "document.querySelectorAll('.facet ul').length === document.querySelectorAll('.facet__head[aria-expanded=true]').length && !document.querySelector('.facet .skeleton')");
    }

    private async Task OtherRowsAsync()
    {
        await ClickAsync("unfold an activity", "button.row__open[aria-expanded=false]", $"{Moved} && document.querySelector('li[data-inside]')");
        await ClickAsync("what a row is", "a[data-rows-as]:not([aria-current])", $"{Moved} && document.querySelector('.rows .row__open')");
    }

    private async Task ScrollAsync()
    {
        // The next page is read ahead of the end of the list: a person waits only where the end was reached.
        for (var i = 0; i < 2 && await page.Locator(".rows__end .spinner").CountAsync() == 1; i++)
        {
            await page.EvaluateAsync("() => { document.querySelector('[data-list]').scrollTop = 0; }");
            await page.WaitForTimeoutAsync(200);
            var height = await page.EvaluateAsync<int>("() => document.querySelector('[data-list]').scrollHeight");
            await clock.TimeAsync(
                "scroll to the end: the next page",
                $"(() => {{ const list = document.querySelector('[data-list]'); const box = list.getBoundingClientRect(); const shown = [...document.querySelectorAll('.row__open')].map((row) => row.parentElement.getBoundingClientRect()); return list.scrollHeight > {height} && shown.some((row) => row.bottom > box.bottom - 80 && row.top < box.bottom); }})()",
                () => page.EvaluateAsync("() => { const list = document.querySelector('[data-list]'); list.scrollTop = list.scrollHeight; }"));
            await QuietAsync();
        }
    }

    private async Task GroupedPageAsync()
    {
        var path = Groups[random.Next(Groups.Length)];
        await clock.TimeAsync("a grouped page", $"{Moved} && document.querySelector('tr.group-row, .empty, .empty-line')", () => page.Locator($".rail a[href^='/{path}']").ClickAsync());
        await ClickAsync("open a group", "tr.group-row .open-button", $"{Moved} && document.querySelector('.opened-events')");
        if (await page.Locator(".opened-more a").CountAsync() == 1)
        {
            await clock.TimeAsync("from a group to its events", $"{Moved} && document.querySelector('.rows .row__open')", () => page.Locator(".opened-more a").ClickAsync());
        }
        else
        {
            await clock.TimeAsync("back to the events", $"{Moved} && document.querySelector('.explorer .empty, .rows .row__open')", () => page.Locator(".rail a.nav__link[href^='/events']").ClickAsync());
        }
    }

    private async Task StartAgainAsync()
    {
        await page.Locator("#filter").FillAsync("");
        await clock.TimeAsync("all events again", $"{Moved} && document.querySelector('.rows .row__open')", () => page.Locator("a.brand").ClickAsync());
    }

    private async Task<long> CountAsync()
    {
        await QuietAsync();
        var head = await page.Locator(".chart__total").First.InnerTextAsync();
        return long.TryParse(new string([.. head.TakeWhile(c => !char.IsWhiteSpace(c)).Where(char.IsAsciiDigit)]), CultureInfo.InvariantCulture, out var count) ? count : 0;
    }
}
