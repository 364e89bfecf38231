using Microsoft.EntityFrameworkCore;
using TrailBoard.Core.Views;

namespace TrailBoard.Data.Store.Coverage;

/// <summary>Finds what of a question is not covered.</summary>
/// <param name="rows">The accounts and regions that it is about.</param>
/// <param name="more">How many more there are that are not looked at.</param>
/// <param name="known">The first and last time that is known of them.</param>
/// <param name="left">When the first day begins that is left, where earlier ones were removed on purpose.</param>
/// <param name="due">What happened from this time on is not due yet, Unix seconds.</param>
internal sealed class CoverageHoles(CoverageQuestion question, IReadOnlyList<IReadOnlyList<CoveragePlaceRow>> rows, int more, TimeStretch? known, DateTimeOffset? left, long due)
{
    private const int MostHoles = 100;
    private const int MostGaps = 10_000;

    public async Task<CoverageAnswer> ReadAsync(TrailContext context, CancellationToken cancellationToken)
    {
        var (accounts, regions) = (Distinct(place => place.Account), Distinct(place => place.Region));
        var unknown = UnknownPlaces(accounts, regions);
        var until = CoverageGrid.At(due);
        var to = question.Range.To is { } end && end < until ? end : until;
        if (rows.Count > 0 && (question.Range.From ?? known?.From) is { } asked && left is { } first && asked < first && asked < to)
        {
            // Whatever was covered of it, it is here no more. The rest is a question of its own.
            var rest = question with { Range = question.Range with { From = first } };
            var answer = await new CoverageHoles(rest, rows, more, known, null, due).ReadAsync(context, cancellationToken);
            return answer with
            {
                Verdict = first >= to ? CoverageVerdict.NotCovered : answer.Verdict is CoverageVerdict.Covered ? CoverageVerdict.Partly : answer.Verdict,
                Asked = new TimeStretch(asked, to),
                RemovedBefore = first,
            };
        }

        if (rows.Count == 0 || (question.Range.From ?? known?.From) is not { } from || from >= to)
        {
            var verdict = rows.Count == 0 && unknown.Count > 0 ? CoverageVerdict.NotCovered : CoverageVerdict.Unknown;
            return new CoverageAnswer(verdict, null, accounts.Count, regions.Count, []) { UnknownPlaces = unknown };
        }

        var (start, last) = (from.ToUnixTimeSeconds(), to.ToUnixTimeSeconds());
        var places = rows.SelectMany(row => row.Select(place => place.Id)).ToList();
        var claims = await PlaceClaims.ReadAsync(context, places, start, last, cancellationToken);
        var gaps = await context.CoverageGaps.Where(gap => places.Contains(gap.Place) && gap.Starts < last && gap.Ends > start)
            .OrderBy(gap => gap.Starts).Take(MostGaps).ToListAsync(cancellationToken);
        var openByPlace = gaps.SelectMany(claims.MissingOf).ToLookup(gap => gap.Place);
        var brought = await BroughtAsync(context, places, start, last, cancellationToken);

        var holes = new List<CoverageHole>();
        var (isQuiet, isManagementOnly, isAnyCovered) = (false, false, false);
        foreach (var row in rows)
        {
            var failed = new CoveredTime();
            foreach (var gap in row.SelectMany(place => openByPlace[place.Id]))
            {
                failed.Add(CoverageGrid.At(Math.Max(gap.Starts, start)), CoverageGrid.At(Math.Min(gap.Ends, last)));
            }

            CoverageHole Hole(TimeStretch span, CoverageState why) => new(row[0].Account, row[0].Region, span, why);
            var hours = row.SelectMany(place => brought[place.Id]).ToHashSet();
            var missing = claims.CoveredOf(row).Missing(from, to).ToList();
            holes.AddRange(failed.Stretches.Select(span => Hole(span, CoverageState.Incomplete)));
            holes.AddRange(missing.Select(span => Hole(span, hours.Any(stretch => stretch.From < span.To && stretch.To > span.From) ? CoverageState.Seen : CoverageState.Unknown)));
            isQuiet |= hours.Count == 0 && missing.Count == 0 && claims.AskedOf(row).Within(from, to) < to - from;
            isManagementOnly |= claims.ListedOf(row).Within(from, to) < claims.CoveredOf(row).Within(from, to);
            missing.ForEach(span => failed.Add(span.From, span.To));
            isAnyCovered |= failed.Within(from, to) < to - from;
        }

        var ordered = holes.OrderByDescending(hole => hole.Span.Length).ThenBy(hole => hole.Account, StringComparer.Ordinal).ThenBy(hole => hole.Region, StringComparer.Ordinal).ThenBy(hole => hole.Span.From);
        return new CoverageAnswer(
            VerdictOf(holes, isAnyCovered, isWhole: holes.Count == 0 && unknown.Count == 0 && more == 0),
            new TimeStretch(from, to), accounts.Count, regions.Count, [.. ordered.Take(MostHoles)])
        {
            MoreHoles = Math.Max(0, holes.Count - MostHoles),
            UnknownPlaces = unknown,
            MorePlaces = more,
            IsQuiet = isQuiet,
            IsManagementOnly = isManagementOnly,
        };
    }

    private static CoverageVerdict VerdictOf(List<CoverageHole> holes, bool isAnyCovered, bool isWhole) =>
        isWhole ? CoverageVerdict.Covered
        : isAnyCovered ? CoverageVerdict.Partly
        : holes.Exists(hole => hole.Why is CoverageState.Seen) ? CoverageVerdict.Unknown
        : CoverageVerdict.NotCovered;

    /// <summary>When each place brought records: hours of a short range, days of a long one.</summary>
    private static async Task<ILookup<long, TimeStretch>> BroughtAsync(TrailContext context, List<long> places, long start, long end, CancellationToken cancellationToken)
    {
        const long Hour = 3_600;
        const long Day = 24 * Hour;
        var isShort = end - start <= 8 * Day;
        var width = isShort ? Hour : Day;
        var (first, last) = (start / width, (end - 1) / width);
        var found = isShort
            ? await context.CoverageHours.Where(row => places.Contains(row.Place) && row.Hour >= first && row.Hour <= last)
                .Select(row => new { row.Place, At = row.Hour }).ToListAsync(cancellationToken)
            : await context.CoverageDays.Where(row => places.Contains(row.Place) && row.Day >= first && row.Day <= last)
                .Select(row => new { row.Place, At = row.Day }).ToListAsync(cancellationToken);
        return found.ToLookup(row => row.Place, row => new TimeStretch(CoverageGrid.At(row.At * width), CoverageGrid.At((row.At + 1) * width)));
    }

    private HashSet<string> Distinct(Func<CoveragePlaceRow, string> part) => [.. rows.Select(row => part(row[0]))];

    private List<string> UnknownPlaces(HashSet<string> accounts, HashSet<string> regions)
    {
        var (askedAccounts, askedRegions) = (question.Places.Accounts.Order(StringComparer.Ordinal), question.Places.Regions.Order(StringComparer.Ordinal));
        // Each may be known beside others: together they are not.
        return rows.Count == 0 && question.Places.Accounts.Count > 0 && question.Places.Regions.Count > 0
            ? [.. askedRegions.SelectMany(_ => askedAccounts, (region, account) => $"{region} in account {account}")]
            : [
                .. askedAccounts.Where(account => !accounts.Contains(account, StringComparer.OrdinalIgnoreCase)).Select(account => $"account {account}"),
                .. askedRegions.Where(region => !regions.Contains(region, StringComparer.OrdinalIgnoreCase)),
            ];
    }
}
