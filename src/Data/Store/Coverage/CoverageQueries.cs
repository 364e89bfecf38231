using Microsoft.EntityFrameworkCore;
using TrailBoard.Core.Views;

namespace TrailBoard.Data.Store.Coverage;

/// <summary>Answers questions about coverage, each from one snapshot of the store.</summary>
internal sealed class CoverageQueries(TrailDatabase database, TimeProvider time) : ICoverage
{
    private const int MostRows = 500;
    private const int MostPlacesOfAnswer = 10_000;
    private const int MostFailures = 200;
    private const int MostYears = 10;
    private const long Hour = 3_600;
    private const long Day = 24 * Hour;

    public Task<CoverageMap> MapAsync(DateOnly first, DateOnly last, CoveragePlaces places, int maxCells, CancellationToken cancellationToken)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(maxCells);
        if (last < first || last.Year - first.Year > MostYears)
        {
            throw new ArgumentException($"The range from {first:yyyy-MM-dd} to {last:yyyy-MM-dd} is not one of at most {MostYears} years.", nameof(last));
        }

        var days = last.DayNumber - first.DayNumber + 1;
        var inCell = days <= maxCells ? 1 : 7;
        // Day 0 of DateOnly is a Monday, too.
        var start = inCell == 1 ? first : first.AddDays(-(first.DayNumber % 7));
        var cells = (last.DayNumber - start.DayNumber + inCell) / inCell;
        return database.ReadAsync(
            async context =>
            {
                var (rows, more) = await RowsAsync(context, places, MostRows, cancellationToken);
                var left = await RetentionNoteRow.LimitAsync(context, cancellationToken);
                var grid = new CoverageGrid(SecondsOf(start), inCell * Day, cells, Due(), SecondsOf(left));
                var cellsOfRows = await grid.ReadAsync(context, rows, cancellationToken);
                return new CoverageMap(
                    start,
                    inCell,
                    cells,
                    [.. rows.Zip(cellsOfRows, (row, of) => new CoverageRow(row[0].Account, row[0].Region, of))],
                    more,
                    await KnownAsync(context, null, cancellationToken)) { RemovedBefore = left };
            },
            cancellationToken);
    }

    public Task<CoverageDay> DayAsync(string account, string region, DateOnly day, CancellationToken cancellationToken) => database.ReadAsync(
        async context =>
        {
            var places = await context.CoveragePlaces.Where(row => row.Account == account && row.Region == region).OrderBy(row => row.Source).ToListAsync(cancellationToken);
            var (start, end, number) = (SecondsOf(day), SecondsOf(day.AddDays(1)), SecondsOf(day) / Day);
            var ids = places.ConvertAll(place => place.Id);
            var left = SecondsOf(await RetentionNoteRow.LimitAsync(context, cancellationToken));
            var whole = await new CoverageGrid(start, Day, 1, Due(), left).ReadAsync(context, [places], cancellationToken);
            var hours = await new CoverageGrid(start, Hour, 24, Due(), left).ReadAsync(context, [places], cancellationToken);
            var claims = await PlaceClaims.ReadAsync(context, ids, start, end, cancellationToken);
            var brought = await context.CoverageDays.Where(row => ids.Contains(row.Place) && row.Day == number).ToDictionaryAsync(row => row.Place, cancellationToken);
            var sources = places.Select(place => SourceOf(place, claims, brought.GetValueOrDefault(place.Id), start, end))
                .Where(source => source.KnownAt is not null || source.Records > 0);
            var open = context.CoverageGaps.Where(row => ids.Contains(row.Place) && row.Starts < end && row.Ends > start);
            var failed = await open
                .Join(context.Objects, gap => gap.ObjectId, line => line.Id, (gap, line) => new { Gap = gap, line.Source, line.Reason, line.Rejected, line.RunId })
                .OrderBy(of => of.Gap.Starts).ThenBy(of => of.Gap.Name).ThenBy(of => of.Source)
                .Take(MostFailures)
                .ToListAsync(cancellationToken);
            var failures = failed.SelectMany(of => claims.MissingOf(of.Gap).Select(gap => new CoverageFailure(
                of.Source, gap.Name, ReasonOf(gap.Kind, of.Reason, of.Rejected), new TimeStretch(CoverageGrid.At(gap.Starts), CoverageGrid.At(gap.Ends)), of.RunId)));
            var total = failed.Count < MostFailures ? failed.Count : await open.CountAsync(cancellationToken);
            return new CoverageDay(whole[0][0], hours[0], [.. sources], [.. failures], total - failed.Count);
        },
        cancellationToken);

    public Task<CoverageAnswer> AnswerAsync(EventQuery query, CancellationToken cancellationToken) =>
        database.ReadAsync(
            async context =>
            {
                var question = CoverageQuestion.Of(query);
                var (rows, more) = await RowsAsync(context, question.Places, MostPlacesOfAnswer, cancellationToken);
                var known = rows.Count == 0 ? null : await KnownAsync(context, [.. rows.SelectMany(row => row.Select(place => place.Id))], cancellationToken);
                var left = await RetentionNoteRow.LimitAsync(context, cancellationToken);
                return await new CoverageHoles(question, rows, more, known, left, Due()).ReadAsync(context, cancellationToken);
            },
            cancellationToken);

    /// <summary>The accounts and regions that are asked about, in order, each with what its sources call it.</summary>
    private static async Task<(IReadOnlyList<IReadOnlyList<CoveragePlaceRow>> Rows, int More)> RowsAsync(
        TrailContext context, CoveragePlaces asked, int most, CancellationToken cancellationToken)
    {
        var (accounts, regions) = (asked.Accounts.Select(Lower).ToList(), asked.Regions.Select(Lower).ToList());
        var places = context.CoveragePlaces.AsQueryable();
        // What records name is compared without case, as the filter language does.
        places = accounts.Count == 0 ? places : places.Where(row => accounts.Contains(row.Account.ToLower()));
        places = regions.Count == 0 ? places : places.Where(row => regions.Contains(row.Region.ToLower()));
        var pairs = places.Select(row => new { row.Account, row.Region }).Distinct();
        var total = await pairs.CountAsync(cancellationToken);
        var first = pairs.OrderBy(pair => pair.Account).ThenBy(pair => pair.Region).Take(most);
        var found = await places.Join(first, row => new { row.Account, row.Region }, pair => pair, (row, _) => row).ToListAsync(cancellationToken);
        var rows = found
            .GroupBy(row => (row.Account, row.Region))
            .OrderBy(row => row.Key.Account, StringComparer.Ordinal).ThenBy(row => row.Key.Region, StringComparer.Ordinal)
            .Select(row => (IReadOnlyList<CoveragePlaceRow>)[.. row.OrderBy(place => place.Source, StringComparer.Ordinal)])
            .ToList();
        return (rows, total - rows.Count);
    }

    private static async Task<TimeStretch?> KnownAsync(TrailContext context, List<long>? places, CancellationToken cancellationToken)
    {
        var days = places is null ? context.CoverageDays : context.CoverageDays.Where(row => places.Contains(row.Place));
        var spans = places is null ? context.CoverageSpans : context.CoverageSpans.Where(row => places.Contains(row.Place));
        var gaps = places is null ? context.CoverageGaps : context.CoverageGaps.Where(row => places.Contains(row.Place));
        var (firstDay, lastDay) = (await days.MinAsync(row => (long?)row.Day, cancellationToken), await days.MaxAsync(row => (long?)row.Day, cancellationToken));
        var (starts, ends) = (await spans.MinAsync(row => (long?)row.Starts, cancellationToken), await spans.MaxAsync(row => (long?)row.Ends, cancellationToken));
        // Also a store into which nothing came yet but what failed.
        var (gapped, gappedTo) = (await gaps.MinAsync(row => (long?)row.Starts, cancellationToken), await gaps.MaxAsync(row => (long?)row.Ends, cancellationToken));
        long?[] firsts = [firstDay * Day, starts, gapped];
        long?[] lasts = [(lastDay + 1) * Day, ends, gappedTo];
        return firsts.Min() is { } from && lasts.Max() is { } to ? new TimeStretch(CoverageGrid.At(from), CoverageGrid.At(to)) : null;
    }

    private static CoverageSource SourceOf(CoveragePlaceRow place, PlaceClaims claims, CoverageDayRow? brought, long start, long end)
    {
        TimeSpan Claimed(ClaimKind kind) => TimeSpan.FromSeconds(
            claims.SpansOf(place).Where(span => span.Kind == kind).Sum(span => Math.Min(span.Ends, end) - Math.Max(span.Starts, start)));
        var known = claims.SpansOf(place).Max(span => (long?)span.KnownAt);
        return new CoverageSource(
            place.Source, Claimed(ClaimKind.Asked), Claimed(ClaimKind.Listed), known is { } at ? CoverageGrid.At(at) : null, brought?.Files ?? 0, brought?.Records ?? 0, brought?.Run);
    }

    private static string ReasonOf(GapKind kind, string? reason, long refused) => kind is GapKind.Refused
        ? $"{refused:N0} of its records were refused; the rest is stored."
        : reason ?? "It failed.";

    private static string Lower(string text) => text.ToLowerInvariant();

    private static long SecondsOf(DateTimeOffset? left) => left?.ToUnixTimeSeconds() ?? long.MinValue;

    private static long SecondsOf(DateOnly day) => new DateTimeOffset(day.ToDateTime(TimeOnly.MinValue), TimeSpan.Zero).ToUnixTimeSeconds();

    private long Due() => (time.GetUtcNow() - CoverageCell.DueAfter).ToUnixTimeSeconds();
}
