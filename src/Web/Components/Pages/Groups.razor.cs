using Microsoft.AspNetCore.Components;
using TrailBoard.Core.Views;
using TrailBoard.Web.State;

namespace TrailBoard.Web.Components.Pages;

/// <summary>The grouped views: one page for all of them, told apart by the address.</summary>
public sealed partial class Groups
{
    private GroupView _view = GroupView.Identities;
    private GroupsState? _state;
    private string? _find;
    private string? _findSeen;
    private readonly List<string?> _findSent = [];
    private GroupOrder _order = GroupOrder.Default;
    private IReadOnlyList<EventGroup> _rows = [];
    private EventQuery _loaded = EventQuery.All;
    private ViewScope _loadedScope = ViewScope.All;

    /// <summary>The order of the rows (<see cref="GroupOrder"/>).</summary>
    [SupplyParameterFromQuery(Name = PageUrls.Sort)] public string? SortText { get; set; }

    /// <summary>Text that the values contain.</summary>
    [SupplyParameterFromQuery(Name = PageUrls.Find)] public string? Find { get; set; }

    /// <summary>The value that is open.</summary>
    [SupplyParameterFromQuery(Name = PageUrls.Open)] public string? Open { get; set; }

    // Only where not all values fit does a search among them need the store.
    protected override object? Question => (_view, _state is { IsWhole: false } ? _find : null);

    protected override async Task OnParametersSetAsync()
    {
        var view = GroupView.At(Navigation.ToBaseRelativePath(Navigation.Uri));
        if (view != _view || _state is null)
        {
            (_view, _state, _rows) = (view, new GroupsState(Queries), []);
        }

        // The URL follows what is typed, a moment later: only what comes from elsewhere goes into the box.
        if (Find != _findSeen && !_findSent.Remove(_findSeen = Find))
        {
            _find = Find;
            _findSent.Clear();
        }

        _order = GroupOrder.Parse(SortText);
        Arrange();
        await base.OnParametersSetAsync();
    }

    protected override async Task LoadAsync(EventQuery query, CancellationToken cancellationToken)
    {
        var state = _state!;
        var scope = Scope;
        await state.LoadAsync(_view, query, _find, cancellationToken);
        if (ReferenceEquals(state, _state))
        {
            (_loaded, _loadedScope) = (query, scope);
            Arrange();
        }
    }

    private void Arrange() => _rows = _state!.Rows(_find, _order);

    private void FindAmong(string? text)
    {
        _find = text;
        Arrange();
        Go(_order, Open);
    }

    private void Sort(GroupColumn column) => Go(_order.Clicked(column), Open);

    private void Toggle(string value) => Go(_order, string.Equals(value, Open, StringComparison.Ordinal) ? null : value);

    private void Go(GroupOrder order, string? open)
    {
        var find = string.IsNullOrEmpty(_find) ? null : _find;
        if (find != (_findSent.Count > 0 ? _findSent[^1] : _findSeen))
        {
            _findSent.Add(find);
        }

        Navigation.NavigateTo(PageUrls.Groups(_view.Path, Scope, order, find, open), replace: true);
    }
}
