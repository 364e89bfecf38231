using Microsoft.AspNetCore.Components;
using TrailBoard.Web.State;

namespace TrailBoard.Web.Components.Pages;

/// <summary>The runs of imports, live ones first, and the ways to start one.</summary>
public sealed partial class Imports
{
    private readonly LatestOnly _loading = new();
    private ImportsState? _state;
    private IDisposable? _subscription;
    private string? _problem;
    private int _loads;

    /// <summary>The run that is open.</summary>
    [SupplyParameterFromQuery(Name = PageUrls.Run)] public long? RunId { get; set; }

    /// <summary>The page of its objects, from 1.</summary>
    [SupplyParameterFromQuery(Name = PageUrls.Page)] public int? PageNumber { get; set; }

    /// <summary>The object whose refused records are shown.</summary>
    [SupplyParameterFromQuery(Name = PageUrls.Object)] public long? ObjectId { get; set; }

    protected override async Task OnInitializedAsync()
    {
        _state = new ImportsState(Ledger, Feed);

        // Subscribe before reading the ledger: a run that ends between the two would otherwise be missed.
        if (RendererInfo.IsInteractive)
        {
            _subscription = Feed.Subscribe(() => _ = InvokeAsync(RefreshAsync));
        }

        await LoadAsync();
    }

    private async Task LoadAsync()
    {
        _problem = await _loading.RunAsync(_state!.LoadAsync);
        _loads++;
    }

    private async Task RefreshAsync()
    {
        if (_state!.Refresh())
        {
            await LoadAsync();
        }

        StateHasChanged();
    }

    private void Toggle(long run) => Navigation.NavigateTo(PageUrls.Imports(run == RunId ? null : run), replace: true);

    public void Dispose()
    {
        _subscription?.Dispose();
        _loading.Dispose();
    }
}
