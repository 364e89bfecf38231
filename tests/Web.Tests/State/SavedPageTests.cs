using TrailBoard.Core.Views;
using TrailBoard.Web.State;

namespace TrailBoard.Web.Tests.State;

/// <summary>Which pages can be saved, what is kept of their addresses, and what these say.</summary>
public sealed class SavedPageTests
{
    [Theory]
    [InlineData("/events", "?q=action:PutImage&from=-7d&rows=events&event=abc&after=12", "/events?q=action:PutImage&from=-7d&rows=events", "Events where action:PutImage, last 7 days, each event a row")]
    [InlineData("/events", "", "/events", "Events, all time")]
    [InlineData("/regions", "?sort=-errors&find=eu%26x&to=2026-10-01", "/regions?sort=-errors&find=eu%26x&to=2026-10-01", "Regions, until 2026-10-01T00:00:00Z, sorted by -errors, values with eu&x")]
    [InlineData("/actors", "?by=user&value=a%20b", "/actors?by=user&value=a%20b", "All about, all time, by user, value a b")]
    [InlineData("/things/repository/team/api", "?from=2026-10-01T00:00:00Z&to=-1h", "/things/repository/team/api?from=2026-10-01T00:00:00Z&to=-1h", "repository team/api, 2026-10-01T00:00:00Z to 1 hour ago")]
    [InlineData("/events", "?columns=time:180,user&bars=verb", "/events?columns=time:180,user&bars=verb", "Events, all time, bars by verb, columns time:180,user")]
    [InlineData("/overview", "", "/overview", "Overview, the last week")]
    [InlineData("/overview", "?period=day&until=2026-10-24", "/overview?period=day&until=2026-10-24", "Overview, the day, until 2026-10-24")]
    [InlineData("/different", "?against=rest&q=error:*", "/different?against=rest&q=error:*", "What is different where error:*, all time, against rest")]
    public void A_page_is_kept_without_what_is_open_and_says_what_it_shows(string path, string query, string address, string words)
    {
        var page = SavedPage.Of(path, query)!;
        Assert.Equal(address, page.Address);
        Assert.Equal(words, Words(page));

        // What is kept is what is read back.
        Assert.Equal(Words(page), Words(SavedPage.Read(new SavedView(1, "x", address, 1, false, default))));
    }

    [Theory]
    [InlineData("//evil.example")]
    [InlineData("//evil.example/events")]
    [InlineData("https://evil.example/events")]
    [InlineData("javascript:alert(1)")]
    [InlineData("/\\evil.example")]
    [InlineData("/things/..\\..\\evil")]
    [InlineData("/things/a#b")]
    [InlineData("/export/events.csv")]
    [InlineData("/views")]
    [InlineData("")]
    public void An_address_that_is_of_no_page_leads_nowhere_else(string address)
    {
        Assert.Null(SavedPage.Of(address, ""));
        Assert.Equal("/views", SavedPage.Read(new SavedView(1, "x", address, 1, false, default)).Address);
        Assert.Equal("/views", SavedPage.Read(new SavedView(1, "x", address + "?q=x", 1, false, default)).Address);
    }

    [Fact]
    public void A_page_whose_address_is_too_long_cannot_be_saved() =>
        Assert.Null(SavedPage.Of("/events", "?q=" + new string('x', SavedView.MaxAddress)));

    private static string Words(SavedPage page) =>
        string.Join(", ", [page.Title + (page.Filter.Length > 0 ? " where " + page.Filter : ""), page.Range, .. page.More]);
}
