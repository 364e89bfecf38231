namespace TrailBoard.Tests;

/// <summary>
/// Tells another clock's time of day, but its timers run. For a store that must not wait for a clock that stands still: a transaction
/// waits up to a second for more, and whoever wants to write beside it waits for that second.
/// </summary>
internal sealed class DatedTime(TimeProvider date) : TimeProvider
{
    public override DateTimeOffset GetUtcNow() => date.GetUtcNow();
}
