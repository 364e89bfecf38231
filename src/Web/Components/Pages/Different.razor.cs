using Microsoft.AspNetCore.Components;
using TrailBoard.Core.Views;
using TrailBoard.Web.State;

namespace TrailBoard.Web.Components.Pages;

/// <summary>What is different about a selection: the values of each field that stand out against the rest.</summary>
public sealed partial class Different
{
    private const int Bars = 96;

    private DifferenceView _view = DifferenceView.Of(ViewScope.All);
    private DifferenceState? _state;
    private EventHistogram? _chart;

    /// <summary>What the selection is compared with (<see cref="DifferenceView"/>).</summary>
    [SupplyParameterFromQuery(Name = PageUrls.Against)] public string? AgainstText { get; set; }

    /// <summary>From when on other times are compared.</summary>
    [SupplyParameterFromQuery(Name = PageUrls.Since)] public string? SinceText { get; set; }

    /// <summary>Until when other times are compared.</summary>
    [SupplyParameterFromQuery(Name = PageUrls.Until)] public string? UntilText { get; set; }

    protected override object? Question => (AgainstText, SinceText, UntilText);

    protected override Task OnParametersSetAsync()
    {
        _view = DifferenceView.Read(ReadScope(), AgainstText, SinceText, UntilText);
        return base.OnParametersSetAsync();
    }

    protected override async Task LoadAsync(EventQuery query, CancellationToken cancellationToken)
    {
        // Before the circuit stands only the frame is drawn: comparing twice would show nothing sooner.
        if (!RendererInfo.IsInteractive)
        {
            return;
        }

        _state?.Dispose();
        _state = null;
        if (_view.Question(query, Clock.GetUtcNow()) is not { } question)
        {
            _chart = await Queries.HistogramAsync(query, Bars, cancellationToken);
            return;
        }

        _state = new DifferenceState(new DifferenceQueries(Queries), Clock, Changed);
        await _state.AskAsync(question, cancellationToken);
    }

    public override void Dispose()
    {
        base.Dispose();
        _state?.Dispose();
    }
}
