using System.Globalization;
using Microsoft.AspNetCore.Components;
using Microsoft.JSInterop;
using TrailBoard.Core.Search;
using TrailBoard.Core.Views;
using TrailBoard.Web.State;

namespace TrailBoard.Web.Components.Controls;

public sealed partial class Histogram
{
    private ElementReference _frame;
    private IJSObjectReference? _module;
    private DotNetObjectReference<Histogram>? _self;
    private bool _asTable;

    [CascadingParameter]
    public ViewerTime Viewer { get; set; } = ViewerTime.Utc;

    [CascadingParameter]
    public HandleLinks Links { get; set; } = HandleLinks.Everything;

    [Parameter]
    public BarStack? Data { get; set; }

    [Parameter]
    public bool IsLoading { get; set; }

    /// <summary>Whether only a part of the events was counted, because the search for them was stopped.</summary>
    [Parameter]
    public bool IsPartial { get; set; }

    /// <summary>How many events match, in words.</summary>
    [Parameter]
    public string? Head { get; set; }

    /// <summary>What is shown, of which the chart changes the range and what its bars are divided by.</summary>
    [Parameter]
    public ViewScope Scope { get; set; } = ViewScope.All;

    /// <summary>Told the half-open range that was chosen.</summary>
    [Parameter]
    public EventCallback<TimeRange> Chosen { get; set; }

    /// <summary>Told that what is around the range is wanted too.</summary>
    [Parameter]
    public EventCallback Widened { get; set; }

    /// <summary>Told the field by whose values the bars are to be divided, or null for the outcome.</summary>
    [Parameter]
    public EventCallback<EventField?> Divided { get; set; }

    private string? About
    {
        get
        {
            if (Data is not { Data.Buckets.Count: > 0 } data)
            {
                return null;
            }

            var growing = Enumerable.Range(0, data.Data.Buckets.Count).Any(data.IsGrowing);
            return $"One bar is {Numbers.Width(data.Data.Width)}"
                + (growing ? $" · as of {Viewer.Clock(data.AskedAt)}, the dashed one still grows" : "")
                + (IsPartial ? " · of a part of the records only" : "");
        }
    }

    protected override async Task OnAfterRenderAsync(bool firstRender)
    {
        if (firstRender)
        {
            _self = DotNetObjectReference.Create(this);
            _module = await JS.InvokeAsync<IJSObjectReference>("import", "./Components/Controls/Histogram.razor.js");
            if (_self is { } self)
            {
                await _module.InvokeVoidAsync("attach", _frame, self);
            }
        }
    }

    [JSInvokable]
    public async Task Choose(int first, int last)
    {
        if (Data is { } data && first >= 0 && first <= last && last < data.Data.Buckets.Count)
        {
            await Chosen.InvokeAsync(new TimeRange(data.StartOf(first), data.StartOf(last + 1)));
        }
    }

    [JSInvokable]
    public Task Widen() => Scope.IsAllTime ? Task.CompletedTask : Widened.InvokeAsync();

    public async ValueTask DisposeAsync()
    {
        try
        {
            await (_module?.DisposeAsync() ?? ValueTask.CompletedTask);
        }
        catch (JSDisconnectedException)
        {
            // The browser is gone and took its module with it.
        }

        _self?.Dispose();
        _self = null;
    }

    private IEnumerable<(string Left, string Text)> Ticks()
    {
        if (Data is not { Data.Buckets.Count: > 0 } data)
        {
            yield break;
        }

        var count = data.Data.Buckets.Count;
        var whole = data.Data.Width * count;
        for (var i = 0; i < 6; i++)
        {
            var index = count * i / 6;
            var start = data.StartOf(index);
            var text = whole > TimeSpan.FromDays(6) ? Viewer.Day(start, data.AskedAt)
                : whole > TimeSpan.FromHours(20) ? $"{Viewer.Day(start, data.AskedAt)} {Viewer.Clock(start)[..5]}"
                : whole > TimeSpan.FromMinutes(10) ? Viewer.Clock(start)[..5] : Viewer.Clock(start);
            yield return (Written(100d * index / count), text);
        }
    }

    private static string Written(double share) => share.ToString("0.##", CultureInfo.InvariantCulture);
}
