using System.Globalization;
using TrailBoard.Core.Import;

namespace TrailBoard.Data.Sources.Lookup;

/// <summary>A stretch of time of one account and region that is asked for with one set of parameters: half-open, whole seconds, UTC.</summary>
/// <param name="IsFresh">Whether it was read early, while events may still have been on their way; that time is read once more.</param>
internal sealed record LookupWindow(string Account, string Region, DateTimeOffset Start, DateTimeOffset End, bool IsFresh = false)
{
    /// <summary>The lengths of windows. Each divides the next, and days begin at midnight, so that a later run meets the borders of an earlier one.</summary>
    public static readonly IReadOnlyList<TimeSpan> Lengths =
    [
        TimeSpan.FromMinutes(1), TimeSpan.FromMinutes(5), TimeSpan.FromMinutes(15), TimeSpan.FromHours(1), TimeSpan.FromHours(6), TimeSpan.FromDays(1),
    ];

    private static readonly TimeSpan Cut = TimeSpan.FromMinutes(5);

    public TimeSpan Length => End - Start;

    /// <summary>Where the window may be cut, the oldest first: where shorter windows of the same end may begin. A fresh one is not cut.</summary>
    public IEnumerable<DateTimeOffset> Borders =>
        IsFresh ? [] : AllEndingAt(Account, Region, End, Start).Select(shorter => shorter.Start).Where(start => start > Start).Reverse();

    /// <summary>The name in the ledger.</summary>
    public string Name => $"lookup/{Account}/{Region}/{Text(Start)}/{Text(End)}{(IsFresh ? "/fresh" : "")}";

    /// <summary>What the window covers once it is imported.</summary>
    public ObjectScope Scope => new(Account, Region, Start, End, IsAsked: true);

    /// <summary>The windows that are asked for: each begins at the last border of a rung of the ladder before <paramref name="end"/>. The shortest first; none begins before <paramref name="floor"/>.</summary>
    public static IReadOnlyList<LookupWindow> EndingAt(string account, string region, DateTimeOffset end, DateTimeOffset floor) =>
        [.. Lengths
            .Select(length => Down(end - TimeSpan.FromSeconds(1), length))
            .Select(start => start > floor ? start : floor)
            .Distinct()
            .Select(start => new LookupWindow(account, region, start, end))];

    /// <summary>
    /// All windows that may have been read: those that are asked for, and those that were cut at a multiple of five minutes because
    /// they were full. The shortest first.
    /// </summary>
    public static IReadOnlyList<LookupWindow> AllEndingAt(string account, string region, DateTimeOffset end, DateTimeOffset floor)
    {
        var asked = EndingAt(account, region, end, floor);
        var longest = asked[^1].Start;
        var cuts = new List<LookupWindow>();
        for (var start = Down(end - TimeSpan.FromSeconds(1), Cut); start > longest; start -= Cut)
        {
            cuts.Add(new LookupWindow(account, region, start, end));
        }

        return [.. asked.Concat(cuts).DistinctBy(window => window.Start).OrderByDescending(window => window.Start)];
    }

    /// <summary>The border at or before a time.</summary>
    public static DateTimeOffset Down(DateTimeOffset time, TimeSpan length) => new(time.UtcTicks - (time.UtcTicks % length.Ticks), TimeSpan.Zero);

    private static string Text(DateTimeOffset time) => time.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);
}
