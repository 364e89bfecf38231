using TrailBoard.Core.Views;

namespace TrailBoard.Web.State;

/// <summary>Reads the map for a scope that may leave its days open.</summary>
public static class CoverageReading
{
    private const int MostDays = 3_650;

    /// <summary>The map, and the scope with the days that it shows: where nobody says, the last month of which something is known.</summary>
    public static async Task<(CoverageScope Scope, CoverageMap Map)> MapAsync(
        ICoverage coverage, CoverageScope scope, DateOnly today, int maxCells, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(coverage);
        ArgumentNullException.ThrowIfNull(scope);
        var shown = scope switch
        {
            { First: { } first, Last: { } last } => Ordered(scope, first, last),
            { First: { } first } => Ordered(scope, first, first > today ? first : today),
            { Last: { } last } => Until(scope, last),
            _ => Until(scope, today),
        };
        var map = await coverage.MapAsync(shown.First!.Value, shown.Last!.Value, shown.Places, maxCells, cancellationToken);
        if (scope is { First: null, Last: null } && map.Known is { } known && CoverageScope.DayOf(known.To.AddSeconds(-1)) is var end && end < shown.First)
        {
            shown = Until(scope, end);
            map = await coverage.MapAsync(shown.First!.Value, shown.Last!.Value, shown.Places, maxCells, cancellationToken);
        }

        return (shown, map);
    }

    /// <summary>Rows in the order in which they are read: accounts of which something is known in these days come first.</summary>
    public static IReadOnlyList<CoverageRow> InView(IReadOnlyList<CoverageRow> rows) =>
        [.. rows.GroupBy(row => row.Account).OrderBy(account => account.All(IsUnknown)).SelectMany(account => account)];

    private static bool IsUnknown(CoverageRow row) => row.Cells.All(cell => cell.State is CoverageState.Unknown or CoverageState.NotDue);

    private static CoverageScope Until(CoverageScope scope, DateOnly last) => scope with { First = last.AddDays(1 - CoverageScope.UsualDays), Last = last };

    private static CoverageScope Ordered(CoverageScope scope, DateOnly first, DateOnly last)
    {
        (first, last) = first <= last ? (first, last) : (last, first);
        return scope with { First = last.DayNumber - first.DayNumber < MostDays ? first : last.AddDays(1 - MostDays), Last = last };
    }
}
