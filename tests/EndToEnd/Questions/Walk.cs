using Microsoft.Playwright;
using TrailBoard.Core.Views;
using static Microsoft.Playwright.Assertions;

namespace TrailBoard.EndToEnd.Questions;

/// <summary>Walks the way to an answer as a person goes it, and counts: nothing is pressed that is not in sight.</summary>
internal sealed class Walk(Screens screens, IEventQueries queries)
{
    private const int MostTurns = 1_000;

    private readonly IPage _page = screens.Page;
    private int _clicks;
    private int _keys;
    private int _scrolls;
    private int _steps;
    private int _hands;
    private bool? _onKeys;

    /// <summary>Goes from the start page to the answer.</summary>
    /// <returns>What it took, and the time from the first key or click until the answer was painted.</returns>
    public async Task<(Effort Effort, TimeSpan Time)> AnswerAsync(Question question)
    {
        await screens.GoAsync("/");
        (_clicks, _keys, _scrolls, _steps, _hands, _onKeys) = (0, 0, 0, 0, 0, null);

        var start = TimeProvider.System.GetTimestamp();
        foreach (var step in question.Steps)
        {
            await DoAsync(step);
        }

        foreach (var sign in question.Signs)
        {
            var place = sign.Where(screens);
            foreach (var words in sign.Says)
            {
                await Expect(place).ToContainTextAsync(words);
            }

            await SeeAsync(place);
        }

        await PaintedAsync();
        return (new(_clicks, _keys, _scrolls, _steps, _hands), TimeProvider.System.GetElapsedTime(start));
    }

    private async Task DoAsync(Step step)
    {
        switch (step)
        {
            case Step.Press press:
                if (press.Once is { } once)
                {
                    await Expect(once(screens)).ToBeVisibleAsync();
                }

                Count(onKeys: true);
                foreach (var keys in press.Keys)
                {
                    _keys += keys.Split('+').Length;
                    await _page.Keyboard.PressAsync(keys);
                }

                break;
            case Step.Type type:
                await Expect(type.Into(screens)).ToBeFocusedAsync();
                Count(onKeys: true);
                _keys += type.Text.Length;
                await _page.Keyboard.TypeAsync(type.Text);
                break;
            case Step.Click click:
                var target = click.On(screens);
                await SeeAsync(target);
                Count(onKeys: false);
                _clicks++;
                await target.ClickAsync();
                break;
            case Step.ClickBar bar:
                await ClickAsync(bar);
                break;
            default:
                throw new ArgumentOutOfRangeException(nameof(step), step, null);
        }
    }

    private void Count(bool onKeys)
    {
        _steps++;
        if (_onKeys == !onKeys)
        {
            _hands++;
        }

        _onKeys = onKeys;
    }

    // A person points at the bars until one says that it is the one; before the bars listen they say nothing.
    private async Task ClickAsync(Step.ClickBar step)
    {
        var chart = await queries.HistogramAsync(EventQuery.All, 96, CancellationToken.None);
        var bar = (int)((step.Time - chart.Start) / chart.Width);
        var plot = step.In(screens).Locator("[data-plot]");
        await Expect(plot.Locator($"[data-bars='{chart.Buckets.Count}']")).ToHaveCountAsync(1);
        await SeeAsync(plot);
        var box = (await plot.BoundingBoxAsync())!;
        var (x, y) = (box.X + (float)(box.Width * (bar + 0.5) / chart.Buckets.Count), box.Y + (box.Height / 2));
        await UntilAsync(() => step.In(screens).Locator("[data-tip]").IsVisibleAsync(), turn => _page.Mouse.MoveAsync(x + (turn % 2), y));
        Count(onKeys: false);
        _clicks++;
        await _page.Mouse.ClickAsync(x, y);
    }

    // Nobody looks for something on a page that still moves. What is out of sight then is brought into it by the wheel, over the part of
    // the page that it stands in.
    private async Task SeeAsync(ILocator place)
    {
        await Expect(place).ToBeVisibleAsync();
        await screens.QuietAsync();
        if (await FromSightAsync(place) == 0)
        {
            return;
        }

        Count(onKeys: false);
        _scrolls++;
        await UntilAsync(
            async () => await FromSightAsync(place) == 0,
            async _ =>
            {
                var column = await place.EvaluateAsync<float>("element => { const box = element.getBoundingClientRect(); return box.left + box.width / 2; }");
                await _page.Mouse.MoveAsync(column, _page.ViewportSize!.Height / 2f);
                await _page.Mouse.WheelAsync(0, 100 * await FromSightAsync(place));
            });
    }

    // 0 where its first and last line are in sight and nothing lies on them, else the way that the page has to be turned.
    private static Task<int> FromSightAsync(ILocator place) => place.EvaluateAsync<int>("""
        element => {
          const box = element.getBoundingClientRect();
          const isSeen = (y) => { const top = document.elementFromPoint(box.left + box.width / 2, y); return top !== null && (element.contains(top) || top.contains(element)); };
          return isSeen(box.top + 3) && isSeen(box.bottom - 3) ? 0 : box.top + box.height / 2 > innerHeight / 2 ? 1 : -1;
        }
        """);

    private async Task UntilAsync(Func<Task<bool>> isDone, Func<int, Task> turn)
    {
        for (var i = 0; !await isDone(); i++)
        {
            Assert.True(i < MostTurns, "The mouse does not get there.");
            await turn(i);
            await PaintedAsync();
        }
    }

    private async Task PaintedAsync() => await _page.EvaluateAsync("() => new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)))");
}
