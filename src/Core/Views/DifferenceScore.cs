namespace TrailBoard.Core.Views;

/// <summary>
/// How far two shares are apart, as far as that is sure. Of each share the interval is taken in which it lies by what was counted (Wilson's score
/// interval at 99.9 %); the score is the distance between the ends that face each other, and 0 where the intervals touch. So a few events
/// say little, and none say nothing. The distance is Cohen's h, on which 1 % against 4 % weighs as much as 40 % against 50 %: what
/// hardly ever happens is not lost behind what always does.
/// </summary>
public static class DifferenceScore
{
    // The two-sided 99.9 % of the normal distribution.
    private const double Z = 3.2905;

    /// <summary>The score of a value that some of the events of each side have. The sides may be exchanged.</summary>
    /// <param name="one">How many of the one side's events have it.</param>
    /// <param name="ofOne">How many events the one side has.</param>
    /// <param name="other">How many of the other side's events have it.</param>
    /// <param name="ofOther">How many events the other side has.</param>
    /// <returns>From 0, nothing that is sure, to 1, which all of the one side have and none of the other, were there endlessly many.</returns>
    /// <exception cref="ArgumentOutOfRangeException">A count is negative, or above that of its side.</exception>
    public static double Of(long one, long ofOne, long other, long ofOther)
    {
        var (low, high) = Interval(one, ofOne);
        var (otherLow, otherHigh) = Interval(other, ofOther);
        return low > otherHigh ? Distance(low, otherHigh) : otherLow > high ? Distance(otherLow, high) : 0;
    }

    private static (double Low, double High) Interval(long count, long events)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(count);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(count, events);
        if (events == 0)
        {
            return (0, 1);
        }

        var (share, square) = ((double)count / events, Z * Z / events);
        var half = Math.Sqrt((square * share * (1 - share)) + (square * square / 4));
        // What rounding leaves of none and of all would be told as a difference.
        return (
            count == 0 ? 0 : (share + (square / 2) - half) / (1 + square),
            count == events ? 1 : (share + (square / 2) + half) / (1 + square));
    }

    private static double Distance(double high, double low) => (Math.Asin(Math.Sqrt(high)) - Math.Asin(Math.Sqrt(low))) / (Math.PI / 2);
}
