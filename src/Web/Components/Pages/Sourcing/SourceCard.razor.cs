using Microsoft.AspNetCore.Components;
using TrailBoard.Core.Import;
using TrailBoard.Core.Store;
using TrailBoard.Web.Hosting;
using TrailBoard.Web.State;

namespace TrailBoard.Web.Components.Pages.Sourcing;

/// <summary>One source, and what a person does with it.</summary>
public sealed partial class SourceCard : IDisposable
{
    private SourceCheck? _check;
    private (SourceActivity, bool) _saidFor;
    private string? _said;

    [Inject] private BackgroundSources Sources { get; set; } = null!;

    [Inject] private ISourceChecks Checks { get; set; } = null!;

    [Inject] private BrowserShell Shell { get; set; } = null!;

    [Parameter, EditorRequired] public SourceItem Item { get; set; } = null!;

    /// <summary>The time for which the page is written.</summary>
    [Parameter, EditorRequired] public DateTimeOffset Now { get; set; }

    [Parameter] public bool IsOpen { get; set; }

    [Parameter] public long? RunId { get; set; }

    [Parameter] public int Page { get; set; }

    [Parameter] public long? OpenObject { get; set; }

    [Parameter] public EventCallback<string> Toggled { get; set; }

    private bool IsPaused => Item.Status.State.IsPaused;

    private (SourceActivity Activity, bool IsPaused) Moment => (Item.Status.Activity, IsPaused);

    // Of the run, or of single files only.
    private bool IsRed => Item.Status.Activity is SourceActivity.BackingOff || Item.Status.State.Failures > 0;

    private string Often => Item.Status.State.Failures > 1 ? $"It failed {Item.Status.State.Failures} times in a row. " : "";

    private string WhatNext => Item.Status.Activity switch
    {
        SourceActivity.Running => "It is tried again now.",
        SourceActivity.BackingOff => $"{Often}It is tried again by itself, less often each time. What was committed stays.",
        SourceActivity.Paused => "It is tried again when it is resumed. What was committed stays.",
        SourceActivity.Off => "Run it again when it is set right. What was committed stays.",
        SourceActivity.Elsewhere or SourceActivity.Stopped => "What was committed stays.",
        _ => "The rest was imported. What failed is tried again with the next run.",
    };

    // What was said holds until the source does something else.
    protected override void OnParametersSet()
    {
        if (_saidFor != Moment)
        {
            _said = null;
        }
    }

    private Task RunNowAsync() => SayAsync(Sources.TryRun(Item.Name, new SourceRequest())
        ? "It runs now."
        : "Too many runs of this source wait already. Ask again when one has ended.");

    private Task AskAsync(SourceRequest request) => SayAsync(!Sources.TryRun(Item.Name, request)
        ? "Too many runs of this source wait already. Ask again when one has ended."
        : Item.Status.Activity is SourceActivity.Running ? "The range is imported when the present run has ended." : "The range is imported now.");

    private async Task PauseAsync()
    {
        var pause = !IsPaused;
        try
        {
            await Sources.PauseAsync(Item.Name, pause, CancellationToken.None);
            await SayAsync((pause, Item.Status.Activity) switch
            {
                (true, SourceActivity.Elsewhere) => "Paused. The process that runs it ends its present run first.",
                (true, _) => "Paused. What was committed stays; nothing more is read until you resume it.",
                (false, _) => "Resumed. It goes on from where it was.",
            });
        }
        catch (StoreException problem)
        {
            await SayAsync($"It could not be {(pause ? "paused" : "resumed")}: {problem.Message}");
        }
    }

    private async Task CheckAsync()
    {
        if (!IsOpen)
        {
            await Toggled.InvokeAsync(Item.Name);
        }

        if (_check is { IsRunning: true })
        {
            return;
        }

        CloseCheck();
        _check = new SourceCheck(Checks, Item.Source);
        await _check.RunAsync(() => InvokeAsync(StateHasChanged));
    }

    private void CloseCheck()
    {
        _check?.Dispose();
        _check = null;
    }

    private async Task SayAsync(string words)
    {
        (_said, _saidFor) = (words, Moment);
        await Shell.SayAsync($"{Item.Name}: {words}");
    }

    public void Dispose() => _check?.Dispose();
}
