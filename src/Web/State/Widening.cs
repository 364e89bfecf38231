using TrailBoard.Core.Views;

namespace TrailBoard.Web.State;

/// <summary>Makes a range wider by what is around it: what a double click on the chart does.</summary>
public static class Widening
{
    /// <summary>The scope with as much again on either side, as far as now. What is a distance back from now stays one, three times as long.</summary>
    /// <param name="bars">What is shown, for the start of a range that is open there.</param>
    public static ViewScope Widened(this ViewScope scope, EventHistogram bars, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(scope);
        ArgumentNullException.ThrowIfNull(bars);
        if (scope is { From: { IsRelative: true } back, To: null })
        {
            return scope with { From = back.Times(3) };
        }

        var from = scope.From?.Resolve(now) ?? bars.Start;
        var to = scope.To?.Resolve(now) ?? now;
        var width = to > from ? to - from : TimeSpan.Zero;
        return scope with
        {
            From = scope.From is null || from.UtcTicks < width.Ticks ? null : TimeBound.At(from - width),
            To = scope.To is null || now - to <= width ? null : TimeBound.At(to + width),
        };
    }
}
