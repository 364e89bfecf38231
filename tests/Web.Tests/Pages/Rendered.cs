using AngleSharp;
using AngleSharp.Dom;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.HtmlRendering.Infrastructure;
using Microsoft.AspNetCore.Components.Web;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.JSInterop;
using TrailBoard.Core.Identity;
using TrailBoard.Web.Components;

namespace TrailBoard.Web.Tests.Pages;

/// <summary>Components rendered in memory: state in, markup out. What only a browser could do is refused, and what is looked up after a page was rendered is not looked up.</summary>
internal static class Rendered
{
    /// <param name="with">What the component asks for besides the time, a browser and evidence; the last one of a kind counts.</param>
    public static async Task<IDocument> Async<T>(Dictionary<string, object?> parameters, Action<IServiceCollection>? with = null)
        where T : IComponent
    {
        await using var provider = Services(with);
        await using var renderer = new HtmlRenderer(provider, NullLoggerFactory.Instance);
        var html = await renderer.Dispatcher.InvokeAsync(async () => (await renderer.RenderComponentAsync<T>(ParameterView.FromDictionary(parameters))).ToHtmlString());
        return await BrowsingContext.New(Configuration.Default).OpenAsync(request => request.Content(html));
    }

    /// <summary>The component inside what hands a value down to it.</summary>
    public static Task<IDocument> WithinAsync<T, TValue>(TValue value, Dictionary<string, object?> parameters, Action<IServiceCollection>? with = null)
        where T : IComponent
    {
        RenderFragment inner = builder =>
        {
            builder.OpenComponent<T>(0);
            builder.AddMultipleAttributes(1, parameters!);
            builder.CloseComponent();
        };
        return Async<CascadingValue<TValue>>(new() { [nameof(CascadingValue<>.Value)] = value, [nameof(CascadingValue<>.ChildContent)] = inner }, with);
    }

    /// <summary>Of how many frames a component is, without those inside it: what a circuit holds of it.</summary>
    public static async Task<int> FramesAsync<T>(Dictionary<string, object?> parameters, Action<IServiceCollection>? with = null)
        where T : IComponent
    {
        await using var provider = Services(with);
        await using var renderer = new Counting(provider);
        await renderer.Dispatcher.InvokeAsync(() => renderer.BeginRenderingComponent(typeof(T), ParameterView.FromDictionary(parameters)).QuiescenceTask);
        return renderer.Frames(0);
    }

    private static ServiceProvider Services(Action<IServiceCollection>? with)
    {
        var services = new ServiceCollection().AddSingleton(TimeProvider.System).AddSingleton<IJSRuntime, NoBrowser>().AddSingleton<IActorEvidence, NoEvidence>().AddScoped<BrowserShell>();
        with?.Invoke(services);
        return services.BuildServiceProvider();
    }

    private sealed class Counting(IServiceProvider services) : StaticHtmlRenderer(services, NullLoggerFactory.Instance)
    {
#pragma warning disable BL0006 // What is counted here is what the framework keeps to itself.
        public int Frames(int component) => GetCurrentRenderTreeFrames(component).Count;
#pragma warning restore BL0006
    }

    private sealed class NoBrowser : IJSRuntime
    {
        public ValueTask<TValue> InvokeAsync<TValue>(string identifier, object?[]? args) => throw new InvalidOperationException("There is no browser here.");

        public ValueTask<TValue> InvokeAsync<TValue>(string identifier, CancellationToken cancellationToken, object?[]? args) => throw new InvalidOperationException("There is no browser here.");
    }

    private sealed class NoEvidence : IActorEvidence
    {
        public Task<IReadOnlyList<CallerRecord>> IssuersOfKeyAsync(string accessKey, DateTimeOffset from, DateTimeOffset to, CancellationToken cancellationToken) => throw new InvalidOperationException();

        public Task<IReadOnlyList<CallerRecord>> IssuersOfSessionAsync(string assumedRoleId, DateTimeOffset from, DateTimeOffset to, CancellationToken cancellationToken) => throw new InvalidOperationException();

        public Task<IReadOnlyList<CallerRecord>> CopiesAsync(string sharedEventId, DateTimeOffset from, DateTimeOffset to, CancellationToken cancellationToken) => throw new InvalidOperationException();

        public Task<IReadOnlyList<TokenAddress>> TokenAddressesAsync(string service, string accessKey, DateTimeOffset from, DateTimeOffset to, CancellationToken cancellationToken) => throw new InvalidOperationException();

        public Task<IReadOnlyList<EvidenceGap>> GapsAsync(string? account, DateTimeOffset from, DateTimeOffset to, CancellationToken cancellationToken) => throw new InvalidOperationException();
    }
}
