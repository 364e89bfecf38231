using Microsoft.EntityFrameworkCore;
using TrailBoard.Core.Views;

namespace TrailBoard.Data.Store.Coverage;

/// <summary>What sources claim of places within a time.</summary>
internal sealed class PlaceClaims
{
    private static readonly CoveredTime None = new();

    private readonly TimeStretch _range;
    private readonly ILookup<long, CoverageSpanRow> _spans;
    private readonly Dictionary<long, CoveredTime> _byPlace;
    private readonly Dictionary<long, CoveredTime> _askedByPlace;

    private PlaceClaims(IReadOnlyList<CoverageSpanRow> spans, long start, long end)
    {
        _range = new TimeStretch(CoverageGrid.At(start), CoverageGrid.At(end));
        _spans = spans.ToLookup(span => span.Place);
        _byPlace = _spans.ToDictionary(same => same.Key, same => Joined(same));
        _askedByPlace = _spans.ToDictionary(same => same.Key, same => Joined(same.Where(span => span.Kind is ClaimKind.Asked)));
    }

    public static async Task<PlaceClaims> ReadAsync(TrailContext context, List<long> places, long start, long end, CancellationToken cancellationToken) => new(
        await context.CoverageSpans.Where(row => places.Contains(row.Place) && row.Starts < end && row.Ends > start).ToListAsync(cancellationToken),
        start,
        end);

    /// <summary>The stretches of a place.</summary>
    public IEnumerable<CoverageSpanRow> SpansOf(CoveragePlaceRow place) => _spans[place.Id];

    /// <summary>What is claimed of a place in any way.</summary>
    public CoveredTime Of(CoveragePlaceRow place) => _byPlace.GetValueOrDefault(place.Id, None);

    /// <summary>What any source asked for.</summary>
    public CoveredTime AskedOf(IEnumerable<CoveragePlaceRow> places) => ClaimedOf(places, ClaimKind.Asked);

    /// <summary>What any source listed.</summary>
    public CoveredTime ListedOf(IEnumerable<CoveragePlaceRow> places) => ClaimedOf(places, ClaimKind.Listed);

    /// <summary>What any source claims.</summary>
    public CoveredTime CoveredOf(IEnumerable<CoveragePlaceRow> places) => Joined(places.SelectMany(place => _spans[place.Id]));

    /// <summary>
    /// What of a gap is still open: a failed question may have been answered in other pieces. Of a question only what lies within the time
    /// that was read here, for of the rest the answers are not known.
    /// </summary>
    public IEnumerable<CoverageGapRow> MissingOf(CoverageGapRow gap) => gap.Kind is not GapKind.Window
        ? [gap]
        : _askedByPlace.GetValueOrDefault(gap.Place, None)
            .Missing(Later(CoverageGrid.At(gap.Starts), _range.From), Earlier(CoverageGrid.At(gap.Ends), _range.To))
            .Select(missing => gap with { Starts = missing.From.ToUnixTimeSeconds(), Ends = missing.To.ToUnixTimeSeconds() });

    private CoveredTime ClaimedOf(IEnumerable<CoveragePlaceRow> places, ClaimKind kind) =>
        Joined(places.SelectMany(place => _spans[place.Id]).Where(span => span.Kind == kind));

    private static DateTimeOffset Later(DateTimeOffset one, DateTimeOffset other) => one > other ? one : other;

    private static DateTimeOffset Earlier(DateTimeOffset one, DateTimeOffset other) => one < other ? one : other;

    private static CoveredTime Joined(IEnumerable<CoverageSpanRow> spans)
    {
        var time = new CoveredTime();
        foreach (var span in spans.OrderBy(span => span.Starts))
        {
            time.Add(CoverageGrid.At(span.Starts), CoverageGrid.At(span.Ends));
        }

        return time;
    }
}
