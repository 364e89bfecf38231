namespace TrailBoard.Data.Store;

/// <summary>
/// The place of an event: seconds since 2010, then 31 bits of the hash of its content. One B-tree by this key gives the
/// order, the pages, the ranges and the meeting of copies.
/// </summary>
internal static class EventKey
{
    /// <summary>How many keys share a second.</summary>
    public const long Second = 1L << 31;

    private const long HashMask = Second - 1;

    private static readonly long Epoch = new DateTimeOffset(2010, 1, 1, 0, 0, 0, TimeSpan.Zero).ToUnixTimeSeconds();

    // One second less than 64 bits allow, so that the key behind the last second is a number too.
    private const long FirstSecond = long.MinValue / Second;
    private const long LastSecond = long.MaxValue / Second - 1;

    /// <summary>The first time that a key can hold: in 1873.</summary>
    public static DateTimeOffset MinTime { get; } = TimeOf(FirstSecond * Second);

    /// <summary>The last time that a key can hold: in 2146.</summary>
    public static DateTimeOffset MaxTime { get; } = TimeOf(LastSecond * Second);

    public static long Of(DateTimeOffset time, long contentHash) => FirstOf(time) | (contentHash & HashMask);

    /// <summary>The lowest key of the time's second; times beyond what keys hold are brought to the nearest that they do.</summary>
    public static long FirstOf(DateTimeOffset time) => Math.Clamp(time.ToUnixTimeSeconds() - Epoch, FirstSecond, LastSecond) * Second;

    /// <summary>The lowest key at or after the time: a time within a second lies behind all of that second's events.</summary>
    public static long FirstFrom(DateTimeOffset time)
    {
        var whole = FirstOf(time);
        return time.UtcTicks % TimeSpan.TicksPerSecond == 0 ? whole : whole + Second;
    }

    public static DateTimeOffset TimeOf(long key) => DateTimeOffset.FromUnixTimeSeconds((key >> 31) + Epoch);

    /// <summary>The lowest key of a key's second.</summary>
    public static long FirstOfSecond(long key) => key & ~HashMask;

    /// <summary>The highest key of a key's second.</summary>
    public static long LastOfSecond(long key) => key | HashMask;

    /// <summary>Where to look after a taken key. It stays in its second, so that the time of an event never changes.</summary>
    public static long Next(long key) => FirstOfSecond(key) | ((key + 1) & HashMask);
}
