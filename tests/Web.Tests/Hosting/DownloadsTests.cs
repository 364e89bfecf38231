using System.Text.RegularExpressions;
using Microsoft.Extensions.DependencyInjection;
using TrailBoard.Web.Hosting;

namespace TrailBoard.Web.Tests.Hosting;

public sealed partial class DownloadsTests
{
    private readonly ManualTime _clock = new();
    private readonly Downloads _site;

    public DownloadsTests() => _site = new Downloads(_clock);

    [Fact]
    public void Only_a_page_that_is_open_watches()
    {
        using var other = new PageDownloads(_site);
        var page = new PageDownloads(_site);
        var begun = 0;
        page.Began = () => begun++;

        Assert.Null(_site.Begin(null, "events.csv"));
        Assert.Null(_site.Begin("", "events.csv"));
        Assert.Null(_site.Begin("nobody", "events.csv"));
        var download = _site.Begin(page.Name, "events.csv")!;

        Assert.Equal([download], page.All);
        Assert.Empty(other.All);
        Assert.Equal(1, begun);
        page.Dispose();
        Assert.Null(_site.Begin(page.Name, "events.csv"));
        Assert.False(download.Stopped.IsCancellationRequested);
        Assert.Equal(1, _site.Pages);
    }

    [Fact]
    public void A_download_takes_the_place_of_those_that_ended_and_can_be_closed()
    {
        using var page = new PageDownloads(_site);
        var (running, whole, broken) = (_site.Begin(page.Name, "1")!, _site.Begin(page.Name, "2")!, _site.Begin(page.Name, "3")!);
        whole.Finish(DownloadEnd.Whole);
        broken.Finish(DownloadEnd.Broken);
        Assert.Equal([running, whole, broken], page.All);

        var next = _site.Begin(page.Name, "4")!;

        Assert.Equal([running, next], page.All);
        page.Close(running);
        Assert.Equal([next], page.All);
    }

    [Theory]
    [InlineData(DownloadEnd.None, 999, false)]
    [InlineData(DownloadEnd.None, 1_000, true)]
    [InlineData(DownloadEnd.Whole, 999, false)]
    [InlineData(DownloadEnd.Whole, 1_000, true)]
    [InlineData(DownloadEnd.Stopped, 0, true)]
    [InlineData(DownloadEnd.Broken, 0, true)]
    public void A_download_is_told_that_takes_long_or_ends_badly(object end, int milliseconds, bool told)
    {
        using var page = new PageDownloads(_site);
        var download = _site.Begin(page.Name, "events.csv")!;
        _clock.Advance(TimeSpan.FromMilliseconds(milliseconds));
        if (end is not DownloadEnd.None)
        {
            download.Finish((DownloadEnd)end);
            _clock.Advance(TimeSpan.FromMinutes(1));
        }

        Assert.Equal(told, download.IsTold);
    }

    [Fact]
    public async Task A_page_that_is_only_fetched_leaves_nothing_behind_and_each_has_a_name_of_its_own()
    {
        await using var site = await TrailBoardFactory.StartAsync();
        using var client = site.Client();
        var names = new HashSet<string>(StringComparer.Ordinal);
        for (var i = 0; i < 3; i++)
        {
            Assert.True(names.Add(Name().Match(await client.GetStringAsync("/events")).Value));
        }

        Assert.DoesNotContain("", names);
        var downloads = site.Services.GetRequiredService<Downloads>();
        await Wait.UntilAsync(() => downloads.Pages == 0);
    }

    [GeneratedRegex("progress=[0-9a-f]{32}", RegexOptions.None, 60_000)]
    private static partial Regex Name();
}
