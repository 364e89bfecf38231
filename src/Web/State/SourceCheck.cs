using TrailBoard.Core.Import;

namespace TrailBoard.Web.State;

/// <summary>A check of a source, step by step as it goes on.</summary>
public sealed class SourceCheck(ISourceChecks checks, SourceOptions source) : IDisposable
{
    private readonly CancellationTokenSource _stop = new();
    private readonly List<SourceCheckStep> _steps = [];

    /// <summary>The steps that are done.</summary>
    public IReadOnlyList<SourceCheckStep> Steps => _steps;

    public bool IsRunning { get; private set; }

    /// <summary>How it came out, in words, once it has ended.</summary>
    public string? Verdict => IsRunning ? null : this switch
    {
        _ when _steps.Count == 0 => "Nothing was checked.",
        _ when Count(SourceCheckOutcome.Failed) is > 0 and var failed => $"{(failed == 1 ? "1 step" : $"{failed} steps")} failed: it cannot read all that it is set to.",
        _ when Count(SourceCheckOutcome.Warning) > 0 => "It works, with something to look at.",
        _ => "All steps passed.",
    };

    /// <summary>Runs to the end, or until it is disposed.</summary>
    /// <param name="changed">Called after each step.</param>
    public async Task RunAsync(Func<Task> changed)
    {
        IsRunning = true;
        await changed();
        try
        {
            await foreach (var step in checks.CheckAsync(source, _stop.Token))
            {
                _steps.Add(step);
                await changed();
            }
        }
        catch (OperationCanceledException) when (_stop.IsCancellationRequested)
        {
            // The person has closed it, or left.
            return;
        }
        finally
        {
            IsRunning = false;
        }

        await changed();
    }

    public void Dispose() => _stop.Cancel();

    private int Count(SourceCheckOutcome outcome) => _steps.Count(step => step.Outcome == outcome);
}
