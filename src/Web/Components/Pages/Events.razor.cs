using Microsoft.AspNetCore.Components;
using Microsoft.JSInterop;
using TrailBoard.Core.Activities;
using TrailBoard.Core.Import;
using TrailBoard.Core.Search;
using TrailBoard.Core.Views;
using TrailBoard.Web.State;

namespace TrailBoard.Web.Components.Pages;

public sealed partial class Events(IEventQueries queries, ActivityQueries activities, TimeProvider clock, NavigationManager navigation, IJSRuntime js, ImportFeed feed)
{
    private ElementReference _root;
    private IJSObjectReference? _module;
    private IJSObjectReference? _keys;
    private IDisposable? _watch;
    private bool _facets;
    private string _place = "right";
    private bool _isGone;
    private bool _isDrawing;

    [SupplyParameterFromQuery(Name = PageUrls.Filter)]
    public string? FilterText { get; set; }

    [SupplyParameterFromQuery(Name = PageUrls.From)]
    public string? From { get; set; }

    [SupplyParameterFromQuery(Name = PageUrls.To)]
    public string? To { get; set; }

    [SupplyParameterFromQuery(Name = PageUrls.Selected)]
    public string? Selected { get; set; }

    [SupplyParameterFromQuery(Name = PageUrls.After)]
    public string? After { get; set; }

    [SupplyParameterFromQuery(Name = PageUrls.Off)]
    public string? Off { get; set; }

    [SupplyParameterFromQuery(Name = PageUrls.Rows)]
    public string? Rows { get; set; }

    [SupplyParameterFromQuery(Name = PageUrls.Bars)]
    public string? Bars { get; set; }

    [SupplyParameterFromQuery(Name = PageUrls.Columns)]
    public string? Columns { get; set; }

    [SupplyParameterFromQuery(Name = PageUrls.Open)]
    public string? Unfolded { get; set; }

    [SupplyParameterFromQuery(Name = PageUrls.Facets)]
    public string? FacetsText { get; set; }

    private EventsView View { get; set; } = EventsView.All;

    private EventsState State { get; set; } = null!;

    private OpenEvent Open { get; set; } = null!;

    private PickedEvents Picks { get; set; } = null!;

    private HandleLinks Links => new(View.Scope, State.Query.Filter);

    private string Title => Open.Reading is { } reading && View.Selected is not null ? $"{reading.Sentence} · TrailBoard"
        : View.Scope.Filter.Length > 0 ? $"{View.Scope.Filter} · Events · TrailBoard" : "Events · TrailBoard";

    private string? Head => State.Total.Value is { } total ? Numbers.Of(total.Events, "event") + (State.Search is { IsStopped: true } ? " so far" : Folded()) : null;

    // What a search found before it was stopped is not all that matches.
    private long? Matching => State is { Total: { IsLoading: false, Value: { } total }, Search: not { IsStopped: true } } ? total.Events : null;

    protected override void OnInitialized()
    {
        State = new EventsState(queries, activities, clock, Changed);
        Open = new OpenEvent(queries, Changed);
        Picks = new PickedEvents(Changed);
    }

    protected override async Task OnParametersSetAsync()
    {
        View = EventsView.Read(FilterText, From, To, Selected, After, Off, Rows, Unfolded, Bars, Columns, FacetsText);

        // Before the circuit stands only the frame is drawn: asking twice would show nothing sooner. The chips belong to the frame.
        State.Read(View);
        if (RendererInfo.IsInteractive)
        {
            await Task.WhenAll(State.ShowAsync(View), Open.OpenAsync(View.Selected));
        }
    }

    protected override async Task OnAfterRenderAsync(bool firstRender)
    {
        if (firstRender)
        {
            _watch = feed.Subscribe(() => _ = InvokeAsync(LookForNewAsync));
            _module = await js.InvokeAsync<IJSObjectReference>("import", "./Components/Pages/Events.razor.js");
            if (!_isGone)
            {
                _keys = await _module.InvokeAsync<IJSObjectReference>("attach", _root);
            }
        }
    }

    public async ValueTask DisposeAsync()
    {
        _isGone = true;
        _watch?.Dispose();
        State.Dispose();
        Open.Dispose();
        try
        {
            if (_keys is not null)
            {
                await _keys.InvokeVoidAsync("detach");
                await _keys.DisposeAsync();
            }

            await (_module?.DisposeAsync() ?? ValueTask.CompletedTask);
        }
        catch (JSDisconnectedException)
        {
            // The browser is gone and took its module with it.
        }
    }

    // A question has a dozen answers, most of which come within the same moment: those that come while the page is being drawn are drawn
    // together after it.
    private void Changed()
    {
        if (!_isGone && !Interlocked.Exchange(ref _isDrawing, true))
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

    private async Task LookForNewAsync()
    {
        if (!_isGone)
        {
            await State.LookForNewAsync();
        }
    }

    private void Go(ViewScope scope) => navigation.NavigateTo(PageUrls.Events(scope));

    private void NarrowTime(TimeRange range) => Go(View.Scope with { From = Bound(range.From), To = Bound(range.To) });

    private void WidenTime()
    {
        if (State.Histogram.Value is { } shown)
        {
            Go(View.Scope.Widened(shown.Data, clock.GetUtcNow()));
        }
    }

    // Only the bars change: the place in the list and what is open stay.
    private void DivideBars(EventField? field) => navigation.NavigateTo(PageUrls.Events(View with { Scope = View.Scope with { Bars = field } }));

    private static TimeBound? Bound(DateTimeOffset? moment) => moment is { } known ? TimeBound.At(known) : null;

    private void Unfold(IReadOnlySet<EventCursor> unfolded) => navigation.NavigateTo(PageUrls.Events(View with { Unfolded = ActivityLine.Text(unfolded) }));

    // All events are counted, but only the activities that were read: of how many there are nobody knows before all are folded.
    private string? Folded()
    {
        if (!State.ShowsActivities || State.Activities.Value is not { Rows.Count: > 0 } list || !ReferenceEquals(list.Query, State.Query))
        {
            return null;
        }

        var count = list.Rows.Count == 1 ? "1 activity" : $"{Numbers.Exact(list.Rows.Count)} activities";
        return list.Next is null && !View.IsOlder ? $" in {count}" : $" · {count} shown";
    }

    private string? Href(ListStep step) => step.Id is { } id ? PageUrls.Events(View with { Selected = id }) : null;

    // Nothing is said of an end while it is not known whether it is one, but why that cannot be found out is.
    private string? End(ListStep step, string words) => step.IsKnown ? words : State.Unfolded.Problem ?? Open.Found.Problem;
}
