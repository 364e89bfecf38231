using System.Collections.Concurrent;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using TrailBoard.Core.Watching;

namespace TrailBoard.Web.Tests.Hosting;

/// <summary>The whole way from an import to a receiver on loopback, which trusts nothing but the signature.</summary>
public sealed class WebhookTests
{
    private const string Secret = "correct-horse-battery-staple";
    private const string Path = "/hooks/T0KEN-in-the-path";

    [Fact]
    public async Task A_receiver_that_fails_twice_gets_the_same_signed_firing_until_it_takes_it_and_never_the_secret()
    {
        var answers = new Queue<int>([500, 503, 200]);
        await using var receiver = await Receiver.StartAsync(_ => answers.Count > 0 ? answers.Dequeue() : 200);
        var (time, log) = (new ManualTime(), new Lines());
        await using var site = await StartAsync(receiver.Address + Path, time, log);
        await FireAsync(site);
        var firings = site.Services.GetRequiredService<IFirings>();
        await StepUntilAsync(time, async () => (await firings.NewestAsync(1, CancellationToken.None)) is [{ Delivery.State: DeliveryState.Delivered }]);

        var firing = (await firings.NewestAsync(10, CancellationToken.None)).Single();
        Assert.Equal((3, null), (firing.Delivery.Attempts, firing.Delivery.Error));
        Assert.Equal(3, receiver.Got.Count);
        foreach (var (path, headers, body) in receiver.Got)
        {
            Assert.Equal(Path, path);
            Assert.Equal(firing.Key, headers[WebhookMessage.IdHeader]);
            Assert.Equal("application/json; charset=utf-8", headers["Content-Type"]);
            Assert.Equal(WebhookMessage.Signature(Secret, long.Parse(headers[WebhookMessage.TimeHeader]), body), headers[WebhookMessage.SignatureHeader]);
            Assert.DoesNotContain(Secret, Encoding.UTF8.GetString(body) + string.Join('\n', headers), StringComparison.Ordinal);
        }

        // Each try is signed anew: an old one that somebody kept is seen to be old.
        Assert.Equal(3, receiver.Got.Select(got => got.Headers[WebhookMessage.SignatureHeader]).Distinct(StringComparer.Ordinal).Count());
        using var json = JsonDocument.Parse(receiver.Got.First().Body);
        Assert.Equal((1, $"https://trail.example/board/watches/{firing.Id}"), (json.RootElement.GetProperty("count").GetInt32(), json.RootElement.GetProperty("link").GetString()));
        Assert.Equal(Some.Guid(5), json.RootElement.GetProperty("newestEvents")[0].GetProperty("id").GetString());

        // Neither the secret nor the address, which is often one itself, is anywhere else.
        using var client = site.Client();
        var pages = await client.GetStringAsync("/watches") + await client.GetStringAsync("/watches/" + firing.Id) + await client.GetStringAsync("/export/events.ndjson");
        foreach (var text in new[] { pages, string.Join('\n', log.All), await StoreTextAsync(site) })
        {
            Assert.NotEmpty(text);
            Assert.DoesNotContain(Secret, text, StringComparison.Ordinal);
            Assert.DoesNotContain("T0KEN", text, StringComparison.Ordinal);
        }

        Assert.Contains(log.All, line => line.Contains("It answered 503.", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_redirect_is_not_followed()
    {
        await using var elsewhere = await Receiver.StartAsync(_ => 200);
        await using var receiver = await Receiver.StartAsync(context =>
        {
            context.Response.Headers.Location = elsewhere.Address + "/inside";
            return 307;
        });
        var time = new ManualTime();
        await using var site = await StartAsync(receiver.Address + Path, time, new Lines());
        await FireAsync(site);
        var firings = site.Services.GetRequiredService<IFirings>();
        await StepUntilAsync(time, async () => (await firings.NewestAsync(1, CancellationToken.None)) is [{ Delivery.Attempts: > 0 }]);
        Assert.Equal("It answered 307: redirects are not followed.", (await firings.NewestAsync(1, CancellationToken.None))[0].Delivery.Error);
        Assert.Empty(elsewhere.Got);
    }

    [Fact]
    public async Task Where_nobody_listens_the_reason_is_told_without_the_address()
    {
        string address;
        await using (var gone = await Receiver.StartAsync(_ => 200))
        {
            address = gone.Address;
        }

        var time = new ManualTime();
        await using var site = await StartAsync(address + Path, time, new Lines());
        await FireAsync(site);
        var firings = site.Services.GetRequiredService<IFirings>();
        await StepUntilAsync(time, async () => (await firings.NewestAsync(1, CancellationToken.None)) is [{ Delivery.Attempts: > 0 }]);
        Assert.Equal("It could not be reached.", (await firings.NewestAsync(1, CancellationToken.None))[0].Delivery.Error);
    }

    private static Task<TrailBoardFactory> StartAsync(string hook, ManualTime time, Lines log) => TrailBoardFactory.StartAsync(
        services => services.AddSingleton<TimeProvider>(time).AddSingleton<ILoggerProvider>(log),
        "--Watches:WebhookUrl=" + hook, "--Watches:WebhookSecret=" + Secret, "--Watches:PublicUrl=https://trail.example/board/");

    private static async Task FireAsync(TrailBoardFactory site)
    {
        await site.Services.GetRequiredService<IWatches>().AddAsync(new WatchDraft("pushes", "action:PutImage", null, IsPosted: true), CancellationToken.None);
        var file = System.IO.Path.Combine(site.Folder, "trail.json");
        await File.WriteAllTextAsync(file, Some.Records(1, _ => Some.Record(5)));
        Assert.Equal(0, (await Verb.RunAsync("import", file, "--store", System.IO.Path.Combine(site.Folder, "trailboard.db"))).ExitCode);
    }

    private static async Task StepUntilAsync(ManualTime time, Func<Task<bool>> happened)
    {
        var started = System.Diagnostics.Stopwatch.GetTimestamp();
        while (!await happened())
        {
            Assert.True(System.Diagnostics.Stopwatch.GetElapsedTime(started) < Wait.Long, "It did not come.");
            await time.StepAsync(TimeSpan.FromSeconds(1));
        }
    }

    private static async Task<string> StoreTextAsync(TrailBoardFactory site)
    {
        var text = new StringBuilder();
        foreach (var path in Directory.EnumerateFiles(site.Folder, "trailboard.db*"))
        {
            await using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
            using var reader = new StreamReader(file, Encoding.Latin1);
            text.Append(await reader.ReadToEndAsync());
        }

        return text.ToString();
    }

    private sealed class Receiver(WebApplication app, ConcurrentQueue<(string Path, Dictionary<string, string> Headers, byte[] Body)> got) : IAsyncDisposable
    {
        public ConcurrentQueue<(string Path, Dictionary<string, string> Headers, byte[] Body)> Got => got;

        public string Address { get; } = app.Urls.Single();

        public static async Task<Receiver> StartAsync(Func<HttpContext, int> answer)
        {
            var got = new ConcurrentQueue<(string, Dictionary<string, string>, byte[])>();
            var builder = WebApplication.CreateSlimBuilder(["--urls=http://127.0.0.1:0"]);
            builder.Logging.ClearProviders();
            var app = builder.Build();
            app.Run(async context =>
            {
                using var body = new MemoryStream();
                await context.Request.Body.CopyToAsync(body);
                got.Enqueue((context.Request.Path, context.Request.Headers.ToDictionary(pair => pair.Key, pair => pair.Value.ToString(), StringComparer.OrdinalIgnoreCase), body.ToArray()));
                context.Response.StatusCode = answer(context);
            });
            await app.StartAsync();
            return new Receiver(app, got);
        }

        public ValueTask DisposeAsync() => app.DisposeAsync();
    }

    private sealed class Lines : ILoggerProvider, ILogger
    {
        public ConcurrentQueue<string> All { get; } = [];

        public ILogger CreateLogger(string categoryName) => this;

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
            All.Enqueue(formatter(state, exception) + exception);

        public void Dispose()
        {
        }
    }
}
