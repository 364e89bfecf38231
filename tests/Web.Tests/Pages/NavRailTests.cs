using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.DependencyInjection;
using TrailBoard.Core.Views;
using TrailBoard.Web.Components.Layout;
using TrailBoard.Web.Hosting;

namespace TrailBoard.Web.Tests.Pages;

/// <summary>The menu of every page, where one looks at the events of alice.</summary>
public sealed class NavRailTests
{
    [Fact]
    public async Task Its_links_are_named_by_their_pages_and_keep_the_question()
    {
        var page = await Rendered.Async<NavRail>([], AtEvents);

        var links = page.QuerySelectorAll("a.nav__link").ToList();
        Assert.Equal(NavEntry.All.Select(entry => (entry.Title, $"{entry.Key}")), links.Select(link => (link.TextContent, link.GetAttribute("data-go")!)));
        Assert.Equal("Events", page.QuerySelector("a[aria-current=page]")!.TextContent);
        Assert.Equal("/regions?q=user:alice", links.Single(link => link.TextContent == "Regions").GetAttribute("href"));
    }

    /// <remarks>It is drawn on every page, anew on every move: for each circuit the server holds what is drawn twice, in arrays whose lengths are powers of two.</remarks>
    [Fact]
    public async Task It_is_of_few_frames() => Assert.InRange(await Rendered.FramesAsync<NavRail>([], AtEvents), 1, 256);

    private static void AtEvents(IServiceCollection services) => services.AddSingleton<NavigationManager, Place>().AddSingleton<SharedNews>().AddSingleton<ISavedViews, NoViews>();

    private sealed class Place : NavigationManager
    {
        public Place() => Initialize("http://localhost/", "http://localhost/events?q=user:alice");
    }

    private sealed class NoViews : ISavedViews
    {
        public Task<IReadOnlyList<SavedView>> AllAsync(CancellationToken cancellationToken) => Task.FromResult<IReadOnlyList<SavedView>>([]);

        public Task<ViewChange> SaveAsync(string name, string address, SavedView? instead, CancellationToken cancellationToken) => throw new NotSupportedException();

        public Task<ViewChange> RenameAsync(SavedView view, string name, CancellationToken cancellationToken) => throw new NotSupportedException();

        public Task<ViewChange> DeleteAsync(SavedView view, CancellationToken cancellationToken) => throw new NotSupportedException();

        public Task<ViewChange?> StartWithAsync(SavedView? view, CancellationToken cancellationToken) => throw new NotSupportedException();
    }
}
