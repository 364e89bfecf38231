namespace TrailBoard.Data.Store;

/// <summary>Equal spans of time over keys.</summary>
internal readonly record struct TimeBuckets(DateTimeOffset Start, TimeSpan Width, int Count)
{
    private static readonly long[] RoundSeconds =
    [
        1, 2, 5, 10, 15, 30, 60, 2 * 60, 5 * 60, 10 * 60, 15 * 60, 30 * 60, 3_600, 2 * 3_600, 3 * 3_600, 6 * 3_600, 12 * 3_600,
        Day, 2 * Day, 7 * Day, 14 * Day, 28 * Day, 91 * Day, 182 * Day, 364 * Day, 5 * 364 * Day, 10 * 364 * Day,
    ];

    private const long Day = 86_400;

    public long StartKey => EventKey.FirstOf(Start);

    // All of time in one bucket is more than 63 bits.
    public long WidthKey => (long)Int128.Min((Int128)(long)Width.TotalSeconds * EventKey.Second, long.MaxValue);

    public int Of(long key) => Clamp((long)(((Int128)key - StartKey) / WidthKey));

    /// <summary>The bucket of a quotient: the last one takes what a width of more than 63 bits would.</summary>
    public int Clamp(long bucket) => (int)Math.Min(bucket, Count - 1);

    /// <summary>Buckets of a round width on round times. Weeks begin on Monday.</summary>
    public static TimeBuckets Round(DateTimeOffset from, DateTimeOffset to, int maxBuckets)
    {
        var (first, end) = (from.ToUnixTimeSeconds() + WeekShift, to.ToUnixTimeSeconds() + WeekShift + (to.UtcTicks % TimeSpan.TicksPerSecond == 0 ? 0 : 1));
        var width = RoundSeconds.FirstOrDefault(seconds => CountOf(first, end, seconds) <= maxBuckets);
        if (width == 0)
        {
            return Exact(from, to, maxBuckets);
        }

        var start = Floor(first, width);
        return new TimeBuckets(DateTimeOffset.FromUnixTimeSeconds(start - WeekShift), TimeSpan.FromSeconds(width), (int)CountOf(first, end, width));
    }

    /// <summary>As many buckets as asked for, from the first second to the last.</summary>
    public static TimeBuckets Exact(DateTimeOffset from, DateTimeOffset to, int count)
    {
        var seconds = Math.Max(1, (long)Math.Ceiling((to - from).TotalSeconds));
        return new TimeBuckets(from, TimeSpan.FromSeconds((seconds + count - 1) / count), count);
    }

    // 1970 began on a Thursday, three days after a Monday.
    private const long WeekShift = 3 * Day;

    private static long CountOf(long first, long end, long width) => Math.Max(1, (end - Floor(first, width) + width - 1) / width);

    private static long Floor(long seconds, long width) => seconds - (((seconds % width) + width) % width);
}
