using System.Runtime.CompilerServices;
using TrailBoard.Core.Import;

namespace TrailBoard.Data.Sources.Checks;

/// <summary>Makes the steps of a check.</summary>
internal static class CheckSteps
{
    // Many accounts and regions would otherwise take minutes; more at once would look like an attack to the account's owner.
    private const int AtOnce = 8;

    public static SourceCheckStep Passed(string title, string sentence) => new(title, SourceCheckOutcome.Passed, sentence, null, null);

    public static SourceCheckStep Warning(string title, string sentence, string? permission = null, string? next = null) =>
        new(title, SourceCheckOutcome.Warning, sentence, permission, next);

    public static SourceCheckStep Failed(string title, string sentence, string? permission = null, string? next = null) =>
        new(title, SourceCheckOutcome.Failed, sentence, permission, next);

    public static SourceCheckStep NotTried(string title, string because) =>
        new(title, SourceCheckOutcome.NotTried, $"Not tried, because {because}.", null, null);

    /// <summary>Tries several at once and gives their ends in the order in which they were named.</summary>
    public static async IAsyncEnumerable<T> SideBySideAsync<T>(
        IEnumerable<Func<CancellationToken, Task<T>>> tries, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var running = new Queue<Task<T>>();
        try
        {
            foreach (var start in tries)
            {
                if (running.Count == AtOnce)
                {
                    yield return await running.Dequeue();
                }

                running.Enqueue(start(stop.Token));
            }

            while (running.TryDequeue(out var next))
            {
                yield return await next;
            }
        }
        finally
        {
            await stop.CancelAsync();

            // They end at once, and what they found nobody asks for any more.
            await ((Task)Task.WhenAll(running)).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }
}

/// <summary>Lets no step wait for longer than a person does.</summary>
/// <param name="length">How long a step may take.</param>
internal sealed class CheckLimit(TimeProvider time, TimeSpan length)
{
    public static TimeSpan Usual { get; } = TimeSpan.FromSeconds(30);

    /// <summary>Does a step. Whatever goes wrong becomes a step that says so.</summary>
    /// <param name="failed">Says a fault in words.</param>
    public async Task<T> TryAsync<T>(Func<CancellationToken, Task<T>> attempt, Func<Exception, T> failed, CancellationToken cancellationToken)
    {
        using var enough = new CancellationTokenSource(length, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, enough.Token);
        try
        {
            // Credentials are fetched without a token: the wait for them ends here.
            return await attempt(either.Token).WaitAsync(either.Token);
        }
        catch (Exception fault) when (!cancellationToken.IsCancellationRequested)
        {
            return failed(enough.IsCancellationRequested ? new TimeoutException($"no answer came within {length.TotalSeconds:0} seconds", fault) : fault);
        }
    }
}
