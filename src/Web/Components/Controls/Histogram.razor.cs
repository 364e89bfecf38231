using System.Globalization;
using Microsoft.AspNetCore.Components;
using Microsoft.JSInterop;
using TrailBoard.Core.Search;
using TrailBoard.Core.Views;
using TrailBoard.Web.State;

namespace TrailBoard.Web.Components.Controls;

public sealed partial class Histogram
{
    // One event among thousands still shows.
    private const double Least = 2.5;

    // Lower than this nothing of a texture can be seen but that the colour is paler.
    private const double Textured = 7;

    private ElementReference _frame;
    private IJSObjectReference? _module;
    private DotNetObjectReference<Histogram>? _self;
    private long _most;
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

    // Of the outcome, what went well is what is left.
    private IReadOnlyList<BarPart> Columns => Data is { Field: null } ? [Data.Parts[0]] : Data?.Parts ?? [];

    protected override void OnParametersSet() => _most = Data is { Data.Buckets.Count: > 0 } data ? Math.Max(1, data.Data.Buckets.Max(bucket => bucket.Count)) : 1;

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

    private IEnumerable<(string Look, string? Fill, string Top, string Height)> Boxes(int index)
    {
        var parts = Data!.Parts.Where(part => part.Counts[index] > 0).ToList();
        var heights = parts.ConvertAll(part => Math.Max(Least, 100d * part.Counts[index] / _most));
        var fits = Math.Min(1, 100 / heights.Sum());
        var top = 100d;
        foreach (var (part, height) in parts.Zip(heights))
        {
            top -= height * fits;
            yield return (part.Look, height * fits < Textured ? null : BarTexture.FillOf(part.Look), Written(top), Written(height * fits));
        }
    }

    // A line for the time and one for each count: values of records stand at their beginning, so that nothing of them can look like another line's count.
    private string Words(int index)
    {
        var bucket = Data!.Data.Buckets[index];
        var (start, end, now) = (Data.StartOf(index), Data.StartOf(index + 1), Data.AskedAt);
        var span = Data.Data.Width >= TimeSpan.FromDays(1) ? Viewer.Day(start, now) : $"{Viewer.Day(start, now)} {Viewer.Clock(start)} – {Viewer.Clock(end)}";
        IEnumerable<string> parts = Data.Field is null
            ? bucket.Errors > 0 ? [$"{Numbers.Exact(bucket.Errors)} denied or failed"] : []
            : Data.Parts.Where(part => part.Counts[index] > 0).Reverse().Select(part => $"{Numbers.Exact(part.Counts[index])} · {part.Label.ReplaceLineEndings(" ")}");
        return string.Join('\n', [span + (Data.IsGrowing(index) ? ", still growing" : ""), Numbers.Of(bucket.Count, "event"), .. parts]);
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
