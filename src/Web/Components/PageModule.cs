using Microsoft.AspNetCore.Components;
using Microsoft.JSInterop;

namespace TrailBoard.Web.Components;

/// <summary>
/// What a component has in the browser: its module, what the module's <c>attach</c> returned, whose <c>detach</c> is called at the end, and the component as
/// the browser calls it. The page may be left, or the browser go, at any time in between.
/// </summary>
public sealed class PageModule<T>(T owner) : IAsyncDisposable
    where T : class
{
    private readonly DotNetObjectReference<T> _owner = DotNetObjectReference.Create(owner);
    private IJSObjectReference? _module;
    private IJSObjectReference? _attached;
    private bool _isGone;

    /// <summary>Whether the browser listens.</summary>
    public bool IsAttached => _attached is not null && !_isGone;

    /// <summary>Loads the module and calls its <c>attach</c> with the element, the component and whatever else it needs.</summary>
    public async Task AttachAsync(IJSRuntime js, string path, ElementReference element, params object?[] more)
    {
        ArgumentNullException.ThrowIfNull(js);
        _module = await js.InvokeAsync<IJSObjectReference>("import", path);
        if (!_isGone)
        {
            _attached = await _module.InvokeAsync<IJSObjectReference>("attach", [element, _owner, .. more]);
        }

        // The page has changed meanwhile: nobody else lets go of what came after that.
        if (_isGone)
        {
            await LetGoAsync();
        }
    }

    /// <summary>Calls a function of what <c>attach</c> returned.</summary>
    public ValueTask CallAsync(string function) => _attached?.InvokeVoidAsync(function) ?? ValueTask.CompletedTask;

    public ValueTask DisposeAsync()
    {
        _isGone = true;
        return LetGoAsync();
    }

    private async ValueTask LetGoAsync()
    {
        var (module, attached) = (_module, _attached);
        (_module, _attached) = (null, null);
        try
        {
            if (attached is not null)
            {
                await attached.InvokeVoidAsync("detach");
                await attached.DisposeAsync();
            }

            await (module?.DisposeAsync() ?? ValueTask.CompletedTask);
        }
        catch (JSDisconnectedException)
        {
            // The browser is gone and took its module with it.
        }

        _owner.Dispose();
    }
}
