using System.Text.Json;
using Microsoft.Playwright;

namespace TrailBoard.Benchmarks;

/// <summary>
/// Times what a person waits for: from the key or the click, as the browser stamps it, until a frame was painted that shows the result.
/// Beside the time by the clock it counts what does not depend on how busy the machine is: the messages and their bytes.
/// </summary>
internal sealed class PaintClock
{
    // An answer shows once the page of the address is drawn and the list says that it waits for nothing. The frame that follows is
    // painted when the task behind its animation frame runs.
    private const string Script = """
        (() => {
          let began = null;
          for (const kind of ['pointerup', 'click', 'keydown', 'scroll']) {
            addEventListener(kind, (event) => { if (window.tbArmed && began === null) began = event.timeStamp; }, true);
          }
          const painted = () => new Promise((done) => requestAnimationFrame(() => { const channel = new MessageChannel(); channel.port1.onmessage = () => done(performance.now()); channel.port2.postMessage(0); }));
          const live = () => document.querySelector('[data-live]')?.dataset.live === location.href;
          const shows = { rows: '[aria-busy=true], .rows .skeleton, table .skeleton', all: '[aria-busy=true], .skeleton, .waiting' };
          window.tbWhy = () => JSON.stringify({ began, live: live(), waiting: [...document.querySelectorAll(shows.all)].map((one) => `${one.localName}.${one.className}`) });
          window.tbArm = (isDone) => {
            began = null;
            window.tbArmed = true;
            window.tbResult = (async () => {
              let rows = null;
              for (;;) {
                const now = await painted();
                if (began === null || !live() || !isDone()) continue;
                if (rows === null && !document.querySelector(shows.rows)) rows = now - began;
                if (rows !== null && !document.querySelector(shows.all)) { window.tbArmed = false; return { rows, all: now - began }; }
              }
            })();
          };
        })();
        """;

    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);

    private readonly IPage _page;
    private readonly SiteProcess _site;
    private long _messages;
    private long _bytes;

    public PaintClock(IPage page, SiteProcess site)
    {
        (_page, _site) = (page, site);
        page.WebSocket += (_, socket) =>
        {
            socket.FrameReceived += (_, frame) => Count(frame);
            socket.FrameSent += (_, frame) => Count(frame);
        };
    }

    public List<Step> Steps { get; } = [];

    public Task AttachAsync() => _page.AddInitScriptAsync(Script);

    /// <summary>Does something and waits for its result.</summary>
    /// <param name="done">When the result shows, in the browser's words; <c>before</c> is the address where the step began.</param>
    public async Task TimeAsync(string kind, string done, Func<Task> act)
    {
        var (messages, bytes, processor) = (Interlocked.Read(ref _messages), Interlocked.Read(ref _bytes), _site.Processor);
        await _page.EvaluateAsync($"() => {{ const before = location.href; tbArm(() => {done}); }}");
        await act();
        var shown = _page.EvaluateAsync<JsonElement>("() => tbResult");
        if (await Task.WhenAny(shown, Task.Delay(Patience)) != shown)
        {
            var picture = Path.Combine(Path.GetTempPath(), "trailboard-benchmark.png");
            await _page.ScreenshotAsync(new() { Path = picture });
            throw new TimeoutException($"'{kind}' at {_page.Url} showed nothing within {Patience}; {picture} shows the page: {await _page.EvaluateAsync<string>("() => tbWhy()")}.");
        }

        var times = await shown;
        Steps.Add(new Step(
            kind, times.GetProperty("rows").GetDouble(), times.GetProperty("all").GetDouble(),
            Interlocked.Read(ref _messages) - messages, Interlocked.Read(ref _bytes) - bytes, 1000 * (_site.Processor - processor)));
    }

    private void Count(IWebSocketFrame frame)
    {
        Interlocked.Increment(ref _messages);
        Interlocked.Add(ref _bytes, frame.Binary?.Length ?? frame.Text?.Length ?? 0);
    }
}

/// <summary>One thing that a person did.</summary>
/// <param name="Rows">Milliseconds until its rows were painted.</param>
/// <param name="All">Milliseconds until nothing on the page was waited for: facets and the chart beside the rows.</param>
/// <param name="Messages">Messages between browser and site, both ways.</param>
/// <param name="Bytes">Their bytes.</param>
/// <param name="Processor">Milliseconds of the site's processor time.</param>
internal sealed record Step(string Kind, double Rows, double All, long Messages, long Bytes, double Processor);
