using System.Globalization;
using Microsoft.AspNetCore.Components;
using Microsoft.JSInterop;
using TrailBoard.Core.Views;
using TrailBoard.Web.State;

namespace TrailBoard.Web.Components.Controls;

public sealed partial class Histogram
{
    private ElementReference _frame;
    private IJSObjectReference? _module;
    private DotNetObjectReference<Histogram>? _self;
    private long _most;

    [CascadingParameter]
    public ViewerTime Viewer { get; set; } = ViewerTime.Utc;

    [Parameter]
    public EventHistogram? Data { get; set; }

    [Parameter]
    public bool IsLoading { get; set; }

    /// <summary>How many events match, in words.</summary>
    [Parameter]
    public string? Head { get; set; }

    /// <summary>Told the half-open range that was chosen.</summary>
    [Parameter]
    public EventCallback<TimeRange> Chosen { get; set; }

    private string Legend => Data is { Buckets.Count: > 0 } data ? $"One bar is {Numbers.Width(data.Width)}" : "";

    protected override void OnParametersSet() => _most = Data is { Buckets.Count: > 0 } data ? Math.Max(1, data.Buckets.Max(bucket => bucket.Count)) : 1;

    protected override async Task OnAfterRenderAsync(bool firstRender)
    {
        if (firstRender)
        {
            _self = DotNetObjectReference.Create(this);
            _module = await JS.InvokeAsync<IJSObjectReference>("import", "./Components/Controls/Histogram.razor.js");
            await _module.InvokeVoidAsync("attach", _frame, _self);
        }
    }

    [JSInvokable]
    public async Task Choose(int first, int last)
    {
        if (Data is { Buckets.Count: > 0 } data && first >= 0 && first <= last && last < data.Buckets.Count)
        {
            await Chosen.InvokeAsync(new TimeRange(StartOf(first), StartOf(last + 1)));
        }
    }

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
    }

    private DateTimeOffset StartOf(int index) => Data!.Start + (Data.Width * index);

    // One event among thousands still shows.
    private double Share(long count) => Math.Max(2.5, 100d * count / _most);

    private string Height(long count) => Share(count).ToString("0.##", CultureInfo.InvariantCulture);

    private string Top(long count) => (100 - Share(count)).ToString("0.##", CultureInfo.InvariantCulture);

    private string Words(int index)
    {
        var bucket = Data!.Buckets[index];
        var now = Clock.GetUtcNow();
        var (start, end) = (StartOf(index), StartOf(index + 1));
        var day = Data.Width >= TimeSpan.FromDays(1);
        var span = day ? Viewer.Day(start, now) : $"{Viewer.Day(start, now)} {Viewer.Clock(start)} – {Viewer.Clock(end)}";
        return $"{span} · {Numbers.Of(bucket.Count, "event")}" + (bucket.Errors > 0 ? $" · {Numbers.Exact(bucket.Errors)} denied or failed" : "");
    }

    private IEnumerable<(string Left, string Text)> Ticks()
    {
        if (Data is not { Buckets.Count: > 0 } data)
        {
            yield break;
        }

        var now = Clock.GetUtcNow();
        var whole = data.Width * data.Buckets.Count;
        for (var i = 0; i < 6; i++)
        {
            var index = data.Buckets.Count * i / 6;
            var start = StartOf(index);
            var text = whole > TimeSpan.FromDays(6) ? Viewer.Day(start, now)
                : whole > TimeSpan.FromHours(20) ? $"{Viewer.Day(start, now)} {Viewer.Clock(start)[..5]}"
                : whole > TimeSpan.FromMinutes(10) ? Viewer.Clock(start)[..5] : Viewer.Clock(start);
            yield return ((100d * index / data.Buckets.Count).ToString("0.##", CultureInfo.InvariantCulture), text);
        }
    }
}
