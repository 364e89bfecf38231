using AngleSharp;
using AngleSharp.Dom;
using Microsoft.Extensions.DependencyInjection;
using TrailBoard.Core.Import;
using TrailBoard.Core.Store;
using TrailBoard.Web.Hosting;
using TrailBoard.Web.Tests.Hosting;

namespace TrailBoard.Web.Tests.Pages;

/// <summary>The Sources page as the site answers it, before a browser makes it live.</summary>
public sealed class SourcesPageTests
{
    private const string Hostile = "Denied <img src=x onerror=alert(1)>\u202Egz.exe";

    [Fact]
    public async Task A_source_that_fails_says_so_with_its_reason_and_the_next_try()
    {
        var remote = new FakeRemoteSources("prod");
        remote["prod"].Fault = Hostile;
        await using var site = await StartAsync(remote);
        await UntilAsync(site, "prod", SourceActivity.BackingOff);

        var page = await PageAsync(site, "/sources");

        var card = page.QuerySelector("article[aria-labelledby='source-prod']")!;
        Assert.Contains("failing", card.TextContent, StringComparison.Ordinal);
        Assert.Contains("Denied <img src=x onerror=alert(1)>", card.TextContent, StringComparison.Ordinal);
        Assert.Contains("It is tried again by itself", card.TextContent, StringComparison.Ordinal);
        Assert.Empty(card.QuerySelectorAll("img"));
        Assert.Equal("U+202E", card.QuerySelector(".unseen")!.TextContent);
        Assert.NotNull(card.QuerySelector("dd time"));
    }

    [Fact]
    public async Task A_run_that_cannot_be_asked_for_keeps_its_button_and_tells_why()
    {
        var remote = new FakeRemoteSources("prod");
        remote["prod"].Endless = true;
        await using var site = await StartAsync(remote);
        await UntilAsync(site, "prod", SourceActivity.Running);

        var page = await PageAsync(site, "/sources");

        var button = page.QuerySelectorAll("button").Single(one => one.TextContent.Trim() == "Run now prod");
        Assert.Equal("true", button.GetAttribute("aria-disabled"));
        Assert.False(button.HasAttribute("disabled"));
        Assert.Equal("It is running now.", page.GetElementById(button.GetAttribute("aria-describedby")!)!.TextContent);
    }

