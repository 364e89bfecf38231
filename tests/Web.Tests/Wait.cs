using System.Diagnostics;

namespace TrailBoard.Web.Tests;

/// <summary>Waits for what happens elsewhere, and says what did not.</summary>
internal static class Wait
{
    public static async Task UntilAsync(Func<bool> happened, string what)
    {
        var started = Stopwatch.GetTimestamp();
        while (!happened())
        {
            Assert.True(Stopwatch.GetElapsedTime(started) < TimeSpan.FromSeconds(20), $"Waited in vain for {what}.");
            await Task.Delay(20);
        }
    }
}
