using Microsoft.AspNetCore.Components;
using TrailBoard.Core.Views;
using TrailBoard.Web.State;

namespace TrailBoard.Web.Components.Pages.Things;

/// <summary>A part of a thing's page that is asked for by itself: asks again only when the thing, the range or its own question changes.</summary>
public abstract class ThingPart : ComponentBase, IDisposable
{
    private readonly LatestOnly _loading = new();
    private object? _asked;

    [Inject] protected IEventQueries Queries { get; set; } = null!;

    /// <summary>The thing whose page it is.</summary>
    [CascadingParameter] public ThingView View { get; set; } = null!;

    /// <summary>Why the last question has no answer, or null.</summary>
    protected string? Problem { get; private set; }

    protected bool IsBusy => _loading.IsBusy;

    /// <summary>What besides the thing and its range decides the answer.</summary>
    protected virtual object? Question => null;

    /// <summary>Asks the store for no more than a part's bounded share of the events. Old answers stay until the new one is whole.</summary>
    protected abstract Task LoadAsync(CancellationToken cancellationToken);

    protected override async Task OnParametersSetAsync()
    {
        var asked = (View, Question);
        if (!asked.Equals(_asked))
        {
            _asked = asked;
            await AskAsync();
        }
    }

    protected async Task AskAsync()
    {
        var problem = await _loading.RunAsync(LoadAsync);
        if (!_loading.IsBusy)
        {
            Problem = problem;
        }
    }

    public void Dispose()
    {
        _loading.Dispose();
        GC.SuppressFinalize(this);
    }
}
