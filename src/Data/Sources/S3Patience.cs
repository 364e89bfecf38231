namespace TrailBoard.Data.Sources;

/// <summary>How long and how often S3 is asked before it is said that it does not answer.</summary>
/// <param name="Stall">How long to wait for the next byte.</param>
/// <param name="Attempts">How often an object is read or a page listed, each on top of the SDK's own retries.</param>
/// <param name="Pause">The pause before the second attempt; it doubles, and half of it is left to chance.</param>
/// <param name="InMemory">Objects of more bytes than this wait in a temporary file.</param>
internal sealed record S3Patience(TimeSpan Stall, int Attempts, TimeSpan Pause, int InMemory)
{
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(30);

    public static S3Patience Default { get; } =
        new(TimeSpan.FromSeconds(60), 4, TimeSpan.FromSeconds(1), Spool.InMemory) { Busy = TimeSpan.FromMinutes(5) };

    /// <summary>For how long nobody hears of it where S3 itself says that it is busy or out of order, however many attempts that takes.</summary>
    public TimeSpan Busy { get; init; }

    /// <summary>The pause after an attempt, by a number from 0 to 1 that chance gives.</summary>
    public TimeSpan PauseAfter(int attempt, double chance)
    {
        var whole = Pause * Math.Pow(2, Math.Min(attempt - 1, 20));
        return (whole < LongestPause ? whole : LongestPause) * (0.5 + (chance / 2));
    }
}
