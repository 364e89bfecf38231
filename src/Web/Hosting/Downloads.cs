using System.Collections.Concurrent;
using System.Collections.Immutable;

namespace TrailBoard.Web.Hosting;

/// <summary>
/// The exports that open pages watch. What a page exports is asked for under the page's name, and is handed to the page. An export without a name, or
/// under that of a page that is gone, is one that nobody watches: it is the same.
/// </summary>
internal sealed class Downloads(TimeProvider clock)
{
    private readonly ConcurrentDictionary<string, PageDownloads> _pages = new(StringComparer.Ordinal);

    /// <summary>How many pages are open.</summary>
    public int Pages => _pages.Count;

    public void Enter(PageDownloads page) => _pages[page.Name] = page;

    public void Leave(PageDownloads page) => _pages.TryRemove(page.Name, out _);

    /// <summary>A download that begins, or null where no page watches it.</summary>
    /// <param name="page">The name of the page: anything, it stands in an address.</param>
    /// <param name="file">What the file is called.</param>
    public Download? Begin(string? page, string file)
    {
        if (page is null || !_pages.TryGetValue(page, out var watching))
        {
            return null;
        }

        var download = new Download(file, new CancellationTokenSource(), clock);
        watching.Add(download);
        return download;
    }
}

/// <summary>What one open page exports, one per circuit: what is on its way, and what ended last. Downloads go on when the page is left. Safe to use from any thread.</summary>
internal sealed class PageDownloads : IDisposable
{
    private readonly Downloads _site;
    private ImmutableArray<Download> _all = [];

    public PageDownloads(Downloads site)
    {
        _site = site;
        site.Enter(this);
    }

    /// <summary>The name of the page, which nobody can guess.</summary>
    public string Name { get; } = Guid.NewGuid().ToString("N");

    /// <summary>In the order in which they began.</summary>
    public IReadOnlyList<Download> All => _all;

    /// <summary>Called when a download begins, on the thread of its request.</summary>
    public Action Began { get; set; } = () => { };

    /// <summary>Watches a download, which takes the place of those that ended.</summary>
    public void Add(Download download)
    {
        ImmutableInterlocked.Update(ref _all, (all, added) => [.. all.Where(one => one.IsRunning), added], download);
        Began();
    }

    /// <summary>Watches a download no longer.</summary>
    public void Close(Download download) => ImmutableInterlocked.Update(ref _all, (all, closed) => all.Remove(closed), download);

    public void Dispose() => _site.Leave(this);
}
