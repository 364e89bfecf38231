using TrailBoard.Core.Import;
using TrailBoard.Web.State;

namespace TrailBoard.Web.Components.Pages;

/// <summary>The first page of an empty store: three ways in, then the progress of the one that was taken, then the overview.</summary>
public sealed partial class Welcome
{
    private static readonly (string Question, string Filter)[] Questions =
    [
        ("Who pushed images from outside the pipeline?", "action:PutImage -role:*deploy*"),
        ("What was refused, and to whom?", "error:AccessDenied*"),
        ("Who opened a shell in a container?", "action:ExecuteCommand"),
        ("What did this address touch?", "ip:203.0.113.0/24 readonly:false"),
    ];

    private FirstImport? _watch;
    private IDisposable? _subscription;

    protected override async Task OnInitializedAsync()
    {
        // The site's own address leads here only while there is no better page.
        if (Navigation.ToBaseRelativePath(Navigation.Uri).Split('?', '#')[0].Length == 0
            && StartPage.Of(await Queries.SummaryAsync(CancellationToken.None), await Views.AllAsync(CancellationToken.None)) is var start && start != PageUrls.WelcomePath)
        {
            Navigation.NavigateTo(start, replace: true);
            return;
        }

        if (!RendererInfo.IsInteractive)
        {
            return;
        }

        _watch = new FirstImport(Feed);
        _subscription = Feed.Subscribe(() => _ = InvokeAsync(Follow));
        Follow();
    }

    private void Follow()
    {
        _watch!.Look();
        if (_watch.Ended is { Counts.Stored: > 0 })
        {
            Navigation.NavigateTo(PageUrls.OverviewPath);
            return;
        }

        StateHasChanged();
    }

    private static string EndOf(ImportProgress ended) => ended switch
    {
        { Error: { } error } => error,
        { FilesFailed: > 0 } => $"{Numbers.Of(ended.FilesFailed, "file")} failed; no event was stored.",
        { FilesListed: 0 } => "There was no file to read.",
        _ => $"No event was found in {Numbers.Of(ended.FilesListed, "file")}.",
    };

    public void Dispose() => _subscription?.Dispose();
}
