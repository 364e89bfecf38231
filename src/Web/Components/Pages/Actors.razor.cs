using Microsoft.AspNetCore.Components;
using TrailBoard.Core.Activities;
using TrailBoard.Core.Search;
using TrailBoard.Core.Views;
using TrailBoard.Web.State;

namespace TrailBoard.Web.Components.Pages;

/// <summary>The page of one actor: whoever has a value of a field that names somebody.</summary>
public sealed partial class Actors(ActivityQueries activities)
{
    private static readonly Dictionary<string, string> Titles = new(StringComparer.Ordinal)
    {
        [EventFields.Address.Name] = "Addresses", [EventFields.Session.Name] = "Session names", [EventFields.AccessKey.Name] = "Access keys",
    };

    private readonly Filter _failed = FilterParser.Parse("error:*");
    private ActorState? _state;
    private (string?, string?) _who;
    private EventField? _field;
    private Filter _mine = Filter.All;
    private ViewScope _ever = ViewScope.All;

    /// <summary>The field that names the actor.</summary>
    [SupplyParameterFromQuery(Name = PageUrls.By)] public string? By { get; set; }

    /// <summary>Its value.</summary>
    [SupplyParameterFromQuery(Name = PageUrls.Value)] public string? Value { get; set; }

    private ValueLabel Label => EventFields.Actor.Equals(_field) ? ValueLabel.Person(Value!) : ValueLabel.Identity(Value!);

    protected override object? Question => (By, Value);

    // The page's scope, narrowed to the actor: where its links go.
    private ViewScope Mine { get; set; } = ViewScope.All;

    protected override async Task OnParametersSetAsync()
    {
        if (_who != (By, Value))
        {
            // The figures of somebody else would not be old ones of this actor, but wrong ones.
            (_who, _state) = ((By, Value), null);
        }

        _field = string.IsNullOrEmpty(Value) ? null : ActorState.FieldOf(By);
        if (_field is { } field)
        {
            var scope = ReadScope();
            Mine = scope.And(field, Value!);
            _mine = FilterParser.TryParse(Mine.Filter, out var filter, out _) ? filter : Filter.All;
            _ever = (ViewScope.All with { Rows = scope.Rows }).And(field, Value!);
            await base.OnParametersSetAsync();
        }
    }

    protected override async Task LoadAsync(EventQuery query, CancellationToken cancellationToken)
    {
        var state = new ActorState(Queries, activities);
        await state.LoadAsync(query, _field!, Value!, cancellationToken);
        cancellationToken.ThrowIfCancellationRequested();
        _state = state;
    }
}