    [Fact]
    public async Task An_open_source_shows_its_settings_without_the_external_id()
    {
        await using var site = await StartAsync(
            new FakeRemoteSources("prod"),
            source => (source.ExternalId, source.RoleArns, source.Enabled) = ("SECRET-EXTERNAL-ID", ["arn:aws:iam::111122223333:role/TrailBoard"], false));

        var page = await PageAsync(site, "/sources?source=PROD");

        var settings = page.QuerySelector("section[aria-label='Settings of prod']")!;
        Assert.Contains("arn:aws:iam::111122223333:role/TrailBoard", settings.TextContent, StringComparison.Ordinal);
        Assert.Contains("set, not shown", settings.TextContent, StringComparison.Ordinal);
        Assert.DoesNotContain("SECRET", page.DocumentElement.OuterHtml, StringComparison.Ordinal);
        Assert.Contains("No run has found anything yet", page.QuerySelector("section[aria-label='Runs of prod']")!.TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_store_that_does_not_answer_is_said_and_the_sources_stay()
    {
        await using var site = await StartAsync(new FakeRemoteSources("prod"), services: services => services.AddSingleton<ISourceRuns, NoLedger>());

        var page = await PageAsync(site, "/sources?source=prod");

        Assert.Contains("The disk is gone.", page.QuerySelector("[role=alert]")!.TextContent, StringComparison.Ordinal);
        Assert.NotNull(page.QuerySelector("article[aria-labelledby='source-prod']"));
    }

    [Fact]
    public async Task Sources_that_another_process_runs_are_told_with_its_name()
    {
        await using var site = await StartAsync(new FakeRemoteSources("prod"), source => source.Enabled = true, services => services.AddSingleton<ISourceStates, Taken>());
        await UntilAsync(site, "prod", SourceActivity.Elsewhere);

        var page = await PageAsync(site, "/sources");

        Assert.Contains("host-2, process 9", page.QuerySelector("[role=note]")!.TextContent, StringComparison.Ordinal);
        Assert.Contains("runs elsewhere", page.QuerySelector("article")!.TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Without_a_source_each_type_has_an_example_and_files_are_the_other_way()
    {
        await using var site = await TrailBoardFactory.StartAsync();

        var page = await PageAsync(site, "/sources");

        Assert.Equal("No source is configured", page.QuerySelector(".empty h2")!.TextContent);
        Assert.Equal(3, page.QuerySelectorAll("pre").Length);
        Assert.All(page.QuerySelectorAll("button[data-copy-from]"), button => Assert.Contains("\"Sources\"", page.GetElementById(button.GetAttribute("data-copy-from")!)!.TextContent, StringComparison.Ordinal));
        Assert.NotNull(page.QuerySelector("main a[href='/imports']"));
        Assert.NotNull((await PageAsync(site, "/welcome")).QuerySelector("main a[href='/sources']"));
    }

    private static Task<TrailBoardFactory> StartAsync(FakeRemoteSources remote, Action<SourceOptions>? change = null, Action<IServiceCollection>? services = null) =>
        TrailBoardFactory.StartAsync(all =>
        {
            all.AddSingleton<IRemoteSources>(remote);
            all.AddSingleton(new SourceSettings([.. remote.All.Keys.Select(name =>
            {
                var source = new SourceOptions { Name = name, Type = SourceType.LookupEvents };
                change?.Invoke(source);
                return source;
            })]));
            services?.Invoke(all);
        });

    private static Task UntilAsync(TrailBoardFactory site, string name, SourceActivity activity) => Wait.UntilAsync(
        () => site.Services.GetRequiredService<BackgroundSources>().All.Single(status => status.Source.Name == name).Activity == activity, $"{name} to be {activity}");

    private static async Task<IDocument> PageAsync(TrailBoardFactory site, string path)
    {
        using var client = site.Client();
        var html = await client.GetStringAsync(new Uri(path, UriKind.Relative));
        return await BrowsingContext.New(Configuration.Default).OpenAsync(request => request.Content(html));
    }

    private sealed class NoLedger : ISourceRuns
    {
        public Task<IReadOnlyList<ImportRunRow>> RunsAsync(SourceOptions source, int limit, CancellationToken cancellationToken) => throw new StoreException("The disk is gone.");

        public Task<SourceYield> YieldAsync(SourceOptions source, DateTimeOffset since, CancellationToken cancellationToken) => throw new StoreException("The disk is gone.");
    }

    private sealed class Taken : ISourceStates
    {
        public Task<IReadOnlyList<SourceState>> AllAsync(CancellationToken cancellationToken) => Task.FromResult<IReadOnlyList<SourceState>>(
            [new SourceState("prod", "host-2, process 9", DateTimeOffset.MaxValue, false, null, null, null, null)]);

        public Task<SourceLease?> TakeAsync(string name, string owner, TimeSpan length, CancellationToken cancellationToken) => Task.FromResult<SourceLease?>(null);

        public Task<bool> RenewAsync(SourceLease lease, TimeSpan length, CancellationToken cancellationToken) => throw new NotSupportedException();

        public Task GiveBackAsync(SourceLease lease, CancellationToken cancellationToken) => throw new NotSupportedException();

        public Task EndAsync(SourceLease lease, SourceRunEnd end, CancellationToken cancellationToken) => throw new NotSupportedException();

        public Task<long> AdvanceAsync(SourceLease lease, long runId, long seen, CancellationToken cancellationToken) => throw new NotSupportedException();

        public Task PauseAsync(string name, bool paused, CancellationToken cancellationToken) => throw new NotSupportedException();
    }
}
