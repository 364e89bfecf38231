using Microsoft.AspNetCore.Components;
using TrailBoard.Core.Search;
using TrailBoard.Core.Views;
using TrailBoard.Web.State;

namespace TrailBoard.Web.Components.Pages;

/// <summary>A page that shows the events of a filter and a range: reads both from its URL and asks again only when they change.</summary>
public abstract class ScopedPage : ComponentBase, IDisposable
{
    private readonly LatestOnly _loading = new();
    private object? _asked;
    private Task? _asking;
    private bool _isGone;
    private bool _isDrawing;

    [Inject] protected IEventQueries Queries { get; set; } = null!;

    [Inject] protected NavigationManager Navigation { get; set; } = null!;

    [Inject] protected TimeProvider Clock { get; set; } = null!;

    [SupplyParameterFromQuery(Name = PageUrls.Filter)] public string? FilterText { get; set; }

    [SupplyParameterFromQuery(Name = PageUrls.From)] public string? FromText { get; set; }

    [SupplyParameterFromQuery(Name = PageUrls.To)] public string? ToText { get; set; }

    [SupplyParameterFromQuery(Name = PageUrls.Off)] public string? OffText { get; set; }

    [SupplyParameterFromQuery(Name = PageUrls.Rows)] public string? RowsText { get; set; }

    [SupplyParameterFromQuery(Name = PageUrls.Bars)] public string? BarsText { get; set; }

    [SupplyParameterFromQuery(Name = PageUrls.Columns)] public string? ColumnsText { get; set; }

    [SupplyParameterFromQuery(Name = PageUrls.Facets)] public string? FacetsText { get; set; }

    protected ViewScope Scope { get; private set; } = ViewScope.All;

    /// <summary>What is asked, or null while the filter holds a mistake.</summary>
    protected EventQuery? Query { get; private set; }

    /// <summary>The mistake in the filter, or null.</summary>
    protected FilterError? Mistake { get; private set; }

    /// <summary>Why the last question has no answer, or null.</summary>
    protected string? Problem { get; private set; }

    /// <summary>The search in the records that the question needs, or null.</summary>
    protected RecordSearch? Search { get; private set; }

    protected bool IsBusy => _loading.IsBusy;

    /// <summary>Whether the answer is awaited for longer than anybody waits without a word.</summary>
    protected bool IsLate { get; private set; }

    /// <summary>Whether a person did not want to wait for the answer: what shows is of what was asked before.</summary>
    protected bool IsSkipped { get; private set; }

    protected override async Task OnParametersSetAsync()
    {
        var asked = (ReadScope(), Question);
        if (asked.Equals(_asked))
        {
            return;
        }

        _asked = asked;
        Scope = asked.Item1;
        Query = FilterParser.TryParse(Scope.Filter, out var filter, out var mistake) ? new EventQuery(filter, Scope.Range(Clock.GetUtcNow())) : null;
        Mistake = mistake;
        if (RendererInfo.IsInteractive || Query is null || !FilterParts.IsDeep(Query.Filter))
        {
            // Before the circuit stands nothing could show how far a search in the records is, and the browser would wait for its end.
            await AskAsync();
        }
    }

    /// <summary>The scope that the URL says.</summary>
    protected ViewScope ReadScope() => ViewScope.Read(FilterText, FromText, ToText, OffText, RowsText, BarsText, ColumnsText, FacetsText);

    /// <summary>What besides the scope decides the answer: a change of it asks again.</summary>
    protected virtual object? Question => null;

    /// <summary>Asks the store. Old answers stay until the new one is whole.</summary>
    protected abstract Task LoadAsync(EventQuery query, CancellationToken cancellationToken);

    protected async Task AskAsync()
    {
        if (Query is not { } query)
        {
            _loading.Cancel();
            (_asking, IsLate, IsSkipped) = (null, false, false);
            return;
        }

        // One watch for all of the page's questions: what they find in the records is looked for once.
        Search = RecordSearch.Of(query.Filter, Clock, Changed);
        var asked = Search?.All(query) ?? query;
        (IsLate, IsSkipped) = (false, false);
        var asking = _loading.RunAsync(token => LoadAsync(asked, token));
        _asking = asking;
        _ = TellLateAsync(asking);
        var problem = await asking;
        if (ReferenceEquals(asking, _asking) && !IsSkipped)
        {
            (Problem, IsLate) = (problem, false);
        }
    }

    /// <summary>Waits no longer for the answer.</summary>
    protected void Skip()
    {
        if (_loading.IsBusy)
        {
            _loading.Cancel();
            (IsLate, IsSkipped) = (false, true);
        }
    }

    // As of a facet: what takes longer than its turn says so, and can be skipped.
    private async Task TellLateAsync(Task asking)
    {
        using var over = new CancellationTokenSource();
        await Task.WhenAny(asking, Task.Delay(TimedAnswer<EventGroups>.Patience, Clock, over.Token));
        if (!asking.IsCompleted && ReferenceEquals(asking, _asking) && _loading.IsBusy)
        {
            IsLate = true;
            Changed();
        }

        await over.CancelAsync();
    }

    /// <summary>Draws the page anew. It may be called from any thread, and after the page has gone; what comes while it is being drawn is drawn together.</summary>
    protected void Changed()
    {
        if (!Volatile.Read(ref _isGone) && !Interlocked.Exchange(ref _isDrawing, true))
        {
            _ = InvokeAsync(Draw);
        }
    }

    private void Draw()
    {
        // Before: what changes while it is drawn is drawn again.
        Volatile.Write(ref _isDrawing, false);
        StateHasChanged();
    }

    public virtual void Dispose()
    {
        Volatile.Write(ref _isGone, true);
        _loading.Dispose();
        GC.SuppressFinalize(this);
    }
}
