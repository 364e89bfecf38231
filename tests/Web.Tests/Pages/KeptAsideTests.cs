using AngleSharp.Dom;
using Microsoft.Extensions.DependencyInjection;
using TrailBoard.Core.Import;
using TrailBoard.Core.Store;
using TrailBoard.Web.Components.Pages.Importing;

namespace TrailBoard.Web.Tests.Pages;

/// <summary>What is kept aside, as the Imports page shows it.</summary>
public sealed class KeptAsideTests
{
    [Fact]
    public async Task Files_can_be_read_again_and_messages_only_discarded_and_each_button_names_its_object()
    {
        var page = await RenderAsync(Line(2, "s3://trails/AWSLogs/a.json.gz"), Line(1, "sqs:message-1"));

        Assert.Equal(
            ["Read again s3://trails/AWSLogs/a.json.gz", "Discard s3://trails/AWSLogs/a.json.gz", "Discard sqs:message-1"],
            page.QuerySelectorAll("button").Select(button => button.TextContent));
        Assert.Equal("Kept aside: 2 objects", page.QuerySelector("section h2")!.TextContent);
        Assert.Equal("status", page.QuerySelector("p[tabindex='-1']")!.GetAttribute("role"));
    }

    [Fact]
    public async Task Hostile_names_and_reasons_are_text()
    {
        var page = await RenderAsync(Line(1, "s3://<b>/\u202Egz.exe", "<img src=x onerror=alert(1)>\u200B"));

        Assert.Empty(page.QuerySelectorAll("b, img, script"));
        Assert.Equal(["U+202E", "U+200B"], page.QuerySelectorAll(".unseen").Select(mark => mark.TextContent));
    }

    [Fact]
    public async Task Nothing_shows_while_nothing_is_kept_aside()
    {
        var page = await RenderAsync();

        Assert.Empty(page.QuerySelectorAll("section, button"));
        Assert.Equal("", page.Body!.TextContent.Trim());
    }

    [Fact]
    public async Task More_than_twenty_are_told_and_not_all_drawn()
    {
        var page = await RenderAsync([.. Enumerable.Range(1, 30).Select(i => Line(i, $"sqs:{i}"))]);

        Assert.Equal(20, page.QuerySelectorAll("li").Length);
        Assert.Equal("Kept aside: 20 objects and more", page.QuerySelector("h2")!.TextContent);
    }

    [Fact]
    public async Task A_store_that_does_not_answer_is_said()
    {
        var page = await RenderAsync(new Scripted(() => throw new StoreException("The disk is gone.")));

        Assert.Equal("The disk is gone.", page.QuerySelector("[role=alert]")!.TextContent);
    }

    private static LedgerObject Line(long id, string name, string reason = "It failed too often.") => new(
        id, 1, "new-files", name, ObjectState.Quarantined, reason, null, null, null, new DateTimeOffset(2026, 11, 21, 12, 0, 0, TimeSpan.Zero), default);

    private static Task<IDocument> RenderAsync(params LedgerObject[] kept) => RenderAsync(new Scripted(() => kept));

    private static Task<IDocument> RenderAsync(IQuarantine quarantine) =>
        Rendered.Async<KeptAside>(new() { [nameof(KeptAside.Version)] = 0 }, services => services.AddSingleton(quarantine));

    private sealed class Scripted(Func<IReadOnlyList<LedgerObject>> kept) : IQuarantine
    {
        public Task<IReadOnlyList<LedgerObject>> KeptAsync(int limit, CancellationToken cancellationToken)
        {
            try
            {
                return Task.FromResult<IReadOnlyList<LedgerObject>>([.. kept().Take(limit)]);
            }
            catch (StoreException fault)
            {
                return Task.FromException<IReadOnlyList<LedgerObject>>(fault);
            }
        }

        public Task<LedgerObject?> RetryAsync(long objectId, CancellationToken cancellationToken) => throw Unexpected();

        public Task<LedgerObject?> DiscardAsync(long objectId, CancellationToken cancellationToken) => throw Unexpected();

        public Task<IReadOnlyList<string>> AskedAgainAsync(string source, CancellationToken cancellationToken) => throw Unexpected();

        private static NotSupportedException Unexpected() => new("The test did not expect a decision.");
    }
}
