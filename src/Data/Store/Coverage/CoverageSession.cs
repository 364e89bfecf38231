namespace TrailBoard.Data.Store.Coverage;

/// <summary>The part of a <see cref="BulkSession"/> that writes the coverage, within its transaction.</summary>
internal abstract class CoverageSession : IDisposable
{
    /// <summary>The number of a place; a new one where it is not known yet.</summary>
    public abstract long PlaceOf(string source, string account, string region);

    /// <summary>Adds to an hour.</summary>
    public abstract void AddHour(CoverageHourRow row);

    /// <summary>Adds to a day.</summary>
    public abstract void AddDay(CoverageDayRow row);

    /// <summary>The stretches of a place and kind that touch or overlap a time.</summary>
    public abstract IReadOnlyList<CoverageSpanRow> SpansAt(long place, ClaimKind kind, long starts, long ends);

    /// <summary>Inserts a stretch.</summary>
    public abstract void InsertSpan(CoverageSpanRow row);

    /// <summary>Deletes a stretch.</summary>
    public abstract void DeleteSpan(CoverageSpanRow row);

    /// <summary>Whether an object of this name was imported by any source, and for <paramref name="whole"/>, without refused records.</summary>
    public abstract bool IsImported(string name, bool whole);

    /// <summary>Notes that an object leaves a gap.</summary>
    public abstract void SetGap(CoverageGapRow row);

    /// <summary>Forgets the gaps of a name; those of refused records only where <paramref name="whole"/> is set.</summary>
    public abstract void ClearGaps(string name, bool whole);

    /// <summary>Forgets failed questions of a place that lie within a time.</summary>
    public abstract void ClearWindows(long place, long starts, long ends);

    /// <summary>Claims a time, joined with what is claimed around it.</summary>
    public void Claim(CoverageSpanRow claim)
    {
        foreach (var touching in SpansAt(claim.Place, claim.Kind, claim.Starts, claim.Ends))
        {
            DeleteSpan(touching);
            claim = claim with
            {
                Starts = Math.Min(claim.Starts, touching.Starts),
                Ends = Math.Max(claim.Ends, touching.Ends),
                KnownAt = Math.Max(claim.KnownAt, touching.KnownAt),
            };
        }

        InsertSpan(claim);
        if (claim.Kind is ClaimKind.Asked)
        {
            ClearWindows(claim.Place, claim.Starts, claim.Ends);
        }
    }

    public void Dispose()
    {
        Dispose(disposing: true);
        GC.SuppressFinalize(this);
    }

    protected abstract void Dispose(bool disposing);
}
