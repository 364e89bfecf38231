using Microsoft.JSInterop;
using TrailBoard.Web.State;

namespace TrailBoard.Web.Components;

/// <summary>What components ask of the browser through <c>shell.js</c>. One per circuit; quiet once the browser is gone.</summary>
public sealed class BrowserShell(IJSRuntime js) : IAsyncDisposable
{
    private Task<IJSObjectReference>? _module;

    public async Task<ViewerTime> TimeAsync()
    {
        var time = await CallAsync<BrowserTime>("time");
        return time is null ? ViewerTime.Utc : new ViewerTime(ViewerTime.ZoneOf(time.Zone, time.Offset), time.Utc);
    }

    public async Task<string> ThemeAsync() => await CallAsync<string>("theme") ?? "system";

    public Task RememberUtcAsync(bool utc) => CallAsync<object>("rememberUtc", utc);

    public Task RememberThemeAsync(string theme) => CallAsync<object>("rememberTheme", theme);

    /// <summary>The facets that this browser shows by itself (<see cref="FacetChoice"/>), or null for the usual ones.</summary>
    public Task<string?> FacetsAsync() => CallAsync<string>("facets");

    /// <summary>Keeps the facets that this browser shows by itself; empty for the usual ones.</summary>
    public Task RememberFacetsAsync(string facets) => CallAsync<object>("rememberFacets", facets);

    /// <summary>Says something to screen readers.</summary>
    public Task SayAsync(string words) => CallAsync<object>("say", words);

    /// <summary>Calls an exported function; the default value when the browser has gone meanwhile.</summary>
    public async Task<T?> CallAsync<T>(string function, params object?[] arguments)
    {
        try
        {
            var module = await (_module ??= js.InvokeAsync<IJSObjectReference>("import", "./shell.js").AsTask());
            return await module.InvokeAsync<T?>(function, arguments);
        }
        catch (Exception gone) when (gone is JSDisconnectedException or OperationCanceledException)
        {
            return default;
        }
    }

    public async ValueTask DisposeAsync()
    {
        try
        {
            if (_module is { IsCompletedSuccessfully: true })
            {
                await (await _module).DisposeAsync();
            }
        }
        catch (JSDisconnectedException)
        {
            // The browser is gone and took its module with it.
        }
    }

    private sealed record BrowserTime(string? Zone, int Offset, bool Utc);
}
