using System.Diagnostics;
using System.Runtime.CompilerServices;

namespace TrailBoard.Tests;

/// <summary>Waits for what happens elsewhere, and says what did not.</summary>
internal static class Wait
{
    /// <summary>When a test gives up on what hangs. It says nothing about how fast anything is: a loaded machine takes its time.</summary>
    public static readonly TimeSpan Long = TimeSpan.FromMinutes(3);

    public static async Task UntilAsync(Func<bool> happened, [CallerArgumentExpression(nameof(happened))] string what = "")
    {
        var started = Stopwatch.GetTimestamp();
        while (!happened())
        {
            Assert.True(Stopwatch.GetElapsedTime(started) < Long, $"Waited in vain for {what}.");
            await Task.Delay(10);
        }
    }
}
