using Microsoft.AspNetCore.Components;
using Microsoft.JSInterop;
using TrailBoard.Web.Components;

namespace TrailBoard.Web.Tests.Pages;

/// <summary>What a component has in the browser is let go of whenever its page is left.</summary>
public sealed class PageModuleTests : IJSRuntime, IJSObjectReference
{
    private readonly List<string> _said = [];
    private readonly PageModule<PageModuleTests> _module;
    private string? _waitsFor;
    private TaskCompletionSource _wait = new();

    public PageModuleTests() => _module = new(this);

    [Fact]
    public async Task It_is_attached_once_and_detached_with_its_component()
    {
        await AttachAsync();
        Assert.True(_module.IsAttached);
        await _module.CallAsync("cancel");

        await _module.DisposeAsync();

        Assert.Equal(["import", "attach", "cancel", "detach", "gone", "gone"], _said);
        Assert.False(_module.IsAttached);
    }

    [Theory]
    [InlineData("import", "import gone")]
    [InlineData("attach", "import attach detach gone gone")]
    public async Task A_page_that_is_left_meanwhile_leaves_nothing_behind(string meanwhile, string said)
    {
        _waitsFor = meanwhile;
        var attaching = AttachAsync();

        await _module.DisposeAsync();
        _wait.SetResult();
        await attaching;

        Assert.Equal(said.Split(' ').Order(), _said.Order());
        Assert.False(_module.IsAttached);
    }

    [Fact]
    public async Task A_browser_that_is_gone_is_left_alone()
    {
        await AttachAsync();
        _waitsFor = "detach";
        _wait = new();
        _wait.SetException(new JSDisconnectedException("gone"));

        await _module.DisposeAsync();

        Assert.DoesNotContain("gone", _said);
    }

    public async ValueTask<TValue> InvokeAsync<TValue>(string identifier, object?[]? args)
    {
        _said.Add(identifier);
        if (identifier == _waitsFor)
        {
            await _wait.Task;
        }

        return this is TValue reference ? reference : default!;
    }

    public ValueTask<TValue> InvokeAsync<TValue>(string identifier, CancellationToken cancellationToken, object?[]? args) => InvokeAsync<TValue>(identifier, args);

    public ValueTask DisposeAsync()
    {
        _said.Add("gone");
        return ValueTask.CompletedTask;
    }

    private Task AttachAsync() => _module.AttachAsync(this, "./there.js", new ElementReference("zone"));
}
