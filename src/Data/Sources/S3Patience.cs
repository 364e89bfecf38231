namespace TrailBoard.Data.Sources;

/// <summary>How long and how often S3 is asked before it is said that it does not answer.</summary>
/// <param name="Stall">How long to wait for the next byte.</param>
/// <param name="Attempts">How often an object is read or a page listed, each on top of the SDK's own retries.</param>
/// <param name="Pause">The pause before the second attempt; it doubles, and half of it is left to chance.</param>
/// <param name="InMemory">Objects of more bytes than this wait in a temporary file.</param>
internal sealed record S3Patience(TimeSpan Stall, int Attempts, TimeSpan Pause, int InMemory)
{
    public static S3Patience Default { get; } = new(TimeSpan.FromSeconds(60), 4, TimeSpan.FromSeconds(1), Spool.InMemory);

    /// <summary>The pause after an attempt, by a number from 0 to 1 that chance gives.</summary>
    public TimeSpan PauseAfter(int attempt, double chance) => Pause * Math.Pow(2, attempt - 1) * (0.5 + (chance / 2));
}
