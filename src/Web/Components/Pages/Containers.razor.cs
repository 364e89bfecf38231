using Microsoft.AspNetCore.Components;
using TrailBoard.Core.Views;
using TrailBoard.Web.State;

namespace TrailBoard.Web.Components.Pages;

/// <summary>What was done with the five container services, by verb, and with all others.</summary>
public sealed partial class Containers
{
    private ContainersState? _state;
    private EventQuery _query = EventQuery.All;
    private ViewScope _scope = ViewScope.All;

    /// <summary>What is open: a service and a verb, or another service.</summary>
    [SupplyParameterFromQuery(Name = PageUrls.Open)] public string? Open { get; set; }

    protected override async Task LoadAsync(EventQuery query, CancellationToken cancellationToken)
    {
        var scope = Scope;
        _state ??= new ContainersState(Queries);
        await _state.LoadAsync(query, cancellationToken);
        (_query, _scope) = (query, scope);
    }

    private void Toggle(string what) => Navigation.NavigateTo(
        PageUrls.In(PageUrls.ActionsPath, Scope, (PageUrls.Open, string.Equals(what, Open, StringComparison.Ordinal) ? null : what)),
        replace: true);
}
