using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Web;
using TrailBoard.Core.Search;
using TrailBoard.Web.State;

namespace TrailBoard.Web.Components.Controls;

public sealed partial class FilterBox(FilterOffers offers, BrowserShell shell) : IDisposable
{
    // A person who types does not want to be asked about every letter.
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(140);

    private ElementReference _input;
    private readonly LatestOnly _offering = new();
    private IReadOnlyList<FilterOffer> _offers = [];
    private FilterError? _mistake;
    private ViewScope? _shown;
    private string _text = "";
    private string _entered = "";
    private string? _asWords;
    private bool _isOpen;
    private int _at = -1;

    [Parameter, EditorRequired]
    public ViewScope Scope { get; set; } = ViewScope.All;

    /// <summary>The mistake in the filter of the URL.</summary>
    [Parameter]
    public FilterError? Mistake { get; set; }

    [Parameter]
    public EventCallback<string> Entered { get; set; }

    private FilterError? Mistaken => _text == Scope.Filter ? Mistake : _mistake;

    // What was typed here, or what the address has.
    private string? AsWords => _text.Length > 0 && (_text == _asWords || _text == Scope.AsWords) ? _text : null;

    protected override void OnParametersSet()
    {
        // What was typed on while Enter was being answered stays.
        var isTypedOn = Scope.Filter == _entered.Trim() && _text != _entered;
        if (_shown is null || (_shown.Filter != Scope.Filter && !isTypedOn))
        {
            // What comes by a link was entered as far as the box knows, so that it goes by a link too.
            (_text, _entered, _mistake) = (Scope.Filter, Scope.Filter, null);
        }

        _shown = Scope;
    }

    public void Dispose() => _offering.Dispose();

    // Bound, not set: with a value of its own the answer to one letter would take back the letters typed meanwhile.
    private async Task TypedAsync(string? text)
    {
        _text = text ?? "";
        _mistake = null;
        await OfferAsync(Pause);
    }

    private Task TypedNothingAsync() => OfferAsync(TimeSpan.Zero);

    // Those who come to an empty box are offered what they searched for before; who begins to type is not.
    private async Task<IReadOnlyList<FilterOffer>> RecentAsync() =>
        _text.Length > 0 ? [] : FilterOffer.Recent(await shell.CallAsync<string[]>("recentSearches") ?? []);

    private async Task OfferAsync(TimeSpan pause)
    {
        // Where the store cannot be asked there is nothing to offer; what the page asks of it says why.
        await _offering.RunAsync(async token =>
        {
            await Task.Delay(pause, token);
            var caret = await shell.CallAsync<int?>("caret", _input) ?? _text.Length;
            var found = await offers.AtAsync(_text, Math.Clamp(caret, 0, _text.Length), Scope, token);
            var recent = await RecentAsync();
            token.ThrowIfCancellationRequested();
            _offers = [.. recent, .. found];
            (_isOpen, _at) = (_offers.Count > 0, -1);
        });
    }

    private async Task KeyAsync(KeyboardEventArgs key)
    {
        switch (key.Key)
        {
            case "ArrowDown" when _isOpen:
                _at = (_at + 1) % _offers.Count;
                break;
            case "ArrowUp" when _isOpen:
                _at = _at <= 0 ? _offers.Count - 1 : _at - 1;
                break;
            case "ArrowDown":
                await OfferAsync(TimeSpan.Zero);
                break;
            case "Escape":
                Close();
                break;
        }
    }

    private async Task TakeAsync(FilterOffer offer)
    {
        if (offer.Forgets)
        {
            await shell.CallAsync<object>("forgetSearches");
            await shell.SayAsync("Recent searches cleared");
            await OfferAsync(TimeSpan.Zero);
            return;
        }

        _text = string.Concat(_text.AsSpan(0, offer.Start), offer.Text, _text.AsSpan(offer.Start + offer.Length));
        _mistake = null;
        Close();
        StateHasChanged();
        await shell.CallAsync<object>("putCaret", _input, _text, offer.Start + offer.Text.Length);
        if (!offer.IsWhole)
        {
            await OfferAsync(TimeSpan.Zero);
        }
    }

    private async Task EnterAsync()
    {
        if (_isOpen && _at >= 0)
        {
            await TakeAsync(_offers[_at]);
            return;
        }

        Close();
        if (!FilterParser.TryParse(_text, out _, out _mistake) && PlainWords.TryRead(_text, out var words))
        {
            // The box then holds the filter that was asked, so that what is shown and shared is that.
            (_text, _mistake) = (words.ToString()!, null);
            _asWords = _text;
        }

        _entered = _text;
        if (_mistake is null)
        {
            await RememberAsync();
            await Entered.InvokeAsync(_text.Trim());
        }
    }

    private Task RememberAsync() => string.IsNullOrWhiteSpace(_text) ? Task.CompletedTask : shell.CallAsync<object>("rememberSearch", _text.Trim());

    private Task ClearAsync()
    {
        _text = "";
        return EnterAsync();
    }

    // What is still on its way must not open the list again.
    private void Close()
    {
        _offering.Cancel();
        (_isOpen, _at) = (false, -1);
    }

    private string Before(FilterError wrong) => _text[..Math.Min(wrong.Position, _text.Length)];

    // A mistake at the end of the text has nothing to stand under: a blank takes its place.
    private string Wrong(FilterError wrong) => wrong.Position >= _text.Length ? "\u00a0" : _text.Substring(wrong.Position, Math.Min(wrong.Length, _text.Length - wrong.Position));
}
