using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Web;
using Microsoft.JSInterop;
using TrailBoard.Core.Views;
using TrailBoard.Web.State;

namespace TrailBoard.Web.Components.Layout;

public sealed partial class CommandPalette(IEventQueries queries, ISavedViews views, TimeProvider clock, NavigationManager navigation, IJSRuntime js) : IAsyncDisposable
{
    private static readonly FixedEntries Pages = new(
    [
        .. NavEntry.All.Select(entry => new PaletteEntry(entry.Title, "Page", $"g {entry.Key}", new PaletteDeed.Press($"go-{entry.Key}"))),
        new("Ways to start", "Page", "demo data, files, AWS", new PaletteDeed.Go(PageUrls.WelcomePath)),
    ]);

    private static readonly FixedEntries Commands = new(
    [
        new("Dark theme", "Command", null, new PaletteDeed.Press("theme-dark")),
        new("Light theme", "Command", null, new PaletteDeed.Press("theme-light")),
        new("Theme of the system", "Command", null, new PaletteDeed.Press("theme-system")),
        new("Times in UTC", "Command", null, new PaletteDeed.Press("zone-utc")),
        new("Times in the local zone", "Command", null, new PaletteDeed.Press("zone-local")),
        new("Keyboard shortcuts", "Command", "?", new PaletteDeed.Press("help")),
    ]);

    private ElementReference _dialog;
    private ElementReference _input;
    private IJSObjectReference? _module;
    private PaletteState? _state;
    private string _text = "";
    private bool _isOpen;
    private bool _isGone;

    // All that the palette offers comes from these; whoever has more to offer adds a source.
    private PaletteState State => _state ??= new PaletteState([Pages, Commands], [new SavedViewEntries(views), new EventById(queries), new StoredValues(queries)], clock, Changed);

    protected override async Task OnAfterRenderAsync(bool firstRender)
    {
        if (firstRender)
        {
            _module = await js.InvokeAsync<IJSObjectReference>("import", "./Components/Layout/CommandPalette.razor.js");
            if (await _module.InvokeAsync<bool>("attach", _dialog, _input))
            {
                await OpenedAsync();
            }
        }

        if (State.TakeChosen() is { } chosen)
        {
            await DoAsync(chosen);
        }
    }

    public async ValueTask DisposeAsync()
    {
        _isGone = true;
        _state?.Dispose();
        try
        {
            await (_module?.DisposeAsync() ?? ValueTask.CompletedTask);
        }
        catch (JSDisconnectedException)
        {
            // The browser is gone and took its module with it.
        }
    }

    // The field has the focus as soon as the dialog is open, and again whenever somebody comes back to it. Before there is a module nothing could be
    // chosen: then it is the module that says that the dialog is open.
    private Task OpenedAsync()
    {
        if (_isOpen || _module is null)
        {
            return Task.CompletedTask;
        }

        _isOpen = true;
        return State.TypeAsync(_text);
    }

    private Task TypedAsync(string? text)
    {
        _text = text ?? "";
        return _isOpen ? State.TypeAsync(_text) : OpenedAsync();
    }

    private async Task KeyAsync(KeyboardEventArgs key)
    {
        switch (key.Key)
        {
            case "ArrowDown":
                State.Move(1);
                break;
            case "ArrowUp":
                State.Move(-1);
                break;
            case "Enter" when State.Choose() is { } chosen:
                await DoAsync(chosen);
                break;
        }
    }

    private async Task DoAsync(PaletteEntry entry)
    {
        // Closed first: the focus goes back to where it was, and what is pressed finds the page as it was.
        if (_module is not { } module)
        {
            return;
        }

        await module.InvokeVoidAsync("close", _dialog);
        Reset();
        switch (entry.Deed)
        {
            case PaletteDeed.Go go:
                navigation.NavigateTo(go.Url);
                break;
            case PaletteDeed.Press press:
                await module.InvokeVoidAsync("press", press.Command);
                break;
            default:
                throw new ArgumentOutOfRangeException(nameof(entry), entry.Deed, null);
        }
    }

    private void Reset()
    {
        (_isOpen, _text) = (false, "");
        State.Clear();
    }

    private void Changed()
    {
        if (!_isGone)
        {
            _ = InvokeAsync(StateHasChanged);
        }
    }
}
