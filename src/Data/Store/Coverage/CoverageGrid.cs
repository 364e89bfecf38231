using Microsoft.EntityFrameworkCore;
using TrailBoard.Core.Views;

namespace TrailBoard.Data.Store.Coverage;

/// <summary>
/// Cells of equal length in a row. The database adds up what was brought and what failed for each place and cell; claims are few, for
/// those that touch are one, and are laid over the cells here.
/// </summary>
/// <param name="Start">When the first cell begins, Unix seconds.</param>
/// <param name="Seconds">How long a cell is: whole hours.</param>
/// <param name="Count">How many cells there are.</param>
/// <param name="Due">What happened from this time on is not due yet, Unix seconds.</param>
/// <param name="Left">When the first day begins that is left, where earlier ones were removed on purpose, Unix seconds.</param>
internal sealed record CoverageGrid(long Start, long Seconds, int Count, long Due, long Left)
{
    public long End => Start + (Seconds * Count);

    /// <summary>The cells of accounts and regions, each of which several sources may know.</summary>
    public async Task<IReadOnlyList<IReadOnlyList<CoverageCell>>> ReadAsync(
        TrailContext context, IReadOnlyList<IReadOnlyList<CoveragePlaceRow>> rows, CancellationToken cancellationToken)
    {
        var places = rows.SelectMany(row => row.Select(place => place.Id)).ToList();
        var sums = (await BroughtAsync(context, places, cancellationToken)).ToLookup(sum => sum.Place);
        var claims = await PlaceClaims.ReadAsync(context, places, Start, End, cancellationToken);
        var gaps = (await GapsAsync(context, places, claims, cancellationToken)).ToLookup(gap => gap.Place);
        return [.. rows.Select(row => CellsOf(row, sums, claims, gaps))];
    }

    private IReadOnlyList<CoverageCell> CellsOf(
        IReadOnlyList<CoveragePlaceRow> row, ILookup<long, Brought> sums, PlaceClaims claims, ILookup<long, (long Place, int First, int Last, int Count)> gaps)
    {
        var (asked, covered) = (claims.AskedOf(row), claims.CoveredOf(row));
        var facts = new CoverageFacts[Count];
        var sources = new List<string>[Count];
        for (var cell = 0; cell < Count; cell++)
        {
            var (from, to) = (At(Start + (cell * Seconds)), At(Math.Max(Start + (cell * Seconds), Math.Min(Start + ((cell + 1) * Seconds), Due))));

            // A week that was removed in part is covered in part.
            var isRemoved = Left >= Start + ((cell + 1) * Seconds);
            var left = isRemoved ? from : At(Math.Clamp(Left, from.ToUnixTimeSeconds(), to.ToUnixTimeSeconds()));
            facts[cell] = new CoverageFacts { Due = to - from, Covered = covered.Within(left, to), Asked = asked.Within(left, to), IsRemoved = isRemoved };
            sources[cell] = [.. row.Where(place => claims.Of(place).Within(from, to) > TimeSpan.Zero).Select(place => place.Source)];
        }

        foreach (var place in row)
        {
            foreach (var sum in sums[place.Id])
            {
                ref var of = ref facts[sum.Cell];
                of = of with { Files = of.Files + sum.Files, Records = of.Records + sum.Records, Events = of.Events + sum.Events, Late = of.Late + sum.Late };
                sources[sum.Cell].Add(place.Source);
            }

            foreach (var (_, first, last, count) in gaps[place.Id])
            {
                for (var cell = Math.Max(first, 0); cell <= Math.Min(last, Count - 1); cell++)
                {
                    facts[cell] = facts[cell] with { Failures = facts[cell].Failures + count };
                }
            }
        }

        return [.. facts.Select((of, cell) => new CoverageCell(of, [.. sources[cell].Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)]))];
    }

    private Task<List<Brought>> BroughtAsync(TrailContext context, List<long> places, CancellationToken cancellationToken)
    {
        const long Day = 86_400;
        var isOfDays = Seconds % Day == 0 && Start % Day == 0;
        var (first, width) = isOfDays ? (Start / Day, Seconds / Day) : (Start / 3_600, Seconds / 3_600);
        var end = first + (width * Count);
        return isOfDays
            ? context.CoverageDays
                .Where(row => places.Contains(row.Place) && row.Day >= first && row.Day < end)
                .GroupBy(row => new { row.Place, Cell = (row.Day - first) / width })
                .Select(same => new Brought(
                    same.Key.Place, (int)same.Key.Cell, same.Sum(row => row.Files), same.Sum(row => row.Records), same.Sum(row => row.Events), same.Sum(row => row.Late)))
                .ToListAsync(cancellationToken)
            : context.CoverageHours
                .Where(row => places.Contains(row.Place) && row.Hour >= first && row.Hour < end)
                .GroupBy(row => new { row.Place, Cell = (row.Hour - first) / width })
                .Select(same => new Brought(
                    same.Key.Place, (int)same.Key.Cell, same.Sum(row => row.Files), same.Sum(row => row.Records), same.Sum(row => row.Events), same.Sum(row => row.Late)))
                .ToListAsync(cancellationToken);
    }

    /// <summary>How many gaps begin and end in the same cells. A failed question counts only where it was not answered in other pieces since.</summary>
    private async Task<IEnumerable<(long Place, int First, int Last, int Count)>> GapsAsync(
        TrailContext context, List<long> places, PlaceClaims claims, CancellationToken cancellationToken)
    {
        var (start, end, seconds) = (Start, End, Seconds);
        var gaps = context.CoverageGaps.Where(row => places.Contains(row.Place) && row.Starts < end && row.Ends > start);
        var files = await gaps
            .Where(row => row.Kind != GapKind.Window)
            .GroupBy(row => new { row.Place, First = (row.Starts - start + seconds) / seconds, Last = (row.Ends - 1 - start) / seconds })
            .Select(same => new { same.Key.Place, same.Key.First, same.Key.Last, Count = same.Count() })
            .ToListAsync(cancellationToken);
        var windows = await gaps.Where(row => row.Kind == GapKind.Window).ToListAsync(cancellationToken);
        return files
            .Select(gap => (gap.Place, (int)gap.First - 1, (int)gap.Last, gap.Count))
            .Concat(windows
                .SelectMany(gap => claims.MissingOf(gap))
                .Select(missing => (missing.Place, CellOf(missing.Starts), CellOf(missing.Ends - 1), 1)));
    }

    // Rounded down before the start, too, where a division rounds up.
    private int CellOf(long time) => (int)Math.Floor((time - Start) / (decimal)Seconds);

    internal static DateTimeOffset At(long seconds) => DateTimeOffset.FromUnixTimeSeconds(seconds);

    private sealed record Brought(long Place, int Cell, long Files, long Records, long Events, long Late);
}
