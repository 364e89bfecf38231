using Microsoft.AspNetCore.Components;
using TrailBoard.Web.State;

namespace TrailBoard.Web.Components.Pages;

/// <summary>The sources of the settings: what each is doing, and what can be done with it.</summary>
public sealed partial class Sources
{
    // As often as an eye can follow figures.
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(250);

    // Times that are told from now move by themselves, and another process tells nothing.
    private static readonly TimeSpan LookAgain = TimeSpan.FromSeconds(10);

    private readonly LatestOnly _loading = new();
    private SourcesState? _state;
    private Pace? _pace;
    private ITimer? _again;
    private IDisposable? _progress;
    private IDisposable? _changes;
    private string? _loaded;
    private string? _problem;
    private volatile bool _isStale;

    /// <summary>The source that is open.</summary>
    [SupplyParameterFromQuery(Name = PageUrls.Source)] public string? SourceName { get; set; }

    /// <summary>The run of it that is open.</summary>
    [SupplyParameterFromQuery(Name = PageUrls.Run)] public long? RunId { get; set; }

    /// <summary>The page of that run's objects, from 1.</summary>
    [SupplyParameterFromQuery(Name = PageUrls.Page)] public int? PageNumber { get; set; }

    /// <summary>The object whose refused records are shown.</summary>
    [SupplyParameterFromQuery(Name = PageUrls.Object)] public long? ObjectId { get; set; }

    private string? Unknown => SourceName is { Length: > 0 } name && _state!.All.All(item => !IsOpen(item)) ? name : null;

    protected override void OnInitialized()
    {
        _state = new SourcesState(() => Background.All, Feed, Ledger, Clock);

        // Subscribe before reading the ledger: a run that ends between the two would otherwise be missed.
        if (RendererInfo.IsInteractive)
        {
            _pace = new Pace(Clock, Pause, () => _ = InvokeAsync(RefreshAsync));
            _progress = Feed.Subscribe(_pace.Ask);
            _changes = Background.Subscribe(_pace.Ask);
            _again = Clock.CreateTimer(_ => LookAgainNow(), null, LookAgain, LookAgain);
        }
    }

    protected override async Task OnParametersSetAsync()
    {
        if (_loaded != (SourceName ?? ""))
        {
            _loaded = SourceName ?? "";
            await LoadAsync();
        }
    }

    private async Task LoadAsync() => _problem = await _loading.RunAsync(token => _state!.LoadAsync(SourceName, token));

    private void LookAgainNow()
    {
        _isStale = true;
        _pace!.Ask();
    }

    private async Task RefreshAsync()
    {
        var failing = Failing();

        // What a run that goes on has brought so far is in the ledger only.
        if ((_state!.Refresh(SourceName) || (_isStale && _state.All.Any(item => item.Progress is not null))) && !_loading.IsBusy)
        {
            _isStale = false;
            await LoadAsync();
        }

        if (Failing().Except(failing).FirstOrDefault() is { } name)
        {
            await Shell.SayAsync($"{name}: failing. Its card says why.");
        }

        StateHasChanged();
    }

    private List<string> Failing() => [.. _state!.All.Where(item => item.IsFailing).Select(item => item.Name)];

    private bool IsOpen(SourceItem item) => string.Equals(item.Name, SourceName, StringComparison.OrdinalIgnoreCase);

    private void Toggle(string name) =>
        Navigation.NavigateTo(PageUrls.Sources(string.Equals(name, SourceName, StringComparison.OrdinalIgnoreCase) ? null : name), replace: true);

    public void Dispose()
    {
        _changes?.Dispose();
        _progress?.Dispose();
        _again?.Dispose();
        _pace?.Dispose();
        _loading.Dispose();
    }
}
